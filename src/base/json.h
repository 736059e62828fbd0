/* A streaming JSON writer (RFC 8259): commas, quoting and indentation are its business.
 *
 *     struct json json;
 *     json_init(&json, &buf, 0);
 *     json_begin_object(&json);
 *     json_field_str(&json, "title", title);   // left out when absent
 *     json_end_object(&json);
 *
 * Errors stick in the buffer, as in buf.h. Strings must be UTF-8; ill-formed bytes are written as
 * U+FFFD. Misuse (a value without a key in an object) is the caller's bug and asserts in tests. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

enum { JSON_DEPTH_MOST = 64 };

enum json_flags {
    JSON_COMPACT = 0,
    JSON_PRETTY = 1,      /* two spaces a level */
    JSON_HTML_SAFE = 2,   /* `<`, `>`, `&` and U+2028/9 as \u00XX: may stand inside <script> */
    JSON_WELL_FORMED = 8, /* strings are known to be UTF-8 (utf8_clean made them): not looked at.
                             Says nothing beside JSON_HTML_SAFE or JSON_INERT */
    JSON_INERT = 4,       /* utf8_is_control as \uXXXX: may be shown on a terminal */
};

struct json {
    struct buf *out;
    unsigned flags;
    unsigned depth;
    bool key_due;                     /* a key was just written */
    bool filled[JSON_DEPTH_MOST + 1]; /* the open container has a member already */
};

void json_init(struct json *json, struct buf *out, unsigned flags);
void json_begin_object(struct json *json);
void json_end_object(struct json *json);
void json_begin_array(struct json *json);
void json_end_array(struct json *json);
/* A key of our own: nothing in it needs escaping. */
void json_key(struct json *json, const char *key);
void json_key_str(struct json *json, struct str key);
void json_str(struct json *json, struct str value);
void json_int(struct json *json, int64_t value);
void json_boolean(struct json *json, bool value);
void json_null(struct json *json);
/* Text that is JSON already. */
void json_raw(struct json *json, struct str value);

/* Key and value; an absent view is left out (as cli.md asks of the tools). */
void json_field_str(struct json *json, const char *key, struct str value);
/* Left out when empty, too. */
void json_field_text(struct json *json, const char *key, struct str value);
void json_field_int(struct json *json, const char *key, int64_t value);
void json_field_bool(struct json *json, const char *key, bool value);
/* RFC 3339 UTC; left out for TIME_NONE. */
void json_field_time(struct json *json, const char *key, int64_t time);

/* Appends `value` quoted, without any writer's state. */
void json_quote(struct buf *out, struct str value, unsigned flags);

#endif
