/* Reading JSON, by json-c held to strictness: UTF-8 checked, depth at most 64, nothing behind the
 * value, at most 64 MiB. Raw control characters other than NUL are borne inside strings, since
 * feeds have them. Whole numbers past 64 bits are clamped.
 *
 * Accessors are forgiving: a member that is missing, null or of another type reads as absent. */
#ifndef BASE_JSON_READ_H
#define BASE_JSON_READ_H

#include "base/status.h"
#include "base/str.h"
#include <json-c/json_object.h>

/* On STATUS_OK the caller owns *value and gives it back by json_object_put. `error` has the byte's
 * offset. */
enum status json_read(struct str text, struct json_object **value, struct error *error);

/* Members of `object`, borrowed from it; absent, NULL or `otherwise` when there is none such. */
struct json_object *json_get(struct json_object *object, const char *key);
struct str json_get_str(struct json_object *object, const char *key);
int64_t json_get_int(struct json_object *object, const char *key, int64_t otherwise);
bool json_get_bool(struct json_object *object, const char *key, bool otherwise);
/* RFC 3339 in the records' form; TIME_NONE when there is none. */
int64_t json_get_time(struct json_object *object, const char *key);
/* The member when it is an array or an object, else NULL. */
struct json_object *json_get_array(struct json_object *object, const char *key);
struct json_object *json_get_object(struct json_object *object, const char *key);
/* A string value as a view, absent when it is something else. */
struct str json_as_str(struct json_object *value);
size_t json_array_size(struct json_object *array); /* 0 for NULL */

#endif
