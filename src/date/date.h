/* Dates as people write them, made into seconds UTC. Never reads TZ or the locale. */
#ifndef DATE_DATE_H
#define DATE_DATE_H

#include "base/clock.h"
#include "base/status.h"
#include "base/str.h"

/* RFC 822/2822/5322, RFC 3339/ISO 8601, asctime, and the common deviations (missing seconds,
 * weekday or zone, two-digit years, names of zones and months, "GMT+2"), in some
 * thirty languages; without a zone: UTC (a date in Korean: +09:00, the one zone it is written in).
 * A date without a time is midnight, a month its first day. Seconds' fractions are dropped, a leap
 * second is the next minute's first. STATUS_INVALID says what it stumbled over, and error->at
 * where. Linear; at most 128 bytes, years 1 to 9999. */
enum status date_parse(struct str text, int64_t *time, struct error *error);

/* The same by the general rules alone, which date_parse spares dates of the usual forms. */
enum status date_parse_any(struct str text, int64_t *time, struct error *error);

#endif
