#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "issue/cadence.h"

/* Berlin in 2026, where clocks change on 29 March and 25 October at 01:00 UTC. */
static struct zone berlin(void) {
    static const int64_t times[] = {1774746000, 1792890000};
    static const int32_t offsets[] = {7200, 3600};
    return (struct zone){.times = times, .offsets = offsets, .count = 2, .first = 3600};
}

static int64_t when(const char *text) {
    int64_t time;
    assert_true(time_parse(str_from(text), &time));
    return time;
}

static void knows_when(void **state) {
    (void)state;
    static const struct {
        enum edition_when when;
        int minute;
        const char *now, *last, *next;
    } cases[] = {
        /* Friday to Monday on weekdays. */
        {WHEN_WEEKDAYS, 1080, "2026-11-21T12:00:00Z", "2026-11-20T17:00:00Z",
         "2026-11-23T17:00:00Z"},
        {WHEN_WEEKDAYS, 1080, "2026-11-23T16:59:59Z", "2026-11-20T17:00:00Z",
         "2026-11-23T17:00:00Z"},
        {WHEN_WEEKDAYS, 1080, "2026-11-23T17:00:00Z", "2026-11-23T17:00:00Z",
         "2026-11-24T17:00:00Z"},
        {WHEN_EVERY, 0, "2026-11-22T22:59:59Z", "2026-11-21T23:00:00Z", "2026-11-22T23:00:00Z"},
        {WHEN_SUNDAY, 545, "2026-11-22T08:05:00Z", "2026-11-22T08:05:00Z", "2026-11-29T08:05:00Z"},
        {WHEN_MONDAY, 600, "2026-01-01T00:00:00Z", "2025-12-29T09:00:00Z", "2026-01-05T09:00:00Z"},
        /* 02:30 is left out on 29 March, and comes twice on 25 October. */
        {WHEN_EVERY, 150, "2026-03-29T12:00:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"},
        {WHEN_EVERY, 150, "2026-10-25T12:00:00Z", "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z"},
        {WHEN_EVERY, 1080, "2026-03-29T20:00:00Z", "2026-03-29T16:00:00Z", "2026-03-30T16:00:00Z"},
    };
    struct zone zone = berlin();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct edition_list list = {.when = cases[i].when, .minute = cases[i].minute};
        char last[TIME_TEXT], next[TIME_TEXT];
        time_format(cadence_last(&list, &zone, when(cases[i].now)), last);
        time_format(cadence_next(&list, &zone, when(cases[i].now)), next);
        assert_string_equal(last, cases[i].last);
        assert_string_equal(next, cases[i].next);
    }
}

/* Going from one time to the next, none is left out and none comes twice. */
static void goes_on(void **state) {
    (void)state;
    struct zone zone = berlin();
    for (int minute = 0; minute < 1440; minute += 30) {
        const struct edition_list list = {.when = WHEN_EVERY, .minute = minute};
        int64_t time = when("2026-01-01T00:00:00Z");
        for (int day = 0; day < 400; day++) {
            int64_t next = cadence_next(&list, &zone, time);
            assert_true(next > time && next - time <= 26 * 3600);
            assert_int_equal(cadence_last(&list, &zone, next), next);
            assert_true(cadence_last(&list, &zone, next - 1) < next);
            time = next;
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_when),
        cmocka_unit_test(goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
