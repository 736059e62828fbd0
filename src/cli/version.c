#include "cli/command.h"

static enum status run(struct invocation *invocation) {
    BUF_ADD(&invocation->out, "broadsheet " BROADSHEET_VERSION "\n");
    return STATUS_OK;
}

const struct command command_version = {
    .name = "version",
    .arguments = "",
    .summary = "print the version",
    .help = "Prints the program's name and version.",
    .group = GROUP_UPKEEP,
    .run = run,
};
