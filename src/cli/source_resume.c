#include "cli/source.h"

static enum status run(struct invocation *invocation) {
    return source_change(invocation, OPML_RESUME, "asked again from the next round on",
                         "was not paused");
}

const struct command command_source_resume = {
    .name = "source resume",
    .arguments = "SOURCE…",
    .summary = "ask sources again that were paused",
    .help =
        "Takes the mark of a pause from each SOURCE (an id, an address or a title) in "
        "sources.opml, all else in which stays as it is. When one is not known, none is resumed.",
    .group = GROUP_SOURCES,
    .least = 1,
    .most = -1,
    .edition = true,
    .exits = {{EXIT_DATA, "no source is called so, or several are"}, {EXIT_CREATE, NULL}},
    .run = run,
};
