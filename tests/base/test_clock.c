#include "support/case.h"

#include "base/clock.h"

static void reads_and_writes_times(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t time;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1969-12-31T23:59:59Z", -1},
        {"2000-02-29T12:00:00Z", 951825600},
        {"2022-06-30T18:21:00Z", 1656613260},
        {"2025-10-09T08:53:20Z", 1760000000},
        {"2038-01-19T03:14:08Z", 2147483648},
        {"1900-03-01T00:00:00Z", -2203891200},
        {"0000-01-01T00:00:00Z", -62167219200},
        {"9999-12-31T23:59:59Z", 253402300799},
        {"2100-02-28T23:59:59Z", 4107542399},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        char text[TIME_TEXT];
        int64_t time;
        assert_true(time_parse(str_from(cases[i].text), &time));
        assert_int_equal(time, cases[i].time);
        assert_string_equal(time_format(time, text), cases[i].text);
        assert_int_equal(strncmp(day_format(time, text), cases[i].text, 10), 0);
        assert_int_equal(strlen(text), 10);
    }
}

static void refuses_other_forms(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",
        "2022-06-30",
        "2022-06-30T18:21:00",
        "2022-06-30 18:21:00Z",
        "2022-06-30T18:21:00z",
        "2022-06-31T00:00:00Z",
        "2022-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "2022-13-01T00:00:00Z",
        "2022-00-01T00:00:00Z",
        "2022-01-00T00:00:00Z",
        "2022-06-30T24:00:00Z",
        "2022-06-30T23:60:00Z",
        "2022-06-30T23:59:60Z",
        "-022-06-30T18:21:00Z",
        "2022-06-30T18:21:+0Z",
        "2022-06-30T18:21:00ZZ",
    };
    int64_t time;
    for (size_t i = 0; i < CASES(cases); i++)
        if (time_parse(str_from(cases[i]), &time))
            fail_msg("%s", cases[i]);
}

static void calendar_goes_round(void **state) {
    (void)state;
    /* Each day of 800 years follows the one before, and comes back as itself. */
    struct civil before = civil_from_time(time_from_civil((struct civil){1600, 1, 1, 0, 0, 0}));
    for (int64_t day = day_of(time_from_civil((struct civil){1600, 1, 2, 0, 0, 0}));
         before.year < 2400; day++) {
        struct civil c = civil_from_time(day * DAY_SECONDS + 3661);
        bool follows = c.day == before.day + 1 ||
                       (c.day == 1 && c.month == before.month + 1 && before.day >= 28) ||
                       (c.day == 1 && c.month == 1 && before.month == 12 && before.day == 31);
        if (!follows || c.hour != 1 || c.minute != 1 || c.second != 1 ||
            day_of(time_from_civil(c)) != day)
            fail_msg("day %lld", (long long)day);
        before = c;
    }
}

static void carries_over(void **state) {
    (void)state;
    static const struct {
        struct civil in;
        const char *out;
    } cases[] = {
        {{2022, 3, 0, 0, 0, 0}, "2022-02-28T00:00:00Z"},
        {{2020, 3, 0, 0, 0, 0}, "2020-02-29T00:00:00Z"},
        {{2022, 13, 1, 0, 0, 0}, "2023-01-01T00:00:00Z"},
        {{2022, 0, 1, 0, 0, 0}, "2021-12-01T00:00:00Z"},
        {{2022, -11, 1, 0, 0, 0}, "2021-01-01T00:00:00Z"},
        {{2022, 12, 31, 24, 0, 0}, "2023-01-01T00:00:00Z"},
        {{2022, 1, 1, 0, 0, -1}, "2021-12-31T23:59:59Z"},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        char text[TIME_TEXT];
        assert_string_equal(time_format(time_from_civil(cases[i].in), text), cases[i].out);
    }
}

static void bears_the_ends_of_time(void **state) {
    (void)state;
    char text[TIME_TEXT];
    assert_int_equal(strlen(time_format(TIME_NONE, text)), 20);
    assert_int_equal(strncmp(text, "0000-", 5), 0);
    assert_int_equal(strlen(time_format(INT64_MAX, text)), 20);
    assert_int_equal(strncmp(text, "9999-", 5), 0);
    assert_int_equal(day_of(-1), -1);
    assert_int_equal(day_of(-86400), -1);
    assert_int_equal(day_of(-86401), -2);
}

static void takes_the_given_time(void **state) {
    (void)state;
    static const struct {
        const char *value;
        enum status status;
        int64_t now;
    } cases[] = {
        {"1760000000", STATUS_OK, 1760000000},
        {"0", STATUS_OK, 0},
        {"-1", STATUS_USAGE, 0},
        {"today", STATUS_USAGE, 0},
        {"1.5", STATUS_USAGE, 0},
        {" 1", STATUS_USAGE, 0},
    };
    struct clock clock;
    struct error error;
    for (size_t i = 0; i < CASES(cases); i++) {
        assert_int_equal(clock_from(cases[i].value, &clock, &error), cases[i].status);
        if (cases[i].status == STATUS_OK)
            assert_int_equal(clock_now(&clock), cases[i].now);
    }
    assert_int_equal(clock_from(NULL, &clock, &error), STATUS_OK);
    assert_true(clock_now(&clock) > 1700000000);
    assert_int_equal(clock_from("", &clock, &error), STATUS_OK);
    assert_true(clock_now(&clock) > 1700000000);
    assert_true(clock_monotonic_ms() <= clock_monotonic_ms());
}

static void random_numbers_repeat(void **state) {
    (void)state;
    struct rng a = rng_seeded(7), b = rng_seeded(7), c = rng_seeded(8);
    assert_int_equal(rng_next(&a), rng_next(&b));
    assert_int_not_equal(rng_next(&a), rng_next(&c));
    /* splitmix64 from 0, the generator's first state, as its authors give it. */
    assert_int_equal(rng_seeded(0).state[0], 0xE220A8397B1DCDAFu);
    size_t seen[6] = {0};
    for (size_t i = 0; i < 6000; i++)
        seen[rng_below(&a, 6)]++;
    for (size_t i = 0; i < 6; i++)
        assert_in_range(seen[i], 850, 1150);
    assert_int_equal(rng_below(&a, 0), 0);
    assert_int_equal(rng_below(&a, 1), 0);
    for (size_t i = 0; i < 100; i++) /* half of all numbers are too many here */
        assert_true(rng_below(&a, (UINT64_MAX >> 1) + 2) <= (UINT64_MAX >> 1) + 1);
    unsigned char bytes[64] = {0}, none[64] = {0};
    assert_int_equal(random_bytes(bytes, sizeof bytes, NULL), STATUS_OK);
    assert_memory_not_equal(bytes, none, sizeof bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_writes_times), cmocka_unit_test(refuses_other_forms),
        cmocka_unit_test(calendar_goes_round),    cmocka_unit_test(carries_over),
        cmocka_unit_test(bears_the_ends_of_time), cmocka_unit_test(takes_the_given_time),
        cmocka_unit_test(random_numbers_repeat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
