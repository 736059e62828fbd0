#include "date/posix.h"

#include "base/clock.h"

struct reader {
    struct str rest;
};

static bool take(struct reader *reader, char c) {
    if (reader->rest.n == 0 || reader->rest.p[0] != c)
        return false;
    reader->rest = str_skip(reader->rest, 1);
    return true;
}

/* "CEST" or "<+0330>". */
static bool read_name(struct reader *reader) {
    struct str s = reader->rest;
    size_t n = 0;
    if (take(reader, '<')) {
        n = str_find_byte(reader->rest, '>');
        if (n == SIZE_MAX)
            return false;
        reader->rest = str_skip(reader->rest, n + 1);
        return n >= 3;
    }
    while (n < s.n && ascii_is_alpha(s.p[n]))
        n++;
    reader->rest = str_skip(s, n);
    return n >= 3;
}

static bool read_number(struct reader *reader, int most, int *value) {
    size_t n = 0;
    *value = 0;
    for (; n < reader->rest.n && n < 4 && ascii_is_digit(reader->rest.p[n]); n++)
        *value = *value * 10 + (reader->rest.p[n] - '0');
    reader->rest = str_skip(reader->rest, n);
    return n > 0 && *value <= most;
}

/* [+-]hh[:mm[:ss]]. */
static bool read_seconds(struct reader *reader, int32_t *seconds) {
    int parts[3] = {0, 0, 0};
    bool negative = take(reader, '-');
    if (!negative)
        take(reader, '+');
    if (!read_number(reader, 167, &parts[0]))
        return false;
    for (size_t i = 1; i < 3 && take(reader, ':'); i++)
        if (!read_number(reader, 59, &parts[i]))
            return false;
    *seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
    if (negative)
        *seconds = -*seconds;
    return true;
}

/* ",M3.5.0/2", ",J60" or ",59". */
static bool read_rule(struct reader *reader, struct zone_rule *rule) {
    rule->seconds = 2 * HOUR_SECONDS;
    if (!take(reader, ','))
        return false;
    if (take(reader, 'M')) {
        rule->kind = ZONE_MONTH_WEEK_DAY;
        if (!read_number(reader, 12, &rule->month) || !take(reader, '.') ||
            !read_number(reader, 5, &rule->week) || !take(reader, '.') ||
            !read_number(reader, 6, &rule->day) || rule->month < 1 || rule->week < 1)
            return false;
    } else {
        rule->kind = take(reader, 'J') ? ZONE_JULIAN : ZONE_DAY;
        if (!read_number(reader, 365, &rule->day) || (rule->kind == ZONE_JULIAN && rule->day < 1))
            return false;
    }
    return !take(reader, '/') || read_seconds(reader, &rule->seconds);
}

bool posix_zone_parse(struct str text, struct zone *zone) {
    struct reader reader = {text};
    int32_t west;
    if (!read_name(&reader) || !read_seconds(&reader, &west))
        return false;
    zone->standard = -west;
    zone->has_footer = true;
    zone->has_summer = reader.rest.n > 0;
    if (!zone->has_summer)
        return true;
    if (!read_name(&reader))
        return false;
    zone->summer = zone->standard + HOUR_SECONDS;
    if (reader.rest.n > 0 && reader.rest.p[0] != ',') {
        if (!read_seconds(&reader, &west))
            return false;
        zone->summer = -west;
    }
    return read_rule(&reader, &zone->start) && read_rule(&reader, &zone->end) && reader.rest.n == 0;
}

/* Days since 1970. */
static int64_t day_of_date(int64_t year, int month, int day) {
    return day_of(time_from_civil((struct civil){.year = year, .month = month, .day = day}));
}

/* The moment of a change in a year, as if its local time were UTC. */
static int64_t rule_time(const struct zone_rule *rule, int64_t year) {
    int64_t day;
    if (rule->kind == ZONE_MONTH_WEEK_DAY) {
        int64_t first = day_of_date(year, rule->month, 1);
        int64_t weekday = ((first + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday; 0 Sunday */
        day = first + (rule->day - weekday + 7) % 7 + (int64_t)(rule->week - 1) * 7;
        if (day >= day_of_date(year, rule->month + 1, 1)) /* week 5 means the last */
            day -= 7;
    } else {
        bool leap = day_of_date(year, 3, 1) - day_of_date(year, 2, 1) == 29;
        day = day_of_date(year, 1, 1) + rule->day;
        if (rule->kind == ZONE_JULIAN && !(leap && rule->day >= 60))
            day--;
    }
    return day * DAY_SECONDS + rule->seconds;
}

int32_t posix_zone_offset(const struct zone *zone, int64_t time) {
    if (!zone->has_summer)
        return zone->standard;
    int64_t year = civil_from_time(time + zone->standard).year;
    int64_t start = rule_time(&zone->start, year) - zone->standard;
    int64_t end = rule_time(&zone->end, year) - zone->summer;
    bool summer = start < end ? time >= start && time < end : time >= start || time < end;
    return summer ? zone->summer : zone->standard;
}
