#include "feed/feed.h"

#include "feed/build.h"
#include "html/decode.h"

static struct str first_word(struct str text) {
    size_t n = 0;
    while (n < text.n && n < 40 && (ascii_is_alnum(text.p[n]) || text.p[n] == ':'))
        n++;
    return str_take(text, n);
}

/* Past comments, instructions and white space before the first thing that says what it is. */
static struct str skip_prologue(struct str text) {
    for (;;) {
        text = str_trim(text);
        bool comment = str_starts(text, STR("<!--"));
        if (!comment && !str_starts(text, STR("<?")))
            return text;
        size_t end = str_find(text, comment ? STR("-->") : STR("?>"));
        if (end == SIZE_MAX)
            return text;
        text = str_skip(text, end + (comment ? 3 : 2));
    }
}

static bool looks_like_html(struct str text) {
    static const struct str starts[] = {STR_INIT("<!doctype html"), STR_INIT("<html"),
                                        STR_INIT("<head"), STR_INIT("<body"), STR_INIT("<title")};
    text = skip_prologue(text);
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (str_starts_case(text, starts[i]))
            return true;
    return false;
}

/* Some feeds come behind a server's own words: it begins where an element of theirs does. */
static struct str find_root(struct str text) {
    static const struct str roots[] = {STR_INIT("<rss"), STR_INIT("<feed"), STR_INIT("<rdf:RDF"),
                                       STR_INIT("<channel")};
    struct str start = skip_prologue(text);
    if (str_starts(start, STR("<!")) ||
        feed_name_find(SPACE_RSS, first_word(str_skip(start, 1)), PLACE_FEED) != NULL)
        return text;
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        size_t at = str_find_case(text, roots[i]);
        first = at < first ? at : first;
    }
    return first == SIZE_MAX ? text : str_skip(text, first);
}

void feed_clear(struct feed *feed) {
    *feed = (struct feed){.updated = TIME_NONE, .published = TIME_NONE, .ttl = -1};
}

enum status feed_parse(struct arena *arena, struct str bytes, struct str url,
                       struct str content_type, struct feed *feed, struct error *error) {
    feed_clear(feed);
    if (bytes.n > FEED_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "the feed is longer than %d bytes", FEED_BYTES_MOST);
    struct buf decoded;
    buf_init(&decoded, 4 * FEED_BYTES_MOST);
    struct feed_builder builder;
    feed_build_begin(&builder, arena, feed, url);
    struct str text;
    enum status status = html_decode_view(bytes, content_type, &decoded, &text, error);
    text = str_trim(text);
    if (status != STATUS_OK)
        goto out;
    if (text.n == 0)
        status = error_set(error, STATUS_INVALID, "it is empty, not a feed");
    else if (looks_like_html(text))
        status = error_set(error, STATUS_INVALID, "it is an HTML page, not a feed");
    else if (text.p[0] == '{')
        status = feed_read_json(&builder, text, error);
    else
        status = feed_read_xml(&builder, find_root(text), error);
    if (status == STATUS_OK && arena_failed(arena))
        status = arena_status(arena, error);
out:
    feed_build_end(&builder);
    buf_release(&decoded);
    return status;
}
