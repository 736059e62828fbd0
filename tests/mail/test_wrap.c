#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail/wrap.h"

static void wraps(void **state) {
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", ""},
        {"a\n\nb", "a\n\nb\n"},
        {"123456789 123456789 123456789 123456789 123456789 123456789 123456789 12",
         "123456789 123456789 123456789 123456789 123456789 123456789 123456789 12\n"},
        {"123456789 123456789 123456789 123456789 123456789 123456789 123456789 123",
         "123456789 123456789 123456789 123456789 123456789 123456789 123456789\n123\n"},
        {"10. 23456789 123456789 123456789 123456789 123456789 123456789 123456789 123 5",
         "10. 23456789 123456789 123456789 123456789 123456789 123456789 123456789\n    123 5\n"},
        {"https://example.org/56789-123456789-123456789-123456789-123456789-123456789-1234567",
         "https://example.org/56789-123456789-123456789-123456789-123456789-123456789-1234567\n"},
        {"a https://example.org/56789-123456789-123456789-123456789-123456789-123456789-12 b",
         "a\nhttps://example.org/56789-123456789-123456789-123456789-123456789-123456789-12\nb\n"},
        /* 40 of two columns each */
        {"世界世界世界世界世界世界世界世界世界世界世界世界世界世界世界世界世界世界世界世界",
         "世界世界世界世界世界世界世界世界世界世界世界世界世界世界世界世界世界世界\n世界世界\n"},
        {"   spaces   ", "spaces\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, 1 << 16);
        wrap_text(&out, str_from(cases[i].text));
        assert_string_equal(buf_cstr(&out), cases[i].expected);
        buf_release(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(wraps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
