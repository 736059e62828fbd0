/* The pages of one article, as they come in from the web, one after the other. */
#ifndef GATHER_READING_H
#define GATHER_READING_H

#include "fetch/fetch.h"
#include "gather/gather.h"

struct reading {
    struct reading *before; /* the caller's, for a list */
    struct arena arena;     /* the pages and what their answers stated */
    struct page pages[PAGE_JOIN_MOST];
    struct str stated[PAGE_JOIN_MOST];
    size_t count;
};

void reading_init(struct reading *reading);
/* Safe to call twice. */
void reading_release(struct reading *reading);
/* Reads the page of a good answer. *next is the address of the article's next page, which was not
 * read yet, or absent. Errors are page_extract's; the pages before stay good. */
enum status reading_add(struct reading *reading, const struct fetch_response *response,
                        struct str *next, struct error *error);
/* The pages, at least one, as one. It lies in the reading. */
enum status reading_join(struct reading *reading, struct page *whole, struct error *error);
/* Adds to the observation what each page and its answer state about the article's use. */
void reading_rights(const struct gatherer *gatherer, struct reading *reading,
                    struct observation *observation);

#endif
