/* Whatever the bytes, and whatever the header says, the text is UTF-8 without NUL. The header's
 * value is the input's first line. */
#include "html/decode.h"

#include "base/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str input = str_of((const char *)data, size);
    struct str header = str_take(input, str_find_byte(input, '\n'));
    struct str body = str_skip(input, header.n + 1);
    struct buf out;
    const char *encoding = NULL;
    buf_init(&out, 16 * size + 64);
    if (html_decode(body, header, &out, &encoding, NULL) == STATUS_OK) {
        if (encoding == NULL || !utf8_valid(buf_str(&out), NULL))
            abort();
    }
    buf_release(&out);
    return 0;
}
