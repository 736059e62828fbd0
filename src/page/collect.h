/* What the parts of page/ share: findings, each with a rank; the lowest wins. */
#ifndef PAGE_COLLECT_H
#define PAGE_COLLECT_H

#include "base/json_read.h"
#include "html/dom.h"
#include "page/features.h"
#include "page/page.h"

struct page_finding {
    struct str value; /* absent: nothing yet */
    int rank;
    const char *from; /* static */
};

struct page_collector {
    struct arena *arena;   /* the answer's */
    struct arena *scratch; /* the tree's */
    struct html_document document;
    struct str base; /* of the page's links */
    struct page *page;
    struct page_finding findings[PAGE_FIELDS];
    struct str image_width, image_height; /* of og:image */
    int kind_said[PAGE_KINDS];            /* points, by the page's own words */
};

/* Keeps `value` where it is not empty and ranks better than what is there. Borrows. */
void page_offer(struct page_collector *collector, enum page_field field, struct str value, int rank,
                const char *from);

/* <meta>, <link>, <time>, <title>, microdata. */
void page_read_head(struct page_collector *collector);
/* A type that the page claims: the word of schema.org or of og:type. */
void page_kind_said(struct page_collector *collector, struct str type);
/* After metadata and blocks were read. */
enum page_kind page_find_kind(struct page_collector *collector, const struct page_blocks *blocks);
/* What is known of the page before its main text is: for the opinions of features.h. */
struct page_setting page_setting_of(struct page_collector *collector,
                                    const struct page_blocks *blocks);
/* JSON-LD. */
void page_read_data(struct page_collector *collector);
/* The main text and its HTML, into the page; takes parts out of the tree. */
enum status page_read_main(struct page_collector *collector, struct page_blocks *blocks,
                           struct error *error);
/* The HTML of the blocks whose opinion is above 0, into the page; takes the rest out of the tree.
 */
enum status page_write_html(struct page_collector *collector, const struct page_blocks *blocks,
                            const int32_t *opinions, struct error *error);
/* All up to the main text: tree, metadata, blocks. `text` holds what the tree borrows;
 * page_blocks_release(blocks) in any case. */
enum status page_prepare(struct page_collector *collector, struct str bytes,
                         struct str content_type, struct buf *text, struct page_blocks *blocks,
                         struct error *error);

#endif
