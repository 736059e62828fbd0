#include "poll/poll.h"

#include "base/clock.h"
#include <stdlib.h>

enum {
    LONGEST = 366 * DAY_SECONDS,
    SILENCE_COUNTS = 8,
    THURSDAY = 4, /* 1970-01-01 */
};
static const int64_t LATEST = 253402300799; /* 9999-12-31T23:59:59Z */

static int64_t clamp(int64_t value, int64_t least, int64_t most) {
    return value < least ? least : value > most ? most : value;
}

static int64_t larger(int64_t a, int64_t b) {
    return a > b ? a : b;
}

struct poll_claim poll_claimed(struct poll_claim before, bool same, int64_t now) {
    if (!same || before.times <= 0)
        return (struct poll_claim){now, 1};
    return (struct poll_claim){before.since, clamp(before.times, 0, INT32_MAX) + 1};
}

bool poll_confirmed(struct poll_claim claim, int64_t now) {
    return claim.times >= POLL_CONFIRM_TIMES && claim.since <= now &&
           (uint64_t)now - (uint64_t)claim.since >= POLL_CONFIRM_SECONDS;
}

static int64_t back_off(int64_t failures, int64_t least, int64_t most, int64_t jitter) {
    int64_t wait = least;
    for (int64_t k = 1; k < failures && wait < most; k++)
        wait *= 2;
    wait += wait / 2 * jitter / POLL_JITTER_BELOW;
    return wait < most ? wait : most;
}

/* Seconds between two entries as the feed's times and its silence since make one expect. */
static int64_t expected_gap(const struct poll_state *state, int64_t now) {
    int64_t gap = clamp(state->rhythm, 0, LONGEST);
    if (gap > 0 && state->last_news > 0 && now > state->last_news)
        gap = larger(gap, (now - state->last_news) / SILENCE_COUNTS);
    return clamp(gap, 0, LONGEST);
}

/* The new interval of a source that answered, and what decided it. */
static int64_t adapt(const struct poll_state *state, const struct poll_outcome *outcome,
                     int64_t least, int64_t most, enum poll_reason *reason) {
    int64_t interval = clamp(state->interval > 0 ? state->interval : POLL_FIRST, least, most);
    int64_t gap = expected_gap(state, outcome->now);
    int64_t wanted =
        outcome->result == POLL_NEWS ? interval - interval / 3 : interval + interval / 4;
    *reason = POLL_BY_EXPERIENCE;
    if (gap > 0 && (wanted < gap / 4 || wanted > gap)) {
        wanted = clamp(wanted, gap / 4, gap);
        *reason = POLL_BY_RHYTHM;
    }
    if (wanted <= least || wanted >= most)
        *reason = wanted <= least ? POLL_BY_LEAST : POLL_BY_MOST;
    return clamp(wanted, least, most);
}

static struct poll_state remember(const struct poll_state *state,
                                  const struct poll_outcome *outcome) {
    struct poll_state next = *state;
    bool gone = outcome->result == POLL_GONE;
    next.failures = clamp(state->failures, 0, INT32_MAX);
    if (gone || outcome->result == POLL_FAILED)
        next.failures++;
    else if (outcome->result != POLL_HELD)
        next.failures = 0;
    if (outcome->rhythm > 0)
        next.rhythm = outcome->rhythm;
    if (outcome->result == POLL_NEWS)
        next.last_news = outcome->now;
    if (gone)
        next.gone = poll_claimed(state->gone, true, outcome->now);
    else if (outcome->result != POLL_HELD)
        next.gone = (struct poll_claim){0, 0};
    return next;
}

/* How long to wait after a failure, or without having asked. */
static int64_t wait_badly(const struct poll_state *next, const struct poll_outcome *outcome,
                          int64_t least, int64_t most, int64_t jitter, enum poll_reason *reason) {
    int64_t longest = larger(most, next->interval);
    if (outcome->result == POLL_GONE) {
        *reason = POLL_BY_GONE;
        return poll_confirmed(next->gone, outcome->now) ? POLL_GONE_EVERY : longest;
    }
    *reason = outcome->result == POLL_HELD ? POLL_BY_HOST : POLL_BY_FAILURES;
    return back_off(next->failures, least, longest, jitter);
}

