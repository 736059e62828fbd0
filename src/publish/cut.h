/* Where a long list is cut into pages, inside the room. A list is newest first, and a story that
 * comes on top must not move all others by one: so each month is cut for itself, from its oldest
 * story on. What is new in a month changes its pages from there to its newest, and no other month's
 * (docs/decisions/0018). Lists are 0, the edition's, and i + 1, topic i's. */
#ifndef PUBLISH_CUT_H
#define PUBLISH_CUT_H

#include "publish/paper.h"

enum { CUT_PAGES_MOST = 9999 }; /* in a month; the newest of them has all behind that */

/* A place in a list, as its stories go by. */
struct cut {
    int64_t month;  /* of the last story: 202510; all before 1970 is its first month's */
    int64_t left;   /* how many of that month are older than it */
    int64_t number; /* of the page that holds it: 2025100001, within 31 bits until 2147 */
};

/* Goes on to the next story, of a list that is cut into pages of `size`. */
enum status cut_step(const struct paper *paper, size_t list, int64_t size, int64_t published,
                     struct cut *cut, struct error *error);

int64_t cut_month(int64_t time);
/* The month with the next story behind (`up` false: before) one; 0 when there is none. */
enum status cut_neighbour(const struct paper *paper, size_t list, int64_t month, bool up,
                          int64_t *other, struct error *error);
/* How many leads that are shown a list has of a month, and of those published before `to`
 * (TIME_NONE: no matter when). */
enum status cut_count(const struct paper *paper, size_t list, int64_t month, int64_t to,
                      int64_t *count, struct error *error);
/* The number of the page of a story by its rank in its month, counted from 0, its oldest. */
int64_t cut_number(int64_t month, int64_t rank, int64_t size);
/* What asks the store for a list's stories from a month back, without its newest `skip`; a month of
 * 0: from the newest. */
struct store_query cut_query(const struct paper *paper, size_t list, int64_t month, int64_t skip);

#endif
