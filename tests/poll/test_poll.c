#include "poll/poll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

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
    {"held with a pause", {HOUR, 2}, {POLL_HELD, 0, 900, -1, 0}, 0, 900, HOUR, 2},
    {"held, its own interval", {HOUR, 0}, {POLL_HELD, 0, 900, -1, 60}, 0, 900, 60, 0},
    {"held without", {HOUR, 0}, {POLL_HELD, 0, -1, -1, 0}, 0, 600, HOUR, 0},
    {"fresh for longer", {HOUR, 0}, {POLL_NEWS, 0, -1, -1, 0, 2 * HOUR}, 0, 2 * HOUR, 2400, 0},
    {"fresh, shorter", {HOUR, 0}, {POLL_NEWS, 0, -1, -1, 0, 600}, 0, 2400, 2400, 0},
    {"fresh for ever", {HOUR, 0}, {POLL_NEWS, 0, -1, -1, 0, INT64_MAX}, 0, DAY, 2400, 0},
    {"no-cache", {HOUR, 0}, {POLL_NEWS, 0, -1, -1, 0, 0}, 0, 2400, 2400, 0},
    {"its own beats fresh", {HOUR, 0}, {POLL_NEWS, 0, -1, -1, 600, DAY}, 0, 600, 600, 0},
    {"a rhythm of 2 hours, slow",
     {5 * HOUR, 0, 2 * HOUR},
     {POLL_NOTHING, 0, -1, -1, 0},
     0,
     2 * HOUR,
     2 * HOUR,
     0},
    {"a rhythm of 8 hours, fast",
     {HOUR, 0, 8 * HOUR},
     {POLL_NEWS, 0, -1, -1, 0},
     0,
     2 * HOUR,
     2 * HOUR,
     0},
    {"within reach of its rhythm",
     {HOUR, 0, 2 * HOUR},
     {POLL_NEWS, 0, -1, -1, 0},
     0,
     2400,
     2400,
     0},
    {"a new rhythm",
     {HOUR, 0, 0},
     {POLL_NEWS, 0, -1, -1, 0, -1, 8 * HOUR},
     0,
     2 * HOUR,
     2 * HOUR,
     0},
    {"hourly, silent for 8 days",
     {2 * HOUR, 0, HOUR, NOW - 8 * DAY},
     {POLL_NOTHING, 0, -1, -1, 0},
     0,
     6 * HOUR,
     6 * HOUR,
     0},
    {"gone, confirmed",
     {HOUR, 2, 0, 0, {NOW - DAY, 2}},
     {POLL_GONE, 0, -1, -1, 0},
     0,
     POLL_GONE_EVERY,
     HOUR,
     3},
    {"gone thrice within a day",
     {HOUR, 2, 0, 0, {NOW - DAY + 1, 2}},
     {POLL_GONE, 0, -1, -1, 0},
     0,
     DAY,
     HOUR,
     3},
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

