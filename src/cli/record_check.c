#include "cli/command.h"

#include "base/json.h"
#include "base/log.h"
#include "record/check.h"
#include <stdio.h>

/* Prints each finding behind the file's name, or as an object of its own. */
static void tell(struct invocation *invocation, struct str name, struct str findings) {
    struct str line;
    while (str_next(&findings, '\n', &line)) {
        invocation->found = true;
        if (invocation->json) {
            struct json json;
            json_init(&json, &invocation->out, JSON_COMPACT);
            json_begin_object(&json);
            json_field_str(&json, "file", name);
            json_field_str(&json, "finding", line);
            json_end_object(&json);
        } else {
            log_inert(&invocation->out, name);
            BUF_ADD(&invocation->out, ":");
            if (!ascii_is_digit(line.p[0]))
                buf_add_byte(&invocation->out, ' ');
            log_inert(&invocation->out, line);
        }
        buf_add_byte(&invocation->out, '\n');
    }
}

static void tell_error(const struct error *found, struct buf *findings) {
    struct error error = *found;
    char text[1024];
    error.file[0] = '\0';
    buf_add_cstr(findings, error_describe(&error, text, sizeof text));
}

static enum status check_file(struct invocation *invocation, struct str path, struct buf *bytes,
                              struct buf *findings) {
    struct arena arena;
    struct record record;
    buf_clear(bytes);
    buf_clear(findings);
    enum status status = cli_read(invocation, path, 2 * (size_t)RECORD_BYTES_MOST, bytes);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, 64 * (size_t)RECORD_BYTES_MOST);
    status = record_read(&arena, buf_str(bytes), &record, &invocation->error);
    if (status == STATUS_OK)
        status = record_check(buf_str(bytes), &record, findings, &invocation->error);
    if (status == STATUS_INVALID || status == STATUS_LIMIT) {
        tell_error(&invocation->error, findings);
        status = STATUS_OK;
    }
    arena_release(&arena);
    if (status != STATUS_OK)
        return status;
    tell(invocation, path, buf_str(findings));
    return cli_flush(invocation);
}

static enum status run(struct invocation *invocation) {
    struct buf bytes, findings;
    enum status status = STATUS_OK;
    buf_init(&bytes, 4 * (size_t)RECORD_BYTES_MOST);
    buf_init(&findings, 1 << 20);
    size_t count = invocation->argument_count > 0 ? invocation->argument_count : 1;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = check_file(invocation, argument_or_dash(invocation, i), &bytes, &findings);
    buf_release(&bytes);
    buf_release(&findings);
    return status;
}

const struct command command_record_check = {
    .name = "record check",
    .arguments = "[FILE]…",
    .summary = "say what is wrong with records",
    .help = "Reads each record and prints, behind the file's name, what keeps it from being used, "
            "the first line that is not in canonical form, and keys that every record should "
            "have. Prints nothing for a record that is as it should be. Exits 1 when something "
            "was found.",
    .group = GROUP_RECORDS,
    .least = 0,
    .most = -1,
    .exits = {{EXIT_FOUND, "something is wrong with a record"},
              {EXIT_DATA, "a file is not there"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
