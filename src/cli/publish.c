#include "cli/rounds.h"

static enum status run(struct invocation *invocation) {
    return rounds_run(invocation, ROUND_PROCESS | ROUND_PUBLISH, NULL, NULL);
}

const struct command command_publish = {
    .name = "publish",
    .arguments = "",
    .summary = "sort what was gathered and write records/ and public/",
    .help = "Folds the facts that are not folded yet and writes records/ and public/, without "
            "asking any source. Files that would not change are not touched. After deleting "
            "state/derived.db it makes everything anew.",
    .group = GROUP_PAPER,
    .edition = true,
    .options = {{.name = "json", .help = "the summary as one JSON line"}, KEYS_PASSPHRASE},
    .exits = {{EXIT_CREATE, NULL}, {EXIT_RETRY, NULL}},
    .run = run,
};
