/* What is written from the descriptors: help, man pages, docs/commands.md, completions. Each
 * function appends to `out`. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/command.h"

/* `broadsheet COMMAND --help`, and `broadsheet help`. */
void help_command(struct buf *out, const struct command *command);
void help_overview(struct buf *out);

/* "broadsheet [-C EDITION] feed parse [--url BASE] [FILE]", also for a page's synopsis. */
void help_synopsis(struct buf *out, const struct command *command);
/* "-w, --write" or "--url BASE". */
void help_option(struct buf *out, const struct option *option);
/* The k-th exit code of a command, in rising order, and what it means; 0 comes first. False behind
 * the last. All commands have 0, 64, 70, 71 and 74; those that work on an edition have 78. */
bool help_exit(const struct command *command, size_t k, int *code, const char **when);

/* The n-th command of a group, in the order of commands.def; NULL behind the last. */
const struct command *help_of_group(enum command_group group, size_t n);

/* Man pages as scdoc source: of a command, and of the program. */
void page_manual(struct buf *out, const struct command *command);
void page_manual_overview(struct buf *out);
/* All commands as one Markdown page. */
void page_markdown(struct buf *out);

/* Completions, ready to be sourced. */
void completion_bash(struct buf *out);
void completion_zsh(struct buf *out);
void completion_fish(struct buf *out);

#endif
