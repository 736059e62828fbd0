/* What the files of this folder share: the store behind the handle. */
#ifndef STORE_SQLITE_SQLITE_H
#define STORE_SQLITE_SQLITE_H

#include "store/sqlite/schema.h"
#include "store/store.h"

struct store {
    enum store_access access;
    struct store_sql facts, derived, work;
    bool begun;         /* between begin and commit */
    bool viewed;        /* between view and view_end */
    enum status broken; /* what failed since begin: nothing of it may be committed */
};

/* Whether derived state may be written now: begun, and nothing failed since. */
enum status store_derived_ready(struct store *store, struct error *error);
/* Remembers a failure that may have left half of a verb's changes; returns `status`. */
enum status store_derived_wrote(struct store *store, enum status status);
/* The lines of an article's row that name its topics, in `arena`. */
void store_article_topics(struct str topics, struct arena *arena, struct store_article *article);

#endif
