#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/record.h"

static void makes_slugs(void **state) {
    (void)state;
    static const struct {
        const char *title, *slug;
    } cases[] = {
        {"Steep drop in SenseTime stocks", "steep-drop-in-sensetime-stocks"},
        {"Int'l \xE2\x80\x9Cquotes\xE2\x80\x9D & more!", "intl-quotes-more"},
        {"Caf\xC3\xA9 \xC3\x9C"
         "ber \xC3\x85ngstr\xC3\xB6m",
         "cafe-uber-angstrom"},
        {"Cafe\xCC\x81", "cafe"},
        {"Brand\xE2\x84\xA2 2.0_x", "brand-20_x"},
        {"a - b -- c\xC2\xA0"
         "d\te\xE2\x80\xA8"
         "f",
         "a-b-c-d-e-f"},
        {" - trimmed - ", "trimmed"},
        {"\xD0\x9D\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x81\xD1\x82\xD0\xB8", "article"},
        {"", "article"},
        {"---", "article"},
        {"\xE2\x84\xAA"
         "elvin",
         "kelvin"},
        {"\xC3\x9F \xC3\x86", "article"},
        {"con", "con"},
        {"../../etc/passwd", "etcpasswd"},
        {"a\xFF"
         "b",
         "ab"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, 1000);
        record_slug(str_from(cases[i].title), &out);
        assert_string_equal(buf_cstr(&out), cases[i].slug);
        buf_release(&out);
    }
}

/* 4: longer than 150 bytes is cut at the last '-' at or before byte 150. */
static void cuts_slugs(void **state) {
    (void)state;
    static const struct {
        size_t first, second; /* lengths of two words */
        size_t length;
    } cases[] = {
        {100, 49, 150}, /* just fits */
        {100, 50, 100}, /* one too long */
        {150, 10, 150}, /* the '-' is byte 150, counted from 0 */
        {151, 10, 150}, /* no '-' before: cut in the word */
        {149, 10, 149},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf title, out;
        buf_init(&title, 1000);
        buf_init(&out, 1000);
        buf_add_repeat(&title, 'a', cases[i].first);
        buf_add_byte(&title, ' ');
        buf_add_repeat(&title, 'b', cases[i].second);
        record_slug(buf_str(&title), &out);
        assert_int_equal(out.n, cases[i].length);
        buf_release(&title);
        buf_release(&out);
    }
}

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
        cmocka_unit_test(makes_slugs),
        cmocka_unit_test(cuts_slugs),
        cmocka_unit_test(makes_paths),
        cmocka_unit_test(knows_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
