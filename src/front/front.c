#include "front/front.h"

#include "base/clock.h"
#include "base/map.h"
#include "front/repeats.h"
#include "front/sizes.h"
#include "score/score.h"

#define HEAT_MOST INT64_C(1000000000000) /* of either sign; keeps ranks in range */

struct candidate {
    const struct front_story *story;
    int64_t heat; /* held within HEAT_MOST */
    int64_t rank;
    int64_t claim; /* rank, and some more for one that stands already */
};

static int64_t held(int64_t value, int64_t most) {
    return value > most ? most : value < -most ? -most : value;
}

/* Seconds since the newest member; none when it lies ahead, INT64_MAX when nothing is known. */
static int64_t age_of(const struct front_story *story, int64_t now) {
    int64_t age;
    if (story->newest == TIME_NONE || __builtin_sub_overflow(now, story->newest, &age))
        return INT64_MAX;
    return age < 0 ? 0 : age;
}

static bool recent(const struct edition *edition, const struct front_story *story, int64_t now) {
    return age_of(story, now) <= held(edition->publish.front_hours, 1000000) * HOUR_SECONDS;
}

static int64_t rank_of(const struct edition *edition, int64_t heat, int64_t age) {
    int64_t fade = held(edition->publish.front_fade, 1000000);
    return heat * 1000 - fade * held(age, INT64_C(1000000000)) * 1000 / HOUR_SECONDS;
}

static int by_rank(const void *left, const void *right) {
    const struct candidate *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank > b->rank ? -1 : 1;
    if (a->story->newest != b->story->newest)
        return a->story->newest > b->story->newest ? -1 : 1;
    return str_compare(str_from(a->story->story), str_from(b->story->story));
}

static int by_claim(const void *left, const void *right) {
    const struct candidate *a = left, *b = right;
    return a->claim == b->claim ? by_rank(left, right) : a->claim > b->claim ? -1 : 1;
}

static int by_heat(const void *left, const void *right) {
    const struct candidate *a = left, *b = right;
    return a->heat == b->heat ? 0 : a->heat > b->heat ? -1 : 1;
}

/* Which lower or higher thresholds would show how many; `recents` are sorted by heat. */
static void report_thresholds(const struct candidate *recents, size_t count,
                              struct front_report *report) {
    static const size_t wanted[] = {1, 5, 10, 25};
    report->best_heat = count > 0 ? recents[0].heat : INT64_MIN;
    for (size_t k = 0; k < sizeof wanted / sizeof wanted[0] && count > 0; k++) {
        size_t stories = wanted[k] < count ? wanted[k] : count;
        int64_t threshold = recents[stories - 1].heat;
        while (stories < count && recents[stories].heat == threshold)
            stories++;
        if (report->would_count > 0 &&
            report->would[report->would_count - 1].threshold == threshold)
            continue;
        report->would[report->would_count].threshold = threshold;
        report->would[report->would_count++].stories = stories;
    }
}

/* The places that are taken while candidates are looked at. */
struct taking {
    const struct edition *edition;
    struct map providers; /* domain → stories that it leads */
    struct repeats repeats;
    struct front *front;
    struct candidate *taken; /* they become the items */
    bool items_only;         /* nobody asks why the others do not stand */
};

static void leave(struct taking *taking, const struct candidate *candidate,
                  enum front_reason reason, const char *other) {
    struct front_report *report = &taking->front->report;
    struct front_left *left = &taking->front->left[taking->front->left_count++];
    *left = (struct front_left){.rank = candidate->rank, .heat = candidate->heat, .reason = reason};
    memcpy(left->story, candidate->story->story, sizeof left->story);
    memcpy(left->lead, candidate->story->lead, sizeof left->lead);
    memcpy(left->other, other, sizeof left->other);
    report->old += reason == FRONT_OLD;
    report->repeated += reason == FRONT_ANNOUNCED || reason == FRONT_REPEATED;
    report->crowded += reason == FRONT_CROWDED;
    report->surplus += reason == FRONT_SURPLUS;
}

/* Takes one candidate, or leaves it out by the first rule that stops it. */
static enum status take_one(struct taking *taking, const struct candidate *candidate,
                            struct error *error) {
    static const char nobody[ID_LENGTH + 1] = "";
    const struct edition_publish *limits = &taking->edition->publish;
    const struct front_story *story = candidate->story;
    const struct front_story *same = NULL;
    size_t led = 0;
    bool counted = limits->front_per_provider > 0 && !str_empty(story->provider);
    if (story->announced[0] != '\0') {
        leave(taking, candidate, FRONT_ANNOUNCED, story->announced);
        return STATUS_OK;
    }
    if (counted)
        map_get(&taking->providers, story->provider, &led);
    bool crowded = counted && led >= (uint64_t)limits->front_per_provider;
    bool surplus = (int64_t)taking->front->count >= limits->front_stories;
    if (taking->items_only && (crowded || surplus))
        return STATUS_OK;
    enum status status = repeats_find(&taking->repeats, story, &same, error);
    if (status != STATUS_OK)
        return status;
    if (same != NULL)
        leave(taking, candidate, FRONT_REPEATED, same->story);
    else if (crowded)
        leave(taking, candidate, FRONT_CROWDED, nobody);
    else if (surplus)
        leave(taking, candidate, FRONT_SURPLUS, nobody);
    else {
        taking->taken[taking->front->count++] = *candidate;
        status = repeats_note(&taking->repeats, error);
        if (status == STATUS_OK && counted &&
            map_put(&taking->providers, story->provider, led + 1) != STATUS_OK)
            return error_memory(error);
    }
    return status;
}

