#include "cli/keys.h"

enum { PASSPHRASE_MOST = 4096, MEMORY_MOST = 64 << 20 };

enum status keys_passphrase(struct invocation *invocation, struct arena *arena,
                            struct str *passphrase) {
    struct buf bytes;
    struct str path = option_value(invocation, "passphrase"), rest, line;
    *passphrase = STR_NONE;
    if (str_absent(path))
        return STATUS_OK;
    buf_init(&bytes, 2 * PASSPHRASE_MOST);
    enum status status = cli_read(invocation, path, PASSPHRASE_MOST, &bytes);
    rest = buf_str(&bytes);
    if (status == STATUS_OK && (!str_next(&rest, '\n', &line) || str_empty(line)))
        status = error_set(&invocation->error, STATUS_USAGE, "the passphrase's file is empty");
    if (status == STATUS_OK) {
        *passphrase = arena_copy(arena, line);
        status = arena_status(arena, &invocation->error);
    }
    if (bytes.p != NULL)
        explicit_bzero(bytes.p, bytes.n);
    buf_release(&bytes);
    return status;
}

void keys_forget_passphrase(struct arena *arena, struct str passphrase) {
    if (!str_empty(passphrase))
        explicit_bzero((char *)(uintptr_t)passphrase.p, passphrase.n);
    arena_release(arena);
}

enum status keys_open(struct invocation *invocation, struct keys *keys) {
    struct str passphrase;
    *keys = (struct keys){0};
    arena_init(&keys->arena, MEMORY_MOST);
    enum status status = keys_passphrase(invocation, &keys->arena, &passphrase);
    if (status == STATUS_OK)
        status = files_keys_read(&keys->arena, invocation->folder, passphrase, false, &keys->files,
                                 &keys->count, &invocation->error);
    if (status != STATUS_OK)
        return status;
    keys->ring = arena_array(&keys->arena, keys->count, struct seal_key);
    if (keys->ring == NULL)
        return arena_status(&keys->arena, &invocation->error);
    for (size_t i = 0; i < keys->count; i++)
        keys->ring[i] = keys->files[i].key;
    return STATUS_OK;
}

void keys_close(struct keys *keys) {
    files_keys_forget(keys->files, keys->count);
    if (keys->ring != NULL)
        explicit_bzero(keys->ring, keys->count * sizeof *keys->ring);
    arena_release(&keys->arena);
}
