#include "story/index.h"

#include "base/grow.h"
#include "story/integer.h"
#include "story/prior.h"

enum {
    WEIGHT_ONCE = 16,
    TITLE_TIMES = 2,
};

void story_index_count(struct story_index *index) {
    index->log_all = story_log2(((uint64_t)index->live_count + STORY_BACKGROUND_TEXTS) * 16);
    index->log_foreign = story_log2(((uint64_t)index->live_count + STORY_FOREIGN_TEXTS) * 16);
}

void story_index_recount(struct story_index *index, uint32_t number) {
    const struct story_term *term = &index->terms[number];
    uint32_t log = story_log2((uint64_t)term->live * 16 + term->prior);
    index->logs[number] =
        (uint16_t)(log | (term->hash & STORY_WORD_FOREIGN ? STORY_LOG_FOREIGN : 0));
    index->kinds[number] = (uint8_t)((term->hash & STORY_WORD_NUMBER ? STORY_KIND_NUMBER : 0) |
                                     (term->rare ? STORY_KIND_RARE : 0));
}

void story_live_free(struct story_live *live) {
    if (live != NULL)
        free((void *)(uintptr_t)live->copy_of.p);
    free(live);
}

static void release_terms(struct story_index *index) {
    for (size_t i = 0; i < index->term_count; i++)
        free(index->terms[i].postings);
    free(index->terms);
    free(index->logs);
    free(index->kinds);
    free(index->table);
}

void story_group_free(struct story_group *group) {
    free((void *)(uintptr_t)group->id.p);
    free(group->members);
    free(group->shares);
}

static void release_groups(struct story_index *index) {
    map_release(&index->group_of);
    for (size_t i = 0; i < index->group_count; i++)
        story_group_free(&index->groups[i]);
    free(index->groups);
}

void story_index_close(struct story_index *index) {
    if (index == NULL)
        return;
    for (size_t i = 0; i < index->slot_count; i++)
        story_live_free(index->live[i]);
    free(index->live);
    free(index->lengths);
    free(index->times);
    free(index->latest);
    release_terms(index);
    story_marks_release(&index->marks);
    release_groups(index);
    story_words_release(&index->words);
    free(index->query);
    free(index->asked);
    free(index->reach);
    free(index->touched);
    free(index->added);
    free(index->listed);
    free(index->keys);
    free(index);
}

static size_t place_of(const struct story_index *index, uint64_t hash) {
    uint64_t mixed = (hash ^ index->settings.seed) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed >> 32) & (index->table_size - 1);
}

static size_t find_place(const struct story_index *index, uint64_t hash) {
    size_t at = place_of(index, hash);
    while (index->table[at] != 0 && index->terms[index->table[at] - 1].hash != hash)
        at = (at + 1) & (index->table_size - 1);
    return at;
}

void story_index_retable(struct story_index *index) {
    memset(index->table, 0, index->table_size * sizeof *index->table);
    for (size_t i = 0; i < index->term_count; i++)
        index->table[find_place(index, index->terms[i].hash)] = (uint32_t)(i + 1);
}

static enum status widen_table(struct story_index *index) {
    size_t size = index->table_size == 0 ? 1024 : index->table_size * 2;
    uint32_t *table = calloc(size, sizeof *table);
    if (table == NULL)
        return STATUS_MEMORY;
    free(index->table);
    index->table = table;
    index->table_size = size;
    story_index_retable(index);
    return STATUS_OK;
}

uint32_t story_index_term(struct story_index *index, uint64_t hash, bool make) {
    if (make && index->term_count * 2 >= index->table_size && widen_table(index) != STATUS_OK)
        return UINT32_MAX;
    if (index->table_size == 0)
        return UINT32_MAX;
    size_t at = find_place(index, hash);
    if (index->table[at] != 0)
        return index->table[at] - 1;
    if (!make || index->term_count >= UINT32_MAX - 1 ||
        grow(&index->terms, &index->term_capacity, index->term_count + 1, sizeof *index->terms) !=
            STATUS_OK ||
        grow(&index->logs, &index->log_capacity, index->term_count + 1, sizeof *index->logs) !=
            STATUS_OK ||
        grow(&index->kinds, &index->kind_capacity, index->term_count + 1, sizeof *index->kinds) !=
            STATUS_OK)
        return UINT32_MAX;
    uint32_t number = (uint32_t)index->term_count;
    index->terms[number] = (struct story_term){.hash = hash};
    story_prior_begin(index, number);
    index->table[at] = (uint32_t)++index->term_count;
    return number;
}

