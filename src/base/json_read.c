#include "base/json_read.h"

#include "base/clock.h"
#include <json-c/json.h>

enum { DEPTH_MOST = 64, BYTES_MOST = 64 * 1024 * 1024 };

/* Behind the string whose quote stands at `at`; an open string ends the text. */
static size_t behind_string(struct str text, size_t at) {
    for (at++; at < text.n && text.p[at] != '"'; at++)
        if (text.p[at] == '\\')
            at++;
    return at < text.n ? at + 1 : text.n;
}

static size_t behind_digits(struct str text, size_t at) {
    while (at < text.n && ascii_is_digit(text.p[at]))
        at++;
    return at;
}

/* Behind the number at *at, as RFC 8259, 6, has it; false, with *at at the offence, if it is none.
 */
static bool pass_number(struct str text, size_t *at) {
    size_t start = *at + (text.p[*at] == '-');
    size_t end = behind_digits(text, start);
    *at = end;
    if (end == start)
        return false;
    if (end - start > 1 && text.p[start] == '0') {
        *at = start + 1;
        return false;
    }
    if (end < text.n && text.p[end] == '.') {
        *at = behind_digits(text, end + 1);
        if (*at == end + 1)
            return false;
    }
    if (*at < text.n && (text.p[*at] == 'e' || text.p[*at] == 'E')) {
        size_t sign = *at + 1;
        sign += sign < text.n && (text.p[sign] == '+' || text.p[sign] == '-');
        *at = behind_digits(text, sign);
        return *at > sign;
    }
    return true;
}

/* Looks for what json-c bears even when it is told to be strict: keys in single quotes, NaN and
 * Infinity, numbers such as -01 and 1., and NUL as the end. *at is the offence. */
static bool strictly_written(struct str text, size_t *at) {
    size_t i = 0;
    while (i < text.n) {
        char c = text.p[i];
        *at = i;
        if (c == '"') {
            i = behind_string(text, i);
        } else if (c == '-' || ascii_is_digit(c)) {
            if (!pass_number(text, at))
                return false;
            i = *at;
        } else if (c == '\0' || c == '\'' || c == 'N' || c == 'I') {
            return false;
        } else {
            i++;
        }
    }
    *at = str_find_byte(text, '\0');
    return *at == SIZE_MAX;
}

enum status json_read(struct str text, struct json_object **value, struct error *error) {
    *value = NULL;
    if (text.n > BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "JSON of more than %d bytes", BYTES_MOST);
    size_t offence;
    if (!strictly_written(text, &offence))
        return error_set_at(error, STATUS_INVALID, (struct position){.offset = offence},
                            "not JSON: unexpected character at byte %zu", offence);
    struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MOST);
    if (tokener == NULL)
        return error_memory(error);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    /* json-c wants to see the end of a bare number: it takes the end of input for it only when
     * told so by a length that includes a NUL or by a following character. */
    struct json_object *object =
        json_tokener_parse_ex(tokener, text.n > 0 ? text.p : "", (int)text.n);
    enum json_tokener_error why = json_tokener_get_error(tokener);
    size_t end = json_tokener_get_parse_end(tokener);
    if (why == json_tokener_continue) {
        object = json_tokener_parse_ex(tokener, "\n", 1);
        why = json_tokener_get_error(tokener);
        end = text.n;
    }
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
