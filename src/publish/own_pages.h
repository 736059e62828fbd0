/* The edition's own pages, inside the room: pages/<name>.md becomes "page/<name>/", and every
 * page's footer leads there. Front matter says `title` and perhaps `description`; below it stands
 * Markdown (CommonMark). HTML in it is left out, and what comes of it is sanitised
 * (html/sanitize.h).
 *
 * cmark has no way to say that memory ran out: it ends the process. So the pages are small. */
#ifndef PUBLISH_OWN_PAGES_H
#define PUBLISH_OWN_PAGES_H

#include "publish/paper.h"

enum {
    OWN_PAGES_MOST = 100,
    OWN_PAGE_BYTES = 256 * 1024,
    OWN_PAGE_NAME_MOST = 64, /* bytes; a-z, 0-9 and - */
};

struct own_page {
    struct str name, title;
    struct str description; /* absent when not given */
    struct str html;
};

struct own_pages {
    struct own_page *list; /* by name */
    size_t count;
};

/* Reads them into the paper's arena. CONFIG names file, line and column. */
enum status own_pages_read(struct paper *paper, struct own_pages *pages, struct error *error);
/* "page/<name>/" */
struct str own_page_address(struct arena *arena, const struct own_page *page);

struct site;
/* Writes them, and removes those that are not there any more. */
enum status own_pages_end(struct site *site, struct error *error);

#endif
