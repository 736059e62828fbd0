/* The rule for times behind a zone file's last transition: a POSIX TZ string (POSIX.1-2017, 8.3,
 * with RFC 8536's extension to 167 hours), "CET-1CEST,M3.5.0,M10.5.0/3". */
#ifndef DATE_POSIX_H
#define DATE_POSIX_H

#include "date/zone.h"

/* Fills the footer's part of `zone`; false when it is none. */
bool posix_zone_parse(struct str text, struct zone *zone);
/* Of a zone with a footer. */
int32_t posix_zone_offset(const struct zone *zone, int64_t time);

#endif
