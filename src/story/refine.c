#include "base/grow.h"
#include "story/partition.h"

/* A story that has no name yet. */
static uint32_t add_group(struct story_index *index) {
    if (index->group_count >= UINT32_MAX - 1 ||
        grow(&index->groups, &index->group_capacity, index->group_count + 1,
             sizeof *index->groups) != STATUS_OK)
        return UINT32_MAX;
    index->groups[index->group_count] =
        (struct story_group){.earliest = TIME_NONE, .latest = TIME_NONE};
    return (uint32_t)index->group_count++;
}

/* Takes every document out of its story into one of its own. Copies follow the first of their text
 * into its story without being members of it: they are no voices. firsts[slot] gets the first's
 * slot. */
static enum status part_all(struct story_index *index, uint32_t *firsts) {
    struct map texts;
    map_init(&texts, index->settings.seed);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < index->slot_count && status == STATUS_OK; i++) {
        const struct story_live *live = index->live[i];
        bool fresh = false;
        if (live == NULL)
            continue;
        struct map_entry *entry =
            map_ensure(&texts, str_first_of(live->copy_of, live->id), i, &fresh);
        if (entry == NULL) {
            status = STATUS_MEMORY;
            break;
        }
        firsts[i] = (uint32_t)entry->value;
        story_index_leave(index, (uint32_t)i);
        if (fresh)
            status = story_index_join(index, (uint32_t)i, add_group(index));
        else
            index->live[i]->story = index->live[firsts[i]]->story;
    }
    map_release(&texts);
    return status;
}

static enum status bring_copies(struct story_index *index, const uint32_t *firsts) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < index->slot_count && status == STATUS_OK; i++)
        if (index->live[i] != NULL && firsts[i] != i)
            status = story_index_join(index, (uint32_t)i, index->live[firsts[i]]->story);
    return status;
}

static enum status rename_groups(struct story_index *index) {
    map_clear(&index->group_of);
    for (size_t i = 0; i < index->group_count; i++) {
        struct story_group *group = &index->groups[i];
        free((void *)(uintptr_t)group->id.p);
        group->id = STR_NONE;
    }
    for (size_t i = 0; i < index->group_count; i++) {
        struct story_group *group = &index->groups[i];
        if (group->count == 0)
            continue;
        struct str id = index->live[group->members[0]]->id;
        char *text = malloc(id.n + 1);
        if (text == NULL)
            return STATUS_MEMORY;
        memcpy(text, id.p, id.n);
        group->id = str_of(text, id.n);
        if (map_put(&index->group_of, group->id, i) != STATUS_OK)
            return STATUS_MEMORY;
    }
    return STATUS_OK;
}

enum status story_index_refine(struct story_index *index, struct error *error) {
    uint32_t *firsts = malloc((index->slot_count + 1) * sizeof *firsts);
    enum status status = firsts != NULL ? part_all(index, firsts) : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = story_partition(index);
    if (status == STATUS_OK)
        status = bring_copies(index, firsts);
    free(firsts);
    if (status == STATUS_OK)
        status = rename_groups(index);
    return status == STATUS_OK ? status : error_memory(error);
}

bool story_index_member(const struct story_index *index, size_t n, struct str *id,
                        struct str *story, struct str *copy_of) {
    if (n >= index->slot_count)
        return false;
    const struct story_live *live = index->live[n];
    *id = live->id;
    *story = index->groups[live->story].id;
    *copy_of = live->copy_of;
    return true;
}
