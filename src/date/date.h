/* Dates as people write them, made into seconds UTC. Never reads TZ or the locale. */
#ifndef DATE_DATE_H
#define DATE_DATE_H

#include "base/clock.h"
#include "base/status.h"
#include "base/str.h"

/* RFC 822/2822/5322, RFC 3339/ISO 8601, asctime, and the common deviations (missing seconds,
 * weekday or zone, two-digit years, names of zones and months, "GMT+2"); without a zone: UTC. A
 * date without a time is midnight UTC. STATUS_INVALID says what it stumbled over. */
enum status date_parse(struct str text, int64_t *time, struct error *error);

#endif
