#include "poll/poll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { NOW = 1760000000, MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* With least 10 minutes, most 24 hours. */
static const struct {
    const char *name;
    struct poll_state state;
    struct poll_outcome outcome; /* .now is filled in */
    int64_t jitter;
    int64_t wait, interval, failures;
} cases[] = {
    {"new, with news", {0, 0}, {POLL_NEWS, 0, -1, -1, 0}, 0, 2400, 2400, 0},
    {"new, without", {0, 0}, {POLL_NOTHING, 0, -1, -1, 0}, 0, 4500, 4500, 0},
    {"jitter is for failures", {HOUR, 0}, {POLL_NEWS, 0, -1, -1, 0}, 999, 2400, 2400, 0},
    {"never under the least", {700, 0}, {POLL_NEWS, 0, -1, -1, 0}, 0, 600, 600, 0},
    {"never over the most", {80000, 0}, {POLL_NOTHING, 0, -1, -1, 0}, 0, DAY, DAY, 0},
    {"remembered out of range", {5, 0}, {POLL_NOTHING, 0, -1, -1, 0}, 0, 750, 750, 0},
    {"its own interval", {HOUR, 0}, {POLL_NEWS, 0, -1, -1, 120}, 0, 120, 120, 0},
    {"its own, over the most", {HOUR, 0}, {POLL_NEWS, 0, -1, -1, 2 * DAY}, 0, 2 * DAY, 2 * DAY, 0},
    {"its own, too short", {HOUR, 0}, {POLL_NEWS, 0, -1, -1, 1}, 0, 60, 60, 0},
    {"ttl is longer", {HOUR, 0}, {POLL_NEWS, 0, -1, 2 * HOUR, 0}, 0, 2 * HOUR, 2400, 0},
    {"ttl is shorter", {HOUR, 0}, {POLL_NEWS, 0, -1, 60, 0}, 0, 2400, 2400, 0},
    {"ttl of 0", {600, 0}, {POLL_NEWS, 0, -1, 0, 0}, 0, 600, 600, 0},
    {"ttl of 1e18", {HOUR, 0}, {POLL_NEWS, 0, -1, 1000000000000000000, 0}, 0, DAY, 2400, 0},
    {"its own beats ttl", {HOUR, 0}, {POLL_NEWS, 0, -1, DAY, 600}, 0, 600, 600, 0},
    {"Retry-After", {HOUR, 0}, {POLL_NEWS, 0, 3 * HOUR, -1, 0}, 0, 3 * HOUR, 2400, 0},
    {"Retry-After beats its own", {HOUR, 0}, {POLL_NEWS, 0, HOUR, -1, 600}, 0, HOUR, 600, 0},
    {"Retry-After without end", {HOUR, 0}, {POLL_FAILED, 0, INT64_MAX, -1, 0}, 0, DAY, HOUR, 1},
    {"first failure", {HOUR, 0}, {POLL_FAILED, 0, -1, -1, 0}, 0, 600, HOUR, 1},
    {"second", {HOUR, 1}, {POLL_FAILED, 0, -1, -1, 0}, 0, 1200, HOUR, 2},
    {"third, with half the jitter", {HOUR, 2}, {POLL_FAILED, 0, -1, -1, 0}, 500, 3000, HOUR, 3},
    {"third, with most jitter", {HOUR, 2}, {POLL_FAILED, 0, -1, -1, 0}, 999, 3598, HOUR, 3},
    {"eighth", {HOUR, 7}, {POLL_FAILED, 0, -1, -1, 0}, 0, 76800, HOUR, 8},
    {"eighth, with jitter", {HOUR, 7}, {POLL_FAILED, 0, -1, -1, 0}, 999, DAY, HOUR, 8},
    {"for ever", {HOUR, INT64_MAX}, {POLL_FAILED, 0, -1, -1, 0}, 999, DAY, HOUR, 2147483648},
    {"failure, Retry-After", {HOUR, 0}, {POLL_FAILED, 0, 900, -1, 0}, 0, 900, HOUR, 1},
    {"failure of a weekly one",
     {0, 20},
     {POLL_FAILED, 0, -1, -1, 7 * DAY},
     0,
     7 * DAY,
     7 * DAY,
     21},
    {"good again", {HOUR, 9}, {POLL_NOTHING, 0, -1, -1, 0}, 0, 4500, 4500, 0},
    {"gone", {HOUR, 0}, {POLL_GONE, 0, -1, -1, 0}, 0, DAY, HOUR, 1},
    {"jitter out of range", {HOUR, 0}, {POLL_FAILED, 0, -1, -1, 0}, INT64_MAX, 899, HOUR, 1},
};

static void plans(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct poll_outcome outcome = cases[i].outcome;
        outcome.now = NOW;
        struct poll_plan plan =
            poll_next(&cases[i].state, &outcome, 10 * MINUTE, DAY, cases[i].jitter);
        if (plan.due - NOW != cases[i].wait || plan.state.interval != cases[i].interval ||
            plan.state.failures != cases[i].failures)
            fail_msg("%s: waits %ld, interval %ld, failures %ld", cases[i].name,
                     (long)(plan.due - NOW), (long)plan.state.interval, (long)plan.state.failures);
    }
}

/* Settled between news it stays between the bounds, and it always comes to an end. */
static void bears_any_numbers(void **state) {
    (void)state;
    static const int64_t numbers[] = {INT64_MIN, -1, 0, 1, 600, INT32_MAX, INT64_MAX};
    enum { N = sizeof numbers / sizeof numbers[0] };
    for (int i = 0; i < N * N * N * 4; i++) {
        int64_t a = numbers[i % N];
        int64_t b = numbers[i / N % N];
        int64_t c = numbers[i / N / N % N];
        struct poll_state before = {a, b};
        struct poll_outcome outcome = {(enum poll_result)(i / N / N / N), c, a, b, c};
        struct poll_plan plan = poll_next(&before, &outcome, b, c, a);
        assert_true(plan.due == INT64_MAX || plan.due - c >= POLL_SHORTEST);
        assert_true(plan.state.interval >= POLL_SHORTEST && plan.state.failures >= 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans),
        cmocka_unit_test(bears_any_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
