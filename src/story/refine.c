#include "story/decide.h"

#include "base/grow.h"

/* A member that would not join today stays while it falls short by no more than this; thousandths.
 * Else large stories crumble at their edges. */
enum { STAYS_WITHIN = 30 };

/* Originals and copies stay together, so neither is moved alone. */
static enum status mark_copies(const struct story_index *index, bool *bound) {
    struct map slots;
    map_init(&slots, index->settings.seed);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < index->slot_count && status == STATUS_OK; i++)
        if (index->live[i] != NULL)
            status = map_put(&slots, index->live[i]->id, i);
    for (size_t i = 0; i < index->slot_count && status == STATUS_OK; i++) {
        size_t original;
        if (index->live[i] == NULL || str_empty(index->live[i]->copy_of))
            continue;
        bound[i] = true;
        if (map_get(&slots, index->live[i]->copy_of, &original))
            bound[original] = true;
    }
    map_release(&slots);
    return status;
}

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

/* Asks again, now that all the others are known, where a document belongs. */
static enum status decide_again(struct story_index *index, uint32_t slot) {
    struct story_search search = {.index = index, .live = index->live[slot]};
    struct story_choice choice = {0};
    uint32_t before = index->live[slot]->story, after = before;
    story_index_leave(index, slot);
    enum status status = story_search_run(&search);
    if (status == STATUS_OK && story_choose(&search, &choice))
        after = choice.group;
    else if (status == STATUS_OK && index->groups[before].count > 0 &&
             (choice.group != before || choice.margin < -STAYS_WITHIN))
        after = add_group(index);
    story_search_end(&search);
    if (status != STATUS_OK || after == UINT32_MAX)
        return STATUS_MEMORY;
    return story_index_join(index, slot, after);
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
    bool *bound = calloc(index->slot_count + 1, sizeof *bound);
    enum status status = bound != NULL ? mark_copies(index, bound) : STATUS_MEMORY;
    for (size_t i = 0; i < index->slot_count && status == STATUS_OK; i++)
        if (index->live[i] != NULL && !bound[i])
            status = decide_again(index, (uint32_t)i);
    free(bound);
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
