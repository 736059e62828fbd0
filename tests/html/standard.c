#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "html/standard.h"

enum { FILE_MOST = 16 * 1024 * 1024 };

void standard_read(const char *name, struct buf *out) {
    char path[1024];
    const char *bench = getenv("BENCH");
    if (bench == NULL) {
        print_message("BENCH names no folder of test sets: %s is left out\n", name);
        skip();
    }
    snprintf(path, sizeof path, "%s/html5lib/%s", bench, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot read %s", path);
    buf_clear(out);
    size_t n = 1;
    while (n > 0 && out->n < FILE_MOST && buf_reserve(out, 65536) == STATUS_OK) {
        n = fread(out->p + out->n, 1, 65536, file);
        out->n += n;
    }
    fclose(file);
    assert_int_equal(out->status, STATUS_OK);
}
