#include "support/case.h"

#include "base/utf8.h"
#include "support/failing.h"

#define FFFD "\xEF\xBF\xBD"
#define MARK "\xCC\x81" /* U+0301, a combining acute */
#define MARKS8 MARK MARK MARK MARK MARK MARK MARK MARK

static void replaces_maximal_subparts(void **state) {
    (void)state;
    /* Unicode 15, table 3-8 and the paragraphs around it. */
    static const struct {
        const char *in, *out;
        bool valid;
    } cases[] = {
        {"a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", true},
        {FFFD, FFFD, true},
        {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A",
         false},
        {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A",
         false},
        {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", FFFD FFFD FFFD FFFD FFFD "A" FFFD FFFD "B", false},
        {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", FFFD FFFD FFFD FFFD "A", false},
        {"\xC3", FFFD, false},
        {"\xE2\x82", FFFD, false},
        {"\xF0\x9F\x98", FFFD, false},
        {"12345678\xFF", "12345678" FFFD, false},
        {"\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF", true},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        struct str in = str_from(cases[i].in);
        struct buf out;
        buf_init(&out, 1000);
        for (size_t at = 0; at < in.n;)
            utf8_add(&out, utf8_next(in, &at));
        assert_str_equal(i, buf_str(&out), str_from(cases[i].out));
        assert_int_equal(utf8_valid(in, NULL), cases[i].valid);
        assert_int_equal(utf8_length(in), utf8_length(buf_str(&out)));
        buf_release(&out);
    }
    size_t at = 99;
    assert_false(utf8_valid(STR("abcdefghij\0"), &at));
    assert_int_equal(at, 10);
    assert_false(utf8_valid(STR("abcdefghijk\xE2\x82"), &at));
    assert_int_equal(at, 11);
}

static void encodes_each_character(void **state) {
    (void)state;
    for (uint32_t c = 0; c < 0x120000; c++) {
        char bytes[4];
        size_t n = utf8_encode(c, bytes), at = 0;
        bool good = c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF);
        uint32_t back = utf8_next(str_of(bytes, n), &at);
        if (back != (good ? c : UTF8_REPLACEMENT) || at != n)
            fail_msg("U+%04X", c);
    }
}

static void cleans(void **state) {
    (void)state;
    static const struct {
        enum utf8_clean how;
        const char *in, *out;
    } cases[] = {
        {UTF8_LINE, "", ""},
        {UTF8_LINE, "  a \t b\n", "a b"},
        {UTF8_LINE, "\xC2\xA0\xE3\x80\x80", ""},
        {UTF8_LINE, "a\x1B[2Jb", "a[2Jb"},
        {UTF8_LINE,
         "\xE2\x80\xAE"
         "evil\xE2\x81\xA9",
         "evil"},
        {UTF8_LINE, "a\xC3(", "a" FFFD "("},
        {UTF8_LINE,
         "a\xC2\x85\xE2\x80\xA8"
         "b",
         "a b"},
        {UTF8_LINE,
         "so\xC2\xAD"
         "ft\xE2\x80\x8B\xEF\xBB\xBF",
         "soft"},
        {UTF8_LINE, "\xEF\xBF\xBE\xEF\xB7\x90", FFFD FFFD},
        {UTF8_LINE,
         "\xF3\xA0\x80\x81"
         "tags\xEF\xBF\xB9",
         "tags"},
        {UTF8_LINE, "\xE2\x80\x8D\xE2\x80\x8C", "\xE2\x80\x8D\xE2\x80\x8C"},
        {UTF8_LINE, "a" MARKS8 MARK MARK "b", "a" MARKS8 "b"},
        {UTF8_LINE, "a" MARKS8 "b" MARK, "a" MARKS8 "b" MARK},
        {UTF8_LINE, "a" MARKS8 "\xE2\x80\x8B" MARK, "a" MARKS8},
        {UTF8_TEXT, "\n\n a \t b\r\nc\rd\n", " a \t b\nc\nd"},
        {UTF8_TEXT, "a\n\n\n\n\n\nb", "a\n\n\nb"},
        {UTF8_TEXT,
         "a\xE2\x80\xA9\xC2\x85\x0C"
         "b",
         "a\n\nb"},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        struct buf once, twice;
        buf_init(&once, 1000);
        buf_init(&twice, 1000);
        utf8_clean(str_from(cases[i].in), cases[i].how, &once);
        assert_str_equal(i, buf_str(&once), str_from(cases[i].out));
        utf8_clean(buf_str(&once), cases[i].how, &twice);
        assert_str_equal(i, buf_str(&twice), buf_str(&once));
        buf_release(&once);
        buf_release(&twice);
    }
    struct buf zeros;
    buf_init(&zeros, 100);
    utf8_clean(STR("a\0b"), UTF8_LINE, &zeros);
    assert_str_equal(0, buf_str(&zeros), STR("ab"));
    buf_release(&zeros);
}

static void cleans_at_most(void **state) {
    (void)state;
    static const struct {
        const char *in;
        size_t max;
        const char *out;
    } cases[] = {
        {"abc", 3, "abc"},
        {"abcd", 3, "abc"},
        {"ab cd", 3, "ab"},
        {"ab cd", 0, ""},
        {"a\xE2\x82\xAC", 3, "a"},
        {"a\xE2\x82\xAC", 4, "a\xE2\x82\xAC"},
        {"a \xE2\x82\xAC b", 4, "a"},
    };
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < CASES(cases); i++)
        assert_str_equal(i, utf8_clean_copy(&arena, str_from(cases[i].in), UTF8_LINE, cases[i].max),
                         str_from(cases[i].out));
    assert_int_equal(arena_status(&arena, NULL), STATUS_OK);
    failing_from(0);
    assert_true(str_absent(utf8_clean_copy(&arena, STR("a\tc"), UTF8_LINE, 10)));
    failing_stop();
    assert_int_equal(arena_status(&arena, NULL), STATUS_MEMORY);
    arena_release(&arena);
}

static void cuts(void **state) {
    (void)state;
    struct str text = STR("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
    static const size_t bytes[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    static const size_t offsets[] = {0, 1, 3, 6, 10, 10};
    for (size_t n = 0; n < CASES(bytes); n++)
        assert_int_equal(utf8_cut_bytes(text, n).n, bytes[n]);
    for (size_t k = 0; k < CASES(offsets); k++)
        assert_int_equal(utf8_offset(text, k), offsets[k]);
    assert_int_equal(utf8_length(text), 4);
}

static void knows_classes(void **state) {
    (void)state;
    size_t spaces = 0, controls = 0;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        spaces += utf8_is_space(c);
        controls += utf8_is_control(c);
    }
    assert_int_equal(spaces, 25);           /* PropList.txt, White_Space */
    assert_int_equal(controls, 65 + 2 + 9); /* Cc; line separators; bidi */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replaces_maximal_subparts),
        cmocka_unit_test(encodes_each_character),
        cmocka_unit_test(cleans),
        cmocka_unit_test(cleans_at_most),
        cmocka_unit_test(cuts),
        cmocka_unit_test(knows_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
