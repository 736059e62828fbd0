#include "cli/keys.h"

#include "base/json.h"

static const char *form_of(const struct key_file *file) {
    return file->key.old ? "old" : file->wrapped ? "wrapped" : "raw";
}

static void add_json(struct invocation *invocation, const struct key_file *file, bool seals) {
    struct json json;
    json_init(&json, &invocation->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "id", str_from(file->key.id));
    json_field_time(&json, "made", file->made);
    json_field_str(&json, "form", str_from(form_of(file)));
    json_field_bool(&json, "seals", seals);
    json_end_object(&json);
    buf_add_byte(&invocation->out, '\n');
}

static enum status run(struct invocation *invocation) {
    struct arena arena;
    struct key_file *files;
    size_t count;
    bool sealing = false;
    char made[TIME_TEXT];
    arena_init(&arena, 1 << 24);
    enum status status = files_keys_read(&arena, invocation->folder, STR_NONE, true, &files, &count,
                                         &invocation->error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool seals = !sealing && !files[i].key.old;
        sealing |= seals;
        if (invocation->json)
            add_json(invocation, &files[i], seals);
        else
            buf_printf(&invocation->out, "%-20s  %s  %-7s  %s\n", files[i].key.id,
                       time_format(files[i].made, made), form_of(&files[i]),
                       seals ? "seals and opens" : "opens");
    }
    if (status == STATUS_OK && count == 0 && !invocation->json)
        BUF_ADD(&invocation->out, "No keys: records have no private part ('broadsheet key new' "
                                  "makes a key).\n");
    arena_release(&arena);
    return status;
}

const struct command command_key_list = {
    .name = "key list",
    .arguments = "",
    .summary = "list the edition's keys",
    .help = "Lists the keys in keys/, the newest first, with the time each was made and its form: "
            "raw, wrapped by a passphrase, or for payloads of the old form. The newest that is not "
            "for the old form seals, all open.",
    .group = GROUP_UPKEEP,
    .edition = true,
    .exits = {{EXIT_DATA, "a key file is damaged"},
              {EXIT_PERMISSION, "others can read a key file"}},
    .run = run,
};
