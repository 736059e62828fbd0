/* Lines: Cache-Control, Expires, Date, Age, Retry-After. */
#include "fetch/fetch.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NOW = 1760000000, VALUES = 5 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str rest = str_of((const char *)data, size);
    struct str values[VALUES] = {STR_NONE};
    for (int i = 0; i < VALUES && str_next(&rest, '\n', &values[i]); i++)
        continue;
    int64_t fresh = fetch_freshness(values[0], values[1], values[2], values[3], NOW);
    int64_t pause = fetch_retry_after(values[4], values[2], NOW);
    if (fresh < -1 || fresh > INT32_MAX || pause < -1 || pause > INT32_MAX)
        abort();
    for (int i = 0; i < VALUES; i++) {
        int64_t strict = 0;
        int64_t any = 0;
        bool good = fetch_http_date(values[i], &strict);
        if (good && (!fetch_http_date_any(values[i], NOW, &any) || any != strict))
            abort();
        if (fetch_http_date_any(values[i], NOW, &any) &&
            (any < -62200000000 || any > 253500000000)) /* years 0 to 9999 */
            abort();
    }
    return 0;
}
