/* A query as the store is asked, inside the room. */
#ifndef SEARCH_QUESTION_H
#define SEARCH_QUESTION_H

#include "search/search.h"

/* Phrases, names and dates; the rest of `question` is left as it is. Views are the query's. */
enum status search_question(struct arena *arena, const struct edition *edition,
                            const struct query *query, struct store_question *question,
                            struct error *error);

#endif
