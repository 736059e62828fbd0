#include "cli/pipe.h"

#include "feed/discover.h"
#include "feed/feed.h"

enum { ARENA_MOST = 256 * 1024 * 1024 };

static void write_candidates(struct json *out, const struct feed_candidate *candidates,
                             size_t count) {
    json_key(out, "candidates");
    json_begin_array(out);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(out);
        json_field_text(out, "url", candidates[i].url);
        json_field_str(out, "kind",
                       candidates[i].reason == FEED_SITEMAP ? STR("sitemap") : STR("feed"));
        json_field_str(out, "reason", str_from(feed_reason_text(candidates[i].reason)));
        json_field_text(out, "title", candidates[i].title);
        json_field_text(out, "type", candidates[i].type);
        json_end_object(out);
    }
    json_end_array(out);
}

static enum status discover(struct str document, struct str url, struct json *out,
                            struct error *error) {
    struct arena arena;
    struct feed_candidate *candidates;
    size_t count;
    arena_init(&arena, ARENA_MOST);
    enum status status =
        feed_discover_bytes(&arena, document, url, STR_NONE, &candidates, &count, error);
    if (status == STATUS_OK)
        write_candidates(out, candidates, count);
    arena_release(&arena);
    return status;
}

static enum status answer(void *state, const struct json_value *line, struct json *out,
                          struct error *error) {
    struct buf *holder = state;
    struct str document;
    enum status status = pipe_document(line, "text", FEED_BYTES_MOST, holder, &document, error);
    return status != STATUS_OK ? status : discover(document, json_get_str(line, "url"), out, error);
}

static enum status run_one(struct invocation *invocation, struct str document) {
    struct json out;
    pipe_begin(&out, &invocation->out, NULL);
    return pipe_end(invocation, &out,
                    discover(document, option_value(invocation, "url"), &out, &invocation->error));
}

static enum status run(struct invocation *invocation) {
    return pipe_documents(invocation, FEED_BYTES_MOST, run_one, answer);
}

const struct command command_feed_discover = {
    .name = "feed discover",
    .arguments = "[FILE]",
    .summary = "list the feeds that a page may have",
    .help = "Reads an HTML page from FILE or standard input and prints, as one JSON object, the "
            "addresses where its feeds may be, best first, each with the reason: declared by the "
            "page, linked on it, kept there by the program that made it, or a usual place. Nothing "
            "is fetched. A document that is a feed is its own only candidate.\n\n"
            "With --jsonl each line is an object with \"id\", \"path\" or \"text\", and \"url\", "
            "and gets an answer line with the same id.",
    .group = GROUP_PIPE,
    .least = 0,
    .most = 1,
    .options = {{.name = "url", .value = "BASE", .help = "the page's address"},
                {.name = "jsonl", .help = "read JSON lines, answer with JSON lines"}},
    .exits = {{EXIT_DATA, "the file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
