#include "cli/rounds.h"

static enum status run(struct invocation *invocation) {
    return rounds_run(invocation, ROUND_GATHER, NULL, NULL);
}

const struct command command_fetch = {
    .name = "fetch",
    .arguments = "",
    .summary = "ask the sources that are due and read the inbox",
    .help = "Notes what the sources and the inbox say now as facts, and does nothing else: "
            "'broadsheet process' sorts it, 'broadsheet publish' also publishes.",
    .group = GROUP_PAPER,
    .edition = true,
    .options = {{.name = "json", .help = "the summary as one JSON line"}},
    .exits = {{EXIT_CREATE, NULL}, {EXIT_RETRY, NULL}},
    .run = run,
};
