#include "story/search.h"

#include "base/grow.h"
#include "story/integer.h"

enum {
    POSTINGS_MOST = 2048, /* live documents met by following words, before it stops */
    MARKS_COMMON = 64,    /* a run of words in more documents than this is boilerplate */
    LINE = 64,            /* bytes that memory is asked for at once */
    LINES = 4,            /* of a document */
    VALUE_SHIFT = 6,      /* keeps a weight times a rarity within 16 bits, its sums within 64 */
};

static uint64_t value_of(const struct story_index *index, uint32_t term, uint16_t weight) {
    return (uint64_t)weight * story_index_rarity(index, term) >> VALUE_SHIFT;
}

static enum status widen_zeroed(void *items, size_t *capacity, size_t need, size_t size) {
    size_t before = *capacity;
    void *p;
    enum status status = grow(items, capacity, need, size);
    if (status != STATUS_OK)
        return status;
    memcpy(&p, items, sizeof p);
    memset((char *)p + before * size, 0, (*capacity - before) * size);
    return STATUS_OK;
}

static enum status prepare(struct story_index *index) {
    size_t size = index->query_size, slots = index->scratch_slots, more = slots;
    if (widen_zeroed(&index->query, &size, index->term_count, sizeof *index->query) != STATUS_OK)
        return STATUS_MEMORY;
    index->query_size = size;
    if (widen_zeroed(&index->asked, &index->asked_size, size / 64 + 1, sizeof *index->asked) !=
        STATUS_OK)
        return STATUS_MEMORY;
    if (widen_zeroed(&index->reach, &slots, index->slot_count + 1, sizeof *index->reach) !=
        STATUS_OK)
        return STATUS_MEMORY;
    if (widen_zeroed(&index->touched, &more, slots, sizeof *index->touched) != STATUS_OK)
        return STATUS_MEMORY;
    index->scratch_slots = slots;
    return STATUS_OK;
}

static void set_query(struct story_search *search) {
    struct story_index *index = search->index;
    uint64_t square = 0, title_square = 0;
    for (size_t i = 0; i < search->live->weight_count; i++) {
        const struct story_weight *weight = &search->live->weights[i];
        uint64_t value = value_of(index, weight->term, weight->weight);
        uint64_t title = value_of(index, weight->term, weight->title);
        index->query[weight->term] = (struct story_query){(uint32_t)value, (uint32_t)title};
        index->asked[weight->term / 64] |= UINT64_C(1) << weight->term % 64;
        square += value * value;
        title_square += title * title;
    }
    search->length = story_root(square);
    search->title_length = story_root(title_square);
}

void story_search_end(struct story_search *search) {
    for (size_t i = 0; i < search->live->weight_count; i++) {
        uint32_t term = search->live->weights[i].term;
        search->index->query[term] = (struct story_query){0};
        search->index->asked[term / 64] = 0;
    }
}

bool story_within_window(const struct story_index *index, int64_t a, int64_t b) {
    if (a == TIME_NONE || b == TIME_NONE)
        return true;
    int64_t gap;
    if (__builtin_sub_overflow(a, b, &gap))
        return false;
    return (gap < 0 ? -gap : gap) <= index->settings.window;
}

static void touch(struct story_index *index, uint32_t slot, uint64_t by) {
    index->touched[index->touched_count] = slot; /* no branch: nobody foresees who is known */
    index->touched_count += index->reach[slot] == 0;
    index->reach[slot] += by;
}

/* The first slot that may hold a document of the window: as they come in the order of time, most of
 * the older live ones stand before it. */
static uint32_t first_slot(const struct story_search *search) {
    const struct story_index *index = search->index;
    size_t low = 0, high = index->slot_count;
    int64_t least;
    if (search->live->published == TIME_NONE ||
        __builtin_sub_overflow(search->live->published, index->settings.window, &least))
        return 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->latest[middle] < least)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

/* The first posting of a slot from `first` on. */
static size_t first_posting(const struct story_term *term, uint32_t first) {
    size_t low = 0, high = term->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (term->postings[middle].slot < first)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Follows the rarest words first and stops when that has met enough documents: common words alone
 * make no story. */
static enum status reach_by_words(struct story_search *search) {
    struct story_index *index = search->index;
    const struct story_weight *weights = search->live->weights;
    size_t n = search->live->weight_count, met = 0;
    uint32_t first = first_slot(search);
    if (story_index_keys(index, n) != STATUS_OK)
        return STATUS_MEMORY;
    for (size_t i = 0; i < n; i++)
        index->keys[i] = (uint64_t)index->terms[weights[i].term].live << 32 | i;
    story_sort_keys(index->keys, n);
    for (size_t i = 0; i < n && met < POSTINGS_MOST; i++) {
        uint32_t number = weights[(uint32_t)index->keys[i]].term;
        const struct story_term *term = &index->terms[number];
        if (term->live > POSTINGS_MOST)
            break;
        uint64_t value = (uint64_t)index->query[number].words * story_index_rarity(index, number);
        for (size_t k = first_posting(term, first); k < term->count; k++)
            touch(index, term->postings[k].slot, (value * term->postings[k].weight >> 10) + 1);
        met += term->live;
    }
    return STATUS_OK;
}

/* A shared run of words outweighs any likeness of words. */
static void reach_by_marks(struct story_search *search) {
    struct story_index *index = search->index;
    const struct story_holder *holders = index->marks.holders;
    uint32_t marks[STORY_MARKS_MOST];
    size_t n = story_marks_of(search->live->runs, search->live->run_count, marks);
    for (size_t i = 0; i < n; i++) {
        const struct story_mark *mark = story_marks_find(&index->marks, marks[i]);
        uint32_t at = mark != NULL && mark->live <= MARKS_COMMON ? mark->newest : 0;
        for (; at != 0; at = holders[at - 1].older)
            touch(index, holders[at - 1].slot, UINT64_C(1) << 40);
    }
}

/* The one to keep of two: what was reached further, then who came first. */
static bool nearer(uint64_t reach, uint32_t slot, uint64_t other_reach, uint32_t other_slot) {
    return reach != other_reach ? reach > other_reach : slot < other_slot;
}

static void sift_down(struct story_search *search, size_t at) {
    for (;;) {
        size_t worst = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < search->reached_count;
             child++)
            if (nearer(search->reach[worst], search->reached[worst], search->reach[child],
                       search->reached[child]))
                worst = child;
        if (worst == at)
            return;
        uint64_t reach = search->reach[at];
        uint32_t slot = search->reached[at];
        search->reach[at] = search->reach[worst];
        search->reached[at] = search->reached[worst];
        search->reach[worst] = reach;
        search->reached[worst] = slot;
        at = worst;
    }
}

