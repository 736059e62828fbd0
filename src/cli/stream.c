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

enum status stream_open(struct stream *stream, const struct story_settings *settings,
                        struct error *error) {
    *stream = (struct stream){
        .index = story_index_open(settings),
        .clock = {.window = settings->window, .now = TIME_NONE},
        .tally = story_tally_open(),
        .day = INT64_MIN,
        .cut = INT64_MIN,
    };
    arena_init(&stream->arena, TEXT_BACKGROUND_MEMORY);
    return stream->index != NULL && stream->tally != NULL ? STATUS_OK : error_memory(error);
}

void stream_close(struct stream *stream) {
    story_index_close(stream->index);
    story_tally_close(stream->tally);
    arena_release(&stream->arena);
    *stream = (struct stream){0};
}

/* One article dated far ahead must not make the others old: it moves the clock by a window at most.
 * What comes late, by up to a window, still meets those of its time. */
static void move_clock(struct stream_clock *clock, int64_t published) {
    if (published == TIME_NONE)
        return;
    if (clock->now == TIME_NONE)
        clock->now = published;
    if (published > clock->now + clock->window)
        clock->now += clock->window;
    else if (published > clock->now)
        clock->now = published;
}

/* When too little was founded of late, what held before holds on. */
static enum status cut_background(struct stream *stream, struct error *error) {
    struct text_background background;
    struct arena arena;
    struct buf bytes;
    buf_init(&bytes, TEXT_BACKGROUND_MOST);
    arena_init(&arena, TEXT_BACKGROUND_MEMORY);
    enum status status = story_tally_cut(stream->tally, stream->cut, &bytes, error);
    bool cut = status == STATUS_OK && bytes.n > 0;
    if (cut)
        status = text_background_read(&arena, buf_str(&bytes), &background, error);
    if (cut && status == STATUS_OK) {
        struct arena before = stream->arena;
        stream->arena = arena;
        stream->background = background;
        stream->cut = stream->day;
        story_index_background(stream->index, &stream->background);
        arena = before;
    }
    arena_release(&arena);
    buf_release(&bytes);
    return status;
}

static enum status begin_day(struct stream *stream, struct error *error) {
    if (stream->clock.now == TIME_NONE || day_of(stream->clock.now) <= stream->day)
        return STATUS_OK;
    stream->day = day_of(stream->clock.now);
    story_tally_begin(stream->tally, stream->day);
    return cut_background(stream, error);
}

/* Who founds a story counts for the days to come. */
static enum status count(struct stream *stream, const struct story_document *document,
                         const struct story_decision *decision, struct error *error) {
    if (stream->clock.now == TIME_NONE || !str_eq(decision->story, document->id))
        return STATUS_OK;
    int64_t time = document->published != TIME_NONE ? document->published : stream->clock.now;
    return story_tally_add_last(stream->tally, stream->index, document, day_of(time), error);
}

enum status stream_add(struct stream *stream, struct arena *arena,
                       const struct story_document *document, struct story_decision *decision,
                       struct error *error) {
    move_clock(&stream->clock, document->published);
    enum status status = begin_day(stream, error);
    if (status == STATUS_OK)
        status = story_index_add(stream->index, arena, document, decision, error);
    if (status == STATUS_OK)
        status = count(stream, document, decision, error);
    if (++stream->taken % FORGET_EVERY == 0 && !stream->keeps && stream->clock.now != TIME_NONE)
        story_index_forget(stream->index, stream->clock.now - 2 * stream->clock.window);
    return status;
}
