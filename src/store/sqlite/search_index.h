/* What writing and asking the search index share. */
#ifndef STORE_SQLITE_SEARCH_INDEX_H
#define STORE_SQLITE_SEARCH_INDEX_H

#include "store/search.h"
#include "store/sqlite/sqlite.h"

/* The row of an article in the index; false for an id that none can have. */
bool store_search_number(struct str id, int64_t *number);
void store_search_id(int64_t number, char id[ID_LENGTH + 1]);
/* Takes an article out of the index; one that is not in it is fine. */
enum status store_search_drop(struct store_sql *sql, struct str id, struct error *error);

#endif
