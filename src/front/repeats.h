/* Inside front/: stories that are the same to a reader although they were not found to be one. */
#ifndef FRONT_REPEATS_H
#define FRONT_REPEATS_H

#include "base/map.h"
#include "front/front.h"

/* The stories that stand. */
struct repeats {
    struct arena *arena;
    struct arena asked; /* words of the headline that was looked for last */
    struct map texts;   /* article whose text it is → story's place */
    struct standing {
        const struct front_story *story;
        const struct str *words; /* of its headline, sorted, each once */
        size_t word_count;
    } * list, last;
    size_t count, capacity;
};

void repeats_init(struct repeats *repeats, struct arena *arena);
void repeats_release(struct repeats *repeats);
/* The story that stands and has the same text or headline; NULL when none has. */
enum status repeats_find(struct repeats *repeats, const struct front_story *story,
                         const struct front_story **same, struct error *error);
/* Notes that the story stands for which repeats_find found none, just before. */
enum status repeats_note(struct repeats *repeats, struct error *error);

#endif
