/* The paper day by day, inside the room: a page for each day that has stories, in the edition's
 * time zone ("2026/11/22/": the front page of that day as it reads now, then its other stories),
 * one for each month of them ("2026/11/"), and "archive/", which lists the months.
 *
 * A story belongs to the day that its lead was published on. Each page is made from the store
 * alone, by a few queries in proportion to what it shows. */
#ifndef PUBLISH_DAYS_H
#define PUBLISH_DAYS_H

#include "publish/site.h"

struct days {
    struct site *site;
    int64_t *touched; /* days whose stories a fact behind `since` changed */
    size_t count, capacity;
};

void days_init(struct days *days, struct site *site);
void days_release(struct days *days);
/* Notes the days of a story that changed; `story` need not be shown (any more). */
enum status days_add(struct days *days, const struct paper_story *story, struct error *error);
/* Writes the pages of these days, of the days around them, which lead there, and of their months;
 * without `since` those of all days, and removes what is not theirs. */
enum status days_end(struct days *days, struct error *error);

/* A single page; of a day or month without stories it is removed. `month` is any day of it. */
enum status days_write_day(struct site *site, int64_t day, struct error *error);
enum status days_write_month(struct site *site, int64_t month, struct error *error);
enum status days_write_archive(struct site *site, struct error *error);

/* The nearest day before or behind `day` that has stories; INT64_MIN when there is none. */
enum status days_before(struct paper *paper, int64_t day, int64_t *found, struct error *error);
enum status days_behind(struct paper *paper, int64_t day, int64_t *found, struct error *error);

#endif
