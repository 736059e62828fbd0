#include "template/value.h"

static struct template_value *make(struct arena *arena, enum template_kind kind) {
    struct template_value *value = arena_new(arena, struct template_value);
    if (value != NULL)
        value->kind = kind;
    return value;
}

struct template_value *template_map(struct arena *arena) {
    return make(arena, TEMPLATE_MAP);
}

struct template_value *template_list(struct arena *arena) {
    return make(arena, TEMPLATE_LIST);
}

static struct template_value *append(struct arena *arena, struct template_value *parent,
                                     struct str key, enum template_kind kind) {
    if (parent == NULL)
        return NULL;
    struct template_member *member = arena_new(arena, struct template_member);
    if (member == NULL)
        return NULL;
    member->key = key;
    member->value.kind = kind;
    if (parent->members.last != NULL)
        parent->members.last->next = member;
    else
        parent->members.first = member;
    parent->members.last = member;
    return &member->value;
}

void template_put_text(struct arena *arena, struct template_value *map, const char *key,
                       struct str text) {
    if (str_absent(text))
        return;
    struct template_value *value = append(arena, map, str_from(key), TEMPLATE_TEXT);
    if (value != NULL)
        value->text = text;
}

void template_put_integer(struct arena *arena, struct template_value *map, const char *key,
                          int64_t integer) {
    struct template_value *value = append(arena, map, str_from(key), TEMPLATE_INTEGER);
    if (value != NULL)
        value->integer = integer;
}

void template_put_boolean(struct arena *arena, struct template_value *map, const char *key,
                          bool boolean) {
    struct template_value *value = append(arena, map, str_from(key), TEMPLATE_BOOLEAN);
    if (value != NULL)
        value->boolean = boolean;
}

struct template_value *template_put_map(struct arena *arena, struct template_value *map,
                                        const char *key) {
    return append(arena, map, str_from(key), TEMPLATE_MAP);
}

struct template_value *template_put_list(struct arena *arena, struct template_value *map,
                                         const char *key) {
    return append(arena, map, str_from(key), TEMPLATE_LIST);
}

void template_put(struct arena *arena, struct template_value *map, struct str key,
                  const struct template_value *value) {
    struct template_value *place = value != NULL ? append(arena, map, key, TEMPLATE_NONE) : NULL;
    if (place != NULL)
        *place = *value;
}

void template_add_text(struct arena *arena, struct template_value *list, struct str text) {
    struct template_value *value = append(arena, list, STR_NONE, TEMPLATE_TEXT);
    if (value != NULL)
        value->text = text;
}

struct template_value *template_add_map(struct arena *arena, struct template_value *list) {
    return append(arena, list, STR_NONE, TEMPLATE_MAP);
}

void template_add(struct arena *arena, struct template_value *list,
                  const struct template_value *value) {
    template_put(arena, list, STR_NONE, value);
}

const struct template_value *template_get(const struct template_value *value, struct str key) {
    if (value == NULL || value->kind != TEMPLATE_MAP)
        return NULL;
    for (const struct template_member *m = value->members.first; m != NULL; m = m->next)
        if (m->key.n == key.n && key.n > 0 && m->key.p[0] == key.p[0] &&
            memcmp(m->key.p, key.p, key.n) == 0)
            return &m->value;
    return NULL;
}

bool template_true(const struct template_value *value) {
    if (value == NULL)
        return false;
    switch (value->kind) {
    case TEMPLATE_NONE:
        return false;
    case TEMPLATE_TEXT:
        return value->text.n > 0;
    case TEMPLATE_INTEGER:
        return true;
    case TEMPLATE_BOOLEAN:
        return value->boolean;
    case TEMPLATE_LIST:
        return value->members.first != NULL;
    case TEMPLATE_MAP:
        return true;
    }
    return false;
}
