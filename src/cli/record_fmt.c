#include "cli/command.h"

#include "record/record.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_MOST = 4096 };

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

/* Puts a new file into the old one's place, so that a full disk leaves the old one whole. */
static enum status replace(const char *path, struct str bytes, struct error *error) {
    char temporary[PATH_MOST + 16];
    struct stat st;
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return error_errno(error, errno, 1, "write", path);
    bool ok = stat(path, &st) == 0 && fchmod(fd, st.st_mode & 07777) == 0 &&
              write_all(fd, bytes) == STATUS_OK && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    if (ok && rename(temporary, path) == 0)
        return STATUS_OK;
    enum status status = error_errno(error, errno, 0, "write", path);
    unlink(temporary);
    return status;
}

static enum status format_bytes(struct str bytes, struct buf *canonical, struct error *error) {
    struct arena arena;
    struct record record;
    arena_init(&arena, 64 * (size_t)RECORD_BYTES_MOST);
    enum status status = record_read(&arena, bytes, &record, error);
    if (status == STATUS_OK) {
        record_write(&record, canonical);
        status = buf_check(canonical, error);
    }
    arena_release(&arena);
    return status;
}

static enum status format_file(struct invocation *invocation, struct str path, struct buf *bytes,
                               struct buf *canonical) {
    struct error *error = &invocation->error;
    char name[PATH_MOST];
    snprintf(name, sizeof name, "%.*s", STR_ARG(path));
    buf_clear(bytes);
    buf_clear(canonical);
    enum status status = cli_read(invocation, path, RECORD_BYTES_MOST, bytes);
    if (status != STATUS_OK)
        return status;
    status = format_bytes(buf_str(bytes), canonical, error);
    if (status != STATUS_OK) {
        error_in_file(error, name);
        return status;
    }
    bool same = str_eq(buf_str(bytes), buf_str(canonical));
    bool standard = str_eq(path, STR("-"));
    if (option_given(invocation, "check")) {
        if (!same)
            buf_printf(&invocation->out, "%s\n", name);
        invocation->found |= !same;
    }
    if (option_given(invocation, "write") && !standard)
        return same ? STATUS_OK : replace(name, buf_str(canonical), error);
    if (!option_given(invocation, "check"))
        buf_add(&invocation->out, buf_str(canonical));
    return cli_flush(invocation);
}

static enum status run(struct invocation *invocation) {
    struct buf bytes, canonical;
    enum status status = STATUS_OK;
    buf_init(&bytes, 2 * (size_t)RECORD_BYTES_MOST);
    buf_init(&canonical, 16 * (size_t)RECORD_BYTES_MOST);
    size_t count = invocation->argument_count > 0 ? invocation->argument_count : 1;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = format_file(invocation, argument_or_dash(invocation, i), &bytes, &canonical);
    buf_release(&bytes);
    buf_release(&canonical);
    return status;
}

const struct command command_record_fmt = {
    .name = "record fmt",
    .arguments = "[FILE]…",
    .summary = "write records in their canonical form",
    .help = "Reads records as people write them and prints them in the one form that Broadsheet "
            "writes: keys in order, quotes, LF line ends. Without FILE, or for '-', it reads "
            "standard input.\n\nWith --check it prints the names of files that differ from that "
            "form and exits 1 when there is one. With -w it writes each file in place; a file "
            "that is in form already is not touched.\n\nA record that cannot be used ends the "
            "command with 65 and an error that names file, line and column; files behind it are "
            "left as they are.",
    .group = GROUP_RECORDS,
    .least = 0,
    .most = -1,
    .options =
        {
            {.name = "check", .help = "list the files that differ; exit 1 if any"},
            {.name = "write", .letter = 'w', .help = "write the files in place"},
        },
    .exits = {{EXIT_FOUND, "with --check: a file differs"},
              {EXIT_DATA, "a file is not there, or no record"},
              {EXIT_CREATE, NULL},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
