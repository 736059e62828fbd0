#include "issue/cadence.h"

#include "base/clock.h"

enum { WEEK = 7, THURSDAY = 3 }; /* what 1970-01-01 was, counted from Monday */

static bool is_due_on(const struct edition_list *list, int64_t day) {
    int weekday = (int)(((day + THURSDAY) % WEEK + WEEK) % WEEK);
    return list->when == WHEN_EVERY || (list->when == WHEN_WEEKDAYS && weekday < WEEK - 2) ||
           (int)list->when == weekday;
}

static int64_t time_on(const struct edition_list *list, const struct zone *zone, int64_t day) {
    return zone_time(zone, day * DAY_SECONDS + list->minute * 60);
}

int64_t cadence_last(const struct edition_list *list, const struct zone *zone, int64_t time) {
    int64_t day = zone_day(zone, time) + 1;
    while (!is_due_on(list, day) || time_on(list, zone, day) > time)
        day--;
    return time_on(list, zone, day);
}

int64_t cadence_next(const struct edition_list *list, const struct zone *zone, int64_t time) {
    int64_t day = zone_day(zone, time) - 1;
    while (!is_due_on(list, day) || time_on(list, zone, day) <= time)
        day++;
    return time_on(list, zone, day);
}
