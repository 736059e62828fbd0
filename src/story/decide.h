/* Inside story/: which story a document belongs to, and whose text it repeats. */
#ifndef STORY_DECIDE_H
#define STORY_DECIDE_H

#include "story/search.h"

struct story_choice {
    uint32_t group;
    struct story_likeness best; /* to its nearest member */
    int64_t middle;             /* to all of it, thousandths */
    int64_t margin;             /* beyond what is asked for; below 0: it does not fit */
};

/* The story that fits best; false when none does (the choice is then the one that came nearest, its
 * margin INT64_MIN when there is none at all). */
bool story_choose(const struct story_search *search, struct story_choice *choice);
/* The document of which it repeats most; `same` is the share, thousandths. */
bool story_find_copy(const struct story_search *search, struct story_likeness *likeness,
                     int64_t *same);

#endif
