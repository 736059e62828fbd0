/* What is made when it is asked for and not written before: the search page, and stories and
 * articles as the live API gives them. The same templates, the same fields of records as in the
 * files. For the server; of one thread. */
#ifndef PUBLISH_LIVE_H
#define PUBLISH_LIVE_H

#include "base/buf.h"
#include "base/json.h"
#include "search/search.h"
#include "template/value.h"

struct live;

/* Reads the edition of a folder and its templates as they are now. CONFIG and NOT_FOUND as
 * edition_load says. */
enum status live_open(const char *folder, struct live **live, struct error *error);
/* Safe on NULL. */
void live_close(struct live *live);
const struct edition *live_edition(const struct live *live);

/* What somebody asked the search page for, and what came of it. */
struct live_search {
    const struct search_request *request;
    const struct search_results *results; /* NULL: nothing was asked, or there is a problem */
    struct str problem;                   /* why there is no answer, for readers; absent */
};
/* The page: {{>search}} with docs/templates.md's values. */
enum status live_search_page(struct live *live, struct store *store, struct arena *arena,
                             const struct live_search *search, struct buf *out,
                             struct error *error);

/* A page of the server's own from one of the templates, as every page is; `title` is what it is
 * about. `folders`: how many its address lies below the edition's, 0 or 1. */
enum status live_page(struct live *live, struct arena *arena, const char *template,
                      struct str title, int folders, struct template_value *values, struct buf *out,
                      struct error *error);

/* An article as the record that it has or will have: {"id","story","address", and the members of
 * record_json}. Of a whole story the record names the others as related items; without `whole` it
 * names none. `address` is the story's page, left out where there is none; "removed" ones are as
 * their records. A row must be of the store. */
enum status live_article(struct live *live, struct store *store, struct arena *arena,
                         const struct store_article *row, bool whole, struct json *json,
                         struct error *error);

#endif
