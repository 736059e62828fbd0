/* A page without a feed, read like one: its items are found by CSS selectors. */
#ifndef FEED_LISTING_H
#define FEED_LISTING_H

#include "feed/feed.h"

/* Selectors as html/select.h reads them, each absent or empty for what is meant by default. All but
 * `item` are looked for inside of an item. */
struct feed_selectors {
    struct str item;    /* default: <article>, microformats, headings of <main>: whichever comes
                           first and gives three entries */
    struct str link;    /* default: the link in the heading, else the first, else around the item */
    struct str title;   /* default: the first heading, else the link's text */
    struct str summary; /* default: the first paragraph */
    struct str date;    /* default: <time>; `datetime` or `content` goes before the text */
    struct str picture; /* default: the first <img> */
};

/* INVALID says which selector cannot be read. */
enum status feed_selectors_check(struct arena *arena, const struct feed_selectors *selectors,
                                 struct error *error);

/* Entries (format "page") in the page's order, each address once; items without a link or a title
 * are left out. `url`, the page's address, is the base of its links. INVALID when nothing is found:
 * the page was changed, or the selectors do not fit it. */
enum status feed_parse_listing(struct arena *arena, struct str bytes, struct str url,
                               struct str content_type, const struct feed_selectors *selectors,
                               struct feed *feed, struct error *error);

#endif
