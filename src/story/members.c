#include "story/story.h"

#include "base/map.h"

/* A member without a time can hardly claim to be the older one. */
static int64_t time_of(const struct story_member *member) {
    return member->published == TIME_NONE ? INT64_MAX : member->published;
}

static int by_quality(const void *left, const void *right) {
    const struct story_member *a = left, *b = right;
    if (a->quality != b->quality)
        return a->quality > b->quality ? -1 : 1;
    if (time_of(a) != time_of(b))
        return time_of(a) < time_of(b) ? -1 : 1;
    return str_compare(a->id, b->id);
}

void story_sort(struct story_member *members, size_t count) {
    if (count > 1)
        qsort(members, count, sizeof *members, by_quality);
}

/* The text a member carries, by the id of the article that had it first. */
static struct str text_of(const struct story_member *member) {
    return str_first_of(member->copy_of, member->id);
}

/* Who tells each text: the lead its own, another text's original, where it is there, else the best
 * of its copies. */
static enum status find_tellers(const struct story_member *members, size_t count,
                                struct map *tellers) {
    for (size_t i = 0; i < count; i++) {
        bool fresh;
        struct map_entry *entry = map_ensure(tellers, text_of(&members[i]), i, &fresh);
        if (entry == NULL)
            return STATUS_MEMORY;
        if (str_empty(members[i].copy_of) && entry->value > 0)
            entry->value = i;
    }
    return STATUS_OK;
}

static bool tells(const struct map *tellers, const struct story_member *members, size_t i) {
    size_t teller = SIZE_MAX;
    return map_get(tellers, text_of(&members[i]), &teller) && teller == i;
}

/* Counts those whose owner is new: all, or only those who tell a text. */
static enum status count_owners(const struct story_member *members, size_t count,
                                const struct map *tellers, struct map *owners, size_t *n) {
    for (size_t i = 0; i < count; i++) {
        bool fresh;
        if (tellers != NULL && !tells(tellers, members, i))
            continue;
        if (map_ensure(owners, str_first_of(members[i].owner, members[i].id), i, &fresh) == NULL)
            return STATUS_MEMORY;
        *n += fresh;
    }
    return STATUS_OK;
}

enum status story_coverage(const struct story_member *members, size_t count,
                           struct story_coverage *coverage, struct error *error) {
    struct map tellers, owners;
    *coverage = (struct story_coverage){0};
    if (count == 0)
        return STATUS_OK;
    map_init(&tellers, 0);
    map_init(&owners, 0);
    enum status status = find_tellers(members, count, &tellers);
    if (status == STATUS_OK)
        status = count_owners(members, count, &tellers, &owners, &coverage->voices);
    if (status == STATUS_OK)
        status = count_owners(members, count, NULL, &owners, &coverage->copies);
    coverage->voices -= coverage->voices > 0; /* the lead, who tells the first text */
    coverage->same_owner = count - 1 - coverage->voices - coverage->copies;
    map_release(&owners);
    map_release(&tellers);
    return status == STATUS_OK ? status : error_memory(error);
}
