/* When issues are due: pure, in the edition's time zone. */
#ifndef ISSUE_CADENCE_H
#define ISSUE_CADENCE_H

#include "date/zone.h"
#include "edition/edition.h"

/* The last time at or before `time` at which an issue of the list is due, and the first one behind
 * it. A time that the clocks leave out when they are put forward is due as much later; one that
 * they show twice is due once. */
int64_t cadence_last(const struct edition_list *list, const struct zone *zone, int64_t time);
int64_t cadence_next(const struct edition_list *list, const struct zone *zone, int64_t time);

#endif
