/* The paper day by day, inside the room: a page for each day that has stories, in the edition's
 * time zone ("2026/11/22/": the front page of that day as it reads now, then its other stories),
 * one for each month of them ("2026/11/"), and "archive/", which lists the months.
 *
 * A story belongs to the day that its lead was published on. Each page is made from the store
 * alone, by a few queries in proportion to what it shows. */
#ifndef PUBLISH_DAYS_H
#define PUBLISH_DAYS_H

#include "publish/crew.h"

/* Stories that came to a day or left it, or changed there. */
struct days_change {
    int64_t day;
    bool recounted; /* it has another number of stories */
    bool emptied;   /* it has none now, or had none */
};
/* Writes the pages that follow from it: of the day, where their number is another, of its month,
 * and where the day comes or goes, of the days around it, which lead there, and of the archive. */
enum status days_renew(struct site *site, const struct days_change *change, struct error *error);
/* Writes the pages of all months, and has those of all days written. */
enum status days_write_all(struct site *site, struct crew *crew, struct error *error);
/* Removes what is no page of theirs. */
enum status days_sweep(struct site *site, struct error *error);

/* A single page; of a day or month without stories it is removed. `month` is any day of it. */
enum status days_write_day(struct site *site, int64_t day, struct error *error);
enum status days_write_month(struct site *site, int64_t month, struct error *error);
enum status days_write_archive(struct site *site, struct error *error);

/* The nearest day before or behind `day` that has stories; INT64_MIN when there is none. */
enum status days_before(struct paper *paper, int64_t day, int64_t *found, struct error *error);
enum status days_behind(struct paper *paper, int64_t day, int64_t *found, struct error *error);

#endif
