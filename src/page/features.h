/* What is asked of a block before it is believed to be of the main text: questions with a handful
 * of answers each. An answer is an index into a table of weights (model.h); their sum is the first
 * opinion. It looks at a block, its names, its place and its immediate neighbours. The second
 * opinion knows the first ones of all (context.h). */
#ifndef PAGE_FEATURES_H
#define PAGE_FEATURES_H

#include "page/blocks.h"

enum page_kind {
    PAGE_KIND_OTHER,
    PAGE_KIND_ARTICLE,
    PAGE_KIND_FORUM,
    PAGE_KIND_PRODUCT,
    PAGE_KIND_LIST,
    PAGE_KIND_DOCUMENTATION,
    PAGE_KIND_VIDEO,
    PAGE_KINDS,
};

/* What is known of the page as a whole. */
struct page_setting {
    enum page_kind kind;
    int points[PAGE_KINDS]; /* what speaks for each kind */
    uint32_t titles[4];     /* keys of what may be its title; 0: none */
    uint32_t excerpt;       /* key of its description */
};

enum { PAGE_ANSWERS_MOST = 400 };

/* The answers about one block. */
struct page_answers {
    uint16_t items[PAGE_ANSWERS_MOST];
    size_t n;
};

/* Statistics of the elements with one signature. */
struct page_repeat {
    uint32_t signature;
    uint32_t count, words, link_words;
    int64_t sum; /* first opinions times words */
};

/* What both rounds look at; lies in the arena. */
struct page_view {
    const struct page_blocks *blocks;
    const struct page_setting *setting;
    struct page_repeat *repeats;
    uint32_t *same;                /* for each block: how many have its text */
    uint32_t *before;              /* words before it */
    uint32_t title;                /* the block that is the title; UINT32_MAX: none */
    uint32_t long_words;           /* in blocks of 25 words and more that are no links */
    uint32_t articles;             /* elements */
    uint32_t prices;               /* short blocks with a sum of money */
    int32_t *first;                /* first opinions, thousandths; for the second round */
    int32_t *smooth;               /* the same, averaged over neighbours by words */
    uint32_t *headed;              /* for each block: the heading before it; PAGE_NOWHERE */
    uint32_t main_part;            /* what most of the believed text is in */
    uint32_t main_start, main_end; /* from its first to its last block that is surely text */
    int32_t mean;                  /* share of words with a good opinion, thousandths */
    uint32_t best_part;            /* the element with the highest sum of opinions */
    uint32_t dense_part;           /* with the most believed text right below it */
    int32_t dense_share;           /* of the page's believed words, thousandths */
};

enum status page_view_make(struct page_view *view, struct arena *arena, struct page_blocks *blocks,
                           const struct page_setting *setting, struct error *error);
/* The first round, for the block `at`. */
void page_ask_first(const struct page_view *view, uint32_t at, struct page_answers *answers);

enum { PAGE_NOWHERE = UINT32_MAX };

/* Where a block stands, seen from the title: 0 without one, 1 is it, 2 says the same, 3 and 4
 * before it, 5 to 9 behind. */
uint32_t page_title_distance(const struct page_view *view, uint32_t at);
/* Thousandths. */
static inline uint32_t page_share(uint64_t part, uint64_t whole) {
    return whole > 0 ? (uint32_t)(part * 1000 / whole) : 0;
}
static inline const struct page_part *page_part_of(const struct page_view *view, uint32_t block) {
    return &view->blocks->parts[view->blocks->blocks[block].part];
}

/* The questions and how many answers each has. */
#define PAGE_FIRST(X)                                                                              \
    X(BIAS, 1)                                                                                     \
    X(LENGTH, 12)                                                                                  \
    X(LINKS, 7)                                                                                    \
    X(TAG, PAGE_TAGS)                                                                              \
    X(TAG_LENGTH, PAGE_TAGS * 6)                                                                   \
    X(LENGTH_LINKS, 12 * 4)                                                                        \
    X(SENTENCES, 10)                                                                               \
    X(COMMAS, 4)                                                                                   \
    X(DIGITS, 4)                                                                                   \
    X(CAPITALS, 4)                                                                                 \
    X(SIGNS, 8)                                                                                    \
    X(OWN, PAGE_GROUPS)                                                                            \
    X(INNER, PAGE_GROUPS)                                                                          \
    X(NEAR, PAGE_GROUPS)                                                                           \
    X(FAR, PAGE_GROUPS)                                                                            \
    X(FAR_SHORT, PAGE_GROUPS)                                                                      \
    X(PLACE, PAGE_PLACES)                                                                          \
    X(PLACE_SHORT, PAGE_PLACES)                                                                    \
    X(PHRASE, PAGE_PHRASES)                                                                        \
    X(PHRASE_SHORT, PAGE_PHRASES)                                                                  \
    X(POSITION, 10)                                                                                \
    X(FIRST_BLOCKS, 8)                                                                             \
    X(TITLE, 10)                                                                                   \
    X(REPEATS, 6 * 4 * 3)                                                                          \
    X(SAME, 3)                                                                                     \
    X(BEFORE, 18)                                                                                  \
    X(AFTER, 18)                                                                                   \
    X(BEFORE_TAG, PAGE_TAGS + 1)                                                                   \
    X(AFTER_TAG, PAGE_TAGS + 1)                                                                    \
    X(PARENT, 20)                                                                                  \
    X(GRANDPARENT, 20)                                                                             \
    X(GREAT, 20)                                                                                   \
    X(DEPTH, 6)                                                                                    \
    X(SIZE, 6)                                                                                     \
    X(KIND, PAGE_KINDS)                                                                            \
    X(KIND_LENGTH, PAGE_KINDS * 18)                                                                \
    X(KIND_TAG, PAGE_KINDS *PAGE_TAGS)                                                             \
    X(KIND_FAR, PAGE_KINDS *PAGE_GROUPS)                                                           \
    X(KIND_PLACE, PAGE_KINDS *PAGE_PLACES)                                                         \
    X(KIND_REPEATS, PAGE_KINDS * 18)

enum {
#define X(name, size) PAGE_Q_##name, PAGE_Q_##name##_END = PAGE_Q_##name + (size)-1,
    PAGE_FIRST(X) PAGE_FIRST_COUNT,
#undef X
};

#endif
