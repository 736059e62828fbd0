#include "cli/pipe.h"

#include "html/decode.h"
#include "html/write.h"

enum {
    INPUT_MOST = 5 * 1024 * 1024,
    ARENA_MOST = 256 * 1024 * 1024,
    TREE_MOST = 128 * 1024 * 1024
};

/* `context` absent: a page. */
static enum status describe(struct str html, struct str context, struct buf *out,
                            struct error *error) {
    struct arena arena;
    struct html_document document;
    arena_init(&arena, ARENA_MOST);
    enum status status = str_absent(context)
                             ? html_parse(&arena, html, &document, error)
                             : html_parse_within(&arena, html, context, &document, error);
    if (status == STATUS_OK) {
        html_describe(str_absent(context) ? document.root : document.body, out);
        status =
            out->status == STATUS_LIMIT
                ? error_set(error, STATUS_LIMIT, "the tree takes more than %d bytes", TREE_MOST)
                : buf_check(out, error);
    }
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
    struct buf tree;
    buf_init(&tree, TREE_MOST);
    status = describe(html, json_get_str(line, "fragment"), &tree, error);
    if (status == STATUS_OK)
        json_field_str(out, "tree", buf_str(&tree));
    buf_release(&tree);
    return status;
}

static enum status run_one(struct invocation *invocation, struct str document) {
    struct buf text;
    struct buf tree;
    buf_init(&text, 4 * INPUT_MOST);
    buf_init(&tree, TREE_MOST);
    enum status status = html_decode(document, STR_NONE, &text, NULL, &invocation->error);
    if (status == STATUS_OK)
        status = describe(buf_str(&text), option_value(invocation, "fragment"), &tree,
                          &invocation->error);
    if (status == STATUS_OK)
        buf_add(&invocation->out, buf_str(&tree));
    buf_release(&text);
    buf_release(&tree);
    return status;
}

static enum status run(struct invocation *invocation) {
    return pipe_documents(invocation, INPUT_MOST, run_one, answer);
}

const struct command command_html_parse = {
    .name = "html parse",
    .arguments = "[FILE]",
    .summary = "show the tree that HTML makes",
    .help = "Reads HTML from FILE or standard input and prints its tree as a browser without "
            "scripts builds it, in the format of the HTML Standard's tests: a line a node, two "
            "spaces a level.\n\n"
            "With --fragment the input is what stands within an element: body, td, \"svg path\", "
            "\"math mi\".\n\n"
            "With --jsonl each line is an object with \"id\", \"html\" (or \"path\") and perhaps "
            "\"fragment\", and gets an answer line with the same id and \"tree\".",
    .group = GROUP_PIPE,
    .least = 0,
    .most = 1,
    .options = {{.name = "fragment", .value = "CONTEXT", .help = "the element it stands within"},
                {.name = "jsonl", .help = "read JSON lines, answer with JSON lines"}},
    .exits = {{EXIT_DATA, "a file is not there, or it or its tree is too long"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
