/* Inside story/: which live documents have a run of words.
 *
 * Of a text's runs one in eight stands for it, its marks: two texts of which much is the same share
 * some. Most marks are of one document alone. Nothing depends on where one lies in the table. */
#ifndef STORY_MARKS_H
#define STORY_MARKS_H

#include "base/status.h"

#include <stdint.h>

enum { STORY_MARKS_MOST = 128 /* of one text */ };

struct story_mark {
    uint32_t run;
    uint32_t live;   /* documents that have it, forgotten ones aside */
    uint32_t newest; /* in the holders, + 1; 0: there is no mark here */
};

struct story_holder {
    uint32_t slot;  /* of a document; skip those of empty slots */
    uint32_t older; /* the next one's number + 1; 0: the last */
};

/* Zero is a table without marks; `seed` keeps who writes texts from choosing their places. */
struct story_marks {
    uint64_t seed;
    struct story_mark *table;
    size_t size, count;
    struct story_holder *holders;
    size_t holder_count, holder_capacity;
};

/* Lists the marks of a text by its sorted runs of words; how many. */
size_t story_marks_of(const uint32_t *runs, size_t count, uint32_t marks[STORY_MARKS_MOST]);
/* Room for so many more; adding them cannot fail then. */
enum status story_marks_reserve(struct story_marks *marks, size_t more);
void story_marks_add(struct story_marks *marks, uint32_t run, uint32_t slot);
/* One live document fewer has the mark, which stands there. */
void story_marks_drop(struct story_marks *marks, uint32_t run);
/* NULL when no document has it. */
const struct story_mark *story_marks_find(const struct story_marks *marks, uint32_t run);
/* Takes all out; the room stays. */
void story_marks_clear(struct story_marks *marks);
void story_marks_release(struct story_marks *marks);

#endif
