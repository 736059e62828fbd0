#include "cli/command.h"

#include "base/json.h"
#include "record/record.h"
#include <stdio.h>

static enum status print_file(struct invocation *invocation, struct str path, struct buf *bytes) {
    struct arena arena;
    struct record record;
    struct json json;
    char name[4096];
    snprintf(name, sizeof name, "%.*s", STR_ARG(path));
    buf_clear(bytes);
    enum status status = cli_read(invocation, path, RECORD_BYTES_MOST, bytes);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, 64 * (size_t)RECORD_BYTES_MOST);
    status = record_read(&arena, buf_str(bytes), &record, &invocation->error);
    if (status == STATUS_OK) {
        json_init(&json, &invocation->out, JSON_COMPACT);
        record_json(&record, &json);
        buf_add_byte(&invocation->out, '\n');
        status = cli_flush(invocation);
    } else {
        error_in_file(&invocation->error, name);
    }
    arena_release(&arena);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct buf bytes;
    enum status status = STATUS_OK;
    buf_init(&bytes, 2 * (size_t)RECORD_BYTES_MOST);
    size_t count = invocation->argument_count > 0 ? invocation->argument_count : 1;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = print_file(invocation, argument_or_dash(invocation, i), &bytes);
    buf_release(&bytes);
    return status;
}

const struct command command_record_json = {
    .name = "record json",
    .arguments = "[FILE]…",
    .summary = "print records as JSON lines",
    .help = "Prints each record as one JSON object a line, with the record's own key names. Keys "
            "that a record does not have are left out; keys unknown to Broadsheet stand, as they "
            "were written, in 'unknown', and text behind the front matter in 'body'. Without FILE, "
            "or for '-', it reads standard input.",
    .group = GROUP_RECORDS,
    .least = 0,
    .most = -1,
    .exits = {{EXIT_DATA, "a file is not there, or no record"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
