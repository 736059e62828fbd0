/* A fixture edition copied into a temporary folder, and rounds on it. */
#ifndef TESTS_SUPPORT_EDITION_COPY_H
#define TESTS_SUPPORT_EDITION_COPY_H

#include "run/round.h"

struct edition_copy {
    char folder[256];
    struct clock clock;
    char said[8192];
};

/* Copies `from` (a path below the source root); the clock stands at `now`. */
void edition_copy_make(struct edition_copy *copy, const char *from, int64_t now);
void edition_copy_remove(struct edition_copy *copy);
/* One round of all parts; the test fails when it does. */
void edition_copy_round(struct edition_copy *copy, struct round_report *report);
/* A file of the copy as text; the caller frees it. NULL when it is not there. */
char *edition_copy_read(const struct edition_copy *copy, const char *path);
/* Runs a shell command in the copy's folder; the test fails when it does. */
void edition_copy_shell(const struct edition_copy *copy, const char *command);
/* Runs `broadsheet -C <folder> <words>` at the copy's time, behind what `before` says (an strace,
 * say; may be ""). Returns the exit code; what it printed, to both, is in copy->said. */
int edition_copy_command(struct edition_copy *copy, const char *before, const char *words);
/* Writes a file of the copy. */
void edition_copy_write(const struct edition_copy *copy, const char *path, const char *text);
/* All files below `path` with their bytes, as one hash. */
void edition_copy_hash(const struct edition_copy *copy, const char *path, char out[65]);

#endif
