/* The values that a template is rendered against: text, whole numbers, booleans, lists and maps, in
 * one arena. They borrow their texts and their maps' keys.
 *
 * A tree is made by appending; when the arena is at its end, what does not fit is left out and
 * arena_failed says so, so that a maker checks once. Functions do nothing on a NULL value and give
 * NULL back for one. */
#ifndef TEMPLATE_VALUE_H
#define TEMPLATE_VALUE_H

#include "base/arena.h"
#include "base/str.h"

enum template_kind {
    TEMPLATE_NONE, /* absent; a zeroed value */
    TEMPLATE_TEXT,
    TEMPLATE_INTEGER,
    TEMPLATE_BOOLEAN,
    TEMPLATE_LIST,
    TEMPLATE_MAP,
};

struct template_value {
    enum template_kind kind;
    union {
        struct str text;
        int64_t integer;
        bool boolean;
        struct template_members { /* of a list or map, in the order of appending */
            struct template_member *first, *last;
        } members;
    };
};

struct template_member {
    struct str key; /* absent in a list */
    struct template_value value;
    struct template_member *next;
};

/* An empty map, an empty list: roots. */
struct template_value *template_map(struct arena *arena);
struct template_value *template_list(struct arena *arena);

/* A new member of a map, by its key, NULL only when there is no memory: of two with the same key
 * the first counts. An absent text is left out. */
void template_put_text(struct arena *arena, struct template_value *map, const char *key,
                       struct str text);
void template_put_integer(struct arena *arena, struct template_value *map, const char *key,
                          int64_t integer);
void template_put_boolean(struct arena *arena, struct template_value *map, const char *key,
                          bool boolean);
struct template_value *template_put_map(struct arena *arena, struct template_value *map,
                                        const char *key);
struct template_value *template_put_list(struct arena *arena, struct template_value *map,
                                         const char *key);
/* Any value under any key, shared with where it came from. */
void template_put(struct arena *arena, struct template_value *map, struct str key,
                  const struct template_value *value);

/* A new last element of a list. */
void template_add_text(struct arena *arena, struct template_value *list, struct str text);
struct template_value *template_add_map(struct arena *arena, struct template_value *list);
void template_add(struct arena *arena, struct template_value *list,
                  const struct template_value *value);

/* The member of a map with this key; NULL when there is none, or `value` is no map. */
const struct template_value *template_get(const struct template_value *value, struct str key);
/* Whether a section of it is shown. NULL is false. */
bool template_true(const struct template_value *value);

#endif
