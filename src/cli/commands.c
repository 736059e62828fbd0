#include "cli/command.h"

#define COMMAND(identifier) extern const struct command command_##identifier;
#include "cli/commands.def"
#undef COMMAND

const struct command *const commands[] = {
#define COMMAND(identifier) &command_##identifier,
#include "cli/commands.def"
#undef COMMAND
};

const size_t command_count = sizeof commands / sizeof commands[0];

const char *group_title(enum command_group group) {
    static const char *const titles[GROUP_COUNT] = {
        [GROUP_STARTING] = "Starting", [GROUP_SOURCES] = "Sources", [GROUP_PAPER] = "The paper",
        [GROUP_HAND] = "By hand",      [GROUP_READING] = "Reading", [GROUP_MAIL] = "The newsletter",
        [GROUP_UPKEEP] = "Upkeep",     [GROUP_RECORDS] = "Records", [GROUP_PIPE] = "Pipe tools",
    };
    return titles[group];
}
