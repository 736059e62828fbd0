#include "cli/keys.h"
#include "cli/record_file.h"
#include "cli/workspace.h"
#include "files/whole.h"

#include "base/json_read.h"

/* The payload as it is sealed: compact JSON, so that white space makes no other bytes. */
static enum status read_payload(struct invocation *invocation, struct arena *arena,
                                struct str *plain) {
    struct buf bytes, compact;
    struct json json;
    const struct json_value *value;
    buf_init(&bytes, 2 * (size_t)SEAL_PLAIN_MOST);
    buf_init(&compact, SEAL_PLAIN_MOST);
    enum status status =
        cli_read(invocation, option_value(invocation, "payload"), SEAL_PLAIN_MOST, &bytes);
    if (status == STATUS_OK)
        status = json_read(arena, buf_str(&bytes), &value, &invocation->error);
    if (status != STATUS_OK)
        error_in_file(&invocation->error,
                      option_value(invocation, "payload").p); /* an argument, so with NUL */
    if (status == STATUS_OK && !json_is(value, JSON_OBJECT))
        status = error_set(&invocation->error, STATUS_INVALID, "the payload is no JSON object");
    if (status == STATUS_OK) {
        json_init(&json, &compact, JSON_COMPACT);
        json_write(&json, value);
        *plain = arena_copy(arena, buf_str(&compact));
        status = arena_status(arena, &invocation->error);
    }
    buf_release(&bytes);
    buf_release(&compact);
    return status;
}

/* What cannot be opened may be all that is left of something: it is replaced only when asked. */
static enum status may_replace(struct invocation *invocation, const struct keys *keys,
                               const struct seal_place *place, struct record_file *file) {
    struct str plain, payload = file->record.secured;
    if (str_absent(payload) || option_given(invocation, "replace") ||
        seal_open(keys->ring, keys->count, place, payload, &file->arena, &plain, NULL) == STATUS_OK)
        return STATUS_OK;
    return error_set(&invocation->error, STATUS_EXISTS,
                     "the record has a payload that no key here opens (--replace overwrites it)");
}

static enum status seal_record(struct invocation *invocation, const struct keys *keys,
                               const struct seal_place *place, struct str plain,
                               struct record_file *file) {
    struct buf payload;
    const struct seal_key *key = seal_active(keys->ring, keys->count);
    struct str path = invocation->arguments[0];
    if (key == NULL)
        return error_set(&invocation->error, STATUS_CONFIG,
                         "the edition has no key ('broadsheet key new' makes one)");
    buf_init(&payload, 2 * (size_t)SEAL_PLAIN_MOST);
    enum status status = may_replace(invocation, keys, place, file);
    if (status == STATUS_OK)
        status = seal_make(key, place, plain, &payload, &invocation->error);
    if (status == STATUS_OK) {
        file->record.secured = buf_str(&payload);
        record_write(&file->record, &invocation->out);
        status = buf_check(&invocation->out, &invocation->error);
    }
    if (status == STATUS_OK && option_given(invocation, "write")) {
        status = files_replace(path, buf_str(&invocation->out), &invocation->error);
        buf_clear(&invocation->out);
    }
    buf_release(&payload);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct keys keys = {0};
    struct record_file file;
    struct str plain;
    record_file_init(&file);
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = keys_open(invocation, &keys);
    if (status == STATUS_OK)
        status = read_payload(invocation, &workspace.arena, &plain);
    if (status == STATUS_OK)
        status = record_file_read(invocation, invocation->arguments[0], &file);
    const struct seal_place place = seal_place_of(workspace.edition.id, invocation->arguments[0]);
    if (status == STATUS_OK)
        status = seal_record(invocation, &keys, &place, plain, &file);
    keys_close(&keys);
    workspace_close(&workspace);
    record_file_release(&file);
    return status;
}

const struct command command_record_seal = {
    .name = "record seal",
    .arguments = "FILE",
    .summary = "give a record a private part",
    .help = "Seals the JSON object in --payload with the edition's newest key, for this record's "
            "file name in this edition, and prints the record with it as 'secured'. With -w it "
            "writes the file in place. The same object for the same record gives the same bytes."
            "\n\nA payload that no key here opens is overwritten only with --replace.",
    .group = GROUP_RECORDS,
    .least = 1,
    .most = 1,
    .edition = true,
    .options =
        {
            {.name = "payload", .value = "JSON", .help = "the file with the object; needed"},
            {.name = "replace", .help = "overwrite a payload that does not open"},
            {.name = "write", .letter = 'w', .help = "write the file in place"},
            KEYS_PASSPHRASE,
        },
    .exits = {{EXIT_DATA, "no record, no JSON object, or a payload that does not open stands "
                          "there"},
              {EXIT_PERMISSION, "others can read a key file, or the passphrase is wrong"},
              {EXIT_CONFIG, "the edition has no key"}},
    .run = run,
};
