/* The front page: which stories, in which order, how large (spec/scoring.md, Front page and
 * Selection). The same for pages, feeds, API and mail. Pure: given the stories and the previous
 * front. */
#ifndef FRONT_FRONT_H
#define FRONT_FRONT_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/status.h"
#include "base/str.h"
#include "edition/edition.h"

struct front_story {
    char story[ID_LENGTH + 1];
    char lead[ID_LENGTH + 1];
    int64_t heat;
    int64_t newest;      /* time published of its newest member that repeats nobody's text */
    struct str provider; /* domain of the lead's provider */
};

struct front_item {
    char story[ID_LENGTH + 1];
    char lead[ID_LENGTH + 1];
    int64_t rank; /* heat less the fade, at the time of the selection; thousandths of a point */
    int64_t heat;
    int size; /* 1 (smallest) to 5 */
};

/* Why a story is not on the front. */
struct front_report {
    size_t shown;
    size_t below;      /* under the threshold */
    size_t old;        /* met it, but nothing new within front.hours */
    size_t crowded;    /* beyond perProvider */
    size_t surplus;    /* beyond front.stories */
    int64_t best_heat; /* of all that are recent; INT64_MIN when there are none */
    /* For thresholds that would show something: least heat and how many recent stories have it or
     * more, most useful first (for 1, 5, 10, 25 stories); 0 = no such. */
    struct {
        int64_t threshold;
        size_t stories;
    } would[4];
    size_t would_count;
};

/* Selects from `stories` (any order) at `now`; `previous` is the front before (may be empty), for
 * hysteresis of sizes. Items lie in the arena, best first: rank, then newer, then smaller id. */
enum status front_select(struct arena *arena, const struct edition *edition, int64_t now,
                         const struct front_story *stories, size_t story_count,
                         const struct front_item *previous, size_t previous_count,
                         struct front_item **items, size_t *count, struct front_report *report,
                         struct error *error);

#endif
