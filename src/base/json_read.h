/* Reading JSON (RFC 8259) into a tree that lies in an arena, copied: nothing of the text is needed
 * afterwards, and nothing is to be given back but the arena.
 *
 *     const struct json_value *top;
 *     status = json_read(&arena, text, &top, error);
 *     struct str title = json_get_str(top, "title");
 *     for (const struct json_value *tag = json_first(json_get_array(top, "tags")); tag != NULL;
 *          tag = tag->next)
 *         take(json_as_str(tag));
 *
 * It is strict: UTF-8 is checked, containers nest at most JSON_DEPTH_MOST deep, nothing stands
 * behind the value. Raw control characters other than NUL are borne inside strings, since feeds
 * have them. A lone surrogate (\ud800) reads as U+FFFD. Any text takes time and memory in
 * proportion to its length; a lookup takes time in proportion to the members of the object.
 *
 * Accessors are forgiving: a member that is missing, null or of another type reads as absent, and
 * so does everything of NULL. Of members with the same key the last counts. */
#ifndef BASE_JSON_READ_H
#define BASE_JSON_READ_H

#include "base/arena.h"
#include "base/json.h"

enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT,
};

/* `kind`, `key` and `next` are for everybody; the rest is for the accessors. */
struct json_value {
    enum json_kind kind;
    uint32_t key_mark;             /* differs where keys do, mostly */
    struct str key;                /* of a member, with NUL behind it; absent in an array */
    const struct json_value *next; /* the next member or element, in the order of the text */
    union {
        struct str text; /* of a string, with NUL behind it; of a number, as it was written */
        struct {
            const struct json_value *first;
            size_t count;
        } inside; /* of an array or object */
    } of;
};

enum { JSON_BYTES_MOST = 64 * 1024 * 1024, JSON_VALUES_MOST = 2000000 };
/* An arena with this cap has room for any text that is read. */
#define JSON_MEMORY_MOST ((size_t)192 * 1024 * 1024)

/* *value is NULL unless the status is STATUS_OK. STATUS_INVALID: `error` has the byte's offset;
 * STATUS_LIMIT: more bytes or values than are read, or than the arena has room for. What a failure
 * leaves in the arena is wasted. */
enum status json_read(struct arena *arena, struct str text, const struct json_value **value,
                      struct error *error);
/* Writes a value as it was read: numbers as they were written, members in their order. */
void json_write(struct json *json, const struct json_value *value);

/* Members of `object`; NULL, absent or `otherwise` when there is none such. */
const struct json_value *json_get(const struct json_value *object, const char *key);
struct str json_get_str(const struct json_value *object, const char *key);
/* Of a whole number: 7 and -0, but not 7.0. Clamped to 64 bits. */
int64_t json_get_int(const struct json_value *object, const char *key, int64_t otherwise);
bool json_get_bool(const struct json_value *object, const char *key, bool otherwise);
/* RFC 3339 in the records' form; TIME_NONE when there is none. */
int64_t json_get_time(const struct json_value *object, const char *key);
/* The member when it is an array or an object, else NULL. */
const struct json_value *json_get_array(const struct json_value *object, const char *key);
const struct json_value *json_get_object(const struct json_value *object, const char *key);

bool json_is(const struct json_value *value, enum json_kind kind);
/* A string's text, absent when it is something else. */
struct str json_as_str(const struct json_value *value);
/* Whether it is a whole number, which is then put into *number, clamped. */
bool json_as_int(const struct json_value *value, int64_t *number);
/* The first element or member of an array or object; NULL when there is none. */
const struct json_value *json_first(const struct json_value *container);
/* How many elements or members there are; 0 of anything else. */
size_t json_size(const struct json_value *container);

#endif
