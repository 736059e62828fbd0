#include "base/map.h"

#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

void map_init(struct map *map, uint64_t seed) {
    *map = (struct map){.seed = seed};
}

void map_release(struct map *map) {
    free(map->entries);
    free(map->slots);
    *map = (struct map){.seed = map->seed};
}

void map_clear(struct map *map) {
    map->n = 0;
    if (map->slots != NULL)
        memset(map->slots, 0, map->slot_count * sizeof *map->slots);
}

static uint64_t hash_of(const struct map *map, struct str key) {
    return XXH3_64bits_withSeed(key.n > 0 ? key.p : "", key.n, map->seed);
}

/* The slot that holds `key`, or the free one where it belongs. */
static size_t slot_of(const struct map *map, struct str key, uint64_t hash) {
    size_t mask = map->slot_count - 1;
    size_t at = (size_t)hash & mask;
    while (map->slots[at] != 0) {
        const struct map_entry *entry = &map->entries[map->slots[at] - 1];
        if (entry->hash == hash && str_eq(entry->key, key))
            break;
        at = (at + 1) & mask;
    }
    return at;
}

static enum status widen_slots(struct map *map) {
    size_t count = map->slot_count == 0 ? 16 : map->slot_count * 2;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (slots == NULL)
        return STATUS_MEMORY;
    free(map->slots);
    map->slots = slots;
    map->slot_count = count;
    for (size_t i = 0; i < map->n; i++)
        map->slots[slot_of(map, map->entries[i].key, map->entries[i].hash)] = (uint32_t)(i + 1);
    return STATUS_OK;
}

static enum status widen_entries(struct map *map) {
    size_t capacity = map->capacity == 0 ? 8 : map->capacity * 2;
    struct map_entry *entries = realloc(map->entries, capacity * sizeof *entries);
    if (entries == NULL)
        return STATUS_MEMORY;
    map->entries = entries;
    map->capacity = capacity;
    return STATUS_OK;
}

struct map_entry *map_find(const struct map *map, struct str key) {
    if (map->n == 0)
        return NULL;
    uint32_t slot = map->slots[slot_of(map, key, hash_of(map, key))];
    return slot != 0 ? &map->entries[slot - 1] : NULL;
}

bool map_get(const struct map *map, struct str key, size_t *value) {
    const struct map_entry *entry = map_find(map, key);
    if (entry != NULL)
        *value = entry->value;
    return entry != NULL;
}

struct map_entry *map_ensure(struct map *map, struct str key, size_t value, bool *fresh) {
    if (map->n + 1 > map->slot_count / 4 * 3 && widen_slots(map) != STATUS_OK)
        return NULL;
    uint64_t hash = hash_of(map, key);
    size_t slot = slot_of(map, key, hash);
    *fresh = map->slots[slot] == 0;
    if (!*fresh)
        return &map->entries[map->slots[slot] - 1];
    if (map->n >= UINT32_MAX - 1)
        return NULL;
    if (map->n == map->capacity && widen_entries(map) != STATUS_OK)
        return NULL;
    map->entries[map->n] = (struct map_entry){.key = key, .hash = hash, .value = value};
    map->slots[slot] = (uint32_t)(map->n + 1);
    return &map->entries[map->n++];
}

enum status map_put(struct map *map, struct str key, size_t value) {
    bool fresh;
    struct map_entry *entry = map_ensure(map, key, value, &fresh);
    if (entry == NULL)
        return STATUS_MEMORY;
    entry->value = value;
    return STATUS_OK;
}
