#include "edition/parts.h"

#include "base/json.h"
#include "base/json_read.h"
#include "base/utf8.h"

enum { PACK_ARENA_MOST = 64 * 1024 * 1024 };

enum status edition_pack(const struct edition_file *files, size_t count, struct buf *out,
                         struct error *error) {
    struct arena arena;
    struct json json;
    struct edition_file *sorted;
    size_t known;
    arena_init(&arena, PACK_ARENA_MOST);
    enum status status = edition_sort(&arena, files, count, &sorted, &known, error);
    for (size_t i = 0; i < known && status == STATUS_OK; i++)
        if (!utf8_valid(sorted[i].path, NULL) || !utf8_valid(sorted[i].bytes, NULL))
            status =
                error_set(error, STATUS_CONFIG, "file %.*s is not UTF-8", STR_ARG(sorted[i].path));
    if (status == STATUS_OK) {
        json_init(&json, out, JSON_COMPACT);
        json_begin_object(&json);
        for (size_t i = 0; i < known; i++) {
            json_key_str(&json, sorted[i].path);
            json_str(&json, sorted[i].bytes.n > 0 ? sorted[i].bytes : STR(""));
        }
        json_end_object(&json);
        status = buf_check(out, error);
    }
    arena_release(&arena);
    return status;
}

enum status edition_unpack(struct arena *arena, struct str packed, struct edition_file **files,
                           size_t *count, struct error *error) {
    const struct json_value *object;
    *files = NULL;
    *count = 0;
    enum status status = json_read(arena, packed, &object, error);
    if (status != STATUS_OK)
        return status;
    if (!json_is(object, JSON_OBJECT))
        return error_set(error, STATUS_INVALID, "expected an object of files");
    *files = arena_array(arena, json_size(object), struct edition_file);
    if (*files == NULL)
        return arena_status(arena, error);
    for (const struct json_value *file = json_first(object); file != NULL; file = file->next) {
        if (!json_is(file, JSON_STRING))
            return error_set(error, STATUS_INVALID, "expected a file's text");
        (*files)[(*count)++] = (struct edition_file){file->key, json_as_str(file)};
    }
    return STATUS_OK;
}
