#include "cli/keys.h"

#include <stdio.h>

/* "20261122-k3f7": the day, and letters by chance. */
static enum status make_id(struct invocation *invocation, char id[SEAL_ID_MOST + 1]) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    unsigned char chance[4];
    struct str given = option_value(invocation, "id");
    if (!str_absent(given)) {
        if (!seal_key_id_valid(given))
            return error_set(&invocation->error, STATUS_USAGE,
                             "a key's id is 1 to %d of a-z, 0-9 and '-'", SEAL_ID_MOST);
        snprintf(id, SEAL_ID_MOST + 1, "%.*s", STR_ARG(given));
        return STATUS_OK;
    }
    enum status status = random_bytes(chance, sizeof chance, &invocation->error);
    struct civil day = civil_from_time(clock_now(&invocation->clock));
    snprintf(id, SEAL_ID_MOST + 1, "%04d%02d%02d-%c%c%c%c", (int)day.year, day.month, day.day,
             letters[chance[0] % 32], letters[chance[1] % 32], letters[chance[2] % 32],
             letters[chance[3] % 32]);
    return status;
}

static enum status read_old(struct invocation *invocation, struct key_file *file) {
    struct buf bytes;
    buf_init(&bytes, 2 * KEY_FILE_MOST);
    enum status status =
        cli_read(invocation, option_value(invocation, "old"), KEY_FILE_MOST, &bytes);
    if (status == STATUS_OK && bytes.n != SEAL_OLD_KEY_BYTES)
        status = error_set(&invocation->error, STATUS_INVALID,
                           "a key for the old form has %d bytes, this file %zu", SEAL_OLD_KEY_BYTES,
                           bytes.n);
    if (status == STATUS_OK)
        memcpy(file->key.bytes, bytes.p, bytes.n);
    if (bytes.p != NULL)
        explicit_bzero(bytes.p, bytes.n);
    buf_release(&bytes);
    return status;
}

static enum status write_key(struct invocation *invocation, struct arena *arena,
                             struct key_file *file) {
    struct str passphrase;
    struct buf text;
    unsigned char salt[KEY_SALT_BYTES];
    buf_init(&text, KEY_FILE_MOST);
    enum status status = keys_passphrase(invocation, arena, &passphrase);
    if (status == STATUS_OK)
        status = random_bytes(salt, sizeof salt, &invocation->error);
    if (status == STATUS_OK)
        status = key_write(file, passphrase, salt, &text, &invocation->error);
    if (status == STATUS_OK)
        status =
            files_keys_add(invocation->folder, file->key.id, buf_str(&text), &invocation->error);
    if (text.p != NULL)
        explicit_bzero(text.p, text.n);
    buf_release(&text);
    return status;
}

enum status keys_make(struct invocation *invocation, bool old) {
    struct arena arena;
    struct key_file file = {.made = clock_now(&invocation->clock)};
    file.key.old = old;
    arena_init(&arena, 1 << 20);
    enum status status = make_id(invocation, file.key.id);
    if (status == STATUS_OK)
        status = file.key.old
                     ? read_old(invocation, &file)
                     : random_bytes(file.key.bytes, sizeof file.key.bytes, &invocation->error);
    if (status == STATUS_OK)
        status = write_key(invocation, &arena, &file);
    if (status == STATUS_OK)
        buf_printf(&invocation->out,
                   "Wrote keys/%s.json. Keep a copy where the records are not: without it nobody "
                   "opens what it %s.\n",
                   file.key.id, file.key.old ? "opens" : "seals");
    key_forget(&file);
    arena_release(&arena);
    return status;
}

static enum status run(struct invocation *invocation) {
    return keys_make(invocation, option_given(invocation, "old"));
}

const struct command command_key_new = {
    .name = "key new",
    .arguments = "",
    .summary = "make a key for the private part of records",
    .help = "Writes a new random key to keys/ID.json, readable by its owner only. The newest key "
            "seals, all open. keys/ does not belong into the repository that the records are in."
            "\n\nWith --passphrase the key is wrapped: whoever has the file needs the passphrase, "
            "too, and so does every command that seals or opens.\n\nWith --old it takes the 32 "
            "bytes of a key for payloads of the old form (AES-256-CBC), which are then opened, "
            "and never written.",
    .group = GROUP_UPKEEP,
    .edition = true,
    .options =
        {
            {.name = "id",
             .value = "ID",
             .help = "what the key is called; else the day and four "
                     "letters"},
            {.name = "passphrase", .value = "FILE", .help = "wrap it by the first line of FILE"},
            {.name = "old",
             .value = "FILE",
             .help = "take over the 32 bytes in FILE for the old "
                     "form"},
        },
    .exits = {{EXIT_DATA, "a key of that id is there, or the old key's file is not one"},
              {EXIT_CREATE, NULL}},
    .run = run,
};
