/* What follows the '?'. */
#include "support/case.h"

#include "serve/parameters.h"

static void test_values(void **state) {
    static const struct {
        struct str value, want;
    } cases[] = {
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("a+b%20c"), STR_INIT("a b c")},
        {STR_INIT("%2B%25%26"), STR_INIT("+%&")},
        {STR_INIT("%2541"), STR_INIT("%41")},
        {STR_INIT("100%"), STR_INIT("100%")},
        {STR_INIT("%4"), STR_INIT("%4")},
        {STR_INIT("%zz%C3%A9"), STR_INIT("%zz\xC3\xA9")},
        {STR_INIT("%00a%0Ab%1B"), STR_INIT("a b")},
        {STR_INIT("%ff"), STR_INIT("\xEF\xBF\xBD")},
        {STR_INIT("%3Cscript%3E"), STR_INIT("<script>")},
        {STR_INIT("  x  "), STR_INIT("x")},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        struct serve_parameters parameters = {0};
        struct arena arena;
        arena_init(&arena, 1 << 16);
        assert_int_equal(serve_parameters_add(&parameters, &arena, STR("q"), cases[i].value, NULL),
                         STATUS_OK);
        assert_str_equal(i, serve_parameter(&parameters, "q"), cases[i].want);
        arena_release(&arena);
    }
    (void)state;
}

static void test_which(void **state) {
    struct serve_parameters parameters = {0};
    struct arena arena;
    arena_init(&arena, 1 << 16);
    for (int i = 0; i < 100; i++)
        assert_int_equal(serve_parameters_add(&parameters, &arena, i == 99 ? STR("z") : STR("q"),
                                              i == 0 ? STR("first") : STR("later"), NULL),
                         STATUS_OK);
    assert_str_equal(0, serve_parameter(&parameters, "q"), STR("first"));
    assert_true(str_absent(serve_parameter(&parameters, "z")));
    assert_true(str_absent(serve_parameter(&parameters, "")));
    arena_release(&arena);
    (void)state;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_which),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
