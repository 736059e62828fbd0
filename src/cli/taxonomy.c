#include "cli/taxonomy.h"

#include "files/files.h"

enum { EDITION_MEMORY = 512 << 20, LINE_MEMORY = 64 << 20 };

enum status taxonomy_open(struct invocation *invocation, struct taxonomy *taxonomy) {
    struct edition_file *files;
    size_t count;
    struct error *error = &invocation->error;
    struct str folder = option_value(invocation, "edition");
    *taxonomy = (struct taxonomy){0};
    arena_init(&taxonomy->lasting, EDITION_MEMORY);
    arena_init(&taxonomy->scratch, LINE_MEMORY);
    if (str_empty(folder))
        return error_set(error, STATUS_USAGE, "--edition DIR must say which edition is meant");
    const char *path = arena_cstr(&taxonomy->lasting, folder);
    if (path == NULL)
        return error_memory(error);
    enum status status = files_read_edition(&taxonomy->lasting, path, &files, &count, error);
    if (status == STATUS_OK)
        status = edition_load(&taxonomy->lasting, files, count, &taxonomy->edition, error);
    if (status == STATUS_OK)
        status = topic_classifier_make(&taxonomy->lasting, &taxonomy->edition,
                                       &taxonomy->classifier, error);
    return status;
}

void taxonomy_close(struct taxonomy *taxonomy) {
    arena_release(&taxonomy->scratch);
    arena_release(&taxonomy->lasting);
}
