#include "cli/pipe.h"

#include "feed/discover.h"
#include "feed/feed.h"

enum { ARENA_MOST = 256 * 1024 * 1024 };

static void write_candidate(struct json *out, const struct feed_candidate *candidate) {
    json_begin_object(out);
    json_field_text(out, "url", candidate->url);
    json_field_str(out, "kind", candidate->reason == FEED_SITEMAP ? STR("sitemap") : STR("feed"));
    json_field_str(out, "reason", str_from(feed_reason_text(candidate->reason)));
    json_field_text(out, "title", candidate->title);
    json_field_text(out, "type", candidate->type);
    json_end_object(out);
}

static enum status answer(void *state, const struct json_value *line, struct json *out,
                          struct error *error) {
    struct buf *holder = state;
    struct arena arena;
    struct str document;
    struct feed_candidate *candidates;
    size_t count = 0;
    arena_init(&arena, ARENA_MOST);
    enum status status = pipe_document(line, "text", FEED_BYTES_MOST, holder, &document, error);
    if (status == STATUS_OK)
        status = feed_discover_bytes(&arena, document, json_get_str(line, "url"), STR_NONE,
                                     &candidates, &count, error);
    if (status == STATUS_OK) {
        json_key(out, "candidates");
        json_begin_array(out);
        for (size_t i = 0; i < count; i++)
            write_candidate(out, &candidates[i]);
        json_end_array(out);
    }
    arena_release(&arena);
    return status;
}

static enum status run_one(struct invocation *invocation, struct str document) {
    struct arena arena;
    struct feed_candidate *candidates;
    size_t count = 0;
    arena_init(&arena, ARENA_MOST);
    enum status status = feed_discover_bytes(&arena, document, option_value(invocation, "url"),
                                             STR_NONE, &candidates, &count, &invocation->error);
    for (size_t i = 0; i < count; i++) {
        struct json out;
        json_init(&out, &invocation->out, JSON_COMPACT);
        write_candidate(&out, &candidates[i]);
        buf_add_byte(&invocation->out, '\n');
    }
    arena_release(&arena);
    return status;
}

static enum status run(struct invocation *invocation) {
    return pipe_documents(invocation, FEED_BYTES_MOST, run_one, answer);
}

const struct command command_feed_find = {
    .name = "feed find",
    .arguments = "[FILE]",
    .summary = "list the feeds that a page names or may have",
    .help = "Reads an HTML page from FILE or standard input and prints, a JSON line each, the "
            "addresses where its feeds may be, best first, each with the reason: declared by the "
            "page, linked on it, kept there by the program that made it, or a usual place. Nothing "
            "is fetched. A document that is a feed is its own only candidate.\n\n"
            "With --jsonl each line is an object with \"id\", \"path\" or \"text\", and \"url\", "
            "and gets an answer line with the same id and all of its \"candidates\".",
    .group = GROUP_PIPE,
    .least = 0,
    .most = 1,
    .options = {{.name = "url", .value = "BASE", .help = "the page's address"},
                {.name = "jsonl", .help = "read JSON lines, answer with JSON lines"}},
    .exits = {{EXIT_DATA, "the file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
