#include "page/features.h"

/* Statistics of the elements with one signature. */
struct page_repeat {
    uint32_t signature;
    uint32_t count, words, link_words;
    int64_t sum; /* first opinions times words */
};

enum { NOWHERE = UINT32_MAX, OPINION_MOST = 8000 };

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
/* Thousandths. */
static uint32_t share(uint32_t part, uint32_t whole) {
    return whole > 0 ? (uint32_t)((uint64_t)part * 1000 / whole) : 0;
}
static uint32_t links_coarse(const struct page_block *block) {
    return STEP(share(block->link_words, block->words), 1, 500, 950);
}
/* Length and links in 18. */
static uint32_t look(const struct page_block *block) {
    uint32_t links = share(block->link_words, block->words);
    return length_coarse(block->words) * 3 + STEP(links, 250, 800);
}

static const struct page_part *part_of(const struct page_view *view, uint32_t block) {
    return &view->blocks->parts[view->blocks->blocks[block].part];
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
        view->before[i] = words;
        words += blocks->blocks[i].words;
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
    uint32_t said = NOWHERE, first = NOWHERE;
    for (uint32_t i = 0; i < view->blocks->block_count; i++) {
        bool title = is_title(view->setting, view->blocks->blocks[i].key);
        enum page_tag tag = part_of(view, i)->tag;
        if (title && (tag == PAGE_TAG_H1 || tag == PAGE_TAG_H2))
            return i;
        if (title && said == NOWHERE)
            said = i;
        if (tag == PAGE_TAG_H1 && first == NOWHERE)
            first = i;
    }
    return said != NOWHERE ? said : first;
}

enum status page_view_make(struct page_view *view, struct arena *arena, struct page_blocks *blocks,
                           const struct page_setting *setting, struct error *error) {
    *view = (struct page_view){.blocks = blocks, .setting = setting};
    if (!count_same(view, arena) || !count_repeats(view, arena, blocks))
        return arena_status(arena, error);
    view->title = find_title(view);
    return STATUS_OK;
}

/* Where a block stands, seen from the title. */
static uint32_t title_distance(const struct page_view *view, uint32_t at) {
    const struct page_block *block = &view->blocks->blocks[at];
    if (at == view->title)
        return 1;
    if (is_title(view->setting, block->key))
        return 2;
    if (view->title == NOWHERE)
        return 0;
    if (at < view->title)
        return view->title - at <= 3 ? 3 : 4;
    return 5 + STEP(at - view->title, 3, 6, 12, 30);
}

static void ask_text(const struct page_block *block, struct page_answers *answers) {
    uint32_t fine = length_fine(block->words), links = share(block->link_words, block->words);
    bool brief = block->words < 9;
    answer(answers, PAGE_Q_LENGTH, fine);
    answer(answers, PAGE_Q_LINKS, STEP(links, 1, 100, 250, 500, 800, 950));
    answer(answers, PAGE_Q_LENGTH_LINKS, fine * 4 + links_coarse(block));
    answer(answers, PAGE_Q_SENTENCES, STEP(block->sentences, 1, 2, 3, 5) * 2 + block->ends);
    answer(answers, PAGE_Q_COMMAS, STEP(block->commas, 1, 2, 5));
    answer(answers, PAGE_Q_DIGITS, STEP(share(block->digits, block->letters), 1, 200, 500));
    answer(answers, PAGE_Q_CAPITALS, STEP(share(block->capitals, block->words), 1, 300, 900));
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
    return STEP(share(part->words, view->blocks->all_words), 50, 150, 350, 650) * 4 +
           STEP(share(part->link_words, part->words), 100, 300, 600);
}

