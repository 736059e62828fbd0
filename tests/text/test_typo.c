/* Neighbouring words. */
#include "support/case.h"

#include "text/typo.h"

static void test_distance(void **state) {
    static const struct {
        const char *a, *b;
        size_t distance;
    } cases[] = {
        {"", "", 0},
        {"", "ab", 2},
        {"planet", "planet", 0},
        {"planet", "plant", 1},
        {"planet", "plannet", 1},
        {"planet", "plamet", 1},
        {"planet", "plaent", 1},
        {"mircosfot", "microsoft", 2},
        {"kitten", "sitting", 3},
        {"\xC3\xA9t\xC3\xA9", "ete", 2},
        {"ca", "abc", 3}, /* no part is changed twice */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str a = str_from(cases[i].a), b = str_from(cases[i].b);
        assert_int_equal(text_typo_distance(a, b), cases[i].distance);
        assert_int_equal(text_typo_distance(b, a), cases[i].distance);
    }
    struct str wide = STR("abcdefghijklmnopqrstuvwxyzabcdefg");
    assert_true(text_typo_distance(wide, wide) == SIZE_MAX);
    assert_int_equal(text_typo_distance(str_skip(wide, 1), str_skip(wide, 1)), 0);
    (void)state;
}

static void test_trigrams(void **state) {
    static const struct {
        const char *word, *want;
    } cases[] = {
        {"cat", "  c| ca|cat|at |"},
        {"aaaaa", "  a| aa|aaa|aa |"},
        {"\xC3\xA9t\xC3\xA9", "  \xC3\xA9| \xC3\xA9t|\xC3\xA9t\xC3\xA9|t\xC3\xA9 |"},
        {"a", ""},
        {"", ""},
        {"abcdefghijklmnopqrstuvwxyzabcdefg", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text_trigrams trigrams;
        char text[256] = "";
        text_trigrams(str_from(cases[i].word), &trigrams);
        for (size_t k = 0; k < trigrams.count; k++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%.*s|",
                     STR_ARG(text_trigram(&trigrams, k)));
        assert_string_equal(text, cases[i].want);
    }
    (void)state;
}

static void test_allowed(void **state) {
    assert_int_equal(text_typo_allowed(STR("cat")), 0);
    assert_int_equal(text_typo_allowed(STR("cats")), 1);
    assert_int_equal(text_typo_allowed(STR("planet")), 1);
    assert_int_equal(text_typo_allowed(STR("planets")), 2);
    (void)state;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distance),
        cmocka_unit_test(test_trigrams),
        cmocka_unit_test(test_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
