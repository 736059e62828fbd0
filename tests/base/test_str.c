#include "support/case.h"

static void finds(void **state) {
    (void)state;
    static const struct {
        const char *text, *needle;
        size_t at, at_case;
    } cases[] = {
        {"", "", 0, 0},
        {"abc", "", 0, 0},
        {"", "a", SIZE_MAX, SIZE_MAX},
        {"abcabc", "ca", 2, 2},
        {"abcABC", "BC", 4, 1},
        {"abc", "abcd", SIZE_MAX, SIZE_MAX},
        {"aab", "ab", 1, 1},
        /* Longer than what is looked at at once, and needles that only a search by parts is for. */
        {"a word and a Word again", "Word", 13, 2},
        {"0123456789abcdef0123456789ABCDEFend", "fend", SIZE_MAX, 31},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "aab", 34, 34},
        {"xx01234567890123456789012345678901234567890123456789012345678901234567y",
         "01234567890123456789012345678901234567890123456789012345678901234567Y", SIZE_MAX, 2},
        {"xx01234567890123456789012345678901234567890123456789012345678901234567y",
         "01234567890123456789012345678901234567890123456789012345678901234567y", 2, 2},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        struct str text = str_from(cases[i].text), needle = str_from(cases[i].needle);
        assert_int_equal(str_find(text, needle), cases[i].at);
        assert_int_equal(str_find_case(text, needle), cases[i].at_case);
    }
    assert_int_equal(str_find_byte(STR("a\0b"), '\0'), 1);
    assert_int_equal(str_find_byte(STR_NONE, 'a'), SIZE_MAX);
    assert_int_equal(str_find_last_byte(STR("a.b.c"), '.'), 3);
    assert_int_equal(str_find_last_byte(STR_NONE, '.'), SIZE_MAX);
}

static void compares(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        int order;
        bool same_case;
    } cases[] = {
        {"", "", 0, true},
        {"a", "b", -1, false},
        {"b", "a", 1, false},
        {"a", "ab", -1, false},
        {"ab", "a", 1, false},
        {"A", "a", -1, true},
        {"\xC3\x84", "\xC3\xA4", -1, false},
        {"z", "\xC3\x84", -1, false},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        struct str a = str_from(cases[i].a), b = str_from(cases[i].b);
        int order = str_compare(a, b);
        assert_int_equal((order > 0) - (order < 0), cases[i].order);
        assert_int_equal(str_eq(a, b), cases[i].order == 0);
        assert_int_equal(str_eq_case(a, b), cases[i].same_case);
    }
    assert_true(str_eq(STR_NONE, STR("")));
    assert_true(str_absent(STR_NONE) && !str_absent(STR("")));
}

static void starts_and_ends(void **state) {
    (void)state;
    assert_true(str_starts(STR("abc"), STR("ab")) && str_ends(STR("abc"), STR("bc")));
    assert_true(str_starts(STR("abc"), STR_NONE) && str_ends(STR_NONE, STR_NONE));
    assert_false(str_starts(STR("ab"), STR("abc")) || str_ends(STR("bc"), STR("abc")));
    assert_true(str_starts_case(STR("HTTPS://x"), STR("https:")));
    assert_str_equal(0, str_skip(STR("abc"), 9), STR(""));
    assert_true(str_absent(str_skip(STR_NONE, 3)) && str_absent(str_take(STR_NONE, 3)));
    assert_str_equal(1, str_take(STR("abc"), SIZE_MAX), STR("abc"));
}

static void trims(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" \t\r\n\v\f", ""},
        {" a b\n", "a b"},
        {"\xC2\xA0", "\xC2\xA0"},
    };
    for (size_t i = 0; i < CASES(cases); i++)
        assert_str_equal(i, str_trim(str_from(cases[i][0])), str_from(cases[i][1]));
}

static void splits(void **state) {
    (void)state;
    static const struct {
        const char *text, *joined;
        size_t count;
    } cases[] = {{"", "", 0},      {"a", "[a]", 1}, {"a,,b", "[a][][b]", 3},
                 {"a,", "[a]", 1}, {",", "[]", 1},  {",a", "[][a]", 2}};
    for (size_t i = 0; i < CASES(cases); i++) {
        struct str rest = str_from(cases[i].text), part;
        char joined[64] = "";
        size_t count = 0, n = 0;
        for (; str_next(&rest, ',', &part); count++)
            n += (size_t)snprintf(joined + n, sizeof joined - n, "[%.*s]", STR_ARG(part));
        assert_int_equal(count, cases[i].count);
        assert_string_equal(joined, cases[i].joined);
    }
}

static void reads_numbers(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool natural, whole;
        int64_t value;
    } cases[] = {
        {"0", true, true, 0},
        {"007", true, true, 7},
        {"-1", false, true, -1},
        {"-0", false, true, 0},
        {"9223372036854775807", true, true, INT64_MAX},
        {"9223372036854775808", true, false, 0},
        {"18446744073709551615", true, false, 0},
        {"18446744073709551616", false, false, 0},
        {"99999999999999999999999", false, false, 0},
        {"", false, false, 0},
        {"-", false, false, 0},
        {"+1", false, false, 0},
        {" 1", false, false, 0},
        {"1x", false, false, 0},
        {"--1", false, false, 0},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        uint64_t natural;
        int64_t whole;
        assert_int_equal(str_to_u64(str_from(cases[i].text), &natural), cases[i].natural);
        assert_int_equal(str_to_i64(str_from(cases[i].text), &whole), cases[i].whole);
        if (cases[i].whole)
            assert_int_equal(whole, cases[i].value);
    }
}

static void knows_ascii(void **state) {
    (void)state;
    size_t spaces = 0, digits = 0, letters = 0, hex = 0;
    for (int c = -128; c < 128; c++) {
        spaces += ascii_is_space((char)c);
        digits += ascii_is_digit((char)c);
        letters += ascii_is_alpha((char)c);
        hex += ascii_hex((char)c) >= 0;
        assert_int_equal(ascii_is_alnum((char)c),
                         ascii_is_alpha((char)c) || ascii_is_digit((char)c));
    }
    assert_int_equal(spaces, 6);
    assert_int_equal(digits, 10);
    assert_int_equal(letters, 52);
    assert_int_equal(hex, 22);
    assert_int_equal(ascii_hex('f'), 15);
    assert_int_equal(ascii_hex('F'), 15);
    assert_int_equal(ascii_lower('Z'), 'z');
    assert_int_equal(ascii_lower('['), '[');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds),           cmocka_unit_test(compares),
        cmocka_unit_test(starts_and_ends), cmocka_unit_test(trims),
        cmocka_unit_test(splits),          cmocka_unit_test(reads_numbers),
        cmocka_unit_test(knows_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
