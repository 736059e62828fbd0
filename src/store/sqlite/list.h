/* A query over articles as SQL. Which index drives it is chosen here and not by SQLite's planner,
 * which knows nothing of how the values are spread. */
#ifndef STORE_SQLITE_LIST_H
#define STORE_SQLITE_LIST_H

#include "base/buf.h"
#include "store/sqlite/sql.h"
#include "store/store.h"

/* The columns of an article as articles.c reads them. */
#define STORE_ARTICLE_COLUMNS                                                                      \
    "a.id, a.story, a.copy_of, a.lead, a.shown, a.seen, a.down, a.quality, a.heat, a.arrived, "    \
    "a.changed, a.provider, a.topics, a.data, a.score, a.reasons"

enum { STORE_LIST_VALUES = 13 };

struct store_list {
    struct buf text;
    struct {
        struct str text; /* absent: `number` counts */
        int64_t number;
    } values[STORE_LIST_VALUES];
    size_t count;
};

/* Both may be used on a list that could not be made. Views are borrowed from `query`. */
void store_list_make(struct store_list *list, const struct store_query *query, bool counting);
void store_list_release(struct store_list *list);

/* Its statement, with all values bound; the list must stay until it is done. */
enum status store_list_statement(struct store_sql *sql, const struct store_list *list,
                                 sqlite3_stmt **statement, struct error *error);

#endif
