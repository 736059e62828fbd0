#include "publish/publish.h"

#include "files/files.h"
#include "publish/defaults.h"
#include "template/template.h"

enum { LOOK_BYTES = 1 << 28 };

static void add_part(struct buf *out, struct str name, struct str bytes) {
    char hex[HASH_HEX + 1];
    hash_hex(bytes, hex);
    buf_add(out, name);
    buf_printf(out, " %s\n", hex);
}

/* The files of a folder of the edition, if there is such a one. */
static enum status add_files(const char *folder, struct str under, struct arena *arena,
                             struct buf *out, struct error *error) {
    struct str *paths;
    size_t count = 0;
    struct buf bytes;
    enum status status = files_list(arena, folder, under, false, &paths, &count, error);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    buf_init(&bytes, TEMPLATE_BYTES_MOST);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        buf_clear(&bytes);
        status = files_read(folder, paths[i], TEMPLATE_BYTES_MOST, &bytes, error);
        add_part(out, paths[i], buf_str(&bytes));
    }
    buf_release(&bytes);
    return status;
}

enum status publish_look(const struct publish_context *context, struct str configuration,
                         char hash[HASH_HEX + 1], struct error *error) {
    struct arena arena;
    struct buf out;
    arena_init(&arena, LOOK_BYTES);
    buf_init(&out, LOOK_BYTES);
    buf_printf(&out, "%s %s %d ", BROADSHEET_VERSION, publish_defaults_mark, context->points);
    buf_add(&out, configuration);
    const struct seal_key *key = seal_active(context->keys, context->key_count);
    struct store_key rescored = {.key = STR("rescored")};
    enum status status = store_keys_get(context->store, &arena, KEYS_STATE, &rescored, 1, error);
    buf_printf(&out, " %s %.*s\n", key != NULL ? key->id : "", STR_ARG(rescored.value));
    if (status == STATUS_OK)
        status = add_files(context->folder, STR("templates"), &arena, &out, error);
    if (status == STATUS_OK)
        status = add_files(context->folder, STR("pages"), &arena, &out, error);
    if (status == STATUS_OK)
        status = buf_check(&out, error);
    hash_hex(buf_str(&out), hash);
    buf_release(&out);
    arena_release(&arena);
    return status;
}
