#include "cli/html_tool.h"

#include "html/write.h"

static enum status describe(struct arena *arena, struct str html, struct str context,
                            struct buf *out, struct error *error) {
    struct html_document document;
    bool page = str_absent(context);
    enum status status = page ? html_parse(arena, html, &document, error)
                              : html_parse_within(arena, html, context, &document, error);
    if (status == STATUS_OK)
        html_describe(page ? document.root : document.body, out);
    return status;
}

static enum status run(struct invocation *invocation) {
    static const struct html_tool tool = {"fragment", "tree", "", 128 << 20, describe};
    return html_tool_run(invocation, &tool);
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
