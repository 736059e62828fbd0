#include "cli/rounds.h"

static enum status run(struct invocation *invocation) {
    return rounds_run(invocation, ROUND_PROCESS, NULL, NULL);
}

const struct command command_process = {
    .name = "process",
    .arguments = "",
    .summary = "sort what was gathered into articles, stories and the front",
    .help = "Folds the facts that are not folded yet, without asking any source and without "
            "writing records/ or public/.",
    .group = GROUP_PAPER,
    .edition = true,
    .options = {{.name = "json", .help = "the summary as one JSON line"}},
    .exits = {{EXIT_RETRY, NULL}},
    .run = run,
};
