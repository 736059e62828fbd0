/* A stream of articles as JSON lines, as `story cluster` reads it and `eval` measures it. */
#ifndef CLI_STREAM_H
#define CLI_STREAM_H

#include "base/json_read.h"
#include "story/story.h"
#include "story/tally.h"
#include "text/background.h"

enum { STREAM_WINDOW_HOURS = 72, STREAM_WINDOW_MOST = 24 * 3660 };

/* The article of a line; its views lie where the line's do. Where no provider is named it is the
 * domain of its address, which lies in `arena`. INVALID without id or title. */
enum status stream_document(struct arena *arena, const struct json_value *line,
                            struct story_document *document, struct error *error);

/* The stream's own time: the latest that was published, but never far ahead. */
struct stream_clock {
    int64_t window, now;
};

/* A stream as an edition would take it in. */
struct stream {
    struct story_index *index;
    struct stream_clock clock;
    size_t taken;
    bool keeps; /* nothing is forgotten */
    /* The background that holds: cut when one of the stream's days (UTC) begins, from the stories
     * that were founded before. */
    struct story_tally *tally;
    struct arena arena;
    struct text_background background;
    int64_t day, cut; /* which it is, and which began when that was cut */
};

/* Close it, whatever becomes of opening. */
enum status stream_open(struct stream *stream, const struct story_settings *settings,
                        struct error *error);
/* Safe on a zeroed one. */
void stream_close(struct stream *stream);
/* Decides on an article and takes it in (story_index_add); now and then forgets what can no longer
 * be joined. */
enum status stream_add(struct stream *stream, struct arena *arena,
                       const struct story_document *document, struct story_decision *decision,
                       struct error *error);

#endif
