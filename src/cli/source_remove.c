#include "cli/source.h"

static enum status run(struct invocation *invocation) {
    return source_change(invocation, OPML_REMOVE, "watched no more; what it brought stays", NULL);
}

const struct command command_source_remove = {
    .name = "source remove",
    .arguments = "SOURCE…",
    .summary = "watch sources no more",
    .help = "Takes each SOURCE (an id, an address or a title) out of sources.opml, all else in "
            "which stays as it is. The articles that it brought stay. When one is not known, none "
            "is removed.",
    .group = GROUP_SOURCES,
    .least = 1,
    .most = -1,
    .edition = true,
    .exits = {{EXIT_DATA, "no source is called so, or several are"}, {EXIT_CREATE, NULL}},
    .run = run,
};
