#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/record.h"

static void makes_paths(void **state) {
    (void)state;
    static const struct {
        int64_t accepted;
        unsigned attempt;
        const char *path;
    } cases[] = {
        {1656613260, 1, "_news/2022-06-30-a-title.md"},
        {1656633599, 1, "_news/2022-06-30-a-title.md"}, /* the day's last second, UTC */
        {1656633600, 1, "_news/2022-07-01-a-title.md"},
        {1656613260, 2, "_news/2022-06-30-a-title-2.md"},
        {1656613260, 13, "_news/2022-06-30-a-title-13.md"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, 1000);
        record_path(STR("A title"), cases[i].accepted, cases[i].attempt, &out);
        assert_string_equal(buf_cstr(&out), cases[i].path);
        assert_true(record_path_valid(buf_str(&out)));
        buf_release(&out);
    }
}

static void knows_paths(void **state) {
    (void)state;
    static const struct {
        const char *path;
        bool valid;
    } cases[] = {
        {"_news/2022-06-30-a.md", true},     {"_news/2022-06-30-\xC3\xA9.md", true},
        {"_news/2022-06-30-.md", false},     {"_news/2022-06-30.md", false},
        {"_news/22-06-30-a.md", false},      {"_news/2022-06-30-a.txt", false},
        {"news/2022-06-30-a.md", false},     {"_news/../2022-06-30-a.md", false},
        {"_news/2022-06-30-a/b.md", false},  {"_news/.2022-06-30-a.md", false},
        {"/_news/2022-06-30-a.md", false},   {"_news/2022-06-30-a\n.md", false},
        {"_news/2022-06-30-\xFF.md", false}, {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (record_path_valid(str_from(cases[i].path)) != cases[i].valid)
            fail_msg("%s", cases[i].path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_paths),
        cmocka_unit_test(knows_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
