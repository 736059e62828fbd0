/* The story that a new one goes on from, beyond the window. */
#include "story/decide.h"
#include "story/settle.h"

/* What is asked of a follow-up's likeness to what it follows: more than of a member, since nothing
 * but a link comes of it and a wrong one misleads. */
enum {
    EARLIER_WORDS = 300,      /* to the nearest member; thousandths */
    EARLIER_MIDDLE = 200,     /* to all of it */
    EARLIER_SCARCITY = 12288, /* of the shared words together; 1024 a bit */
};

/* Whether `other` came so long before `live` that the window parts them. */
static bool is_earlier(const struct story_index *index, const struct story_live *live,
                       const struct story_live *other) {
    return live->published != TIME_NONE && other->published != TIME_NONE &&
           other->story != live->story && other->published < live->published &&
           !story_within_window(index, live->published, other->published);
}

static void choose(struct story_search *search, int64_t window, struct str *earlier,
                   int64_t *likeness) {
    struct story_index *index = search->index;
    int64_t wide = index->settings.window;
    index->settings.window = window;
    for (size_t i = 0; i < search->count && str_absent(*earlier); i++) {
        const struct story_likeness *near = &search->likenesses[i];
        const struct story_live *other = index->live[near->slot];
        if (near->words < EARLIER_WORDS)
            break; /* the most alike stand first */
        if (near->shared < EARLIER_SCARCITY || !is_earlier(index, search->live, other) ||
            story_judge(search, near).middle < EARLIER_MIDDLE)
            continue;
        *earlier = index->groups[other->story].id;
        *likeness = near->words;
    }
    index->settings.window = wide;
}

enum status story_index_earlier(struct story_index *index, struct arena *arena, struct str story,
                                struct str *earlier, int64_t *likeness, struct error *error) {
    size_t number;
    *earlier = STR_NONE;
    *likeness = 0;
    if (!map_get(&index->group_of, story, &number) || index->groups[number].count == 0)
        return STATUS_OK;
    struct story_search search = {.index = index,
                                  .live = index->live[index->groups[number].members[0]]};
    int64_t window = index->settings.window;
    index->settings.window = 2 * window; /* as far back as articles are live */
    enum status status = story_search_run(&search);
    if (status == STATUS_OK)
        choose(&search, window, earlier, likeness);
    story_search_end(&search);
    index->settings.window = window;
    if (status != STATUS_OK)
        return error_memory(error);
    *earlier = arena_copy(arena, *earlier);
    return arena_status(arena, error);
}
