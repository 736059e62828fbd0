/* A hash map from text to a number (usually an index into an array of the caller's).
 *
 * Keys are borrowed: they must live as long as the map. Entries stand in the order of insertion in
 * `entries[0..n)`, so that walking a map never depends on the hash. There is no removal: rooms that
 * need one rebuild. The hash is XXH3 with a seed, so that keys chosen by strangers do not collide
 * on purpose when the seed is random; results never depend on it. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/status.h"
#include "base/str.h"

struct map_entry {
    struct str key;
    uint64_t hash;
    size_t value;
};

struct map {
    struct map_entry *entries;
    size_t n;
    size_t capacity;
    uint32_t *slots; /* index into entries + 1; 0 = free */
    size_t slot_count;
    uint64_t seed;
};

void map_init(struct map *map, uint64_t seed);
void map_release(struct map *map);
void map_clear(struct map *map);
/* The entry of `key`, or NULL; valid until the next map_put. */
struct map_entry *map_find(const struct map *map, struct str key);
bool map_get(const struct map *map, struct str key, size_t *value);
/* Sets, replacing what was there. STATUS_MEMORY leaves the map as it was. */
enum status map_put(struct map *map, struct str key, size_t value);
/* The entry of `key`, made with `value` when it was missing (*fresh says so); NULL = no memory. */
struct map_entry *map_ensure(struct map *map, struct str key, size_t value, bool *fresh);

#endif
