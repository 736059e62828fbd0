#include "publish/known.h"

#include <stdlib.h>

#include "base/grow.h"
#include "publish/paper.h"

enum { KEYS_AT_ONCE = 4096, SPACE_BYTES = 1 << 28, PIECE_BYTES = 1 << 26 };

static const struct {
    enum store_space space;
    const char *prefix; /* of the keys that are looked up */
} spaces[KNOWN_SPACES] = {
    {KEYS_RECORD, ""},  {KEYS_SLUG, ""},  {KEYS_IMPORTED, ""}, {KEYS_ANNOUNCED, PAPER_AGAIN},
    {KEYS_EARLIER, ""}, {KEYS_LATER, ""},
};

static void release(struct known *known) {
    map_release(&known->places);
    free(known->values);
    arena_release(&known->arena);
    *known = (struct known){0};
}

static enum status add(struct known *known, const struct store_key *key, struct error *error) {
    size_t n = known->places.n;
    struct str copy = arena_copy(&known->arena, key->key);
    struct str value = arena_copy(&known->arena, key->value);
    if (grow(&known->values, &known->capacity, n + 1, sizeof *known->values) != STATUS_OK ||
        str_absent(copy) || str_absent(value) || map_put(&known->places, copy, n) != STATUS_OK)
        return error_memory(error);
    known->values[n] = value;
    return STATUS_OK;
}

/* The keys with this prefix follow one another. */
static enum status read_space(const struct paper *paper, size_t at, struct known *known,
                              struct error *error) {
    struct str after = str_from(spaces[at].prefix), prefix = after;
    struct arena piece;
    size_t count = KEYS_AT_ONCE;
    enum status status = STATUS_OK;
    arena_init(&known->arena, SPACE_BYTES);
    map_init(&known->places, 0);
    arena_init(&piece, PIECE_BYTES);
    while (status == STATUS_OK && count == KEYS_AT_ONCE && known->places.n < KNOWN_KEYS_MOST) {
        struct store_key *keys;
        arena_clear(&piece);
        status = store_keys_list(paper->context->store, &piece, spaces[at].space, after,
                                 KEYS_AT_ONCE, &keys, &count, error);
        for (size_t i = 0; i < count && status == STATUS_OK; i++) {
            if (!str_starts(keys[i].key, prefix))
                count = 0;
            else
                status = add(known, &keys[i], error);
        }
        if (known->places.n > 0)
            after = known->places.entries[known->places.n - 1].key;
    }
    arena_release(&piece);
    known->whole = status == STATUS_OK && count < KEYS_AT_ONCE;
    if (!known->whole)
        release(known);
    return status;
}

enum status known_read(struct paper *paper, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < KNOWN_SPACES && status == STATUS_OK; i++)
        status = read_space(paper, i, &paper->known_keys[i], error);
    return status;
}

void known_release(struct paper *paper) {
    for (size_t i = 0; i < KNOWN_SPACES; i++)
        release(&paper->known_keys[i]);
}

/* KNOWN_SPACES for one that is not read. */
static size_t place_of(enum store_space space) {
    size_t at = 0;
    while (at < KNOWN_SPACES && spaces[at].space != space)
        at++;
    return at;
}

size_t known_count(const struct paper *paper, enum store_space space) {
    size_t at = place_of(space);
    return at < KNOWN_SPACES ? paper->known_keys[at].places.n : 0;
}

enum status known_get(const struct paper *paper, struct arena *arena, enum store_space space,
                      struct store_key *keys, size_t count, struct error *error) {
    size_t at = place_of(space), place;
    if (at == KNOWN_SPACES || !paper->known_keys[at].whole)
        return store_keys_get(paper->context->store, arena, space, keys, count, error);
    const struct known *known = &paper->known_keys[at];
    for (size_t i = 0; i < count; i++)
        keys[i].value =
            map_get(&known->places, keys[i].key, &place) ? known->values[place] : STR_NONE;
    return STATUS_OK;
}
