#include "cli/record_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

static enum status write_all(int fd, struct str bytes) {
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return STATUS_IO;
        bytes = str_skip(bytes, (size_t)n);
    }
    return STATUS_OK;
}

enum status record_file_replace(struct str path, struct str bytes, struct error *error) {
    char name[PATH_MOST], temporary[PATH_MOST + 16];
    struct stat st;
    snprintf(name, sizeof name, "%.*s", STR_ARG(path));
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", name);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return error_errno(error, errno, 1, "write", name);
    bool ok = stat(name, &st) == 0 && fchmod(fd, st.st_mode & 07777) == 0 &&
              write_all(fd, bytes) == STATUS_OK && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    if (ok && rename(temporary, name) == 0)
        return STATUS_OK;
    enum status status = error_errno(error, errno, 0, "write", name);
    unlink(temporary);
    return status;
}