static void ask_place(const struct page_view *view, uint32_t at, const struct page_part *part,
                      struct page_answers *answers) {
    const struct page_blocks *blocks = view->blocks;
    const struct page_part *parent = &blocks->parts[part->parent];
    const struct page_part *above = &blocks->parts[parent->parent];
    const struct page_part *great = &blocks->parts[above->parent];
    uint32_t tenth = share(view->before[at], blocks->all_words + 1) / 100;
    answer(answers, PAGE_Q_POSITION, tenth);
    answer(answers, PAGE_Q_FIRST_BLOCKS, STEP(at, 2, 5, 10, 20, 40, 80, 160));
    answer(answers, PAGE_Q_TITLE, title_distance(view, at));
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
        answer(answers, PAGE_Q_BEFORE_TAG, part_of(view, at - 1)->tag);
    } else {
        answer(answers, PAGE_Q_BEFORE_TAG, PAGE_TAGS);
    }
    if (at + 1 < blocks->block_count) {
        answer(answers, PAGE_Q_AFTER, look(&blocks->blocks[at + 1]));
        answer(answers, PAGE_Q_AFTER_TAG, part_of(view, at + 1)->tag);
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
    uint32_t links = STEP(share(repeat->link_words, repeat->words), 250, 800);
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
    const struct page_part *part = part_of(view, at);
    answers->n = 0;
    answer(answers, PAGE_Q_BIAS, 0);
    ask_text(block, answers);
    ask_names(block, part, answers);
    ask_place(view, at, part, answers);
    ask_neighbours(view, at, answers);
    ask_kind(view, block, part, answers);
}

static int32_t clamp(int32_t opinion) {
    return opinion > OPINION_MOST    ? OPINION_MOST
           : opinion < -OPINION_MOST ? -OPINION_MOST
                                     : opinion;
}

/* Steps of an opinion: 8, and 16 for the block's own. */
static uint32_t opinion_coarse(int32_t opinion) {
    return STEP(clamp(opinion) + OPINION_MOST, 4000, 6000, 7200, 8000, 8800, 10000, 12000);
}
static uint32_t opinion_fine(int32_t opinion) {
    return STEP(clamp(opinion) + OPINION_MOST, 3000, 4500, 5500, 6300, 7000, 7500, 7800, 8000, 8200,
                8500, 9000, 9700, 10500, 11500, 13000);
}
/* In ten: 0 where there is nothing to average. */
static uint32_t opinion_mean(int64_t sum, uint32_t words) {
    if (words == 0)
        return 0;
    return 1 + STEP(clamp((int32_t)(sum / words)) + OPINION_MOST, 4500, 6000, 7200, 7800, 8300,
                    9200, 10500, 12000);
}

static uint32_t weight_of(const struct page_block *block) {
    return block->words + 1 < 60 ? block->words + 1 : 60;
}

/* The average over five blocks to each side. */
static void smooth(struct page_view *view) {
    const struct page_blocks *blocks = view->blocks;
    int64_t sum = 0, weight = 0;
    size_t n = blocks->block_count, reach = 4;
    for (size_t i = 0; i < n + reach; i++) {
        if (i < n) {
            sum += (int64_t)view->first[i] * weight_of(&blocks->blocks[i]);
            weight += weight_of(&blocks->blocks[i]);
        }
        if (i >= 2 * reach + 1) {
            size_t gone = i - 2 * reach - 1;
            sum -= (int64_t)view->first[gone] * weight_of(&blocks->blocks[gone]);
            weight -= weight_of(&blocks->blocks[gone]);
        }
        if (i >= reach && weight > 0)
            view->smooth[i - reach] = (int32_t)(sum / weight);
    }
}

/* Adds up the opinions of each element and of each signature. */
static void sum_opinions(struct page_view *view, struct page_blocks *blocks) {
    for (size_t i = 0; i < blocks->block_count; i++) {
        const struct page_block *block = &blocks->blocks[i];
        struct page_part *part = &blocks->parts[block->part];
        int64_t sum = (int64_t)clamp(view->first[i]) * block->words;
        part->first_sum += sum;
        view->repeats[part->signed_at].sum += sum;
    }
    for (size_t i = blocks->part_count; i-- > 1;)
        blocks->parts[blocks->parts[i].parent].first_sum += blocks->parts[i].first_sum;
}