struct story_index *story_index_open(const struct story_settings *settings) {
    struct story_index *index = calloc(1, sizeof *index);
    if (index == NULL)
        return NULL;
    index->settings = *settings;
    index->marks.seed = settings->seed;
    index->last_time = index->oldest = TIME_NONE;
    story_index_count(index);
    map_init(&index->group_of, settings->seed);
    if (story_words_init(&index->words, NULL) != STATUS_OK ||
        story_prior_open(index) != STATUS_OK) {
        story_index_close(index);
        return NULL;
    }
    index->background_terms = index->term_count;
    return index;
}

/* 16 for a word that stands there once, 32 for twice, 48 for four times. */
static uint16_t weight_of(uint32_t times) {
    if (times == 0)
        return 0;
    return (uint16_t)(WEIGHT_ONCE + story_log2(times) * WEIGHT_ONCE / 1024);
}

/* Of a title, which is short: 255 is more than any has. */
static uint8_t small_weight_of(uint32_t times) {
    uint16_t weight = weight_of(times);
    return weight < UINT8_MAX ? (uint8_t)weight : UINT8_MAX;
}

/* One block: the structure, the arrays behind it, the id at the end. */
static struct story_live *allocate(const struct story_words *words, struct str id) {
    size_t weights_at = sizeof(struct story_live);
    size_t runs_at = weights_at + words->count * sizeof(struct story_weight);
    size_t id_at = runs_at + words->run_count * sizeof(uint32_t);
    char *block = calloc(1, id_at + id.n + 1);
    if (block == NULL)
        return NULL;
    struct story_live *live = (struct story_live *)(void *)block;
    live->weights = (struct story_weight *)(void *)(block + weights_at);
    live->runs = (uint32_t *)(void *)(block + runs_at);
    memcpy(block + id_at, id.p, id.n);
    live->id = str_of(block + id_at, id.n);
    return live;
}

/* "Podcast: the week in chips" and the next week's have only their series in common. */
static uint64_t series_of(struct str title) {
    size_t colon = str_find_byte(title, ':'), bar = str_find_byte(title, '|');
    size_t end = colon < bar ? colon : bar;
    return end == SIZE_MAX || end == 0 ? 0 : hash_fast(str_trim(str_take(title, end)), 5) | 1;
}

struct story_live *story_index_make(struct story_index *index,
                                    const struct story_document *document) {
    const struct story_words *words = &index->words;
    uint64_t square = 0;
    struct story_live *live = allocate(words, document->id);
    if (live == NULL)
        return NULL;
    live->published = document->published;
    live->language = story_prior_language(document->language);
    live->provider = str_empty(document->provider) ? 0 : hash_fast(document->provider, 4) | 1;
    live->series = series_of(document->title);
    for (size_t i = 0; i < words->count; i++) {
        const struct story_word *word = &words->words[i];
        uint32_t term = story_index_term(index, word->hash, true);
        if (term == UINT32_MAX) {
            story_live_free(live);
            return NULL;
        }
        uint16_t weight = weight_of(word->body + TITLE_TIMES * word->title);
        live->weights[live->weight_count++] =
            (struct story_weight){term, weight, small_weight_of(word->title), word->name};
        square += (uint64_t)weight * weight;
    }
    live->length = story_root(square);
    if (words->run_count > 0)
        memcpy(live->runs, words->runs, words->run_count * sizeof *words->runs);
    live->run_count = words->run_count;
    return live;
}

static char *copy_text(struct str s) {
    char *p = malloc(s.n + 1);
    if (p != NULL) {
        memcpy(p, s.p, s.n);
        p[s.n] = 0;
    }
    return p;
}

uint32_t story_index_found(struct story_index *index, struct str id) {
    size_t number;
    if (map_get(&index->group_of, id, &number))
        return (uint32_t)number;
    if (grow(&index->groups, &index->group_capacity, index->group_count + 1,
             sizeof *index->groups) != STATUS_OK)
        return UINT32_MAX;
    char *text = copy_text(id);
    if (text == NULL)
        return UINT32_MAX;
    if (map_put(&index->group_of, str_of(text, id.n), index->group_count) != STATUS_OK) {
        free(text);
        return UINT32_MAX;
    }
    index->groups[index->group_count] =
        (struct story_group){.id = str_of(text, id.n), .earliest = TIME_NONE, .latest = TIME_NONE};
    return (uint32_t)index->group_count++;
}

