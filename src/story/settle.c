#include "story/settle.h"

#include "base/map.h"
#include "story/decide.h"

enum {
    SAMPLE = 8,        /* members of each side that are asked whether two stories are one */
    AGREE = 800,       /* share of them that must say so, thousandths */
    MEMBERS_MOST = 24, /* members that are asked whether they belong, the latest ones */
    CHANGES_MOST = 8,  /* of one story in one go: the rest has time until the next tick */
    NO_MARGIN = -8000, /* what counts for one that is like no member */
    FOREIGN_MOST = 8,  /* stories that the sample may name */
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

static bool held_together(const struct settling *settling, struct str id, uint32_t story) {
    for (size_t i = 0; i < settling->bonds->together_count; i++) {
        const struct story_pair *pair = &settling->bonds->together[i];
        if ((str_eq(pair->a, id) && story_of(settling, pair->b) == story) ||
            (str_eq(pair->b, id) && story_of(settling, pair->a) == story))
            return true;
    }
    return false;
}

/* ---- asking ---- */

/* Of the stories that a search found, the one that fits best: `story` itself, or the others; its
 * margin is INT64_MIN when there is none. */
static struct story_choice choose_among(struct story_search *search, uint32_t story, bool same) {
    const struct story_index *index = search->index;
    struct story_search among = *search;
    struct story_choice choices[STORY_CHOICES];
    among.count = 0;
    for (size_t i = 0; i < search->count; i++)
        if ((index->live[search->likenesses[i].slot]->story == story) == same)
            among.likenesses[among.count++] = search->likenesses[i];
    story_choose(&among, choices);
    return choices[0];
}

/* How well a document fits `story`, and the other story that it fits best. A document that is asked
 * about its own story must have left it. */
static enum status ask(struct settling *settling, uint32_t slot, uint32_t story,
                       struct story_choice *there, struct story_choice *elsewhere) {
    struct story_search search = {.index = settling->index, .live = settling->index->live[slot]};
    enum status status = story_search_run(&search);
    if (status == STATUS_OK && there != NULL)
        *there = choose_among(&search, story, true);
    if (status == STATUS_OK && elsewhere != NULL)
        *elsewhere = choose_among(&search, story, false);
    story_search_end(&search);
    return status;
}

static bool is_copy(const struct story_index *index, uint32_t slot) {
    return !str_empty(index->live[slot]->copy_of);
}

/* Up to SAMPLE members that repeat nobody, from the first to the last. */
static size_t sample(const struct story_index *index, uint32_t story, uint32_t slots[SAMPLE]) {
    const struct story_group *group = &index->groups[story];
    size_t voices = 0, seen = 0, taken = 0;
    for (size_t i = 0; i < group->count; i++)
        voices += !is_copy(index, group->members[i]);
    size_t wanted = voices < SAMPLE ? voices : SAMPLE;
    for (size_t i = 0; i < group->count && taken < wanted; i++) {
        if (is_copy(index, group->members[i]))
            continue;
        size_t next = wanted > 1 ? taken * (voices - 1) / (wanted - 1) : 0;
        if (seen++ == next)
            slots[taken++] = group->members[i];
    }
    return taken;
}

/* How many of a story's sample fit another one, and by how much all of them do on average. */
struct opinion {
    uint32_t story;
    size_t fits;
    int64_t margin;
};

static bool agrees(const struct opinion *opinion, size_t asked) {
    return asked > 0 && opinion->fits * 1000 >= asked * AGREE &&
           opinion->margin >= bounds.unites_from * (int64_t)asked;
}

/* The story that most of the sample of `story` would be in if it were not in its own. */
static enum status ask_sample(struct settling *settling, uint32_t story, struct opinion *best,
                              size_t *asked) {
    struct opinion named[FOREIGN_MOST];
    uint32_t slots[SAMPLE];
    size_t count = 0;
    enum status status = STATUS_OK;
    *best = (struct opinion){.story = UINT32_MAX};
    *asked = sample(settling->index, story, slots);
    for (size_t i = 0; status == STATUS_OK && i < *asked; i++) {
        struct story_choice choice;
        size_t at = 0;
        status = ask(settling, slots[i], story, NULL, &choice);
        if (status != STATUS_OK || choice.margin < 0)
            continue;
        while (at < count && named[at].story != choice.group)
            at++;
        if (at == count && count == FOREIGN_MOST)
            continue;
        if (at == count)
            named[count++] = (struct opinion){.story = choice.group};
        named[at].fits++;
        named[at].margin += choice.margin;
    }
    for (size_t i = 0; i < count; i++)
        if (best->story == UINT32_MAX || named[i].fits > best->fits ||
            (named[i].fits == best->fits && named[i].margin > best->margin))
            *best = named[i];
    return status;
}

/* What the sample of `story` says about `other`. */
static enum status ask_about(struct settling *settling, uint32_t story, uint32_t other,
                             struct opinion *opinion, size_t *asked) {
    uint32_t slots[SAMPLE];
    enum status status = STATUS_OK;
    *opinion = (struct opinion){.story = other};
    *asked = sample(settling->index, story, slots);
    for (size_t i = 0; status == STATUS_OK && i < *asked; i++) {
        struct story_choice choice;
        status = ask(settling, slots[i], other, &choice, NULL);
        if (status != STATUS_OK)
            break;
        opinion->fits += choice.margin >= 0;
        opinion->margin += choice.margin > NO_MARGIN ? choice.margin : NO_MARGIN;
    }
    return status;
}

/* ---- proposing ---- */

static enum status list_unit(struct settling *settling, uint32_t slot,
                             struct story_change *change) {
    const struct story_index *index = settling->index;
    const struct story_group *group = &index->groups[index->live[slot]->story];
    size_t room = 0;
    for (size_t i = 0; i < group->count; i++) {
        const struct story_live *live = index->live[group->members[i]];
        bool goes = group->members[i] == slot;
        for (size_t k = 0; k < change->count && !goes; k++)
            goes = str_eq(live->copy_of, change->articles[k]);
        if (!goes)
            continue;
        if (arena_grow(settling->arena, &change->articles, &room, change->count + 1,
                       sizeof *change->articles) != STATUS_OK)
            return STATUS_MEMORY;
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
        return list_unit(settling, a > b ? a : b, change);
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

static enum status propose_union(struct settling *settling, uint32_t story,
                                 struct story_change *change, bool *found) {
    struct opinion ours, theirs;
    size_t asked, answered;
    enum status status = ask_sample(settling, story, &ours, &asked);
    if (status != STATUS_OK || ours.story == UINT32_MAX || !agrees(&ours, asked) ||
        kept_apart(settling, story, ours.story))
        return status;
    status = ask_about(settling, ours.story, story, &theirs, &answered);
    if (status != STATUS_OK || !agrees(&theirs, answered))
        return status;
    *found = true;
    change->kind = STORY_UNITES;
    change->other = settling->index->groups[ours.story].id;
    change->margin = (ours.margin / (int64_t)asked + theirs.margin / (int64_t)answered) / 2;
    return STATUS_OK;
}

/* Whether one member belongs to its story, asked as if it were not in it. */
static enum status ask_member(struct settling *settling, uint32_t slot, struct story_choice *own,
                              struct story_choice *other) {
    struct story_index *index = settling->index;
    uint32_t story = index->live[slot]->story;
    story_index_leave(index, slot);
    enum status status = ask(settling, slot, story, own, other);
    enum status joined = story_index_join(index, slot, story);
    return status != STATUS_OK ? status : joined;
}

/* Originals have the say over their copies, who go with them. */
static bool has_say(const struct settling *settling, uint32_t story, uint32_t slot) {
    const struct story_live *live = settling->index->live[slot];
    return !is_copy(settling->index, slot) && !held_together(settling, live->id, story);
}

static enum status propose_leaving(struct settling *settling, uint32_t story,
                                   struct story_change *change, bool *found) {
    const struct story_group *group = &settling->index->groups[story];
    enum status status = STATUS_OK;
    size_t from = group->count > MEMBERS_MOST ? group->count - MEMBERS_MOST : 0;
    for (size_t i = from; status == STATUS_OK && !*found && group->count > 1 && i < group->count;
         i++) {
        struct story_choice own, other;
        uint32_t slot = group->members[i];
        if (!has_say(settling, story, slot))
            continue;
        status = ask_member(settling, slot, &own, &other);
        if (status != STATUS_OK)
            break;
        struct str id = settling->index->live[slot]->id;
        bool elsewhere = other.margin >= 0 && !article_apart(settling, id, other.group);
        bool moves = elsewhere && own.margin < 0;
        if (!moves && own.margin >= -bounds.parts_below)
            continue;
        *found = true;
        change->kind = moves ? STORY_MOVES : STORY_PARTS;
        change->other = moves ? settling->index->groups[other.group].id : STR_NONE;
        change->margin = moves ? other.margin : own.margin > NO_MARGIN ? own.margin : NO_MARGIN;
        status = list_unit(settling, slot, change);
    }
    if (*found && change->count == group->count)
        *found = false; /* an article and its copies: there is nothing to leave */
    return status;
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

/* Takes one change; *next is the story to be looked at again, absent when it was refused. */
static enum status make(struct settling *settling, uint32_t story, struct story_change *change,
                        const struct story_hand *hand, struct str *next, struct error *error) {
    struct str id = STR_NONE;
    struct str other = arena_copy(settling->arena, change->other);
    change->other = other;
    *next = STR_NONE;
    enum status status = arena_status(settling->arena, error);
    if (status == STATUS_OK)
        status = hand->take(hand->state, change, &id, error);
    if (status != STATUS_OK || str_absent(id))
        return status;
    id = arena_copy(settling->arena, id);
    *next = change->story;
    if (str_absent(id))
        return arena_status(settling->arena, error);
    if (change->kind == STORY_UNITES) {
        uint32_t from = story;
        if (str_eq(id, change->story))
            from = story_index_found(settling->index, other);
        status = from != UINT32_MAX ? move_all(settling, from, id) : STATUS_MEMORY;
        *next = id;
    } else {
        status = move_some(settling, story, change, id);
    }
    return status == STATUS_OK ? status : error_memory(error);
}

static enum status settle_one(struct settling *settling, struct str id,
                              const struct story_hand *hand, struct error *error) {
    enum status status = STATUS_OK;
    for (int i = 0; status == STATUS_OK && i < CHANGES_MOST && !str_absent(id); i++) {
        struct story_change change = {.story = id};
        bool found = false;
        size_t number;
        if (!map_get(&settling->index->group_of, id, &number) ||
            settling->index->groups[number].count == 0)
            return STATUS_OK;
        uint32_t story = (uint32_t)number;
        status = obey(settling, story, &change, &found);
        if (status == STATUS_OK && !found)
            status = propose_union(settling, story, &change, &found);
        if (status == STATUS_OK && !found)
            status = propose_leaving(settling, story, &change, &found);
        if (status != STATUS_OK)
            return error_memory(error);
        if (!found)
            return STATUS_OK;
        status = make(settling, story, &change, hand, &id, error);
    }
    return status;
}

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
        status = settle_one(&settling, stories[i], hand, error);
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
