/* What the parts of page/ share: findings, each with a rank; the lowest wins. */
#ifndef PAGE_COLLECT_H
#define PAGE_COLLECT_H

#include "base/json_read.h"
#include "html/dom.h"
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
};

/* Keeps `value` where it is not empty and ranks better than what is there. Borrows. */
void page_offer(struct page_collector *collector, enum page_field field, struct str value, int rank,
                const char *from);

/* <meta>, <link>, <time>, <title>, microdata. */
void page_read_head(struct page_collector *collector);
/* JSON-LD. */
void page_read_data(struct page_collector *collector);
/* The main text and its HTML, into the page; takes parts out of the tree. */
enum status page_read_main(struct page_collector *collector, struct error *error);

#endif
