#include "cli/record_file.h"
#include "files/whole.h"

static enum status format_file(struct invocation *invocation, struct str path,
                               struct record_file *file, struct buf *canonical) {
    enum status status = record_file_read(invocation, path, file);
    if (status != STATUS_OK)
        return status;
    buf_clear(canonical);
    record_write(&file->record, canonical);
    status = buf_check(canonical, &invocation->error);
    if (status != STATUS_OK)
        return status;
    bool same = str_eq(buf_str(&file->bytes), buf_str(canonical));
    bool standard = str_eq(path, STR("-"));
    if (option_given(invocation, "check")) {
        if (!same)
            buf_printf(&invocation->out, "%.*s\n", STR_ARG(path));
        invocation->found |= !same;
    }
    if (option_given(invocation, "write") && !standard)
        return same ? STATUS_OK : files_replace(path, buf_str(canonical), &invocation->error);
    if (!option_given(invocation, "check"))
        buf_add(&invocation->out, buf_str(canonical));
    return cli_flush(invocation);
}

static enum status run(struct invocation *invocation) {
    struct record_file file;
    struct buf canonical;
    enum status status = STATUS_OK;
    record_file_init(&file);
    buf_init(&canonical, 16 * (size_t)RECORD_BYTES_MOST);
    size_t count = invocation->argument_count > 0 ? invocation->argument_count : 1;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = format_file(invocation, argument_or_dash(invocation, i), &file, &canonical);
    record_file_release(&file);
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