/* Sorts the stories into recent ones (for the report) and candidates; returns how many of each. */
static size_t sift(struct taking *taking, int64_t now, const struct front_story *stories,
                   size_t story_count, struct candidate *recents, size_t *recent_count,
                   struct candidate *candidates) {
    static const char nobody[ID_LENGTH + 1] = "";
    size_t count = 0;
    for (size_t i = 0; i < story_count; i++) {
        struct candidate candidate = {&stories[i], held(stories[i].heat, HEAT_MOST), 0, 0};
        candidate.rank = rank_of(taking->edition, candidate.heat, age_of(&stories[i], now));
        bool fresh = recent(taking->edition, &stories[i], now);
        bool met = score_published(taking->edition, stories[i].heat);
        if (fresh)
            recents[(*recent_count)++] = candidate;
        if (fresh && met)
            candidates[count++] = candidate;
        else if (met)
            leave(taking, &candidate, FRONT_OLD, nobody);
        taking->front->report.below += !met;
    }
    return count;
}

/* Those that stand already are not pushed out by a newcomer that is hardly better: they go on until
 * one is better by FRONT_KEEP_PERCENT of their heat. */
static enum status set_claims(const struct front *previous, struct candidate *candidates,
                              size_t count, struct error *error) {
    struct map stood;
    size_t at;
    enum status status = STATUS_OK;
    map_init(&stood, 0);
    for (size_t i = 0; previous != NULL && i < previous->count && status == STATUS_OK; i++)
        status = map_put(&stood, str_from(previous->items[i].story), i);
    for (size_t i = 0; i < count; i++) {
        struct candidate *candidate = &candidates[i];
        bool stands = map_get(&stood, str_from(candidate->story->story), &at);
        candidate->claim =
            candidate->rank + (stands ? candidate->heat * 10 * FRONT_KEEP_PERCENT : 0);
    }
    map_release(&stood);
    return status == STATUS_OK ? status : error_memory(error);
}

static void put_items(struct taking *taking) {
    struct front *front = taking->front;
    qsort(taking->taken, front->count, sizeof *taking->taken, by_rank);
    for (size_t i = 0; i < front->count; i++) {
        const struct candidate *candidate = &taking->taken[i];
        struct front_item *item = &front->items[i];
        *item = (struct front_item){.rank = candidate->rank, .heat = candidate->heat};
        memcpy(item->story, candidate->story->story, sizeof item->story);
        memcpy(item->lead, candidate->story->lead, sizeof item->lead);
    }
    front->report.shown = front->count;
}

static int left_by_rank(const void *left, const void *right) {
    const struct front_left *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank > b->rank ? -1 : 1;
    return strcmp(a->story, b->story);
}

static enum status choose(struct arena *arena, struct taking *taking, int64_t now,
                          const struct front_story *stories, size_t story_count,
                          const struct front *previous, struct error *error) {
    static const struct front none = {0};
    size_t recent_count = 0;
    struct candidate *candidates = arena_array(arena, story_count, struct candidate);
    struct candidate *recents = arena_array(arena, story_count, struct candidate);
    struct front *front = taking->front;
    *front = (struct front){
        .items = arena_array(arena, story_count, struct front_item),
        .left = arena_array(arena, story_count, struct front_left),
    };
    taking->taken = arena_array(arena, story_count, struct candidate);
    if (arena_failed(arena))
        return arena_status(arena, error);
    size_t count = sift(taking, now, stories, story_count, recents, &recent_count, candidates);
    qsort(recents, recent_count, sizeof *recents, by_heat);
    report_thresholds(recents, recent_count, &front->report);
    repeats_init(&taking->repeats, arena);
    map_init(&taking->providers, 0);
    enum status status = set_claims(previous, candidates, count, error);
    qsort(candidates, count, sizeof *candidates, by_claim);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = take_one(taking, &candidates[i], error);
    map_release(&taking->providers);
    repeats_release(&taking->repeats);
    if (status != STATUS_OK)
        return status;
    put_items(taking);
    qsort(front->left, front->left_count, sizeof *front->left, left_by_rank);
    if (previous == NULL)
        previous = &none;
    return front_set_sizes(taking->edition, previous->items, previous->count, front->items,
                           front->count, error);
}

enum status front_select(struct arena *arena, const struct edition *edition, int64_t now,
                         const struct front_story *stories, size_t story_count,
                         const struct front *previous, struct front *front, struct error *error) {
    struct taking taking = {.edition = edition, .front = front};
    return choose(arena, &taking, now, stories, story_count, previous, error);
}

enum status front_items(struct arena *arena, const struct edition *edition, int64_t now,
                        const struct front_story *stories, size_t story_count, struct front *front,
                        struct error *error) {
    struct taking taking = {.edition = edition, .front = front, .items_only = true};
    return choose(arena, &taking, now, stories, story_count, NULL, error);
}

enum status front_look(const struct front *front, char hash[HASH_HEX + 1], struct error *error) {
    struct buf text;
    buf_init(&text, 1 << 20);
    for (size_t i = 0; i < front->count; i++)
        buf_printf(&text, "%s %s %d\n", front->items[i].story, front->items[i].lead,
                   front->items[i].size);
    enum status status = buf_check(&text, error);
    if (status == STATUS_OK)
        hash_hex(buf_str(&text), hash);
    buf_release(&text);
    return status;
}

struct str front_reason_words(enum front_reason reason) {
    switch (reason) {
    case FRONT_OLD:
        return STR("nothing new in it for too long");
    case FRONT_ANNOUNCED:
        return STR("its lead was announced as another story before");
    case FRONT_REPEATED:
        return STR("another story there has the same text or headline");
    case FRONT_CROWDED:
        return STR("its outlet leads as many stories there as it may");
    case FRONT_SURPLUS:
        return STR("as many stories as may stand there are better");
    case FRONT_REASONS:
        break;
    }
    return STR_NONE;
}
