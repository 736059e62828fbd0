/* What an answer says of time: HTTP-dates, Retry-After, Cache-Control. */
#include "fetch/fetch_inside.h"

static const char days[] = "SunMonTueWedThuFriSat";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/* Whether the text has a form: '#' stands for any byte. */
static bool has_form(struct str text, struct str form) {
    if (text.n != form.n)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (form.p[i] != '#' && form.p[i] != text.p[i])
            return false;
    return true;
}

/* The number of a name of three letters, from 0; SIZE_MAX when it is none of `names`. */
static size_t find_name(const char *names, struct str text, size_t at) {
    size_t found = str_find(str_from(names), str_take(str_skip(text, at), 3));
    return found == SIZE_MAX || found % 3 != 0 ? SIZE_MAX : found / 3;
}

/* Up to two digits, a space for the first of them allowed where `padded`. */
static bool two_digits(struct str s, size_t at, bool padded, int *value) {
    bool first = ascii_is_digit(s.p[at]) || (padded && s.p[at] == ' ');
    if (!first || !ascii_is_digit(s.p[at + 1]))
        return false;
    *value = (s.p[at] == ' ' ? 0 : (s.p[at] - '0') * 10) + (s.p[at + 1] - '0');
    return true;
}

/* "08:49:37" at `at`, and the whole date's sense. */
static bool finish(struct str text, size_t at, struct civil civil, int64_t *time) {
    if (!two_digits(text, at, false, &civil.hour) ||
        !two_digits(text, at + 3, false, &civil.minute) ||
        !two_digits(text, at + 6, false, &civil.second) || civil.hour > 23 || civil.minute > 59 ||
        civil.second > 60 || civil.day < 1)
        return false;
    *time = time_from_civil(civil);
    struct civil back = civil_from_time(*time - (civil.second == 60));
    return back.month == civil.month && back.day == civil.day;
}

bool fetch_http_date(struct str text, int64_t *time) {
    struct civil civil = {0};
    int century;
    int year;
    if (!has_form(text, STR("###, ## ### #### ##:##:## GMT")))
        return false;
    size_t month = find_name(months, text, 8);
    if (find_name(days, text, 0) == SIZE_MAX || month == SIZE_MAX ||
        !two_digits(text, 5, false, &civil.day) || !two_digits(text, 12, false, &century) ||
        !two_digits(text, 14, false, &year))
        return false;
    civil.year = century * 100 + year;
    civil.month = (int)month + 1;
    return finish(text, 17, civil, time);
}

/* "Sunday, 06-Nov-94 08:49:37 GMT": a year over fifty years ahead is one of the century before
 * (RFC 9110, 5.6.7). */
static bool rfc850_date(struct str text, int64_t now, int64_t *time) {
    struct civil civil = {0};
    int year;
    size_t comma = str_find_byte(text, ',');
    struct str rest = str_skip(text, comma == SIZE_MAX ? text.n : comma);
    if (comma < 6 || !has_form(rest, STR(", ##-###-## ##:##:## GMT")))
        return false;
    size_t month = find_name(months, rest, 5);
    if (find_name(days, text, 0) == SIZE_MAX || month == SIZE_MAX ||
        !two_digits(rest, 2, false, &civil.day) || !two_digits(rest, 9, false, &year))
        return false;
    int64_t this_year = civil_from_time(now).year;
    civil.year = this_year - this_year % 100 + year;
    if (civil.year > this_year + 50)
        civil.year -= 100;
    else if (civil.year + 100 <= this_year + 50)
        civil.year += 100;
    civil.month = (int)month + 1;
    return finish(rest, 12, civil, time);
}

/* "Sun Nov  6 08:49:37 1994". */
static bool asctime_date(struct str text, int64_t *time) {
    struct civil civil = {0};
    int century;
    int year;
    if (!has_form(text, STR("### ### ## ##:##:## ####")))
        return false;
    size_t month = find_name(months, text, 4);
    if (find_name(days, text, 0) == SIZE_MAX || month == SIZE_MAX ||
        !two_digits(text, 8, true, &civil.day) || !two_digits(text, 20, false, &century) ||
        !two_digits(text, 22, false, &year))
        return false;
    civil.year = century * 100 + year;
    civil.month = (int)month + 1;
    return finish(text, 11, civil, time);
}

bool fetch_http_date_any(struct str text, int64_t now, int64_t *time) {
    return fetch_http_date(text, time) || rfc850_date(text, now, time) || asctime_date(text, time);
}

static int64_t within(int64_t seconds) {
    return seconds < 0 ? 0 : seconds > INT32_MAX ? INT32_MAX : seconds;
}

/* Digits only; more of them than fit are INT32_MAX (RFC 9111, 1.2.2). */
static bool seconds_of(struct str text, int64_t *seconds) {
    uint64_t number;
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_is_digit(text.p[i]))
            return false;
    *seconds = !str_to_u64(text, &number) || number > INT32_MAX ? INT32_MAX : (int64_t)number;
    return text.n > 0;
}

int64_t fetch_retry_after(struct str value, struct str date, int64_t now) {
    int64_t seconds;
    int64_t then;
    int64_t shown;
    value = str_trim(value);
    if (seconds_of(value, &seconds))
        return seconds;
    if (!fetch_http_date_any(value, now, &then))
        return -1;
    if (!fetch_http_date_any(str_trim(date), now, &shown))
        shown = now;
    return within(then - shown);
}

int64_t fetch_freshness(struct str cache_control, struct str expires, struct str date,
                        struct str age, int64_t now) {
    int64_t fresh = -1;
    int64_t spent = 0;
    int64_t then;
    int64_t shown;
    struct str part;
    struct str value;
    while (fetch_next_part(&cache_control, ',', &part)) {
        if ((fetch_part_is(part, STR("no-cache"), &value) && str_absent(value)) ||
            fetch_part_is(part, STR("no-store"), &value))
            return 0;
        if (fresh < 0 && fetch_part_is(part, STR("max-age"), &value) && !seconds_of(value, &fresh))
            fresh = 0; /* what cannot be read is stale (RFC 9111, 4.2.1) */
    }
    if (fresh < 0 && !str_absent(expires)) {
        if (!fetch_http_date_any(str_trim(date), now, &shown))
            shown = now;
        fresh = fetch_http_date_any(str_trim(expires), now, &then) ? within(then - shown) : 0;
    }
    if (fresh > 0 && seconds_of(str_trim(age), &spent))
        fresh = within(fresh - spent);
    return fresh;
}