enum status story_index_keys(struct story_index *index, size_t count) {
    return grow(&index->keys, &index->key_capacity, 2 * count, sizeof *index->keys);
}

/* Every member counts alike, however long it is. */
enum status story_index_list(struct story_index *index, const struct story_live *live) {
    size_t count = live->weight_count;
    if (grow(&index->added, &index->added_capacity, count, sizeof *index->added) != STATUS_OK ||
        story_index_keys(index, count) != STATUS_OK)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++)
        index->keys[i] = (uint64_t)live->weights[i].term << 32 | i;
    story_sort_keys(index->keys, count);
    for (size_t i = 0; i < count; i++) {
        const struct story_weight *weight = &live->weights[(uint32_t)index->keys[i]];
        index->added[i] = (struct story_share){
            weight->term, (uint32_t)((uint64_t)weight->weight * 1024 / live->length), 1,
            weight->title > 0, weight->name};
    }
    return STATUS_OK;
}

uint64_t story_live_words(const struct story_live *live) {
    return story_log2((uint64_t)live->weight_count + 1);
}

void story_group_span(struct story_group *group, int64_t published) {
    if (published == TIME_NONE)
        return;
    if (group->earliest == TIME_NONE || published < group->earliest)
        group->earliest = published;
    if (group->latest == TIME_NONE || published > group->latest)
        group->latest = published;
}