/* Down from the body, as long as one child keeps four fifths of what is believed. */
static void find_main(struct page_view *view, struct arena *arena) {
    const struct page_blocks *blocks = view->blocks;
    uint32_t *good = arena_array(arena, blocks->part_count + 1, uint32_t);
    uint32_t all = 0;
    if (good == NULL)
        return;
    for (size_t i = 0; i < blocks->block_count; i++)
        if (view->first[i] > 0)
            good[blocks->blocks[i].part] += blocks->blocks[i].words;
    for (size_t i = blocks->part_count; i-- > 1;)
        good[blocks->parts[i].parent] += good[i];
    all = good[0];
    view->mean = (int32_t)share(all, blocks->all_words);
    view->main_part = 0;
    for (uint32_t i = 1; i < blocks->part_count; i++)
        if (blocks->parts[i].parent == view->main_part && all > 0 &&
            (uint64_t)good[i] * 5 >= (uint64_t)all * 4 &&
            blocks->parts[i].end_block - blocks->parts[i].first_block > 1)
            view->main_part = i;
    view->main_start = NOWHERE;
    for (uint32_t i = 0; i < blocks->block_count; i++)
        if (view->first[i] > 800 && blocks->blocks[i].words >= 8) {
            view->main_start = view->main_start == NOWHERE ? i : view->main_start;
            view->main_end = i + 1;
        }
}

/* The subtree whose sum of opinions, the bad ones counted against it, is the highest; of equals the
 * innermost. Blocks weigh by their words; each element in between costs a little. */
static void find_best(struct page_view *view, struct arena *arena) {
    const struct page_blocks *blocks = view->blocks;
    int64_t *sums = arena_array(arena, blocks->part_count + 1, int64_t);
    int64_t most = INT64_MIN;
    if (sums == NULL)
        return;
    for (size_t i = 0; i < blocks->block_count; i++) {
        const struct page_block *block = &blocks->blocks[i];
        int32_t opinion = view->first[i] > 2000    ? 2000
                          : view->first[i] < -2000 ? -2000
                                                   : view->first[i];
        sums[block->part] += (int64_t)opinion * (weight_of(block) + 2);
    }
    for (uint32_t i = (uint32_t)blocks->part_count; i-- > 0;) {
        if (sums[i] > most) {
            most = sums[i];
            view->best_part = i;
        }
        if (i > 0)
            sums[blocks->parts[i].parent] += sums[i];
    }
}

/* The element right below which (or in whose own text) most of the believed text stands. */
static void find_dense(struct page_view *view, struct arena *arena) {
    const struct page_blocks *blocks = view->blocks;
    uint64_t *words = arena_array(arena, blocks->part_count + 1, uint64_t);
    uint64_t most = 0, all = 0;
    if (words == NULL)
        return;
    for (size_t i = 0; i < blocks->block_count; i++) {
        const struct page_block *block = &blocks->blocks[i];
        const struct page_part *part = &blocks->parts[block->part];
        if (view->first[i] <= 0 || block->words < 8)
            continue;
        bool own = part->tag == PAGE_TAG_DIV || part->tag == PAGE_TAG_SECTION;
        uint32_t to = own && part->end_block - part->first_block > 2 ? block->part : part->parent;
        words[to] += block->words;
        all += block->words;
    }
    for (uint32_t i = 0; i < blocks->part_count; i++)
        if (words[i] > most) {
            most = words[i];
            view->dense_part = i;
        }
    view->dense_share = all > 0 ? (int32_t)(most * 1000 / all) : 0;
}

/* How far a block is from an element: 0 in its own text or right below, 1 and 2 deeper inside; 3,
 * 4, 5 in what one, two, three elements above hold; 6 elsewhere. */
static uint32_t relation(const struct page_view *view, uint32_t at, uint32_t to) {
    const struct page_part *parts = view->blocks->parts;
    uint32_t part = view->blocks->blocks[at].part;
    if (part == to || parts[part].parent == to)
        return 0;
    if (at >= parts[to].first_block && at < parts[to].end_block)
        return parts[parts[part].parent].parent == to ? 1 : 2;
    for (uint32_t up = 3; up < 6 && to != 0; up++) {
        to = parts[to].parent;
        if (at >= parts[to].first_block && at < parts[to].end_block && to != 0)
            return up;
    }
    return 6;
}

