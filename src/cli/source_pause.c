#include "cli/source.h"

static enum status run(struct invocation *invocation) {
    return source_change(invocation, OPML_PAUSE, "paused; 'broadsheet source resume' asks it again",
                         "was paused before");
}

const struct command command_source_pause = {
    .name = "source pause",
    .arguments = "SOURCE…",
    .summary = "ask sources no more for a while",
    .help = "Marks each SOURCE (an id, an address or a title) as paused in sources.opml, all else "
            "in which stays as it is. A paused source is not asked; what it brought stays, and so "
            "does what is noted of it. When one is not known, none is paused.",
    .group = GROUP_SOURCES,
    .least = 1,
    .most = -1,
    .edition = true,
    .exits = {{EXIT_DATA, "no source is called so, or several are"}, {EXIT_CREATE, NULL}},
    .run = run,
};