/* By steps that double: a headline is quickly held against a large story. */
size_t story_share_seek(const struct story_share *shares, size_t count, size_t from,
                        uint32_t term) {
    size_t step = 1, low = from, high = from;
    while (high < count && shares[high].term < term) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    if (high > count)
        high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (shares[middle].term < term)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many of `added` the group has, and adds these. */
static size_t add_known(struct story_group *group, const struct story_share *added, size_t count) {
    size_t known = 0, at = 0;
    for (size_t i = 0; i < count; i++) {
        at = story_share_seek(group->shares, group->share_count, at, added[i].term);
        if (at == group->share_count)
            break;
        struct story_share *share = &group->shares[at];
        if (share->term != added[i].term)
            continue;
        share->sum += added[i].sum;
        share->members += added[i].members;
        share->titles += added[i].titles;
        share->names += added[i].names;
        known++;
    }
    return known;
}

/* Most of a large story's shares only move over, in whole stretches, from the back. */
enum status story_group_add(struct story_group *group, const struct story_share *added,
                            size_t count) {
    size_t old = group->share_count;
    if (grow(&group->shares, &group->share_capacity, old + count, sizeof *group->shares) !=
        STATUS_OK)
        return STATUS_MEMORY;
    size_t to = old + count - add_known(group, added, count);
    struct story_share *shares = group->shares;
    group->share_count = to;
    while (to > old) {
        uint32_t term = added[--count].term;
        size_t at = story_share_seek(shares, old, 0, term);
        if (at < old && shares[at].term == term)
            continue;
        to -= old - at;
        memmove(&shares[to], &shares[at], (old - at) * sizeof *shares);
        shares[--to] = added[count];
        old = at;
    }
    return STATUS_OK;
}

static enum status reserve_posting(struct story_index *index, uint32_t number) {
    struct story_term *term = &index->terms[number];
    return grow(&term->postings, &term->capacity, term->count + 1, sizeof *term->postings);
}

static enum status reserve_slot(struct story_index *index) {
    size_t need = index->slot_count + 1, rooms[4];
    for (size_t i = 0; i < 4; i++)
        rooms[i] = index->slot_capacity;
    if (grow(&index->live, &rooms[0], need, sizeof *index->live) != STATUS_OK ||
        grow(&index->lengths, &rooms[1], need, sizeof *index->lengths) != STATUS_OK ||
        grow(&index->times, &rooms[2], need, sizeof *index->times) != STATUS_OK ||
        grow(&index->latest, &rooms[3], need, sizeof *index->latest) != STATUS_OK)
        return STATUS_MEMORY;
    index->slot_capacity = rooms[0];
    return STATUS_OK;
}

/* Room for everything that putting `live` in appends. */
static enum status reserve(struct story_index *index, const struct story_live *live) {
    enum status status = reserve_slot(index);
    for (size_t i = 0; i < live->weight_count && status == STATUS_OK; i++)
        status = reserve_posting(index, live->weights[i].term);
    if (status == STATUS_OK)
        status = story_marks_reserve(&index->marks, STORY_MARKS_MOST);
    return index->slot_count < STORY_NO_SLOT - 1 ? status : STATUS_LIMIT;
}

void story_index_uncount(struct story_index *index, uint32_t term) {
    index->terms[term].live--;
    story_index_recount(index, term);
}

void story_index_mark(struct story_index *index, uint32_t slot) {
    const struct story_live *live = index->live[slot];
    uint32_t marks[STORY_MARKS_MOST];
    size_t n = story_marks_of(live->runs, live->run_count, marks);
    for (size_t i = 0; i < n; i++)
        story_marks_add(&index->marks, marks[i], slot);
}

static void post(struct story_index *index, uint32_t number, uint32_t slot, uint16_t weight) {
    struct story_term *term = &index->terms[number];
    term->postings[term->count++] = (struct story_posting){slot, weight};
    term->live++;
    story_index_recount(index, number);
}

enum status story_index_join(struct story_index *index, uint32_t slot, uint32_t number) {
    if (number == UINT32_MAX)
        return STATUS_MEMORY;
    struct story_group *group = &index->groups[number];
    struct story_live *live = index->live[slot];
    if (grow(&group->members, &group->capacity, group->count + 1, sizeof *group->members) !=
            STATUS_OK ||
        story_index_list(index, live) != STATUS_OK ||
        story_group_add(group, index->added, live->weight_count) != STATUS_OK)
        return STATUS_MEMORY;
    size_t at = group->count++;
    for (; at > 0 && group->members[at - 1] > slot; at--)
        group->members[at] = group->members[at - 1];
    group->members[at] = slot;
    group->words += story_live_words(live);
    story_group_span(group, live->published);
    live->story = number;
    return STATUS_OK;
}

/* Subtracts index->added from the group; shares that come to nothing go. */
static void take_shares(struct story_index *index, struct story_group *group, size_t added) {
    size_t to = 0, k = 0;
    for (size_t i = 0; i < group->share_count; i++) {
        struct story_share share = group->shares[i];
        if (k < added && index->added[k].term == share.term) {
            share.sum -= index->added[k].sum;
            share.members--;
            share.titles -= index->added[k].titles;
            share.names -= index->added[k++].names;
        }
        if (share.members > 0)
            group->shares[to++] = share;
    }
    group->share_count = to;
}

void story_index_leave(struct story_index *index, uint32_t slot) {
    struct story_live *live = index->live[slot];
    struct story_group *group = &index->groups[live->story];
    size_t to = 0;
    group->earliest = group->latest = TIME_NONE;
    for (size_t i = 0; i < group->count; i++) {
        if (group->members[i] == slot)
            continue;
        group->members[to++] = group->members[i];
        story_group_span(group, index->live[group->members[i]]->published);
    }
    group->count = to;
    group->words -= story_live_words(live);
    if (story_index_list(index, live) == STATUS_OK) /* it had room when the document joined */
        take_shares(index, group, live->weight_count);
    live->story = UINT32_MAX;
}

void story_index_date(struct story_index *index, uint32_t slot) {
    int64_t time = index->times[slot], before = slot > 0 ? index->latest[slot - 1] : INT64_MIN;
    time = time == TIME_NONE ? INT64_MAX : time;
    index->latest[slot] = time > before ? time : before;
}

void story_index_age(struct story_index *index, int64_t published) {
    if (published != TIME_NONE && (index->oldest == TIME_NONE || published < index->oldest))
        index->oldest = published;
}

enum status story_index_put(struct story_index *index, struct story_live *live, struct str story,
                            struct str copy_of) {
    char *original = NULL;
    uint32_t number = story_index_found(index, story);
    if (number == UINT32_MAX || reserve(index, live) != STATUS_OK)
        return STATUS_MEMORY;
    if (!str_empty(copy_of) && (original = copy_text(copy_of)) == NULL)
        return STATUS_MEMORY;
    uint32_t slot = (uint32_t)index->slot_count;
    index->live[slot] = live;
    index->lengths[slot] = (uint32_t)live->length;
    index->times[slot] = live->published;
    story_index_date(index, slot);
    if (story_index_join(index, slot, number) != STATUS_OK) {
        free(original);
        return STATUS_MEMORY;
    }
    index->slot_count++;
    index->live_count++;
    story_prior_come(index, live->language);
    story_index_age(index, live->published);
    story_index_count(index);
    live->copy_of = str_of(original, original != NULL ? copy_of.n : 0);
    for (size_t i = 0; i < live->weight_count; i++)
        post(index, live->weights[i].term, slot, live->weights[i].weight);
    story_index_mark(index, slot);
    return STATUS_OK;
}
