/* From a line that somebody typed to the articles that they may mean: the same for the command
 * line, the search page and the API.
 *
 *     line → query/ → names become those of the edition, store/ finds → articles, marked
 *
 * Where few are found, a word that nobody writes may be a mistake for one that headlines have
 * (text/typo.h): then there is a suggestion. */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "article/article.h"
#include "query/mark.h"
#include "store/search.h"

enum {
    SEARCH_MOST = 100,       /* results a page */
    SEARCH_FEW = 4,          /* fewer than that many, and what was meant is guessed at */
    SEARCH_CURSOR_MOST = 64, /* bytes of a cursor */
};

struct search_request {
    struct str line;            /* query/query.h */
    struct str topic, provider; /* one name more of each, as in the line; absent or "": none */
    int64_t from, to;           /* as the line's dates, to the second; TIME_NONE: open */
    struct str cursor;          /* search_results.next of the page before; absent for the first */
    bool public_only;           /* what readers may see, as they may see it */
    bool newest;                /* newest first; a line without words is answered so anyway, and
                                 * one that asks for nothing by all there is */
    size_t most;                /* 1 to SEARCH_MOST */
    int64_t patience_ms;        /* as in store_question */
};

struct search_result {
    const struct store_article *row;
    struct article article; /* public_only: article_obey has been applied */
    struct query_span *title, *excerpt;
    size_t title_count, excerpt_count;
};

struct search_results {
    struct query query;
    struct search_result *items;
    size_t count;
    struct str next;       /* where the next page goes on; absent behind the last */
    struct str suggestion; /* a line that finds more; absent */
};

/* All of it lies in the arena. INVALID for a date or a cursor that is none, LIMIT for too long a
 * line, TIMEOUT when it took longer than `patience_ms`: these are the asker's, their messages for
 * them. A line that asks for nothing finds nothing, but for `newest`. */
enum status search_run(struct store *store, const struct edition *edition, struct arena *arena,
                       const struct search_request *request, struct search_results *results,
                       struct error *error);

/* "n<key>.<id>": where a list that is ordered so goes on behind that one. */
struct str search_cursor(struct arena *arena, char order, int64_t key, const char *id);
/* Back; false for what is none of this order. */
bool search_cursor_read(struct str cursor, char order, int64_t *key, char id[ID_LENGTH + 1]);

/* The ids of the topics that a name stands for, the domains of the outlets: at least one, `name`
 * itself where nothing is known. In the arena; NULL when that is full. */
struct str *search_topics(struct arena *arena, const struct edition *edition, struct str name,
                          size_t *count);
struct str *search_providers(struct arena *arena, const struct edition *edition, struct str name,
                             size_t *count);

#endif
