/* Who almost belongs to a story, and by how much each falls short. */
#include "story/decide.h"
#include "story/settle.h"

enum { ASKED = 8, NEAREST = 6, NEAR_LEAST = 100 /* thousandths; what is less alike is not near */ };

struct candidate {
    uint32_t slot;
    int64_t words;
};

struct candidates {
    struct candidate list[ASKED * NEAREST];
    size_t count;
};

static void note(struct candidates *candidates, uint32_t slot, int64_t words) {
    size_t at = 0;
    while (at < candidates->count && candidates->list[at].slot != slot)
        at++;
    if (at == candidates->count)
        candidates->list[candidates->count++] = (struct candidate){slot, words};
    else if (words > candidates->list[at].words)
        candidates->list[at].words = words;
}

/* The nearest articles of other stories, of one member. */
static enum status look_around(struct story_index *index, uint32_t slot,
                               struct candidates *candidates) {
    struct story_search search = {.index = index, .live = index->live[slot]};
    size_t taken = 0;
    enum status status = story_search_run(&search);
    for (size_t i = 0; status == STATUS_OK && i < search.count && taken < NEAREST; i++) {
        const struct story_likeness *near = &search.likenesses[i];
        if (index->live[near->slot]->story == search.live->story || near->words < NEAR_LEAST)
            continue;
        note(candidates, near->slot, near->words);
        taken++;
    }
    story_search_end(&search);
    return status;
}

static int nearest_first(const void *left, const void *right) {
    const struct candidate *a = left, *b = right;
    if (a->words != b->words)
        return a->words > b->words ? -1 : 1;
    return a->slot < b->slot ? -1 : a->slot > b->slot;
}

/* What an article would be told if it asked to join the story. */
static enum status judge(struct story_index *index, struct arena *arena, uint32_t slot,
                         uint32_t story, struct story_near *near) {
    struct story_search search = {.index = index, .live = index->live[slot]};
    struct story_choice choices[STORY_CHOICES] = {{.margin = INT64_MIN}};
    size_t kept = 0;
    enum status status = story_search_run(&search);
    for (size_t i = 0; status == STATUS_OK && i < search.count; i++)
        if (index->live[search.likenesses[i].slot]->story == story)
            search.likenesses[kept++] = search.likenesses[i];
    search.count = kept;
    if (status == STATUS_OK && kept > 0)
        story_choose(&search, choices);
    story_search_end(&search);
    *near = (struct story_near){
        .id = arena_copy(arena, index->live[slot]->id),
        .words = choices[0].best.words,
        .title = choices[0].best.title,
        .middle = choices[0].middle,
        .margin = choices[0].margin,
        .told = story_choice_told(&choices[0]),
    };
    if (kept > 0)
        near->other = arena_copy(arena, index->live[choices[0].best.slot]->id);
    return status == STATUS_OK ? arena_status(arena, NULL) : status;
}

enum status story_index_near(struct story_index *index, struct arena *arena, struct str story,
                             size_t most, struct story_near **near, size_t *count,
                             struct error *error) {
    struct candidates candidates = {.count = 0};
    enum status status = STATUS_OK;
    size_t number;
    *count = 0;
    *near = arena_array(arena, most, struct story_near);
    if (*near == NULL)
        return arena_status(arena, error);
    if (!map_get(&index->group_of, story, &number))
        return STATUS_OK;
    const struct story_group *group = &index->groups[number];
    size_t asked = group->count < ASKED ? group->count : ASKED;
    for (size_t i = 0; status == STATUS_OK && i < asked; i++)
        status =
            look_around(index, group->members[asked > 1 ? i * (group->count - 1) / (asked - 1) : 0],
                        &candidates);
    if (candidates.count > 1)
        qsort(candidates.list, candidates.count, sizeof *candidates.list, nearest_first);
    for (size_t i = 0; status == STATUS_OK && i < candidates.count && *count < most; i++) {
        struct story_near *next = &(*near)[*count];
        status = judge(index, arena, candidates.list[i].slot, (uint32_t)number, next);
        *count += status == STATUS_OK && !str_absent(next->other);
    }
    return status == STATUS_OK ? status : error_memory(error);
}

void story_explain_near(const struct story_near *near, struct buf *out) {
    buf_printf(out, "likeness %lld %% to its nearest article and %lld %% to all of it; ",
               (long long)(near->words / 10), (long long)(near->middle / 10));
    if (near->margin >= 0)
        BUF_ADD(out, "it would fit, but fits its own story no worse");
    else
        BUF_ADD(out, "kept out");
    if (near->margin < 0)
        story_explain_told(near->told, false, out);
}
