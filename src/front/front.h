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
    int64_t newest;           /* time published of its newest member that repeats nobody's text */
    struct str provider;      /* domain of the lead's provider */
    struct str title;         /* the lead's; absent: like nobody's */
    char text[ID_LENGTH + 1]; /* the article whose text the lead has; "" is like nobody's */
    char announced[ID_LENGTH + 1]; /* another story, under whose id its lead left the house before
                                      this one did; "": none */
};

struct front_item {
    char story[ID_LENGTH + 1];
    char lead[ID_LENGTH + 1];
    int64_t rank; /* heat less the fade, at the time of the selection; thousandths of a point */
    int64_t heat;
    int size; /* 1 (smallest) to 5 */
};

/* Why a story that is published does not stand on the front. */
enum front_reason {
    FRONT_OLD,       /* nothing new within front.hours */
    FRONT_ANNOUNCED, /* its lead was announced as another story */
    FRONT_REPEATED,  /* another that stands there has the same text or headline */
    FRONT_CROWDED,   /* its outlet leads perProvider others */
    FRONT_SURPLUS,   /* front.stories stand there */
    FRONT_REASONS
};

struct front_left {
    char story[ID_LENGTH + 1];
    char lead[ID_LENGTH + 1];
    int64_t rank, heat;
    enum front_reason reason;
    char other[ID_LENGTH + 1]; /* the story it was announced as or repeats; else "" */
};

struct front_report {
    size_t shown;
    size_t below;      /* under the threshold */
    size_t old;        /* met it, but nothing new within front.hours */
    size_t repeated;   /* announced before, or the same as another */
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

struct front {
    struct front_item *items; /* best first */
    size_t count;
    struct front_left *left; /* those that meet the threshold and do not stand, best first */
    size_t left_count;
    struct front_report report;
};

/* Selects from `stories` (any order) at `now`; `previous` is the front before (NULL: none), for
 * hysteresis. The front lies in the arena, best first: rank, then newer, then smaller id. */
enum status front_select(struct arena *arena, const struct edition *edition, int64_t now,
                         const struct front_story *stories, size_t story_count,
                         const struct front *previous, struct front *front, struct error *error);
/* The items alone, without a front before: what stands on it is the same, but what is left out is
 * neither named nor counted in full, which costs more than the choice. */
enum status front_items(struct arena *arena, const struct edition *edition, int64_t now,
                        const struct front_story *stories, size_t story_count, struct front *front,
                        struct error *error);

/* What a reader sees of a front: stories, leads and sizes in their order, as a hash. */
enum status front_look(const struct front *front, char hash[HASH_HEX + 1], struct error *error);

/* The reason in words: "its outlet leads as many stories as it may". */
struct str front_reason_words(enum front_reason reason);

#endif
