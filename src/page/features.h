/* What is asked of a block before it is believed to be of the main text: questions with a handful
 * of answers each. An answer is an index into a table of weights (model.h); their sum is the
 * opinion.
 *
 * There are two rounds. The first opinion looks at a block, its names, its place and its immediate
 * neighbours. The second knows the first opinions of all, and so where the text is. */
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
    uint32_t titles[4]; /* keys of what may be its title; 0: none */
    uint32_t excerpt;   /* key of its description */
};

enum { PAGE_ANSWERS_MOST = 400 };

/* The answers about one block. */
struct page_answers {
    uint16_t items[PAGE_ANSWERS_MOST];
    size_t n;
};

/* What both rounds look at; lies in the arena. */
struct page_view {
    const struct page_blocks *blocks;
    const struct page_setting *setting;
    struct page_repeat *repeats;
    uint32_t *same;                /* for each block: how many have its text */
    uint32_t *before;              /* words before it */
    uint32_t title;                /* the block that is the title; UINT32_MAX: none */
    int32_t *first;                /* first opinions, thousandths; for the second round */
    int32_t *smooth;               /* the same, averaged over neighbours by words */
    uint32_t main_part;            /* what most of the believed text is in */
    uint32_t main_start, main_end; /* from its first to its last block that is surely text */
    int32_t mean;        /* of the page: share of words with a good opinion, thousandths */
    uint32_t best_part;  /* the element with the highest sum of opinions */
    uint32_t dense_part; /* the element with the most believed text right below it */
    int32_t dense_share; /* of the page's believed words, thousandths */
};

enum status page_view_make(struct page_view *view, struct arena *arena, struct page_blocks *blocks,
                           const struct page_setting *setting, struct error *error);
/* The first round, for the block `at`. */
void page_ask_first(const struct page_view *view, uint32_t at, struct page_answers *answers);
/* Takes the first opinions, one a block, and looks at all of them. */
enum status page_view_learn(struct page_view *view, struct arena *arena, struct page_blocks *blocks,
                            int32_t *opinions, struct error *error);
/* The second round. */
void page_ask_second(const struct page_view *view, uint32_t at, struct page_answers *answers);

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

#define PAGE_SECOND(X)                                                                             \
    X(BIAS2, 1)                                                                                    \
    X(OPINION, 16)                                                                                 \
    X(OPINION_LENGTH, 8 * 6)                                                                       \
    X(OPINION_KIND, 8 * PAGE_KINDS)                                                                \
    X(LAST1, 9)                                                                                    \
    X(NEXT1, 9)                                                                                    \
    X(LAST2, 9)                                                                                    \
    X(NEXT2, 9)                                                                                    \
    X(BOTH, 81)                                                                                    \
    X(AROUND, 12)                                                                                  \
    X(AROUND_OPINION, 8 * 8)                                                                       \
    X(IN_PART, 10)                                                                                 \
    X(IN_PARENT, 10)                                                                               \
    X(IN_GRANDPARENT, 10)                                                                          \
    X(IN_GREAT, 10)                                                                                \
    X(PARENT_OPINION, 10 * 8)                                                                      \
    X(IN_MAIN, 4 * 8)                                                                              \
    X(IN_MAIN_TAG, 4 * PAGE_TAGS)                                                                  \
    X(BEST, 7 * 8)                                                                                 \
    X(BEST_KIND, 7 * PAGE_KINDS)                                                                   \
    X(DENSE, 9 * 8)                                                                                \
    X(DENSE_LENGTH, 9 * 6)                                                                         \
    X(DENSE_TAG, 9 * PAGE_TAGS)                                                                    \
    X(DENSE_KIND, 9 * PAGE_KINDS)                                                                  \
    X(DENSE_SHARE, 9 * 5)                                                                          \
    X(AWAY, 6)                                                                                     \
    X(ALIKE, 10)                                                                                   \
    X(ALIKE_COUNT, 10 * 4)                                                                         \
    X(HEADING, 9)                                                                                  \
    X(GOOD_SHARE, 6 * 4)                                                                           \
    X(LENGTH2, 12)                                                                                 \
    X(TAG2, PAGE_TAGS)                                                                             \
    X(TAIL, 8)                                                                                     \
    X(TITLE2, 10)                                                                                  \
    X(PHRASE2, PAGE_PHRASES)                                                                       \
    X(NEAR2, PAGE_GROUPS)

enum {
#define X(name, size) PAGE_Q_##name, PAGE_Q_##name##_END = PAGE_Q_##name + (size)-1,
    PAGE_FIRST(X) PAGE_FIRST_COUNT,
#undef X
};

enum {
#define X(name, size) PAGE_Q_##name, PAGE_Q_##name##_END = PAGE_Q_##name + (size)-1,
    PAGE_SECOND(X) PAGE_SECOND_COUNT,
#undef X
};

#endif
