#include "story/settle.h"

#include "base/map.h"
#include "story/regroup.h"

enum {
    AGREE = 800,    /* share of a story that must go where the most of it goes, thousandths */
    BONDS_MOST = 8, /* that one story obeys in one go: the rest has time until the next tick */
};

/* tools/story-model tries others. */
#ifndef STORY_SETTLE_CONST
#define STORY_SETTLE_CONST const
#endif

/* All in thousandths of log-odds. */
static STORY_SETTLE_CONST struct bounds {
    int64_t unites_from; /* how sure both samples must be on average that two stories are one */
    int64_t clear;       /* the same of two stories that are out of the house */
    int64_t parts_below; /* who falls short by more than this leaves */
} bounds = {
#include "story/settle.def"
};

/* Settling while it goes on. */
struct settling {
    struct story_index *index;
    struct arena *arena;
    const struct story_bonds *bonds;
    struct map slots; /* of the articles that bonds name */
};

/* The story that is looked at. */
struct asked {
    const struct settling *settling;
    uint32_t story;
};

/* ---- what editors said ---- */

static enum status note_slot(struct settling *settling, struct str id) {
    bool fresh;
    return map_ensure(&settling->slots, id, STORY_NO_SLOT, &fresh) != NULL ? STATUS_OK
                                                                           : STATUS_MEMORY;
}

static enum status find_slots(struct settling *settling) {
    const struct story_bonds *bonds = settling->bonds;
    const struct story_index *index = settling->index;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < bonds->together_count + bonds->apart_count; i++) {
        const struct story_pair *pair = i < bonds->together_count
                                            ? &bonds->together[i]
                                            : &bonds->apart[i - bonds->together_count];
        status = note_slot(settling, pair->a);
        if (status == STATUS_OK)
            status = note_slot(settling, pair->b);
    }
    for (size_t i = 0; settling->slots.n > 0 && i < index->slot_count; i++) {
        struct map_entry *entry =
            index->live[i] != NULL ? map_find(&settling->slots, index->live[i]->id) : NULL;
        if (entry != NULL)
            entry->value = i;
    }
    return status;
}

static uint32_t slot_of(const struct settling *settling, struct str id) {
    size_t slot = STORY_NO_SLOT;
    map_get(&settling->slots, id, &slot);
    return (uint32_t)slot;
}

static uint32_t story_of(const struct settling *settling, struct str id) {
    uint32_t slot = slot_of(settling, id);
    return slot != STORY_NO_SLOT ? settling->index->live[slot]->story : UINT32_MAX;
}

/* Whether an editor said that something of `a` is not of one story with something of `b`. */
static bool kept_apart(const struct settling *settling, uint32_t a, uint32_t b) {
    for (size_t i = 0; i < settling->bonds->apart_count; i++) {
        uint32_t first = story_of(settling, settling->bonds->apart[i].a);
        uint32_t second = story_of(settling, settling->bonds->apart[i].b);
        if ((first == a && second == b) || (first == b && second == a))
            return true;
    }
    return false;
}

/* The same of one article, which need not be in either, and the articles of a story. */
static bool article_apart(const struct settling *settling, struct str id, uint32_t story) {
    for (size_t i = 0; i < settling->bonds->apart_count; i++) {
        const struct story_pair *pair = &settling->bonds->apart[i];
        if ((str_eq(pair->a, id) && story_of(settling, pair->b) == story) ||
            (str_eq(pair->b, id) && story_of(settling, pair->a) == story))
            return true;
    }
    return false;
}

/* ---- parts of a story ---- */

static bool is_of_part(const struct story_regrouping *regrouping, size_t part, uint32_t slot) {
    for (size_t i = 0; i < regrouping->count; i++)
        if (regrouping->slots[i] == slot)
            return regrouping->part[i] == part;
    return false;
}

/* Whether an editor said that something of the part is of one story with something of the rest. */
static bool is_tied(const struct settling *settling, uint32_t story,
                    const struct story_regrouping *regrouping, size_t part) {
    for (size_t i = 0; i < settling->bonds->together_count; i++) {
        const struct story_pair *pair = &settling->bonds->together[i];
        if (story_of(settling, pair->a) == story && story_of(settling, pair->b) == story &&
            is_of_part(regrouping, part, slot_of(settling, pair->a)) !=
                is_of_part(regrouping, part, slot_of(settling, pair->b)))
            return true;
    }
    return false;
}

/* ---- proposing ---- */

/* Those articles leave, and their copies with them. */
static enum status list_articles(struct settling *settling, uint32_t story, const uint32_t *slots,
                                 size_t count, struct story_change *change) {
    const struct story_index *index = settling->index;
    const struct story_group *group = &index->groups[story];
    change->articles = arena_array(settling->arena, group->count, struct str);
    if (change->articles == NULL)
        return STATUS_MEMORY;
    for (size_t i = 0; i < group->count; i++) {
        const struct story_live *live = index->live[group->members[i]];
        bool goes = false;
        for (size_t k = 0; k < count && !goes; k++)
            goes =
                slots[k] == group->members[i] || str_eq(live->copy_of, index->live[slots[k]]->id);
        if (goes)
            change->articles[change->count++] = arena_copy(settling->arena, live->id);
    }
    return arena_status(settling->arena, NULL);
}

