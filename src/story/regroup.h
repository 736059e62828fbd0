/* Inside story/: one story and its neighbours parted anew, as a batch would be. */
#ifndef STORY_REGROUP_H
#define STORY_REGROUP_H

#include "story/index.h"

enum {
    STORY_REGROUP_VOICES = 128, /* articles of the story that are looked at: the latest, and some of
                                  the older */
    STORY_REGROUP_NEAR = 4,     /* stories beside it, each as a whole */
};

/* Which of the articles belong together, numbered by part. Part 0 has most of them. */
struct story_regrouping {
    uint32_t slots[STORY_REGROUP_VOICES]; /* those that were looked at, by arrival */
    uint32_t part[STORY_REGROUP_VOICES];
    size_t count;
    uint32_t near[STORY_REGROUP_NEAR]; /* other stories, the nearest first, and which part each went
                                          with; UINT32_MAX: none */
    uint32_t near_part[STORY_REGROUP_NEAR];
    size_t near_count;
    size_t parts;
    struct story_part {
        size_t voices;   /* of the story's own */
        uint32_t joined; /* the nearest of the other stories that it went with; UINT32_MAX: none */
        int64_t margin;  /* thousandths of log-odds: where it joined one, how sure that is at
                            least; else how sure it is that it belongs to part 0 (below 0) */
    } list[STORY_REGROUP_VOICES];
};

/* What keeps stories as they are: see story_graph.stays and joins. */
struct story_inertia {
    int64_t stays, joins;
};

/* `apart` says which stories may not become one with it. Changes nothing. */
enum status story_regroup(struct story_index *index, uint32_t story,
                          const struct story_inertia *inertia,
                          bool (*apart)(const void *state, uint32_t other), const void *state,
                          struct story_regrouping *found);

#endif
