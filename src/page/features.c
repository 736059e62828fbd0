#include "page/features.h"

static void answer(struct page_answers *answers, uint32_t question, uint32_t which) {
    if (answers->n < PAGE_ANSWERS_MOST)
        answers->items[answers->n++] = (uint16_t)(question + which);
}

static void answer_set(struct page_answers *answers, uint32_t question, uint64_t set) {
    for (; set != 0; set &= set - 1)
        answer(answers, question, (uint32_t)__builtin_ctzll(set));
}

static uint32_t step_of(uint32_t value, const uint32_t *steps, uint32_t count) {
    uint32_t at = 0;
    while (at < count && value >= steps[at])
        at++;
    return at;
}
#define STEP(value, ...)                                                                           \
    step_of((uint32_t)(value), (const uint32_t[]){__VA_ARGS__},                                    \
            sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static uint32_t length_fine(uint32_t words) {
    return STEP(words, 1, 2, 3, 4, 6, 9, 13, 19, 29, 51, 101);
}
static uint32_t length_coarse(uint32_t words) {
    return STEP(words, 2, 4, 9, 19, 51);
}
static uint32_t links_coarse(const struct page_block *block) {
    return STEP(page_share(block->link_words, block->words), 1, 500, 950);
}
/* Length and links in 18. */
static uint32_t look(const struct page_block *block) {
    uint32_t links = page_share(block->link_words, block->words);
    return length_coarse(block->words) * 3 + STEP(links, 250, 800);
}

/* Tables of counts by key: open addressing over keys that are never 0. */
struct counts {
    uint32_t *keys, *values;
    uint32_t mask;
};

static bool counts_init(struct counts *counts, struct arena *arena, size_t items) {
    uint32_t slots = 16;
    while (slots < items * 2 && slots < 1u << 30)
        slots *= 2;
    counts->keys = arena_array(arena, slots, uint32_t);
    counts->values = arena_array(arena, slots, uint32_t);
    counts->mask = slots - 1;
    return counts->keys != NULL && counts->values != NULL;
}

enum { LONG_LEAST = 25, PRICE_WORDS = 8, RECORDS_LEAST = 3 };

enum { PROBES_MOST = 64 }; /* keys are of strangers: a table that clusters counts apart */

static uint32_t *counts_at(struct counts *counts, uint32_t key) {
    uint32_t at = (key * 2654435761u) & counts->mask;
    for (int probes = 0; probes < PROBES_MOST && counts->keys[at] != 0; probes++) {
        if (counts->keys[at] == key)
            return &counts->values[at];
        at = (at + 1) & counts->mask;
    }
    if (counts->keys[at] == 0) {
        counts->keys[at] = key;
        counts->values[at] = 0;
    }
    return &counts->values[at];
}

static bool count_same(struct page_view *view, struct arena *arena) {
    const struct page_blocks *blocks = view->blocks;
    struct counts counts;
    view->same = arena_array(arena, blocks->block_count + 1, uint32_t);
    view->before = arena_array(arena, blocks->block_count + 1, uint32_t);
    if (view->same == NULL || view->before == NULL ||
        !counts_init(&counts, arena, blocks->block_count))
        return false;
    uint32_t words = 0;
    for (uint32_t i = 0; i < blocks->block_count; i++) {
        ++*counts_at(&counts, blocks->blocks[i].key | 1);
        const struct page_block *block = &blocks->blocks[i];
        view->before[i] = words;
        words += block->words;
        bool text = block->words >= LONG_LEAST && block->link_words * 3 < block->words;
        view->long_words += text ? block->words : 0;
        view->prices += block->money && block->words < PRICE_WORDS;
    }
    for (uint32_t i = 0; i < blocks->block_count; i++)
        view->same[i] = *counts_at(&counts, blocks->blocks[i].key | 1);
    return true;
}

static bool count_repeats(struct page_view *view, struct arena *arena, struct page_blocks *blocks) {
    struct counts counts;
    uint32_t n = 1;
    view->repeats = arena_array(arena, blocks->part_count + 2, struct page_repeat);
    if (view->repeats == NULL || !counts_init(&counts, arena, blocks->part_count))
        return false;
    for (uint32_t i = 0; i < blocks->part_count; i++) {
        struct page_part *part = &blocks->parts[i];
        uint32_t *at = counts_at(&counts, part->signature | 1);
        if (*at == 0)
            *at = n++;
        part->signed_at = *at;
        view->repeats[*at].count += part->end_block > part->first_block;
        view->repeats[*at].words += part->words;
        view->repeats[*at].link_words += part->link_words;
    }
    for (uint32_t i = 1; i < blocks->part_count; i++) {
        struct page_part *part = &blocks->parts[i];
        bool article = (part->own_places & 1u << PAGE_IN_ARTICLE) != 0;
        view->articles += article && part->words > 0;
        part->article = article ? i : blocks->parts[part->parent].article;
        part->record = view->repeats[part->signed_at].count >= RECORDS_LEAST
                           ? part->signed_at
                           : blocks->parts[part->parent].record;
    }
    return true;
}

static bool is_title(const struct page_setting *setting, uint32_t key) {
    for (size_t i = 0; i < sizeof setting->titles / sizeof setting->titles[0]; i++)
        if (key != 0 && key == setting->titles[i])
            return true;
    return false;
}

/* The heading that says the page's title, else any block that does, else the first <h1>. */
static uint32_t find_title(const struct page_view *view) {
    uint32_t said = PAGE_NOWHERE, first = PAGE_NOWHERE;
    for (uint32_t i = 0; i < view->blocks->block_count; i++) {
        bool title = is_title(view->setting, view->blocks->blocks[i].key);
        enum page_tag tag = page_part_of(view, i)->tag;
        if (title && (tag == PAGE_TAG_H1 || tag == PAGE_TAG_H2))
            return i;
        if (title && said == PAGE_NOWHERE)
            said = i;
        if (tag == PAGE_TAG_H1 && first == PAGE_NOWHERE)
            first = i;
    }
    return said != PAGE_NOWHERE ? said : first;
}

enum status page_view_make(struct page_view *view, struct arena *arena, struct page_blocks *blocks,
                           const struct page_setting *setting, struct error *error) {
    *view = (struct page_view){.blocks = blocks, .setting = setting};
    if (!count_same(view, arena) || !count_repeats(view, arena, blocks))
        return arena_status(arena, error);
    view->title = find_title(view);
    return STATUS_OK;
}

uint32_t page_title_distance(const struct page_view *view, uint32_t at) {
    const struct page_block *block = &view->blocks->blocks[at];
    if (at == view->title)
        return 1;
    if (is_title(view->setting, block->key))
        return 2;
    if (view->title == PAGE_NOWHERE)
        return 0;
    if (at < view->title)
        return view->title - at <= 3 ? 3 : 4;
    return 5 + STEP(at - view->title, 3, 6, 12, 30);
}

static void ask_text(const struct page_block *block, struct page_answers *answers) {
    uint32_t fine = length_fine(block->words), links = page_share(block->link_words, block->words);
    bool brief = block->words < 9;
    answer(answers, PAGE_Q_LENGTH, fine);
    answer(answers, PAGE_Q_LINKS, STEP(links, 1, 100, 250, 500, 800, 950));
    answer(answers, PAGE_Q_LENGTH_LINKS, fine * 4 + links_coarse(block));
    answer(answers, PAGE_Q_SENTENCES, STEP(block->sentences, 1, 2, 3, 5) * 2 + block->ends);
    answer(answers, PAGE_Q_COMMAS, STEP(block->commas, 1, 2, 5));
    answer(answers, PAGE_Q_DIGITS, STEP(page_share(block->digits, block->letters), 1, 200, 500));
    answer(answers, PAGE_Q_CAPITALS, STEP(page_share(block->capitals, block->words), 1, 300, 900));
    answer(answers, PAGE_Q_SIGNS,
           (uint32_t)block->emphasis | (uint32_t)block->money << 1 | (uint32_t)block->breaks << 2);
    answer_set(answers, PAGE_Q_INNER, block->inner);
    answer_set(answers, brief ? PAGE_Q_PHRASE_SHORT : PAGE_Q_PHRASE, block->phrases);
}

static void ask_names(const struct page_block *block, const struct page_part *part,
                      struct page_answers *answers) {
    bool brief = block->words < 9;
    answer(answers, PAGE_Q_TAG, part->tag);
    answer(answers, PAGE_Q_TAG_LENGTH, part->tag * 6u + length_coarse(block->words));
    answer_set(answers, PAGE_Q_OWN, part->own);
    answer_set(answers, PAGE_Q_NEAR, part->near);
    answer_set(answers, PAGE_Q_FAR, part->far);
    answer_set(answers, PAGE_Q_PLACE, part->places);
    if (brief) {
        answer_set(answers, PAGE_Q_FAR_SHORT, part->far);
        answer_set(answers, PAGE_Q_PLACE_SHORT, part->places);
    }
    answer(answers, PAGE_Q_DEPTH, STEP(part->depth, 4, 7, 10, 14, 19));
}

static uint32_t container(const struct page_view *view, const struct page_part *part) {
    return STEP(page_share(part->words, view->blocks->all_words), 50, 150, 350, 650) * 4 +
           STEP(page_share(part->link_words, part->words), 100, 300, 600);
}

static void ask_place(const struct page_view *view, uint32_t at, const struct page_part *part,
                      struct page_answers *answers) {
    const struct page_blocks *blocks = view->blocks;
    const struct page_part *parent = &blocks->parts[part->parent];
    const struct page_part *above = &blocks->parts[parent->parent];
    const struct page_part *great = &blocks->parts[above->parent];
    uint32_t tenth = page_share(view->before[at], blocks->all_words + 1) / 100;
    answer(answers, PAGE_Q_POSITION, tenth);
    answer(answers, PAGE_Q_FIRST_BLOCKS, STEP(at, 2, 5, 10, 20, 40, 80, 160));
    answer(answers, PAGE_Q_TITLE, page_title_distance(view, at));
    answer(answers, PAGE_Q_SAME, STEP(view->same[at], 2, 3));
    answer(answers, PAGE_Q_PARENT, container(view, parent));
    answer(answers, PAGE_Q_GRANDPARENT, container(view, above));
    answer(answers, PAGE_Q_GREAT, container(view, great));
    answer(answers, PAGE_Q_SIZE, STEP(blocks->all_words, 200, 500, 1000, 2000, 5000));
}

static void ask_neighbours(const struct page_view *view, uint32_t at,
                           struct page_answers *answers) {
    const struct page_blocks *blocks = view->blocks;
    if (at > 0) {
        answer(answers, PAGE_Q_BEFORE, look(&blocks->blocks[at - 1]));
        answer(answers, PAGE_Q_BEFORE_TAG, page_part_of(view, at - 1)->tag);
    } else {
        answer(answers, PAGE_Q_BEFORE_TAG, PAGE_TAGS);
    }
    if (at + 1 < blocks->block_count) {
        answer(answers, PAGE_Q_AFTER, look(&blocks->blocks[at + 1]));
        answer(answers, PAGE_Q_AFTER_TAG, page_part_of(view, at + 1)->tag);
    } else {
        answer(answers, PAGE_Q_AFTER_TAG, PAGE_TAGS);
    }
}

static void ask_kind(const struct page_view *view, const struct page_block *block,
                     const struct page_part *part, struct page_answers *answers) {
    uint32_t kind = view->setting->kind;
    const struct page_repeat *repeat = &view->repeats[part->signed_at];
    uint32_t count = STEP(repeat->count, 2, 4, 8, 16, 40);
    uint32_t words = STEP(repeat->words / (repeat->count + 1), 4, 10, 30);
    uint32_t links = STEP(page_share(repeat->link_words, repeat->words), 250, 800);
    answer(answers, PAGE_Q_REPEATS, (count * 4 + words) * 3 + links);
    answer(answers, PAGE_Q_KIND, kind);
    answer(answers, PAGE_Q_KIND_LENGTH, kind * 18 + look(block));
    answer(answers, PAGE_Q_KIND_TAG, kind * PAGE_TAGS + part->tag);
    answer_set(answers, PAGE_Q_KIND_FAR + kind * PAGE_GROUPS, part->far);
    answer_set(answers, PAGE_Q_KIND_PLACE + kind * PAGE_PLACES, part->places);
    answer(answers, PAGE_Q_KIND_REPEATS, kind * 18 + count * 3 + links);
}

void page_ask_first(const struct page_view *view, uint32_t at, struct page_answers *answers) {
    const struct page_block *block = &view->blocks->blocks[at];
    const struct page_part *part = page_part_of(view, at);
    answers->n = 0;
    answer(answers, PAGE_Q_BIAS, 0);
    ask_text(block, answers);
    ask_names(block, part, answers);
    ask_place(view, at, part, answers);
    ask_neighbours(view, at, answers);
    ask_kind(view, block, part, answers);
}
