#include "front/front.h"

#include "base/clock.h"
#include "base/map.h"
#include "front/sizes.h"
#include "score/score.h"

#define HEAT_MOST INT64_C(1000000000000) /* of either sign; keeps ranks in range */

struct candidate {
    const struct front_story *story;
    int64_t heat; /* held within HEAT_MOST */
    int64_t rank;
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

/* Takes the candidates, best first, into the items, as far as the limits allow. */
static enum status take(const struct edition *edition, const struct candidate *candidates,
                        size_t candidate_count, struct front_item *items,
                        struct front_report *report) {
    const struct edition_publish *limits = &edition->publish;
    struct map taken;
    map_init(&taken, 0);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < candidate_count && status == STATUS_OK; i++) {
        const struct front_story *story = candidates[i].story;
        size_t from_provider = 0;
        if (limits->front_per_provider > 0 && !str_empty(story->provider))
            map_get(&taken, story->provider, &from_provider);
        if (limits->front_per_provider > 0 &&
            from_provider >= (uint64_t)limits->front_per_provider) {
            report->crowded++;
            continue;
        }
        if ((int64_t)report->shown >= limits->front_stories) {
            report->surplus++;
            continue;
        }
        struct front_item *item = &items[report->shown++];
        memcpy(item->story, story->story, sizeof item->story);
        memcpy(item->lead, story->lead, sizeof item->lead);
        item->rank = candidates[i].rank;
        item->heat = candidates[i].heat;
        if (limits->front_per_provider > 0 && !str_empty(story->provider))
            status = map_put(&taken, story->provider, from_provider + 1);
    }
    map_release(&taken);
    return status;
}

/* Sorts the stories into recent ones (for the report) and candidates; returns how many of each. */
static size_t sift(const struct edition *edition, int64_t now, const struct front_story *stories,
                   size_t story_count, struct candidate *recents, size_t *recent_count,
                   struct candidate *candidates, struct front_report *report) {
    size_t count = 0;
    for (size_t i = 0; i < story_count; i++) {
        struct candidate candidate = {&stories[i], held(stories[i].heat, HEAT_MOST), 0};
        candidate.rank = rank_of(edition, candidate.heat, age_of(&stories[i], now));
        bool fresh = recent(edition, &stories[i], now);
        bool met = score_published(edition, stories[i].heat);
        if (fresh)
            recents[(*recent_count)++] = candidate;
        if (fresh && met)
            candidates[count++] = candidate;
        report->below += !met;
        report->old += met && !fresh;
    }
    return count;
}

enum status front_select(struct arena *arena, const struct edition *edition, int64_t now,
                         const struct front_story *stories, size_t story_count,
                         const struct front_item *previous, size_t previous_count,
                         struct front_item **items, size_t *count, struct front_report *report,
                         struct error *error) {
    size_t recent_count = 0;
    struct candidate *candidates = arena_array(arena, story_count, struct candidate);
    struct candidate *recents = arena_array(arena, story_count, struct candidate);
    *items = arena_array(arena, story_count, struct front_item);
    *count = 0;
    *report = (struct front_report){0};
    if (arena_failed(arena))
        return arena_status(arena, error);
    size_t candidate_count =
        sift(edition, now, stories, story_count, recents, &recent_count, candidates, report);
    qsort(recents, recent_count, sizeof *recents, by_heat);
    qsort(candidates, candidate_count, sizeof *candidates, by_rank);
    report_thresholds(recents, recent_count, report);
    if (take(edition, candidates, candidate_count, *items, report) != STATUS_OK)
        return error_memory(error);
    *count = report->shown;
    return front_set_sizes(edition, previous, previous_count, *items, *count, error);
}
