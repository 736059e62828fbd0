/* A time zone, from the bytes of its file (TZif versions 1 to 3, RFC 8536). Files are read by
 * others; nothing here looks at TZ or at the system. */
#ifndef DATE_ZONE_H
#define DATE_ZONE_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum {
    ZONE_BYTES_MOST = 256 * 1024, /* of a file */
    ZONE_TYPES_MOST = 256,
};

/* When summer time starts or ends in a year, as the POSIX TZ string in the footer says it. */
struct zone_rule {
    enum { ZONE_JULIAN, ZONE_DAY, ZONE_MONTH_WEEK_DAY } kind;
    int month, week, day;
    int32_t seconds; /* after midnight, local time; -167 to 167 hours */
};

struct zone {
    const int64_t *times;   /* of transitions, ascending; in the arena */
    const int32_t *offsets; /* from each on */
    size_t count;
    int32_t first;   /* before the first transition */
    bool has_footer; /* what counts behind the last */
    bool has_summer;
    int32_t standard, summer; /* of the footer; seconds east of UTC */
    struct zone_rule start, end;
};

/* Reads a zone; its arrays lie in the arena. INVALID for bytes that are no TZif file or break its
 * rules. */
enum status zone_parse(struct str tzif, struct arena *arena, struct zone *zone,
                       struct error *error);

/* Seconds east of UTC at a time. */
int32_t zone_offset(const struct zone *zone, int64_t time);

/* UTC, without a file. */
struct zone zone_utc(void);

/* The time at which clocks show `local`, which is counted as if they showed UTC. One that they
 * leave out when they are put forward is as much later; of one that they show twice, one of both.
 */
int64_t zone_time(const struct zone *zone, int64_t local);

/* The local day that `time` is in, counted from 1970-01-01. */
int64_t zone_day(const struct zone *zone, int64_t time);
/* A local day's first second; of a day that the zone left out, the first one behind it. Where
 * clocks go back over midnight a day comes twice: then one of its beginnings. */
int64_t zone_day_start(const struct zone *zone, int64_t day);

#endif
