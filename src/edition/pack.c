#include "edition/parts.h"

#include "base/json.h"
#include "base/json_read.h"
#include "base/utf8.h"
#include <json-c/json_object_iterator.h>

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
    struct json_object *object;
    *files = NULL;
    *count = 0;
    enum status status = json_read(packed, &object, error);
    if (status != STATUS_OK)
        return status;
    if (!json_object_is_type(object, json_type_object)) {
        json_object_put(object);
        return error_set(error, STATUS_INVALID, "expected an object of files");
    }
    *files = arena_array(arena, (size_t)json_object_object_length(object), struct edition_file);
    struct json_object_iterator at = json_object_iter_begin(object);
    struct json_object_iterator end = json_object_iter_end(object);
    for (; *files != NULL && status == STATUS_OK && !json_object_iter_equal(&at, &end);
         json_object_iter_next(&at)) {
        struct json_object *value = json_object_iter_peek_value(&at);
        if (!json_object_is_type(value, json_type_string))
            status = error_set(error, STATUS_INVALID, "expected a file's text");
        (*files)[(*count)++] = (struct edition_file){
            .path = arena_copy(arena, str_from(json_object_iter_peek_name(&at))),
            .bytes = arena_copy(arena, json_as_str(value)),
        };
    }
    json_object_put(object);
    return status == STATUS_OK ? arena_status(arena, error) : status;
}
