/* The weeks of an archive replayed: what ours would have led with, what it found that was missed,
 * what it missed, each with its reason. */
#ifndef REPLAY_AGAINST_H
#define REPLAY_AGAINST_H

#include "replay/archive.h"
#include "replay/replay.h"

enum against_outcome {
    AGAINST_LED,       /* the same article led a story of our front */
    AGAINST_OTHER,     /* its story stood on our front, led by another article */
    AGAINST_LEFT,      /* we had it; the front left its story out */
    AGAINST_BELOW,     /* we had it; its story stayed below the threshold */
    AGAINST_ABSENT,    /* none of our sources brought it, though we watch its outlet */
    AGAINST_NO_SOURCE, /* we watch nothing of its outlet */
    AGAINST_OUTCOMES
};

/* What they led with. */
struct against_theirs {
    const struct archive_item *item;
    enum against_outcome outcome;
    bool by_headline;  /* found by its headline, under another address */
    size_t best;       /* best place of its story on our fronts; 0: none */
    struct str lead;   /* for AGAINST_OTHER: the headline that led */
    struct str reason; /* in words */
};

/* What we led with. */
struct against_ours {
    struct str story, title, provider;
    int64_t at;   /* the tick of its best place */
    int64_t heat; /* there */
    size_t best, members;
    bool theirs;       /* they had an article of it, as a lead or below one */
    struct str reason; /* where they had not: what may be why */
};

struct against_report {
    struct against_theirs *theirs; /* led ones, in order of their time */
    size_t theirs_count;
    struct against_ours *ours; /* best first */
    size_t ours_count;
    size_t outcomes[AGAINST_OUTCOMES];
    size_t ticks, articles;                               /* ours of those days */
    size_t sources_shared, sources_missing, sources_more; /* where theirs are known */
};

/* Folds the facts up to span->to and looks at each tick of the span. All lies in the arena. */
enum status against_compare(struct rerun *rerun, const struct archive *archive,
                            const struct replay_span *span, struct arena *arena,
                            struct against_report *report, struct error *error);

/* "led", "other", …: the outcome in one word. */
struct str against_word(enum against_outcome outcome);

#endif
