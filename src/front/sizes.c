#include "front/sizes.h"

#include "base/map.h"

enum { LARGEST = 5, SECOND = 4, LARGEST_MOST = 1, SECOND_MOST = 3 };

static int64_t limit_of(const struct edition *edition, int size) {
    return edition->publish.front_sizes[size - 2];
}

/* Whether `heat` is at least `percent` per cent of `limit`, without overflow. */
static bool reaches(int64_t heat, int64_t limit, int64_t percent) {
    return (__int128)heat * 100 >= (__int128)limit * percent;
}

static int plain_size(const struct edition *edition, int64_t heat) {
    int size = 1;
    while (size < LARGEST && heat >= limit_of(edition, size + 1))
        size++;
    return size;
}

/* A story that had a size leaves it only when its heat is more than FRONT_KEEP_PERCENT beyond the
 * limit: pages.md, "with hysteresis so that they do not flicker". */
static int steady_size(const struct edition *edition, int64_t heat, int before) {
    int size = before;
    while (size < LARGEST && reaches(heat, limit_of(edition, size + 1), 100 + FRONT_KEEP_PERCENT))
        size++;
    while (size > 1 && !reaches(heat, limit_of(edition, size), 100 - FRONT_KEEP_PERCENT))
        size--;
    return size;
}

/* What an item puts forward for a scarce size: its rank, and FRONT_KEEP_PERCENT of its heat more
 * when it had that size before. */
static int64_t claim_of(const struct front_item *item, int before, int size) {
    return item->rank + (before >= size ? item->heat * 10 * FRONT_KEEP_PERCENT : 0);
}

/* Leaves `size` to the `most` items with the best claims (of equal ones to the earlier) and makes
 * the others one smaller. */
static void limit_size(struct front_item *items, size_t count, const int *before, int size,
                       size_t most) {
    size_t kept[SECOND_MOST]; /* best claim first */
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (items[i].size != size)
            continue;
        size_t at = n;
        while (at > 0 && claim_of(&items[kept[at - 1]], before[kept[at - 1]], size) <
                             claim_of(&items[i], before[i], size))
            at--;
        items[i].size = size - 1;
        if (at == most)
            continue;
        n += n < most;
        for (size_t k = n - 1; k > at; k--)
            kept[k] = kept[k - 1];
        kept[at] = i;
    }
    for (size_t k = 0; k < n; k++)
        items[kept[k]].size = size;
}

/* The previous size of each item, 0 when it was not on the front. */
static enum status sizes_before(const struct front_item *previous, size_t previous_count,
                                const struct front_item *items, size_t count, int *before) {
    struct map map;
    map_init(&map, 0);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < previous_count && status == STATUS_OK; i++)
        status = map_put(&map, str_from(previous[i].story), i);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        size_t at;
        bool was = map_get(&map, str_from(items[i].story), &at);
        int size = was ? previous[at].size : 0;
        before[i] = size < 0 ? 0 : size > LARGEST ? LARGEST : size;
    }
    map_release(&map);
    return status;
}

enum status front_set_sizes(const struct edition *edition, const struct front_item *previous,
                            size_t previous_count, struct front_item *items, size_t count,
                            struct error *error) {
    int *before = calloc(count + 1, sizeof *before);
    if (before == NULL)
        return error_memory(error);
    enum status status = sizes_before(previous, previous_count, items, count, before);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        items[i].size = before[i] == 0 ? plain_size(edition, items[i].heat)
                                       : steady_size(edition, items[i].heat, before[i]);
    if (status == STATUS_OK) {
        limit_size(items, count, before, LARGEST, LARGEST_MOST);
        limit_size(items, count, before, SECOND, SECOND_MOST);
    }
    free(before);
    return status == STATUS_OK ? status : error_memory(error);
}