/* skipHours and skipDays (RSS 2.0): NOW's hour and day are told by its time. */
static void skips_hours_and_days(void **state) {
    (void)state;
    enum { SUNDAY = 1699747200 /* 2023-11-12T00:00:00Z, a Sunday */ };
    static const struct {
        const char *name;
        int64_t now, every;
        unsigned hours, days;
        int64_t due;
        enum poll_reason reason;
    } rows[] = {
        {"none", SUNDAY, 0, 0, 0, SUNDAY + HOUR, POLL_BY_OWN},
        {"another hour", SUNDAY, 0, 1U << 2, 0, SUNDAY + HOUR, POLL_BY_OWN},
        {"its hour", SUNDAY + 60, 0, 1U << 1, 0, SUNDAY + 2 * HOUR, POLL_BY_SKIP},
        {"its hours", SUNDAY, 0, 6U, 0, SUNDAY + 3 * HOUR, POLL_BY_SKIP},
        {"over midnight", SUNDAY + 22 * HOUR, 0, 1U << 23 | 1U, 0, SUNDAY + DAY + HOUR,
         POLL_BY_SKIP},
        {"Sunday", SUNDAY + 12 * HOUR, 0, 0, 1U, SUNDAY + DAY, POLL_BY_SKIP},
        {"a whole weekend", SUNDAY - 20 * HOUR, 0, 0, 1U | 1U << 6, SUNDAY + 5 * HOUR,
         POLL_BY_SKIP},
        {"another day", SUNDAY, 0, 0, 1U << 1, SUNDAY + HOUR, POLL_BY_OWN},
        {"always", SUNDAY, 0, 0xFFFFFFU, 0, SUNDAY + HOUR + DAY, POLL_BY_SKIP},
        {"its own interval", SUNDAY, HOUR, 0xFFFFFFU, 0x7FU, SUNDAY + HOUR, POLL_BY_OWN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct poll_state known = {HOUR, 0};
        const struct poll_outcome outcome = {.result = POLL_NOTHING,
                                             .now = rows[i].now,
                                             .retry_after = -1,
                                             .ttl = 60,
                                             .fresh = -1,
                                             .every = rows[i].every,
                                             .skip_hours = rows[i].hours,
                                             .skip_days = rows[i].days};
        struct poll_plan plan = poll_next(&known, &outcome, HOUR, HOUR, 0);
        if (plan.due != rows[i].due ||
            (plan.reason == POLL_BY_SKIP) != (rows[i].reason == POLL_BY_SKIP))
            fail_msg("%s: due %ld, reason %d", rows[i].name, (long)(plan.due - SUNDAY),
                     (int)plan.reason);
    }
}

/* Settled between news it stays between the bounds, and it always comes to an end. */
static void bears_any_numbers(void **state) {
    (void)state;
    static const int64_t numbers[] = {INT64_MIN, -1, 0, 1, 600, INT32_MAX, INT64_MAX};
    enum { N = sizeof numbers / sizeof numbers[0] };
    for (int i = 0; i < N * N * N * 5; i++) {
        int64_t a = numbers[i % N];
        int64_t b = numbers[i / N % N];
        int64_t c = numbers[i / N / N % N];
        struct poll_state before = {a, b, c, a, {b, c}};
        struct poll_outcome outcome = {
            (enum poll_result)(i / N / N / N), c, a, b, c, a, b, (unsigned)i, (unsigned)a};
        struct poll_plan plan = poll_next(&before, &outcome, b, c, a);
        assert_true(plan.due == INT64_MAX || plan.due - c >= POLL_SHORTEST);
        assert_true(plan.state.interval >= POLL_SHORTEST && plan.state.failures >= 0);
    }
}

/* What is said for good counts after three times over a day (attacks.md A07, A27). */
static void believes_what_is_said_for_long(void **state) {
    (void)state;
    static const struct {
        int64_t at[4]; /* hours; -1 behind: another claim, then the rest */
        bool confirmed;
    } claims[] = {
        {{0, 1, 2, 3}, false},   {{0, 12, 24, -2}, true}, {{0, 24, -2}, false},
        {{0, 8, 16, 23}, false}, {{0, 1, 2, 24}, true},   {{24, 12, 0, 0}, false},
    };
    for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++) {
        struct poll_claim claim = {0};
        int64_t now = NOW;
        for (size_t k = 0; k < 4 && claims[i].at[k] != -2; k++) {
            now = NOW + claims[i].at[k] * HOUR;
            claim = poll_claimed(claim, true, now);
        }
        if (poll_confirmed(claim, now) != claims[i].confirmed)
            fail_msg("claim %zu", i);
    }
    struct poll_claim other = poll_claimed((struct poll_claim){NOW - DAY, 9}, false, NOW);
    assert_int_equal(other.since, NOW);
    assert_int_equal(other.times, 1);
    assert_true(poll_may_move(STR("http://a.example/"), STR("http://b.example/")));
    assert_true(poll_may_move(STR("HTTPS://a.example/"), STR("https://b.example/")));
    assert_false(poll_may_move(STR("http://a.example/"), STR("https://a.example/")));
    assert_false(poll_may_move(STR("https://a.example/"), STR("http://a.example/")));
    assert_false(poll_may_move(STR("https://a.example/"), STR("file:")));
    assert_false(poll_may_move(STR(""), STR("http://a.example/")));
}

static void hears_a_rhythm(void **state) {
    (void)state;
    int64_t few[] = {NOW - 10, NOW - 20, INT64_MIN, NOW + 5, 0};
    assert_int_equal(poll_rhythm(few, 5, NOW), 0);
    int64_t even[] = {NOW - 2 * HOUR, NOW, NOW - 3 * HOUR, NOW - HOUR};
    assert_int_equal(poll_rhythm(even, 4, NOW), HOUR);
    int64_t same[] = {NOW, NOW, NOW};
    assert_int_equal(poll_rhythm(same, 3, NOW), 0);
    int64_t many[40];
    for (int i = 0; i < 40; i++) /* those behind the newest 20 do not count */
        many[i] = i < 20 ? NOW - i * MINUTE : NOW - i * DAY;
    assert_int_equal(poll_rhythm(many, 40, NOW), MINUTE);
    assert_int_equal(poll_rhythm(NULL, 0, NOW), 0);
}

static void says_why(void **state) {
    (void)state;
    static const struct {
        enum poll_reason reason;
        int64_t wait;
        const char *words;
    } sentences[] = {
        {POLL_BY_EXPERIENCE, 2400, "every 40 minutes, from how often it had something new"},
        {POLL_BY_RHYTHM, HOUR, "every hour, since it brings something new about every 2 hours"},
        {POLL_BY_LEAST, 600, "every 10 minutes, the least that fetch.every allows"},
        {POLL_BY_MOST, DAY, "every day, the most that fetch.every allows"},
        {POLL_BY_OWN, 90, "every 90 seconds, as sources.opml says"},
        {POLL_BY_TTL, 3 * DAY, "every 3 days, as the feed itself asks (ttl)"},
        {POLL_BY_CACHE, 5400,
         "every 90 minutes, as long as its server says that an answer holds (Cache-Control)"},
        {POLL_BY_FAILURES, 1200, "again in 20 minutes, since it failed 3 times"},
        {POLL_BY_PAUSE, 1, "again in 1 second, since its host asked for a pause (Retry-After)"},
        {POLL_BY_HOST, 0, "again in 0 seconds, since its host did not answer for other sources"},
        {POLL_BY_GONE, 30 * DAY, "every 30 days, since its server says that it is gone for good"},
    };
    const struct poll_state known = {.failures = 3, .rhythm = 2 * HOUR};
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
        struct buf out;
        buf_init(&out, 1000);
        poll_explain(&out, &known, sentences[i].reason, NOW, NOW + sentences[i].wait, NOW);
        assert_string_equal(buf_cstr(&out), sentences[i].words);
        buf_release(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans),
        cmocka_unit_test(skips_hours_and_days),
        cmocka_unit_test(bears_any_numbers),
        cmocka_unit_test(believes_what_is_said_for_long),
        cmocka_unit_test(hears_a_rhythm),
        cmocka_unit_test(says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
