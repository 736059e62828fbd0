/* A record's file, as commands read it. */
#ifndef CLI_RECORD_FILE_H
#define CLI_RECORD_FILE_H

#include "cli/command.h"
#include "record/record.h"

/* A record with the arena that its views lie in. */
struct record_file {
    struct arena arena;
    struct buf bytes; /* as they stand in the file */
    struct record record;
};

void record_file_init(struct record_file *file);
void record_file_release(struct record_file *file);
/* Reads `path`, "-" for standard input; what was read before is given up. The error names the
 * file, line and column. */
enum status record_file_read(struct invocation *invocation, struct str path,
                             struct record_file *file);

#endif
