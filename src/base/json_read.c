#include "base/json_read.h"

#include "base/clock.h"
#include <json-c/json.h>

enum { DEPTH_MOST = 64, BYTES_MOST = 64 * 1024 * 1024 };

enum status json_read(struct str text, struct json_object **value, struct error *error) {
    *value = NULL;
    if (text.n > BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "JSON of more than %d bytes", BYTES_MOST);
    struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MOST);
    if (tokener == NULL)
        return error_memory(error);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    /* json-c wants to see the end of a bare number: it takes the end of input for it only when
     * told so by a length that includes a NUL or by a following character. */
    struct json_object *object =
        json_tokener_parse_ex(tokener, text.n > 0 ? text.p : "", (int)text.n);
    enum json_tokener_error why = json_tokener_get_error(tokener);
    if (why == json_tokener_continue)
        object = json_tokener_parse_ex(tokener, "\n", 1), why = json_tokener_get_error(tokener);
    size_t end = json_tokener_get_parse_end(tokener);
    json_tokener_free(tokener);
    if (why != json_tokener_success) {
        json_object_put(object);
        struct position at = {.offset = end < text.n ? end : text.n};
        if (why == json_tokener_continue)
            return error_set_at(error, STATUS_INVALID, at, "JSON ends too early");
        return error_set_at(error, STATUS_INVALID, at, "not JSON: %s at byte %zu",
                            json_tokener_error_desc(why), at.offset);
    }
    *value = object;
    return STATUS_OK;
}

struct json_object *json_get(struct json_object *object, const char *key) {
    struct json_object *value = NULL;
    if (object == NULL || !json_object_is_type(object, json_type_object))
        return NULL;
    return json_object_object_get_ex(object, key, &value) ? value : NULL;
}

struct str json_as_str(struct json_object *value) {
    if (value == NULL || !json_object_is_type(value, json_type_string))
        return STR_NONE;
    return str_of(json_object_get_string(value), (size_t)json_object_get_string_len(value));
}

struct str json_get_str(struct json_object *object, const char *key) {
    return json_as_str(json_get(object, key));
}

int64_t json_get_int(struct json_object *object, const char *key, int64_t otherwise) {
    struct json_object *value = json_get(object, key);
    return value != NULL && json_object_is_type(value, json_type_int) ? json_object_get_int64(value)
                                                                      : otherwise;
}

bool json_get_bool(struct json_object *object, const char *key, bool otherwise) {
    struct json_object *value = json_get(object, key);
    return value != NULL && json_object_is_type(value, json_type_boolean)
               ? json_object_get_boolean(value)
               : otherwise;
}

int64_t json_get_time(struct json_object *object, const char *key) {
    int64_t time;
    return time_parse(json_get_str(object, key), &time) ? time : TIME_NONE;
}

struct json_object *json_get_array(struct json_object *object, const char *key) {
    struct json_object *value = json_get(object, key);
    return value != NULL && json_object_is_type(value, json_type_array) ? value : NULL;
}

struct json_object *json_get_object(struct json_object *object, const char *key) {
    struct json_object *value = json_get(object, key);
    return value != NULL && json_object_is_type(value, json_type_object) ? value : NULL;
}

size_t json_array_size(struct json_object *array) {
    return array != NULL ? json_object_array_length(array) : 0;
}