enum status page_view_learn(struct page_view *view, struct arena *arena, struct page_blocks *blocks,
                            int32_t *opinions, struct error *error) {
    view->first = opinions;
    view->smooth = arena_array(arena, blocks->block_count + 1, int32_t);
    if (view->smooth == NULL)
        return arena_status(arena, error);
    smooth(view);
    sum_opinions(view, blocks);
    find_main(view, arena);
    find_best(view, arena);
    find_dense(view, arena);
    return arena_failed(arena) ? arena_status(arena, error) : STATUS_OK;
}

/* A neighbour's opinion in nine: 0 beyond the ends. */
static uint32_t neighbour(const struct page_view *view, uint32_t at, int32_t offset) {
    int64_t there = (int64_t)at + offset;
    if (there < 0 || there >= (int64_t)view->blocks->block_count)
        return 0;
    return 1 + opinion_coarse(view->first[there]);
}

static bool is_heading(enum page_tag tag) {
    return tag >= PAGE_TAG_H1 && tag <= PAGE_TAG_H4;
}

/* What follows a heading: the opinion of the next block that is none. */
static uint32_t below_heading(const struct page_view *view, uint32_t at) {
    const struct page_block *block = &view->blocks->blocks[at];
    if (!is_heading(part_of(view, at)->tag) && !(block->emphasis && block->words < 15))
        return 0;
    uint32_t next = at + 1;
    while (next < view->blocks->block_count && next < at + 4 &&
           is_heading(part_of(view, next)->tag))
        next++;
    return next < view->blocks->block_count ? 1 + opinion_coarse(view->first[next]) : 1;
}

/* Inside the main container or not, inside its stretch of text or not. */
static uint32_t main_place(const struct page_view *view, uint32_t at) {
    const struct page_part *part = &view->blocks->parts[view->main_part];
    bool inside = at >= part->first_block && at < part->end_block;
    bool between = view->main_start != NOWHERE && at >= view->main_start && at < view->main_end;
    return (uint32_t)inside * 2 + between;
}

static uint32_t distance(const struct page_view *view, uint32_t at) {
    if (view->main_start == NOWHERE)
        return 0;
    if (at >= view->main_start && at < view->main_end)
        return 1;
    uint32_t away = at < view->main_start ? view->main_start - at : at - view->main_end + 1;
    return at < view->main_start ? 2 + (away > 3) : 4 + (away > 3);
}

static void ask_around(const struct page_view *view, uint32_t at, struct page_answers *answers) {
    uint32_t own = opinion_coarse(view->first[at]);
    uint32_t last = neighbour(view, at, -1), next = neighbour(view, at, 1);
    answer(answers, PAGE_Q_LAST1, last);
    answer(answers, PAGE_Q_NEXT1, next);
    answer(answers, PAGE_Q_LAST2, neighbour(view, at, -2));
    answer(answers, PAGE_Q_NEXT2, neighbour(view, at, 2));
    answer(answers, PAGE_Q_BOTH, last * 9 + next);
    int32_t around = clamp(view->smooth[at]) + OPINION_MOST;
    answer(answers, PAGE_Q_AROUND,
           STEP(around, 4000, 5500, 6500, 7200, 7700, 8200, 8800, 9600, 10600, 11600, 13000));
    answer(answers, PAGE_Q_AROUND_OPINION, opinion_coarse(view->smooth[at]) * 8 + own);
}