/* What the source and its server want; only a source's own interval goes before it. */
static int64_t obey(int64_t wait, const struct poll_outcome *outcome, enum poll_reason *reason) {
    int64_t ttl = outcome->ttl >= 0 ? clamp(outcome->ttl, POLL_CLAIM_LEAST, POLL_CLAIM_MOST) : 0;
    int64_t fresh = clamp(outcome->fresh, 0, POLL_CLAIM_MOST);
    if (outcome->every > 0)
        return wait;
    if (ttl > wait)
        *reason = POLL_BY_TTL;
    wait = larger(wait, ttl);
    if (fresh > wait)
        *reason = POLL_BY_CACHE;
    return larger(wait, fresh);
}

/* Of times from 1970 on. */
static bool is_skipped(const struct poll_outcome *outcome, int64_t time) {
    int64_t hour = time % DAY_SECONDS / HOUR_SECONDS;
    int64_t day = (time / DAY_SECONDS + THURSDAY) % 7;
    return (outcome->skip_hours >> hour & 1U) != 0 || (outcome->skip_days >> day & 1U) != 0;
}

/* The beginning of the first hour, from the due time on, that is not to be skipped; a day later
 * where there is none. */
static int64_t skip(const struct poll_outcome *outcome, int64_t due, enum poll_reason *reason) {
    int64_t time = due;
    if (outcome->every > 0 || (outcome->skip_hours == 0 && outcome->skip_days == 0) || due < 0 ||
        due > LATEST)
        return due;
    while (time < due + POLL_CLAIM_MOST && is_skipped(outcome, time))
        time = time - time % HOUR_SECONDS + HOUR_SECONDS;
    if (time != due)
        *reason = POLL_BY_SKIP;
    return time < due + POLL_CLAIM_MOST ? time : due + POLL_CLAIM_MOST;
}

struct poll_plan poll_next(const struct poll_state *state, const struct poll_outcome *outcome,
                           int64_t least, int64_t most, int64_t jitter) {
    least = clamp(least, POLL_SHORTEST, LONGEST);
    most = clamp(most, least, LONGEST);
    jitter = clamp(jitter, 0, POLL_JITTER_BELOW - 1);
    bool answered = outcome->result == POLL_NEWS || outcome->result == POLL_NOTHING;
    struct poll_plan plan = {.state = remember(state, outcome)};
    struct poll_state *next = &plan.state;
    if (answered)
        next->interval = adapt(next, outcome, least, most, &plan.reason);
    else
        next->interval = clamp(state->interval > 0 ? state->interval : POLL_FIRST, least, most);
    if (outcome->every > 0) {
        next->interval = clamp(outcome->every, POLL_SHORTEST, LONGEST);
        plan.reason = POLL_BY_OWN;
    }
    int64_t wait = answered ? obey(next->interval, outcome, &plan.reason)
                            : wait_badly(next, outcome, least, most, jitter, &plan.reason);
    int64_t pause = clamp(outcome->retry_after, 0, POLL_CLAIM_MOST);
    if (pause > 0 && (pause > wait || outcome->result == POLL_HELD)) {
        wait = larger(pause, POLL_SHORTEST);
        plan.reason = POLL_BY_PAUSE;
    }
    plan.due = outcome->now > INT64_MAX - wait ? INT64_MAX : outcome->now + wait;
    plan.due = skip(outcome, plan.due, &plan.reason);
    return plan;
}

static int newest_first(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return a > b ? -1 : a < b;
}

int64_t poll_rhythm(int64_t *times, size_t count, int64_t now) {
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        if (times[i] > 0 && times[i] <= now)
            times[known++] = times[i];
    if (known < 3)
        return 0;
    qsort(times, known, sizeof *times, newest_first);
    if (known > POLL_RHYTHM_ENTRIES)
        known = POLL_RHYTHM_ENTRIES;
    return (times[0] - times[known - 1]) / (int64_t)(known - 1);
}

bool poll_may_move(struct str from, struct str to) {
    size_t colon = str_find_byte(from, ':');
    return colon != SIZE_MAX && to.n > colon &&
           str_eq_case(str_take(from, colon + 1), str_take(to, colon + 1));
}