static enum status obey(struct settling *settling, uint32_t story, struct story_change *change,
                        bool *found) {
    const struct story_bonds *bonds = settling->bonds;
    change->bond = true;
    for (size_t i = 0; i < bonds->apart_count; i++) {
        uint32_t a = slot_of(settling, bonds->apart[i].a), b = slot_of(settling, bonds->apart[i].b);
        if (a == b || story_of(settling, bonds->apart[i].a) != story ||
            story_of(settling, bonds->apart[i].b) != story)
            continue;
        *found = true;
        change->kind = STORY_PARTS;
        return list_articles(settling, story, a > b ? &a : &b, 1, change);
    }
    for (size_t i = 0; i < bonds->together_count; i++) {
        uint32_t a = story_of(settling, bonds->together[i].a);
        uint32_t b = story_of(settling, bonds->together[i].b);
        if (a == b || a == UINT32_MAX || b == UINT32_MAX || (a != story && b != story) ||
            kept_apart(settling, a, b))
            continue;
        *found = true;
        change->kind = STORY_UNITES;
        change->other = settling->index->groups[a == story ? b : a].id;
        return STATUS_OK;
    }
    change->bond = false;
    return STATUS_OK;
}

static bool may_not_unite(const void *state, uint32_t other) {
    const struct asked *asked = state;
    return kept_apart(asked->settling, asked->story, other);
}

bool story_change_clear(const struct story_change *change, bool story_out, bool other_out) {
    return change->bond || !story_out || !other_out || change->margin >= bounds.clear;
}

/* ---- doing ---- */

static enum status move_all(struct settling *settling, uint32_t from, struct str into) {
    struct story_index *index = settling->index;
    uint32_t to = story_index_found(index, into);
    enum status status = to != UINT32_MAX ? STATUS_OK : STATUS_MEMORY;
    while (status == STATUS_OK && index->groups[from].count > 0) {
        uint32_t slot = index->groups[from].members[index->groups[from].count - 1];
        story_index_leave(index, slot);
        status = story_index_join(index, slot, to);
    }
    return status;
}

static enum status move_some(struct settling *settling, uint32_t from,
                             const struct story_change *change, struct str into) {
    struct story_index *index = settling->index;
    uint32_t to = story_index_found(index, into);
    enum status status = to != UINT32_MAX ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < change->count; i++) {
        const struct story_group *group = &index->groups[from];
        size_t at = 0;
        while (at < group->count &&
               !str_eq(index->live[group->members[at]]->id, change->articles[i]))
            at++;
        if (at == group->count)
            continue;
        uint32_t slot = group->members[at];
        story_index_leave(index, slot);
        status = story_index_join(index, slot, to);
    }
    return status;
}

/* Takes one change; change->story is then the story to be looked at again, absent when the change
 * was refused. */
static enum status make(struct settling *settling, uint32_t story, struct story_change *change,
                        const struct story_hand *hand, struct error *error) {
    struct str id = STR_NONE;
    change->other = arena_copy(settling->arena, change->other);
    enum status status = arena_status(settling->arena, error);
    if (status == STATUS_OK)
        status = hand->take(hand->state, change, &id, error);
    if (status != STATUS_OK)
        return status;
    id = arena_copy(settling->arena, id);
    if (str_absent(id)) {
        change->story = STR_NONE;
        return arena_status(settling->arena, error);
    }
    if (change->kind == STORY_UNITES) {
        uint32_t from = story;
        if (str_eq(id, change->story))
            from = story_index_found(settling->index, change->other);
        status = from != UINT32_MAX ? move_all(settling, from, id) : STATUS_MEMORY;
        change->story = id;
    } else {
        status = move_some(settling, story, change, id);
    }
    return status == STATUS_OK ? status : error_memory(error);
}

/* ---- one story ---- */

static enum status obey_all(struct settling *settling, struct str *id,
                            const struct story_hand *hand, struct error *error) {
    enum status status = STATUS_OK;
    for (int i = 0; status == STATUS_OK && i < BONDS_MOST && !str_absent(*id); i++) {
        struct story_change change = {.story = *id};
        bool found = false;
        size_t story;
        if (!map_get(&settling->index->group_of, *id, &story))
            return STATUS_OK;
        status = obey(settling, (uint32_t)story, &change, &found);
        if (status != STATUS_OK)
            return error_memory(error);
        if (!found)
            return STATUS_OK;
        status = make(settling, (uint32_t)story, &change, hand, error);
        *id = change.story;
    }
    return status;
}