static void ask_dense(const struct page_view *view, uint32_t at, const struct page_part *part,
                      struct page_answers *answers) {
    const struct page_blocks *blocks = view->blocks;
    uint32_t own = opinion_coarse(view->first[at]), kind = view->setting->kind;
    uint32_t best = relation(view, at, view->best_part);
    uint32_t dense = relation(view, at, view->dense_part);
    if (dense > 2 && at >= blocks->parts[view->dense_part].first_block) /* behind it */
        dense = dense < 5 ? 7 : 8;
    answer(answers, PAGE_Q_BEST, best * 8 + own);
    answer(answers, PAGE_Q_BEST_KIND, best * PAGE_KINDS + kind);
    answer(answers, PAGE_Q_DENSE, dense * 8 + own);
    answer(answers, PAGE_Q_DENSE_LENGTH, dense * 6 + length_coarse(blocks->blocks[at].words));
    answer(answers, PAGE_Q_DENSE_TAG, dense * PAGE_TAGS + part->tag);
    answer(answers, PAGE_Q_DENSE_KIND, dense * PAGE_KINDS + kind);
    answer(answers, PAGE_Q_DENSE_SHARE,
           dense * 5 + STEP((uint32_t)view->dense_share, 200, 400, 600, 850));
}

static void ask_containers(const struct page_view *view, uint32_t at, const struct page_part *part,
                           struct page_answers *answers) {
    const struct page_part *parent = &view->blocks->parts[part->parent];
    const struct page_part *above = &view->blocks->parts[parent->parent];
    const struct page_part *great = &view->blocks->parts[above->parent];
    const struct page_repeat *repeat = &view->repeats[part->signed_at];
    uint32_t own = opinion_coarse(view->first[at]), place = main_place(view, at);
    uint32_t mean = opinion_mean(parent->first_sum, parent->words);
    uint32_t alike = opinion_mean(repeat->sum, repeat->words);
    answer(answers, PAGE_Q_IN_PART, opinion_mean(part->first_sum, part->words));
    answer(answers, PAGE_Q_IN_PARENT, mean);
    answer(answers, PAGE_Q_IN_GRANDPARENT, opinion_mean(above->first_sum, above->words));
    answer(answers, PAGE_Q_IN_GREAT, opinion_mean(great->first_sum, great->words));
    answer(answers, PAGE_Q_PARENT_OPINION, mean * 8 + own);
    answer(answers, PAGE_Q_IN_MAIN, place * 8 + own);
    answer(answers, PAGE_Q_IN_MAIN_TAG, place * PAGE_TAGS + part->tag);
    answer(answers, PAGE_Q_AWAY, distance(view, at));
    ask_dense(view, at, part, answers);
    answer(answers, PAGE_Q_ALIKE, alike);
    answer(answers, PAGE_Q_ALIKE_COUNT, alike * 4 + STEP(repeat->count, 2, 5, 12));
}

void page_ask_second(const struct page_view *view, uint32_t at, struct page_answers *answers) {
    const struct page_block *block = &view->blocks->blocks[at];
    const struct page_part *part = part_of(view, at);
    uint32_t own = opinion_coarse(view->first[at]), place = main_place(view, at);
    answers->n = 0;
    answer(answers, PAGE_Q_BIAS2, 0);
    answer(answers, PAGE_Q_OPINION, opinion_fine(view->first[at]));
    answer(answers, PAGE_Q_OPINION_LENGTH, own * 6 + length_coarse(block->words));
    answer(answers, PAGE_Q_OPINION_KIND, own * PAGE_KINDS + view->setting->kind);
    ask_around(view, at, answers);
    ask_containers(view, at, part, answers);
    answer(answers, PAGE_Q_HEADING, below_heading(view, at));
    answer(answers, PAGE_Q_GOOD_SHARE,
           STEP((uint32_t)view->mean, 100, 250, 450, 650, 850) * 4 + place);
    answer(answers, PAGE_Q_LENGTH2, length_fine(block->words));
    answer(answers, PAGE_Q_TAG2, part->tag);
    answer(answers, PAGE_Q_TITLE2, title_distance(view, at));
    if (view->main_start != NOWHERE && at < view->main_end)
        answer(answers, PAGE_Q_TAIL, STEP(view->main_end - at, 2, 4, 8, 16, 32, 64, 128));
    answer_set(answers, PAGE_Q_PHRASE2, block->phrases);
    answer_set(answers, PAGE_Q_NEAR2, part->near);
}
