#include "poll/poll.h"

enum { LONGEST = 366 * 86400 };

static int64_t clamp(int64_t value, int64_t least, int64_t most) {
    return value < least ? least : value > most ? most : value;
}

static int64_t larger(int64_t a, int64_t b) {
    return a > b ? a : b;
}

static int64_t back_off(int64_t failures, int64_t least, int64_t most, int64_t jitter) {
    int64_t wait = least;
    for (int64_t k = 1; k < failures && wait < most; k++)
        wait *= 2;
    wait += wait / 2 * jitter / POLL_JITTER_BELOW;
    return wait < most ? wait : most;
}

struct poll_plan poll_next(const struct poll_state *state, const struct poll_outcome *outcome,
                           int64_t least, int64_t most, int64_t jitter) {
    least = clamp(least, POLL_SHORTEST, LONGEST);
    most = clamp(most, least, LONGEST);
    jitter = clamp(jitter, 0, POLL_JITTER_BELOW - 1);
    bool failed = outcome->result == POLL_FAILED || outcome->result == POLL_GONE;
    int64_t interval = clamp(state->interval > 0 ? state->interval : POLL_FIRST, least, most);
    int64_t failures = failed ? clamp(state->failures, 0, INT32_MAX) + 1 : 0;
    if (outcome->result == POLL_NEWS)
        interval = clamp(interval - interval / 3, least, most);
    else if (outcome->result == POLL_NOTHING)
        interval = clamp(interval + interval / 4, least, most);
    if (outcome->every > 0)
        interval = clamp(outcome->every, POLL_SHORTEST, LONGEST);

    int64_t wait = interval;
    if (outcome->result == POLL_GONE)
        wait = larger(most, interval);
    else if (failed)
        wait = back_off(failures, least, larger(most, interval), jitter);
    else if (outcome->every <= 0 && outcome->ttl >= 0)
        wait = larger(wait, clamp(outcome->ttl, POLL_CLAIM_LEAST, POLL_CLAIM_MOST));
    if (outcome->retry_after > 0)
        wait = larger(wait, clamp(outcome->retry_after, 0, POLL_CLAIM_MOST));
    int64_t due = outcome->now > INT64_MAX - wait ? INT64_MAX : outcome->now + wait;
    return (struct poll_plan){.due = due, .state = {interval, failures}};
}
