#include "cli/pipe.h"

#include "html/decode.h"
#include "html/sanitize.h"

enum { INPUT_MOST = 5 * 1024 * 1024, ARENA_MOST = 256 * 1024 * 1024 };

static enum status sanitize(struct str html, struct str base, struct buf *out,
                            struct error *error) {
    struct arena arena;
    arena_init(&arena, ARENA_MOST);
    enum status status = html_sanitize(&arena, html, base, out, error);
    arena_release(&arena);
    return status;
}

static enum status answer(void *state, const struct json_value *line, struct json *out,
                          struct error *error) {
    struct buf *holder = state;
    struct str html;
    enum status status = pipe_document(line, "html", INPUT_MOST, holder, &html, error);
    if (status != STATUS_OK)
        return status;
    struct buf clean;
    buf_init(&clean, 16 * INPUT_MOST);
    status = sanitize(html, json_get_str(line, "url"), &clean, error);
    if (status == STATUS_OK)
        json_field_str(out, "html", buf_str(&clean));
    buf_release(&clean);
    return status;
}

static enum status run_one(struct invocation *invocation, struct str document) {
    struct buf text;
    buf_init(&text, 4 * INPUT_MOST);
    enum status status = html_decode(document, STR_NONE, &text, NULL, &invocation->error);
    if (status == STATUS_OK)
        status = sanitize(buf_str(&text), option_value(invocation, "url"), &invocation->out,
                          &invocation->error);
    buf_release(&text);
    if (status == STATUS_OK)
        buf_add_byte(&invocation->out, '\n');
    return status;
}

static enum status run(struct invocation *invocation) {
    return pipe_documents(invocation, INPUT_MOST, run_one, answer);
}

const struct command command_html_sanitize = {
    .name = "html sanitize",
    .arguments = "[FILE]",
    .summary = "make a piece of HTML inert",
    .help = "Reads a fragment of HTML from FILE or standard input and prints what an allow-list of "
            "elements and attributes leaves of it: no scripts, styles, frames or forms, links "
            "absolute and http(s) only.\n\n"
            "With --jsonl each line is an object with \"id\", \"html\" and \"url\", and gets an "
            "answer line with the same id and \"html\".",
    .group = GROUP_PIPE,
    .least = 0,
    .most = 1,
    .options = {{.name = "url", .value = "BASE", .help = "the base of relative links"},
                {.name = "jsonl", .help = "read JSON lines, answer with JSON lines"}},
    .exits = {{EXIT_DATA, "a file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
