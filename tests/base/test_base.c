#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"

static void cleans_lines(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"  a \t b\n", "a b"},
        {"a\x1b[2Jb", "a[2Jb"},
        {"\xE2\x80\xAE"
         "evil",
         "evil"},
        {"a\xC3(", "a\xEF\xBF\xBD("},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, 1000);
        utf8_clean(str_from(cases[i].in), UTF8_LINE, &out);
        assert_string_equal(buf_cstr(&out), cases[i].out);
        buf_release(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(cleans_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
