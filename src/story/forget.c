#include "story/prior.h"

/* When an index is packed. */
enum {
    EMPTY_MOST = 64, /* not with fewer empty slots than this, … */
    EMPTY_PART = 4,  /* … or than one for so many live documents */
};

static void forget(struct story_index *index, uint32_t slot) {
    struct story_live *live = index->live[slot];
    story_index_leave(index, slot);
    for (size_t i = 0; i < live->weight_count; i++)
        story_index_uncount(index, live->weights[i].term);
    uint32_t marks[STORY_MARKS_MOST];
    size_t mark_count = story_marks_of(live->runs, live->run_count, marks);
    for (size_t i = 0; i < mark_count; i++)
        story_marks_drop(&index->marks, marks[i]);
    story_prior_go(index, live->language);
    story_live_free(live);
    index->live[slot] = NULL;
    index->times[slot] = TIME_NONE;
    index->live_count--;
}

/* Drops the postings of empty slots and numbers those that are left anew. */
static void pack_postings(struct story_term *term, const uint32_t *slots) {
    size_t to = 0;
    for (size_t i = 0; i < term->count; i++) {
        struct story_posting posting = term->postings[i];
        if (slots[posting.slot] == STORY_NO_SLOT)
            continue;
        posting.slot = slots[posting.slot];
        term->postings[to++] = posting;
    }
    term->count = to;
    if (to == 0) {
        free(term->postings);
        term->postings = NULL;
        term->capacity = 0;
    }
}

static void pack_slots(struct story_index *index, uint32_t *slots) {
    uint32_t to = 0;
    for (size_t i = 0; i < index->slot_count; i++) {
        slots[i] = index->live[i] != NULL ? to : STORY_NO_SLOT;
        if (index->live[i] == NULL)
            continue;
        index->lengths[to] = index->lengths[i];
        index->times[to] = index->times[i];
        story_index_date(index, to);
        index->live[to++] = index->live[i];
    }
    index->slot_count = to;
    for (size_t i = 0; i < index->term_count; i++)
        pack_postings(&index->terms[i], slots);
    for (size_t i = 0; i < index->group_count; i++)
        for (size_t k = 0; k < index->groups[i].count; k++)
            index->groups[i].members[k] = slots[index->groups[i].members[k]];
}

/* Gives up terms that nothing uses, save those of the background. Numbers only get smaller and
 * keep their order, so that lists sorted by term stay sorted. */
static void pack_terms(struct story_index *index, uint32_t *numbers) {
    uint32_t to = 0;
    for (size_t i = 0; i < index->term_count; i++) {
        bool kept = index->terms[i].count > 0 || i < index->background_terms;
        numbers[i] = kept ? to : UINT32_MAX;
        if (!kept)
            continue;
        index->logs[to] = index->logs[i];
        index->kinds[to] = index->kinds[i];
        index->terms[to++] = index->terms[i];
    }
    index->term_count = to;
    story_index_retable(index);
    for (size_t i = 0; i < index->slot_count; i++) {
        struct story_live *live = index->live[i];
        for (size_t k = 0; k < live->weight_count; k++)
            live->weights[k].term = numbers[live->weights[k].term];
    }
    for (size_t i = 0; i < index->group_count; i++)
        for (size_t k = 0; k < index->groups[i].share_count; k++)
            index->groups[i].shares[k].term = numbers[index->groups[i].shares[k].term];
}

/* There are fewer than before, so there is room. */
static void pack_marks(struct story_index *index) {
    story_marks_clear(&index->marks);
    for (size_t i = 0; i < index->slot_count; i++)
        story_index_mark(index, (uint32_t)i);
}

/* Gives up stories without members. The map is made anew; when memory fails, it and the stories
 * stay as they were. */
static void pack_groups(struct story_index *index) {
    struct map fresh;
    size_t to = 0;
    map_init(&fresh, index->settings.seed);
    for (size_t i = 0; i < index->group_count; i++)
        if (index->groups[i].count > 0 && map_put(&fresh, index->groups[i].id, to++) != STATUS_OK) {
            map_release(&fresh);
            return;
        }
    to = 0;
    for (size_t i = 0; i < index->group_count; i++) {
        struct story_group group = index->groups[i];
        if (group.count == 0) {
            story_group_free(&group);
            continue;
        }
        for (size_t k = 0; k < group.count; k++)
            index->live[group.members[k]]->story = (uint32_t)to;
        index->groups[to++] = group;
    }
    index->group_count = to;
    map_release(&index->group_of);
    index->group_of = fresh;
}

/* Without memory the index stays loose, which only costs time. */
static void pack(struct story_index *index) {
    uint32_t *slots = malloc((index->slot_count + 1) * sizeof *slots);
    uint32_t *numbers = malloc((index->term_count + 1) * sizeof *numbers);
    if (slots != NULL && numbers != NULL) {
        pack_slots(index, slots);
        pack_terms(index, numbers);
        pack_marks(index);
        pack_groups(index);
    }
    free(slots);
    free(numbers);
}

void story_index_forget(struct story_index *index, int64_t time) {
    if (index->oldest == TIME_NONE || index->oldest >= time)
        return;
    index->oldest = TIME_NONE;
    for (size_t i = 0; i < index->slot_count; i++) {
        if (index->times[i] != TIME_NONE && index->times[i] < time)
            forget(index, (uint32_t)i);
        else
            story_index_age(index, index->times[i]);
    }
    story_index_count(index);
    if (index->slot_count - index->live_count > index->live_count / EMPTY_PART + EMPTY_MOST)
        pack(index);
}
