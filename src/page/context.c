#include "page/context.h"

enum { OPINION_MOST = 8000, MEASURE_MOST = 32000 };

static int32_t clamp(int32_t opinion) {
    return opinion > OPINION_MOST    ? OPINION_MOST
           : opinion < -OPINION_MOST ? -OPINION_MOST
                                     : opinion;
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
    view->mean = (int32_t)page_share(all, blocks->all_words);
    view->main_part = 0;
    for (uint32_t i = 1; i < blocks->part_count; i++)
        if (blocks->parts[i].parent == view->main_part && all > 0 &&
            (uint64_t)good[i] * 5 >= (uint64_t)all * 4 &&
            blocks->parts[i].end_block - blocks->parts[i].first_block > 1)
            view->main_part = i;
    view->main_start = PAGE_NOWHERE;
    for (uint32_t i = 0; i < blocks->block_count; i++)
        if (view->first[i] > 800 && blocks->blocks[i].words >= 8) {
            view->main_start = view->main_start == PAGE_NOWHERE ? i : view->main_start;
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

static bool is_heading(const struct page_view *view, uint32_t at) {
    enum page_tag tag = page_part_of(view, at)->tag;
    const struct page_block *block = &view->blocks->blocks[at];
    return (tag >= PAGE_TAG_H1 && tag <= PAGE_TAG_H4) || (block->emphasis && block->words < 15);
}

static void find_headings(struct page_view *view) {
    uint32_t last = PAGE_NOWHERE;
    for (uint32_t i = 0; i < view->blocks->block_count; i++) {
        view->headed[i] = last;
        if (is_heading(view, i))
            last = i;
    }
}

enum status page_view_learn(struct page_view *view, struct arena *arena, struct page_blocks *blocks,
                            int32_t *opinions, struct error *error) {
    view->first = opinions;
    view->smooth = arena_array(arena, blocks->block_count + 1, int32_t);
    view->headed = arena_array(arena, blocks->block_count + 1, uint32_t);
    if (view->smooth == NULL || view->headed == NULL)
        return arena_status(arena, error);
    smooth(view);
    find_headings(view);
    sum_opinions(view, blocks);
    find_main(view, arena);
    find_best(view, arena);
    find_dense(view, arena);
    return arena_failed(arena) ? arena_status(arena, error) : STATUS_OK;
}

static int16_t opinion_at(const struct page_view *view, int64_t at) {
    if (at < 0 || at >= (int64_t)view->blocks->block_count)
        return PAGE_ABSENT;
    return (int16_t)clamp(view->first[at]);
}

/* What follows a heading: the opinion of the next block that is none. */
static int16_t below_heading(const struct page_view *view, uint32_t at) {
    if (!is_heading(view, at))
        return PAGE_ABSENT;
    uint32_t next = at + 1;
    while (next < view->blocks->block_count && next < at + 4 && is_heading(view, next))
        next++;
    return opinion_at(view, next);
}

/* Inside the main container or not, inside its stretch of text or not. */
static int16_t main_place(const struct page_view *view, uint32_t at) {
    const struct page_part *part = &view->blocks->parts[view->main_part];
    bool inside = at >= part->first_block && at < part->end_block;
    bool between =
        view->main_start != PAGE_NOWHERE && at >= view->main_start && at < view->main_end;
    return (int16_t)(inside * 2 + between);
}

static int16_t cut(int64_t value) {
    return (int16_t)(value > MEASURE_MOST    ? MEASURE_MOST
                     : value < -MEASURE_MOST ? -MEASURE_MOST
                                             : value);
}

static int16_t mean_opinion(int64_t sum, uint32_t words) {
    return words > 0 ? (int16_t)clamp((int32_t)(sum / words)) : PAGE_ABSENT;
}

static void measure_opinions(const struct page_view *view, uint32_t at, int16_t *measures) {
    int64_t here = at;
    measures[PAGE_M_OPINION] = opinion_at(view, here);
    measures[PAGE_M_LAST1] = opinion_at(view, here - 1);
    measures[PAGE_M_NEXT1] = opinion_at(view, here + 1);
    measures[PAGE_M_LAST2] = opinion_at(view, here - 2);
    measures[PAGE_M_NEXT2] = opinion_at(view, here + 2);
    measures[PAGE_M_LAST3] = opinion_at(view, here - 3);
    measures[PAGE_M_NEXT3] = opinion_at(view, here + 3);
    measures[PAGE_M_AROUND] = (int16_t)clamp(view->smooth[at]);
    measures[PAGE_M_BELOW] = below_heading(view, at);
}

static void measure_containers(const struct page_view *view, const struct page_part *part,
                               int16_t *measures) {
    const struct page_blocks *blocks = view->blocks;
    const struct page_part *parent = &blocks->parts[part->parent];
    const struct page_part *above = &blocks->parts[parent->parent];
    const struct page_part *great = &blocks->parts[above->parent];
    measures[PAGE_M_IN_PART] = mean_opinion(part->first_sum, part->words);
    measures[PAGE_M_IN_PARENT] = mean_opinion(parent->first_sum, parent->words);
    measures[PAGE_M_IN_GRANDPARENT] = mean_opinion(above->first_sum, above->words);
    measures[PAGE_M_IN_GREAT] = mean_opinion(great->first_sum, great->words);
    measures[PAGE_M_PARENT_SHARE] = cut(page_share(parent->words, blocks->all_words));
    measures[PAGE_M_PARENT_LINKS] = cut(page_share(parent->link_words, parent->words));
    measures[PAGE_M_PARENT_BLOCKS] = cut(parent->end_block - parent->first_block);
    measures[PAGE_M_GRANDPARENT_SHARE] = cut(page_share(above->words, blocks->all_words));
    measures[PAGE_M_GRANDPARENT_LINKS] = cut(page_share(above->link_words, above->words));
    measures[PAGE_M_GRANDPARENT_BLOCKS] = cut(above->end_block - above->first_block);
    measures[PAGE_M_GREAT_SHARE] = cut(page_share(great->words, blocks->all_words));
    measures[PAGE_M_GREAT_LINKS] = cut(page_share(great->link_words, great->words));
}

/* Elements of the same make, and the items of the list that the block is in. */
static void measure_repeats(const struct page_view *view, const struct page_part *part,
                            int16_t *measures) {
    const struct page_repeat *alike = &view->repeats[part->signed_at];
    const struct page_repeat *record = &view->repeats[part->record];
    measures[PAGE_M_ALIKE] = mean_opinion(alike->sum, alike->words);
    measures[PAGE_M_ALIKE_COUNT] = cut(alike->count);
    measures[PAGE_M_ALIKE_WORDS] = cut(alike->words / (alike->count + 1));
    measures[PAGE_M_ALIKE_LINKS] = cut(page_share(alike->link_words, alike->words));
    measures[PAGE_M_RECORD] = mean_opinion(record->sum, record->words);
    measures[PAGE_M_RECORD_COUNT] = cut(record->count);
    measures[PAGE_M_RECORD_WORDS] = cut(record->words / (record->count + 1));
    measures[PAGE_M_RECORD_LINKS] = cut(page_share(record->link_words, record->words));
    measures[PAGE_M_RECORD_SHARE] = cut(page_share(record->words, view->blocks->all_words));
}

enum { UP_MOST = 12 };

/* The innermost element that has the title and the block in it, seen from the title. */
static void measure_title(const struct page_view *view, uint32_t at, int16_t *measures) {
    const struct page_part *parts = view->blocks->parts;
    measures[PAGE_M_TITLE] = (int16_t)page_title_distance(view, at);
    measures[PAGE_M_FROM_TITLE] = measures[PAGE_M_TITLE_UP] = measures[PAGE_M_TITLE_SHARE] =
        PAGE_ABSENT;
    if (view->title == PAGE_NOWHERE)
        return;
    uint32_t part = view->blocks->blocks[view->title].part;
    int16_t up = 0;
    for (; up < UP_MOST && part != 0; up++, part = parts[part].parent)
        if (at >= parts[part].first_block && at < parts[part].end_block)
            break;
    measures[PAGE_M_FROM_TITLE] = cut((int64_t)at - view->title);
    measures[PAGE_M_TITLE_UP] = up;
    measures[PAGE_M_TITLE_SHARE] = cut(page_share(parts[part].words, parts[0].words));
}

/* How many of the groups that stand beside a text its elements are called by. Each is rare. */
static void measure_names(const struct page_part *part, int16_t *measures) {
    const uint64_t beside =
        PAGE_BIT(PAGE_GROUP_NEWSLETTER) | PAGE_BIT(PAGE_GROUP_RELATED) |
        PAGE_BIT(PAGE_GROUP_SHARE) | PAGE_BIT(PAGE_GROUP_AD) | PAGE_BIT(PAGE_GROUP_COMMENT) |
        PAGE_BIT(PAGE_GROUP_LOGIN) | PAGE_BIT(PAGE_GROUP_CONSENT) | PAGE_BIT(PAGE_GROUP_NAV) |
        PAGE_BIT(PAGE_GROUP_SIDE) | PAGE_BIT(PAGE_GROUP_TEASER) | PAGE_BIT(PAGE_GROUP_PAGER) |
        PAGE_BIT(PAGE_GROUP_TAGS) | PAGE_BIT(PAGE_GROUP_DONATE) | PAGE_BIT(PAGE_GROUP_PAYWALL) |
        PAGE_BIT(PAGE_GROUP_MODAL) | PAGE_BIT(PAGE_GROUP_FOOTER) | PAGE_BIT(PAGE_GROUP_LEGAL);
    measures[PAGE_M_NEAR_BESIDE] = (int16_t)__builtin_popcountll(part->near & part->far & beside);
    measures[PAGE_M_FAR_BESIDE] = (int16_t)__builtin_popcountll(part->far & beside);
}

static void measure_article(const struct page_view *view, const struct page_part *part,
                            int16_t *measures) {
    const struct page_part *article = &view->blocks->parts[part->article];
    measures[PAGE_M_ARTICLE_SHARE] = cut(page_share(article->words, view->blocks->all_words));
    measures[PAGE_M_ARTICLE_LINKS] = cut(page_share(article->link_words, article->words));
    measures[PAGE_M_PAGE_ARTICLES] = cut(view->articles);
}

/* What the heading above says: its opinion, and the first of the phrases that lead elsewhere. */
static void measure_heading(const struct page_view *view, uint32_t at, int16_t *measures) {
    const uint64_t beside = PAGE_BIT(PAGE_PHRASE_SHARE) | PAGE_BIT(PAGE_PHRASE_RELATED) |
                            PAGE_BIT(PAGE_PHRASE_SUBSCRIBE) | PAGE_BIT(PAGE_PHRASE_COMMENT) |
                            PAGE_BIT(PAGE_PHRASE_RIGHTS) | PAGE_BIT(PAGE_PHRASE_CONSENT) |
                            PAGE_BIT(PAGE_PHRASE_LOGIN) | PAGE_BIT(PAGE_PHRASE_ABOUT) |
                            PAGE_BIT(PAGE_PHRASE_TAGS) | PAGE_BIT(PAGE_PHRASE_REVIEW) |
                            PAGE_BIT(PAGE_PHRASE_CART) | PAGE_BIT(PAGE_PHRASE_AD);
    uint32_t heading = view->headed[at];
    uint64_t own = view->blocks->blocks[at].phrases & beside;
    measures[PAGE_M_PHRASES] = own != 0 ? (int16_t)__builtin_ctzll(own) : PAGE_ABSENT;
    measures[PAGE_M_HEADED] = measures[PAGE_M_HEADED_FROM] = measures[PAGE_M_HEADED_PHRASE] =
        PAGE_ABSENT;
    if (heading == PAGE_NOWHERE)
        return;
    uint64_t phrases = view->blocks->blocks[heading].phrases & beside;
    measures[PAGE_M_HEADED] = opinion_at(view, heading);
    measures[PAGE_M_HEADED_FROM] = cut((int64_t)at - heading);
    measures[PAGE_M_HEADED_PHRASE] = phrases != 0 ? (int16_t)__builtin_ctzll(phrases) : PAGE_ABSENT;
}

static void measure_place(const struct page_view *view, uint32_t at, int16_t *measures) {
    const struct page_blocks *blocks = view->blocks;
    uint32_t dense = relation(view, at, view->dense_part);
    if (dense > 2 && at >= blocks->parts[view->dense_part].first_block) /* behind it */
        dense = dense < 5 ? 7 : 8;
    bool sure = view->main_start != PAGE_NOWHERE;
    measures[PAGE_M_MAIN] = main_place(view, at);
    measures[PAGE_M_BEST] = (int16_t)relation(view, at, view->best_part);
    measures[PAGE_M_DENSE] = (int16_t)dense;
    measures[PAGE_M_FROM_START] = sure ? cut((int64_t)at - view->main_start) : PAGE_ABSENT;
    measures[PAGE_M_TO_END] = sure ? cut((int64_t)view->main_end - at) : PAGE_ABSENT;
    measures[PAGE_M_AT] = cut(at);
    measures[PAGE_M_POSITION] = cut(page_share(view->before[at], blocks->all_words + 1));
    measures[PAGE_M_SAME] = cut(view->same[at]);
}

static void measure_text(const struct page_view *view, const struct page_block *block,
                         const struct page_part *part, int16_t *measures) {
    bool excerpt = block->key != 0 && block->key == view->setting->excerpt;
    measures[PAGE_M_WORDS] = cut(block->words);
    measures[PAGE_M_LINKS] = cut(page_share(block->link_words, block->words));
    measures[PAGE_M_SENTENCES] = cut(block->sentences);
    measures[PAGE_M_COMMAS] = cut(block->commas);
    measures[PAGE_M_DIGITS] = cut(page_share(block->digits, block->letters));
    measures[PAGE_M_CAPITALS] = cut(page_share(block->capitals, block->words));
    measures[PAGE_M_SIGNS] = (int16_t)(block->ends | block->emphasis << 1 | block->money << 2 |
                                       block->breaks << 3 | excerpt << 4);
    measures[PAGE_M_TAG] = part->tag;
    measures[PAGE_M_DEPTH] = cut(part->depth);
}

/* Words, links and tag of the block there, at three measures in a row. */
static void measure_neighbour(const struct page_view *view, int64_t at, int16_t *measures) {
    bool there = at >= 0 && at < (int64_t)view->blocks->block_count;
    const struct page_block *block = there ? &view->blocks->blocks[at] : NULL;
    measures[0] = there ? cut(block->words) : PAGE_ABSENT;
    measures[1] = there ? cut(page_share(block->link_words, block->words)) : PAGE_ABSENT;
    measures[2] = there ? page_part_of(view, (uint32_t)at)->tag : PAGE_ABSENT;
}

static void measure_page(const struct page_view *view, int16_t *measures) {
    const struct page_blocks *blocks = view->blocks;
    const struct page_part *body = &blocks->parts[0];
    measures[PAGE_M_DENSE_SHARE] = cut(view->dense_share);
    measures[PAGE_M_GOOD_SHARE] = cut(view->mean);
    measures[PAGE_M_KIND] = (int16_t)view->setting->kind;
    measures[PAGE_M_PAGE_WORDS] = cut(body->words);
    measures[PAGE_M_PAGE_BLOCKS] = cut((int64_t)blocks->block_count);
    measures[PAGE_M_PAGE_LINKS] = cut(page_share(body->link_words, body->words));
    measures[PAGE_M_PAGE_LONG] = cut(page_share(view->long_words, body->words));
    measures[PAGE_M_PAGE_PRICES] = cut(view->prices);
    for (int kind = 0; kind < PAGE_KINDS; kind++)
        measures[PAGE_M_POINTS + kind] = cut(view->setting->points[kind]);
}

void page_measure(const struct page_view *view, uint32_t at, int16_t measures[PAGE_M_COUNT]) {
    const struct page_part *part = page_part_of(view, at);
    measure_opinions(view, at, measures);
    measure_containers(view, part, measures);
    measure_repeats(view, part, measures);
    measure_article(view, part, measures);
    measure_names(part, measures);
    measure_title(view, at, measures);
    measure_heading(view, at, measures);
    measure_place(view, at, measures);
    measure_text(view, &view->blocks->blocks[at], part, measures);
    measure_neighbour(view, (int64_t)at - 1, &measures[PAGE_M_LAST_WORDS]);
    measure_neighbour(view, (int64_t)at + 1, &measures[PAGE_M_NEXT_WORDS]);
    measure_page(view, measures);
    for (int place = 0; place < PAGE_PLACES; place++)
        measures[PAGE_M_PLACES + place] = part->places >> place & 1;
    for (int group = 0; group < PAGE_GROUPS; group++)
        measures[PAGE_M_FAR + group] = part->far >> group & 1;
}
