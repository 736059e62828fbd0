#include "cli/html_tool.h"

#include "html/sanitize.h"

static enum status run(struct invocation *invocation) {
    static const struct html_tool tool = {"url", "html", "\n", 16 * HTML_TOOL_INPUT_MOST,
                                          html_sanitize};
    return html_tool_run(invocation, &tool);
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
