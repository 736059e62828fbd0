#include "date/usual.h"

/* `count` digits at `at`; -1 when there are others. */
static int number_at(struct str s, size_t at, size_t count) {
    int value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (i >= s.n || !ascii_is_digit(s.p[i]))
            return -1;
        value = 10 * value + (s.p[i] - '0');
    }
    return value;
}

/* Behind the time, at `at` to the end: "Z", "GMT", "+0100", "+01:00" as minutes. */
static bool read_offset(struct str s, size_t at, int *minutes) {
    struct str rest = str_skip(s, at);
    *minutes = 0;
    if (str_eq(rest, STR("Z")) || str_eq(rest, STR("GMT")) || str_eq(rest, STR("UTC")))
        return true;
    bool colon = rest.n == 6 && rest.p[3] == ':';
    if ((rest.n != 5 && !colon) || (rest.p[0] != '+' && rest.p[0] != '-'))
        return false;
    int hours = number_at(rest, 1, 2), behind = number_at(rest, colon ? 4 : 3, 2);
    *minutes = (rest.p[0] == '-' ? -1 : 1) * (60 * hours + behind);
    return hours >= 0 && hours <= 14 && behind >= 0 && behind <= 59;
}

static bool settle(struct civil civil, int minutes, int64_t *time) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (civil.year < 1 || civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.hour < 0 ||
        civil.hour > 23 || civil.minute < 0 || civil.minute > 59 || civil.second < 0 ||
        civil.second > 59)
        return false;
    bool leap = civil.year % 4 == 0 && (civil.year % 100 != 0 || civil.year % 400 == 0);
    if (civil.day > days[civil.month - 1] + (civil.month == 2 && leap))
        return false;
    *time = time_from_civil(civil) - (int64_t)minutes * 60;
    return true;
}

/* "hh:mm:ss" at `at`. */
static bool read_clock(struct str s, size_t at, struct civil *civil) {
    if (s.n < at + 8 || s.p[at + 2] != ':' || s.p[at + 5] != ':')
        return false;
    civil->hour = number_at(s, at, 2);
    civil->minute = number_at(s, at + 3, 2);
    civil->second = number_at(s, at + 6, 2);
    return true;
}

/* "2025-09-01T00:00:00Z" */
static bool read_rfc3339(struct str s, int64_t *time) {
    struct civil civil = {.year = number_at(s, 0, 4)};
    int minutes;
    if (s.n < 20 || s.p[4] != '-' || s.p[7] != '-' || s.p[10] != 'T' ||
        !read_clock(s, 11, &civil) || !read_offset(s, 19, &minutes))
        return false;
    civil.month = number_at(s, 5, 2);
    civil.day = number_at(s, 8, 2);
    return settle(civil, minutes, time);
}

/* "Mon, 01 Sep 2025 00:00:00 GMT"; the weekday says nothing new. */
static bool read_rfc822(struct str s, int64_t *time) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    static const char weekdays[] = "MonTueWedThuFriSatSun";
    struct civil civil = {0};
    int minutes;
    if (s.n < 29 || s.p[3] != ',' || s.p[4] != ' ' || s.p[7] != ' ' || s.p[11] != ' ' ||
        s.p[16] != ' ' || s.p[25] != ' ' || !read_clock(s, 17, &civil) ||
        !read_offset(s, 26, &minutes))
        return false;
    for (int i = 0; i < 12; i++)
        if (memcmp(s.p + 8, months + 3 * i, 3) == 0)
            civil.month = i + 1;
    bool weekday = false;
    for (int i = 0; i < 7; i++)
        weekday = weekday || memcmp(s.p, weekdays + 3 * i, 3) == 0;
    civil.day = number_at(s, 5, 2);
    civil.year = number_at(s, 12, 4);
    return weekday && settle(civil, minutes, time);
}

bool date_read_usual(struct str text, int64_t *time) {
    return read_rfc3339(text, time) || read_rfc822(text, time);
}