/* Where the largest part of the story stands now: changes may have given it another id. */
static uint32_t place_of(const struct settling *settling,
                         const struct story_regrouping *regrouping) {
    size_t at = 0;
    while (regrouping->part[at] != 0)
        at++;
    return settling->index->live[regrouping->slots[at]]->story;
}

/* The stories that most of it went with become one with it. */
static enum status unite(struct settling *settling, const struct story_regrouping *regrouping,
                         const struct story_hand *hand, struct error *error) {
    const struct story_part *first = &regrouping->list[0];
    enum status status = STATUS_OK;
    if (first->voices * 1000 < regrouping->count * AGREE)
        return STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < regrouping->near_count; i++) {
        uint32_t story = place_of(settling, regrouping);
        struct story_change change = {.kind = STORY_UNITES,
                                      .story = settling->index->groups[story].id,
                                      .other = settling->index->groups[regrouping->near[i]].id,
                                      .margin = first->margin};
        if (regrouping->near_part[i] == 0)
            status = make(settling, story, &change, hand, error);
    }
    return status;
}

static enum status leave(struct settling *settling, const struct story_regrouping *regrouping,
                         size_t part, const struct story_hand *hand, struct error *error) {
    const struct story_part *leaves = &regrouping->list[part];
    uint32_t story = place_of(settling, regrouping), slots[STORY_REGROUP_VOICES];
    size_t count = 0;
    for (size_t i = 0; i < regrouping->count; i++)
        if (regrouping->part[i] == part &&
            (leaves->joined == UINT32_MAX ||
             !article_apart(settling, settling->index->live[regrouping->slots[i]]->id,
                            leaves->joined)))
            slots[count++] = regrouping->slots[i];
    if (count == 0 || is_tied(settling, story, regrouping, part))
        return STATUS_OK;
    struct story_change change = {.kind = leaves->joined != UINT32_MAX ? STORY_MOVES : STORY_PARTS,
                                  .story = settling->index->groups[story].id,
                                  .margin = leaves->margin};
    if (leaves->joined != UINT32_MAX)
        change.other = settling->index->groups[leaves->joined].id;
    if (list_articles(settling, story, slots, count, &change) != STATUS_OK)
        return error_memory(error);
    return make(settling, story, &change, hand, error);
}

static enum status regroup(struct settling *settling, struct str id,
                           struct story_regrouping *regrouping, struct error *error) {
    const struct story_inertia inertia = {bounds.parts_below, bounds.unites_from};
    size_t story;
    if (!map_get(&settling->index->group_of, id, &story))
        return STATUS_OK;
    const struct asked asked = {settling, (uint32_t)story};
    enum status status =
        story_regroup(settling->index, asked.story, &inertia, may_not_unite, &asked, regrouping);
    return status == STATUS_OK ? status : error_memory(error);
}

/* What editors said of the story, then what does not belong leaves it. */
static enum status clear(struct settling *settling, struct str id, const struct story_hand *hand,
                         struct error *error) {
    struct story_regrouping regrouping = {0};
    enum status status = obey_all(settling, &id, hand, error);
    if (status == STATUS_OK && !str_absent(id))
        status = regroup(settling, id, &regrouping, error);
    for (size_t part = 1; status == STATUS_OK && part < regrouping.parts; part++)
        status = leave(settling, &regrouping, part, hand, error);
    return status;
}

static enum status join(struct settling *settling, struct str id, const struct story_hand *hand,
                        struct error *error) {
    struct story_regrouping regrouping = {0};
    enum status status = regroup(settling, id, &regrouping, error);
    return status == STATUS_OK && regrouping.count > 0 ? unite(settling, &regrouping, hand, error)
                                                       : status;
}

/* All is cleared before anything is united, so that no story attracts others by what is not its. */
enum status story_index_settle(struct story_index *index, struct arena *arena,
                               const struct str *stories, size_t count,
                               const struct story_bonds *bonds, const struct story_hand *hand,
                               struct error *error) {
    struct settling settling = {.index = index, .arena = arena, .bonds = bonds};
    map_init(&settling.slots, index->settings.seed);
    enum status status = find_slots(&settling);
    if (status != STATUS_OK)
        error_memory(error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = clear(&settling, stories[i], hand, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = join(&settling, stories[i], hand, error);
    map_release(&settling.slots);
    return status;
}

enum status story_index_members(const struct story_index *index, struct arena *arena,
                                struct str story, struct str **articles, size_t *count,
                                struct error *error) {
    size_t number;
    *count = 0;
    *articles = NULL;
    if (!map_get(&index->group_of, story, &number))
        return STATUS_OK;
    const struct story_group *group = &index->groups[number];
    *articles = arena_array(arena, group->count, struct str);
    if (*articles == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < group->count; i++)
        (*articles)[(*count)++] = arena_copy(arena, index->live[group->members[i]]->id);
    return arena_status(arena, error);
}