/* One that is nearer than the farthest of those that there are, if there is no more room. */
static void offer(struct story_search *search, uint64_t reach, uint32_t slot) {
    if (search->reached_count < STORY_CANDIDATES) {
        search->reach[search->reached_count] = reach;
        search->reached[search->reached_count++] = slot;
        if (search->reached_count == STORY_CANDIDATES)
            for (size_t i = STORY_CANDIDATES / 2; i-- > 0;)
                sift_down(search, i);
    } else {
        search->reach[0] = reach;
        search->reached[0] = slot;
        sift_down(search, 0);
    }
}

/* The STORY_CANDIDATES nearest by shared words, with the length of the other set against them. */
static void choose_candidates(struct story_search *search) {
    struct story_index *index = search->index;
    for (size_t i = 0; i < index->touched_count; i++) {
        uint32_t slot = index->touched[i];
        uint64_t reach = index->reach[slot], length = index->lengths[slot] + UINT64_C(1);
        index->reach[slot] = 0;
        /* Most share one common word: they are too far. */
        if (search->reached_count == STORY_CANDIDATES && reach * 16 < search->reach[0] * length)
            continue;
        reach = reach * 16 / length;
        if (search->reached_count == STORY_CANDIDATES &&
            !nearer(reach, slot, search->reach[0], search->reached[0]))
            continue;
        if (story_within_window(index, search->live->published, index->times[slot]) &&
            index->live[slot] != NULL && index->live[slot] != search->live)
            offer(search, reach, slot);
    }
    index->touched_count = 0;
}

/* Share of the shorter text's runs that the longer has too. */
int64_t story_same_text(const struct story_live *a, const struct story_live *b, int64_t least) {
    size_t i = 0, k = 0, same = 0;
    size_t shorter = a->run_count < b->run_count ? a->run_count : b->run_count;
    size_t missing = shorter - shorter * (size_t)least / 1000;
    const size_t *met = shorter == a->run_count ? &i : &k; /* of the shorter's, shared or not */
    while (i < a->run_count && k < b->run_count && *met <= same + missing) {
        if (a->runs[i] == b->runs[k])
            same++;
        uint32_t left = a->runs[i], right = b->runs[k];
        i += left <= right;
        k += right <= left;
    }
    return shorter == 0 ? 0 : (int64_t)(same * 1000 / shorter);
}

struct story_likeness story_search_compare(const struct story_search *search, uint32_t slot) {
    const struct story_index *index = search->index;
    const struct story_live *other = index->live[slot];
    uint64_t dot = 0, square = 0, title_dot = 0, title_square = 0;
    int64_t shared = 0;
    for (size_t i = 0; i < other->weight_count; i++) {
        const struct story_weight *weight = &other->weights[i];
        uint64_t value = value_of(index, weight->term, weight->weight), title = 0;
        square += value * value;
        if (weight->title != 0) {
            title = value_of(index, weight->term, weight->title);
            title_square += title * title;
        }
        if ((index->asked[weight->term / 64] >> weight->term % 64 & 1) == 0)
            continue;
        const struct story_query *query = &index->query[weight->term];
        dot += value * query->words;
        title_dot += title * query->title;
        shared += index->terms[weight->term].scarcity;
    }
    return (struct story_likeness){
        slot, story_cosine_of(dot, search->length, story_root(square)),
        story_cosine_of(title_dot, search->title_length, story_root(title_square)), shared};
}

static int most_alike(const void *left, const void *right) {
    const struct story_likeness *a = left, *b = right;
    if (a->words != b->words)
        return a->words > b->words ? -1 : 1;
    return a->slot < b->slot ? -1 : a->slot > b->slot;
}

/* Documents lie scattered in memory: all are asked for before the first is compared. A headline's
 * words follow it at once; of a long text the processor foresees the rest. */
static void compare_all(struct story_search *search) {
    for (size_t i = 0; i < search->reached_count; i++) {
        const char *live = (const char *)search->index->live[search->reached[i]];
        for (size_t line = 0; line < LINES; line++)
            __builtin_prefetch(live + line * LINE);
    }
    for (size_t i = 0; i < search->reached_count; i++)
        search->likenesses[search->count++] = story_search_compare(search, search->reached[i]);
}

enum status story_search_run(struct story_search *search) {
    enum status status = prepare(search->index);
    if (status != STATUS_OK)
        return status;
    set_query(search);
    status = story_index_list(search->index, search->live);
    search->shares = search->index->added;
    if (status == STATUS_OK)
        status = reach_by_words(search);
    if (status == STATUS_OK)
        reach_by_marks(search);
    choose_candidates(search);
    compare_all(search);
    if (search->count > 1)
        qsort(search->likenesses, search->count, sizeof *search->likenesses, most_alike);
    return status;
}
