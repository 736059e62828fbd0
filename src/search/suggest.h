/* What was meant, where a word may be mistyped, inside the room. */
#ifndef SEARCH_SUGGEST_H
#define SEARCH_SUGGEST_H

#include "search/search.h"

/* The line with words of headlines instead of those that are nearly one of them and that hardly
 * any headline has; absent when there is none such. `line` is what `query` was read from. */
enum status search_suggest(struct store *store, struct arena *arena, struct str line,
                           const struct query *query, struct str *suggestion, struct error *error);

#endif
