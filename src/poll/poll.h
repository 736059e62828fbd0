/* When to ask a source again. Pure: what happened comes in, a time goes out; chance is handed in.
 *
 * Order of rules: what experience suggests, within the edition's least and most → the source's own
 * `every` instead → no sooner than the feed's ttl, unless `every` was given → after a failure the
 * back-off instead → no sooner than Retry-After. What strangers claim (ttl, Retry-After) counts
 * for at most POLL_CLAIM_MOST (attacks.md E22). */
#ifndef POLL_POLL_H
#define POLL_POLL_H

#include <stdbool.h>
#include <stdint.h>

enum {
    POLL_FIRST = 3600,      /* seconds: the interval that a new source starts with */
    POLL_SHORTEST = 60,     /* no interval is shorter, whatever is configured */
    POLL_CLAIM_LEAST = 300, /* a shorter ttl is read as this */
    POLL_CLAIM_MOST = 86400,
    POLL_JITTER_BELOW = 1000,
};

/* What is remembered of a source; all zero for a new one. */
struct poll_state {
    int64_t interval; /* seconds; 0: not known yet */
    int64_t failures; /* in a row */
};

enum poll_result {
    POLL_NEWS,    /* entries that were not known */
    POLL_NOTHING, /* not modified, or nothing new in it */
    POLL_FAILED,  /* no answer, or none that can be read */
    POLL_GONE,    /* the server says that it is gone for good (HTTP 410) */
};

/* What the last asking gave. */
struct poll_outcome {
    enum poll_result result;
    int64_t now;         /* when it was over */
    int64_t retry_after; /* seconds; negative: not said */
    int64_t ttl;         /* seconds, as the feed or max-age say; negative: not said */
    int64_t every;       /* the source's own interval, seconds; 0: not given */
};

struct poll_plan {
    int64_t due;
    struct poll_state state; /* to be remembered */
};

/* `least` and `most` are the edition's `every`, in seconds; `jitter` is a random number in
 * [0, POLL_JITTER_BELOW), so that what failed together does not come again together.
 *
 * News shorten the interval by a third, an answer without them lengthens it by a quarter. After
 * the k-th failure in a row the source waits for `least` * 2^(k-1), and up to half of that more by
 * jitter, at most for the longer of `most` and its own interval; its interval stays. What is gone
 * waits for the most at once. No input overflows. */
struct poll_plan poll_next(const struct poll_state *state, const struct poll_outcome *outcome,
                           int64_t least, int64_t most, int64_t jitter);

#endif
