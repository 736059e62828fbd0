#include "cli/stream.h"

#include "date/date.h"
#include "url/url.h"

enum { FORGET_EVERY = 256 };

enum status stream_document(struct arena *arena, const struct json_value *line,
                            struct story_document *document, struct error *error) {
    *document = (struct story_document){
        .id = json_get_str(line, "id"),
        .title = json_get_str(line, "title"),
        .excerpt = json_get_str(line, "excerpt"),
        .text = json_get_str(line, "text"),
        .published = TIME_NONE,
        .provider = json_get_str(line, "provider"),
        .url = json_get_str(line, "url"),
        .language = json_get_str(line, "language"),
    };
    if (str_absent(document->id) || str_absent(document->title))
        return error_set(error, STATUS_INVALID, "a line needs \"id\" and \"title\" as text");
    if (str_empty(document->provider) && !str_empty(document->url))
        document->provider = url_domain(arena, document->url);
    struct str published = json_get_str(line, "published");
    return str_empty(published) ? STATUS_OK : date_parse(published, &document->published, error);
}

struct stream_clock stream_clock(int64_t window) {
    return (struct stream_clock){.window = window, .now = TIME_NONE};
}

/* One article dated far ahead must not make the others old: it moves the clock by a window at most.
 * What comes late, by up to a window, still meets those of its time. */
void stream_clock_move(struct stream_clock *clock, struct story_index *index, int64_t published) {
    if (published == TIME_NONE)
        return;
    if (clock->now == TIME_NONE)
        clock->now = published;
    if (published > clock->now + clock->window)
        clock->now += clock->window;
    else if (published > clock->now)
        clock->now = published;
    if (++clock->count % FORGET_EVERY == 0 && index != NULL)
        story_index_forget(index, clock->now - 2 * clock->window);
}
