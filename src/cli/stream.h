/* A stream of articles as JSON lines, as `story cluster` reads it and `eval` measures it. */
#ifndef CLI_STREAM_H
#define CLI_STREAM_H

#include "base/json_read.h"
#include "story/story.h"

enum { STREAM_WINDOW_HOURS = 72, STREAM_WINDOW_MOST = 24 * 3660 };

/* The article of a line; its views lie where the line's do. Where no provider is named it is the
 * domain of its address, which lies in `arena`. INVALID without id or title. */
enum status stream_document(struct arena *arena, const struct json_value *line,
                            struct story_document *document, struct error *error);

/* The stream's own time: the latest that was published, but never far ahead. */
struct stream_clock {
    int64_t window, now;
    size_t count;
};

struct stream_clock stream_clock(int64_t window);
/* After each article that was taken in: now and then the index forgets what can no longer be
 * joined. `index` NULL: nothing is to be forgotten. */
void stream_clock_move(struct stream_clock *clock, struct story_index *index, int64_t published);

#endif
