#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "topic/numbers.h"

static void is_near(double value, double expected) {
    double off = topic_size(value - expected);
    if (off > 4e-15 * topic_size(expected) && off > 1e-300)
        fail_msg("%.17g instead of %.17g", value, expected);
}

static void agrees_with_the_tables(void **state) {
    (void)state;
    static const struct {
        double x, log, root;
    } cases[] = {
        {1, 0, 1},
        {2, 0.69314718055994530942, 1.4142135623730950488},
        {0.5, -0.69314718055994530942, 0.70710678118654752440},
        {10, 2.3025850929940456840, 3.1622776601683793320},
        {0.001, -6.9077552789821370521, 0.031622776601683793320},
        {1e15, 34.538776394910685260, 31622776.601683793320},
        {1e-300, -690.77552789821370521, 1e-150},
        {3e300, 691.87414018688180712, 1.7320508075688772935e150},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        is_near(topic_log(cases[i].x), cases[i].log);
        is_near(topic_root(cases[i].x), cases[i].root);
    }
    assert_true(topic_root(0) == 0);
}

static void raises_e(void **state) {
    (void)state;
    static const struct {
        double x, power;
    } cases[] = {
        {0, 1},
        {1, 2.7182818284590452354},
        {-1, 0.36787944117144232160},
        {0.34657, 1.4142135623730950488 * 0.99999640972},
        {20, 485165195.40979027797},
        {-30, 9.3576229688401746049e-14},
        {700, 1.0142320547350045095e304},
        {1e9, 1.0142320547350045095e304},
        {-1e9, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double off = topic_exp(cases[i].x) / (cases[i].power > 0 ? cases[i].power : 1);
        assert_true(cases[i].power == 0 ? off == 0 : topic_size(off - 1) < 1e-10);
    }
    for (double x = -30; x < 30; x += 0.37) /* and back again */
        assert_true(topic_size(topic_log(topic_exp(x)) - x) < 1e-13);
}

static void rounds(void **state) {
    (void)state;
    static const struct {
        double x;
        int64_t whole;
    } cases[] = {{0, 0}, {0.4, 0}, {0.5, 1}, {-0.5, -1}, {-0.4, 0}, {1e15, 1000000000000000}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(topic_round(cases[i].x), cases[i].whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_tables),
        cmocka_unit_test(raises_e),
        cmocka_unit_test(rounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
