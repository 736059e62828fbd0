/* The second round: what can be measured about a block when the first opinions of all blocks are
 * known. A forest of small decision trees (model.h) makes the second opinion of it. */
#ifndef PAGE_CONTEXT_H
#define PAGE_CONTEXT_H

#include "page/features.h"

/* Takes the first opinions, one a block, thousandths, and looks at all of them. */
enum status page_view_learn(struct page_view *view, struct arena *arena, struct page_blocks *blocks,
                            int32_t *opinions, struct error *error);

/* Shares are thousandths, opinions too; what is missing is PAGE_ABSENT. All are cut to 16 bits. */
#define PAGE_MEASURES(X)                                                                           \
    X(OPINION)                                                                                     \
    X(LAST1)                                                                                       \
    X(NEXT1)                                                                                       \
    X(LAST2)                                                                                       \
    X(NEXT2)                                                                                       \
    X(LAST3)                                                                                       \
    X(NEXT3)                                                                                       \
    X(AROUND)                                                                                      \
    X(IN_PART)                                                                                     \
    X(IN_PARENT)                                                                                   \
    X(IN_GRANDPARENT)                                                                              \
    X(IN_GREAT)                                                                                    \
    X(ALIKE)                                                                                       \
    X(ALIKE_COUNT)                                                                                 \
    X(ALIKE_WORDS)                                                                                 \
    X(ALIKE_LINKS)                                                                                 \
    X(RECORD)                                                                                      \
    X(RECORD_COUNT)                                                                                \
    X(RECORD_WORDS)                                                                                \
    X(RECORD_LINKS)                                                                                \
    X(RECORD_SHARE)                                                                                \
    X(MAIN)                                                                                        \
    X(BEST)                                                                                        \
    X(DENSE)                                                                                       \
    X(DENSE_SHARE)                                                                                 \
    X(GOOD_SHARE)                                                                                  \
    X(FROM_START)                                                                                  \
    X(TO_END)                                                                                      \
    X(WORDS)                                                                                       \
    X(LINKS)                                                                                       \
    X(SENTENCES)                                                                                   \
    X(COMMAS)                                                                                      \
    X(DIGITS)                                                                                      \
    X(CAPITALS)                                                                                    \
    X(SIGNS)                                                                                       \
    X(TAG)                                                                                         \
    X(KIND)                                                                                        \
    X(DEPTH)                                                                                       \
    X(AT)                                                                                          \
    X(POSITION)                                                                                    \
    X(FROM_TITLE)                                                                                  \
    X(TITLE)                                                                                       \
    X(TITLE_UP)                                                                                    \
    X(TITLE_SHARE)                                                                                 \
    X(ARTICLE_SHARE)                                                                               \
    X(ARTICLE_LINKS)                                                                               \
    X(PAGE_ARTICLES)                                                                               \
    X(SAME)                                                                                        \
    X(PARENT_SHARE)                                                                                \
    X(PARENT_LINKS)                                                                                \
    X(PARENT_BLOCKS)                                                                               \
    X(GRANDPARENT_SHARE)                                                                           \
    X(GRANDPARENT_LINKS)                                                                           \
    X(GRANDPARENT_BLOCKS)                                                                          \
    X(GREAT_SHARE)                                                                                 \
    X(GREAT_LINKS)                                                                                 \
    X(LAST_WORDS)                                                                                  \
    X(LAST_LINKS)                                                                                  \
    X(LAST_TAG)                                                                                    \
    X(NEXT_WORDS)                                                                                  \
    X(NEXT_LINKS)                                                                                  \
    X(NEXT_TAG)                                                                                    \
    X(BELOW)                                                                                       \
    X(NEAR_BESIDE)                                                                                 \
    X(FAR_BESIDE)                                                                                  \
    X(HEADED)                                                                                      \
    X(HEADED_FROM)                                                                                 \
    X(HEADED_PHRASE)                                                                               \
    X(PHRASES)                                                                                     \
    X(PAGE_WORDS)                                                                                  \
    X(PAGE_BLOCKS)                                                                                 \
    X(PAGE_LINKS)                                                                                  \
    X(PAGE_LONG)                                                                                   \
    X(PAGE_PRICES)

enum page_measure {
#define X(name) PAGE_M_##name,
    PAGE_MEASURES(X)
#undef X
        PAGE_M_POINTS, /* what speaks for each kind of page */
    PAGE_M_PLACES = PAGE_M_POINTS + PAGE_KINDS,
    PAGE_M_FAR = PAGE_M_PLACES + PAGE_PLACES,
    PAGE_M_COUNT = PAGE_M_FAR + PAGE_GROUPS,
};

enum { PAGE_ABSENT = -20000 };

/* The measures of the block `at`. */
void page_measure(const struct page_view *view, uint32_t at, int16_t measures[PAGE_M_COUNT]);

#endif
