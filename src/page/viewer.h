/* What visible.c and authors.c share: the page as readers see it, with its headline. */
#ifndef PAGE_VIEWER_H
#define PAGE_VIEWER_H

#include "page/blocks.h"
#include "page/byline.h"
#include "page/collect.h"

enum {
    PAGE_TITLE_WORDS_MOST = 60, /* of a title that are compared */
    PAGE_TITLES_MOST = 8,       /* claimed titles that are compared with */
    PAGE_POINTS_MOST = 400,
};

/* The words of a title, hashed. */
struct page_title_words {
    uint32_t hashes[PAGE_TITLE_WORDS_MOST];
    size_t n;
};

struct page_viewer {
    struct page_collector *collector;
    const struct page_blocks *blocks;
    struct page_title_words references[PAGE_TITLES_MOST];
    struct str titles[PAGE_TITLES_MOST]; /* as they are claimed */
    size_t reference_count;
    size_t trusted; /* how many of them are from JSON-LD or OpenGraph */
    struct page_openings openings;
    uint32_t title; /* the headline's block; UINT32_MAX: none */
};

/* Class words of what stands beside dates and names. */
static const uint64_t page_dated_groups =
    PAGE_BIT(PAGE_GROUP_DATE) | PAGE_BIT(PAGE_GROUP_META) | PAGE_BIT(PAGE_GROUP_BYLINE);

/* Whether a part's names and dates are not the article's: comments, teasers, sidebars, unless the
 * headline is in there as well. */
bool page_is_others(const struct page_viewer *viewer, const struct page_part *part);
/* Whether a block stands near the headline. */
bool page_is_near(const struct page_viewer *viewer, uint32_t block);
/* Offers whom marks, links, labels, lines and signatures name as author. */
void page_read_authors(struct page_viewer *viewer);

#endif
