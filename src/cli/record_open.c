#include "cli/keys.h"
#include "cli/pipe.h"
#include "cli/record_file.h"
#include "cli/workspace.h"

/* The answer for one record: its payload, or why it does not open. */
static enum status open_record(struct invocation *invocation, const struct keys *keys,
                               struct str edition, struct str path, struct record_file *file) {
    struct json json;
    struct error error;
    struct str plain, key_id;
    enum status status = record_file_read(invocation, path, file);
    if (status != STATUS_OK)
        return status;
    struct str payload = file->record.secured;
    const struct seal_place place = seal_place_of(edition, path);
    json_init(&json, &invocation->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "file", path);
    if (!str_absent(payload)) {
        seal_form(payload, &key_id);
        json_field_str(&json, "key", key_id);
        status = seal_open(keys->ring, keys->count, &place, payload, &file->arena, &plain, &error);
        invocation->found |= status != STATUS_OK;
    }
    const struct json_value *value;
    if (status != STATUS_OK) {
        json_key(&json, "error");
        pipe_error(&json, &error);
    } else if (!str_absent(payload) && json_read(&file->arena, plain, &value, NULL) == STATUS_OK) {
        json_key(&json, "payload");
        json_write(&json, value);
    } else if (!str_absent(payload)) {
        json_field_str(&json, "payload", plain); /* the old form's may be anything */
    }
    json_end_object(&json);
    buf_add_byte(&invocation->out, '\n');
    return cli_flush(invocation);
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct keys keys = {0};
    struct record_file file;
    record_file_init(&file);
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = keys_open(invocation, &keys);
    for (size_t i = 0; i < invocation->argument_count && status == STATUS_OK; i++)
        status =
            open_record(invocation, &keys, workspace.edition.id, invocation->arguments[i], &file);
    keys_close(&keys);
    workspace_close(&workspace);
    record_file_release(&file);
    return status;
}

const struct command command_record_open = {
    .name = "record open",
    .arguments = "FILE…",
    .summary = "print the private part of records",
    .help = "Opens the 'secured' payload of each record with the edition's keys and prints one "
            "JSON object a line: 'file', 'key' (the id of the key that sealed it) and 'payload'. "
            "A record without a payload has 'file' only; one that does not open has 'error'. "
            "A payload opens only under the file name and edition that it was sealed for.",
    .group = GROUP_RECORDS,
    .least = 1,
    .most = -1,
    .edition = true,
    .options = {KEYS_PASSPHRASE},
    .exits = {{EXIT_FOUND, "a payload does not open"},
              {EXIT_DATA, "a file is not there, or no record"},
              {EXIT_PERMISSION, "others can read a key file, or the passphrase is wrong"}},
    .run = run,
};
