/* Places that dates name as their zone, "America/Los_Angeles", with their present rules.
 *
 * Only for reading what others wrote, where no file of zones is at hand: old dates get today's
 * summer time. The edition's own zone is read from its file, see zone.h. */
#ifndef DATE_REGION_H
#define DATE_REGION_H

#include "base/str.h"

struct date_region;

/* Case aside; NULL when it is not among them. */
const struct date_region *date_region_find(struct str name);
/* Seconds east of UTC at a local time, given as if it were UTC. */
int64_t date_region_offset(const struct date_region *region, int64_t local);

#endif
