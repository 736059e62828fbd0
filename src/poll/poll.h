/* When to ask a source again. Pure: what happened comes in, a time goes out; chance is handed in.
 *
 * Order of rules: what experience suggests, held within reach of the rhythm in which the feed
 * publishes, within the edition's least and most → the source's own `every` instead → no sooner
 * than the feed's ttl and its server's Cache-Control, unless `every` was given → after a failure
 * the back-off instead → no sooner than Retry-After → not in an hour or on a day that the feed
 * asks to skip, unless `every` was given. What strangers claim (ttl, Cache-Control, Retry-After,
 * skipHours) counts for at most POLL_CLAIM_MOST (attacks.md E22). */
#ifndef POLL_POLL_H
#define POLL_POLL_H

#include "base/buf.h"
#include "base/str.h"

enum {
    POLL_FIRST = 3600,      /* seconds: the interval that a new source starts with */
    POLL_SHORTEST = 60,     /* no interval is shorter, whatever is configured */
    POLL_CLAIM_LEAST = 300, /* a shorter ttl is read as this */
    POLL_CLAIM_MOST = 86400,
    POLL_JITTER_BELOW = 1000,
    POLL_CONFIRM_TIMES = 3, /* what a server says for good counts when it said so this often */
    POLL_CONFIRM_SECONDS = 86400, /* over at least this time (attacks.md A07, A27) */
    POLL_GONE_EVERY = 30 * 86400, /* what is gone for good is looked at this often */
    POLL_RHYTHM_ENTRIES = 20,     /* the newest so many entries make the rhythm */
};

/* Something that a server says for good: since when, and how often in a row. Zero: not at all. */
struct poll_claim {
    int64_t since, times;
};
/* The claim once it was made again at `now`; `same` says whether it is the one of before. */
struct poll_claim poll_claimed(struct poll_claim before, bool same, int64_t now);
bool poll_confirmed(struct poll_claim claim, int64_t now);

/* What is remembered of a source; all zero for a new one. */
struct poll_state {
    int64_t interval;       /* seconds; 0: not known yet */
    int64_t failures;       /* in a row */
    int64_t rhythm;         /* seconds between two entries; 0: not known */
    int64_t last_news;      /* when it last brought something new; 0: never */
    struct poll_claim gone; /* by HTTP 410 */
};

enum poll_result {
    POLL_NEWS,    /* entries that were not known */
    POLL_NOTHING, /* not modified, or nothing new in it */
    POLL_FAILED,  /* no answer, or none that can be read */
    POLL_GONE,    /* the server says that it is gone for good (HTTP 410) */
    POLL_HELD,    /* not asked: its host wants a pause, or did not answer for others */
};

/* What the last asking gave. */
struct poll_outcome {
    enum poll_result result;
    int64_t now;         /* when it was over */
    int64_t retry_after; /* seconds; negative: not said */
    int64_t ttl;         /* seconds, as the feed says; negative: not said */
    int64_t every;       /* the source's own interval, seconds; 0: not given */
    int64_t fresh;       /* seconds, as Cache-Control or Expires say; 0 or less: not said */
    int64_t rhythm;      /* as poll_rhythm found it now; 0: as before */
    /* Hours (bit 0: from midnight UTC) and days (bit 0: Sunday) that the feed asks to skip. */
    unsigned skip_hours, skip_days;
};

/* Why a source is due when it is. */
enum poll_reason {
    POLL_BY_EXPERIENCE, /* its interval, from how often it had news */
    POLL_BY_RHYTHM,     /* its interval, from the times of its entries */
    POLL_BY_LEAST,      /* its interval would be shorter or longer, were it not for fetch.every */
    POLL_BY_MOST,
    POLL_BY_OWN, /* its own `every` */
    POLL_BY_TTL,
    POLL_BY_CACHE,
    POLL_BY_FAILURES,
    POLL_BY_PAUSE, /* Retry-After, its own or its host's */
    POLL_BY_HOST,  /* its host did not answer, so it was not asked itself */
    POLL_BY_GONE,
    POLL_BY_SKIP, /* its feed asks not to be asked when it would be due */
};

struct poll_plan {
    int64_t due;
    struct poll_state state; /* to be remembered */
    enum poll_reason reason;
};

/* `least` and `most` are the edition's `every`, in seconds; `jitter` is a random number in
 * [0, POLL_JITTER_BELOW), so that what failed together does not come again together.
 *
 * News shorten the interval by a third, an answer without them lengthens it by a quarter; where the
 * rhythm is known it stays between a quarter of it and the whole (a silence counts for an eighth:
 * who was silent for eight days is taken for one that publishes daily). After the k-th failure in
 * a row the source waits for `least` * 2^(k-1), and up to half of that more by jitter, at most for
 * the longer of `most` and its own interval; its interval stays. What is gone waits for the most at
 * once, and for POLL_GONE_EVERY once that is confirmed. No input overflows. */
struct poll_plan poll_next(const struct poll_state *state, const struct poll_outcome *outcome,
                           int64_t least, int64_t most, int64_t jitter);

/* Seconds between two entries, on the average of the newest POLL_RHYTHM_ENTRIES with a time that is
 * not in the future; 0 when fewer than three have one, or all have the same. Sorts `times`. */
int64_t poll_rhythm(int64_t *times, size_t count, int64_t now);

/* When it is asked again and why, as the end of a sentence: "every 40 minutes, since it brings
 * something new about every 2 hours", "again in 20 minutes, since it failed 2 times". */
void poll_explain(struct buf *out, const struct poll_state *state, enum poll_reason reason,
                  int64_t last, int64_t due, int64_t now);
/* "90 seconds", "40 minutes", "3 hours", "2 days"; rounded. */
void poll_duration(struct buf *out, int64_t seconds);

/* Whether a source at `from` may be asked at `to` from now on, when its server keeps saying so:
 * only within a scheme (attacks.md A07). Which hosts may be asked at all is fetch/'s to say. */
bool poll_may_move(struct str from, struct str to);

#endif
