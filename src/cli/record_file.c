#include "cli/record_file.h"

#include <stdio.h>

enum { PATH_MOST = 4096, MEMORY_MOST = 64 * RECORD_BYTES_MOST };

void record_file_init(struct record_file *file) {
    *file = (struct record_file){0};
    arena_init(&file->arena, MEMORY_MOST);
    buf_init(&file->bytes, 2 * (size_t)RECORD_BYTES_MOST);
}

void record_file_release(struct record_file *file) {
    arena_release(&file->arena);
    buf_release(&file->bytes);
}

enum status record_file_read(struct invocation *invocation, struct str path,
                             struct record_file *file) {
    char name[PATH_MOST];
    snprintf(name, sizeof name, "%.*s", STR_ARG(path));
    buf_clear(&file->bytes);
    arena_reset(&file->arena);
    enum status status = cli_read(invocation, path, RECORD_BYTES_MOST, &file->bytes);
    if (status != STATUS_OK)
        return status;
    status = record_read(&file->arena, buf_str(&file->bytes), &file->record, &invocation->error);
    if (status != STATUS_OK)
        error_in_file(&invocation->error, name);
    return status;
}
