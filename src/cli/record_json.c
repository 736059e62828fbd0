#include "cli/record_file.h"

#include "base/json.h"

static enum status run(struct invocation *invocation) {
    struct record_file file;
    enum status status = STATUS_OK;
    record_file_init(&file);
    size_t count = invocation->argument_count > 0 ? invocation->argument_count : 1;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct json json;
        status = record_file_read(invocation, argument_or_dash(invocation, i), &file);
        if (status != STATUS_OK)
            break;
        json_init(&json, &invocation->out, JSON_COMPACT);
        record_json(&file.record, &json);
        buf_add_byte(&invocation->out, '\n');
        status = cli_flush(invocation);
    }
    record_file_release(&file);
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
