/* What a run again shows: whether it comes out as it did (`replay`), and what another configuration
 * would change (`replay --with`). */
#ifndef REPLAY_REPLAY_H
#define REPLAY_REPLAY_H

#include "replay/rerun.h"

struct replay_span {
    int64_t from, to; /* [from, to), seconds; INT64_MIN and INT64_MAX: open */
};

/* ---- as it was ---- */

struct replay_report {
    int64_t facts;
    size_t ticks;
    size_t fronts, fronts_same; /* that left the house, and those that came out alike */
    bool compared;              /* with the derived state of today, which stands at the same fact */
    size_t articles, stories, names; /* that were compared */
    size_t differences;
};

/* Something that is not what it was: "front", "article", "story", "name"; its id, and how. */
typedef void replay_difference(void *state, struct str what, struct str id, struct str how);

/* Folds the facts again and compares each front with what left the house then, and, when all facts
 * were folded, the derived state with today's, field by field. `now` is that state, opened for
 * reading. */
enum status replay_check(struct rerun *rerun, struct store *now, const struct replay_span *span,
                         replay_difference *visit, void *state, struct replay_report *report,
                         struct error *error);

/* ---- as it would be ---- */

/* One story of the front, of one configuration or of both. Places count from 1; 0: not there. */
struct replay_change {
    struct str story; /* its id as it was; where it is new, as it would be */
    struct str title;
    int64_t at;                       /* the tick at which it was first another */
    size_t ticks_before, ticks_after; /* at which it stood on the front */
    size_t best_before, best_after;   /* best places */
    bool came, went, moved;
    struct str lead_before, lead_after;     /* titles, where the lead is another one; else absent */
    struct str topics_before, topics_after; /* names, where they are others; else absent */
    struct str reason;                      /* in words */
};

struct replay_changes {
    struct replay_change *items; /* in the arena; came, went, others; then by best place */
    size_t count;
    size_t ticks, stories_before, stories_after; /* stories that stood on some front */
};

/* Folds the facts twice, abreast, and compares the fronts at each tick. */
enum status replay_compare(struct rerun *before, struct rerun *after,
                           const struct replay_span *span, struct arena *arena,
                           struct replay_changes *changes, struct error *error);

/* ---- why a story stands or does not stand on a front ---- */

/* In words, for a story that is in `store`: "12 below the threshold of 70", "its outlet leads …".
 */
enum status replay_why_not(struct store *store, struct arena *arena, const struct edition *edition,
                           const struct front *front, struct str story, struct buf *out,
                           struct error *error);

#endif
