/* One pass over the parts of the text collects numbers, names and offsets by what stands around
 * them; then the numbers that are left are told apart as year, month and day. No format is known in
 * advance, so that deviations cost nothing. */
#include "date/date.h"

#include "base/utf8.h"
#include "date/region.h"
#include "date/scan.h"
#include "date/usual.h"

struct number {
    int value;
    size_t digits;
    char before; /* the sign before it, ' ' for none; '\'' marks a short year */
    bool day;    /* "3rd", "3日" */
};

enum last { LAST_NOTHING, LAST_DATE, LAST_TIME, LAST_ZONE };

struct reading {
    const struct date_token *tokens;
    struct number numbers[3];
    size_t number_count;
    int year, month, day; /* 0: not known yet */
    bool month_may_be_weekday;
    int weekday; /* -1: not known */
    bool has_time, has_zone, zone_in_digits;
    int hour, minute, second;
    int half; /* -1: not said */
    int zone; /* minutes east of UTC */
    const struct date_region *region;
    size_t ordinal; /* the day of the year; 0: not known */
    int parentheses;
    bool has_epoch, korean;
    int64_t epoch;
    enum last last;
    const char *why; /* what is wrong with it */
};

static bool is_sign(const struct date_token *token, char sign) {
    return token->kind == DATE_SIGN && token->sign == sign;
}

static bool is_word(const struct date_token *token, enum date_word_kind kind) {
    return token->kind == DATE_WORD && token->word.kind == kind;
}

/* A number of at most `digits` digits right behind the sign before it. */
static bool is_part(const struct date_token *token, size_t digits) {
    return token->kind == DATE_NUMBER && token->text.n <= digits && !token->spaced;
}

/* Which parts of a date are there. */
static size_t date_parts(const struct reading *reading) {
    return reading->number_count + (reading->month > 0) + (reading->year > 0) + (reading->day > 0);
}

/* ".123" behind a time: how many tokens. */
static size_t fraction(const struct date_token *token) {
    bool mark = is_sign(token, '.') || is_sign(token, ',') || is_sign(token, ':');
    return mark && !token->spaced && is_part(token + 1, 18) ? 2 : 0;
}

static void set_time(struct reading *reading, uint64_t hour, uint64_t minute, uint64_t second) {
    reading->has_time = true;
    reading->last = LAST_TIME;
    reading->hour = (int)hour;
    reading->minute = (int)minute;
    reading->second = (int)second;
    if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second > 0))
        reading->why = "a time that no day has";
}

/* "15:04", "15:04:05", "15:04:05.999", and "15.04" behind a whole date. */
static size_t read_clock(struct reading *reading, const struct date_token *token) {
    bool colon = is_sign(token + 1, ':');
    bool dot = is_sign(token + 1, '.') && date_parts(reading) == 3 && token[2].text.n == 2;
    if (reading->has_time || token->text.n > 2 || !(colon || dot) || !is_part(token + 2, 2))
        return 0;
    char sign = token[1].sign;
    bool seconds = is_sign(token + 3, sign) && is_part(token + 4, 2);
    if (seconds) {
        set_time(reading, token->value, token[2].value, token[4].value);
        return 5 + fraction(token + 5);
    }
    set_time(reading, token->value, token[2].value, 0);
    return 3;
}

/* "5pm", "5 p.m.". */
static size_t read_half_hour(struct reading *reading, const struct date_token *token) {
    if (reading->has_time || token->text.n > 2 || !is_word(token + 1, DATE_WORD_HALF))
        return 0;
    set_time(reading, token->value, 0, 0);
    reading->half = token[1].word.value;
    return 2;
}

/* "15h04", "15時04分05秒". */
static size_t read_hours(struct reading *reading, const struct date_token *token) {
    uint64_t parts[3] = {token->value, 0, 0};
    size_t used = 2;
    for (size_t k = 1; k < 3 && token[used].kind == DATE_NUMBER && token[used].text.n <= 2; k++) {
        parts[k] = token[used++].value;
        if (is_word(token + used, DATE_WORD_UNIT))
            used++;
        else
            break;
    }
    set_time(reading, parts[0], parts[1], parts[2]);
    return used;
}

/* A number whose unit stands behind it. */
static size_t read_unit(struct reading *reading, const struct date_token *token) {
    if (!is_word(token + 1, DATE_WORD_UNIT) || token->text.n > 4)
        return 0;
    uint32_t first = (unsigned char)token[1].text.p[0];
    reading->korean = reading->korean || (first >= 0xEA && first <= 0xED);
    reading->last = LAST_DATE;
    switch (token[1].word.value) {
    case 'Y':
        reading->year = (int)token->value;
        return 2;
    case 'M':
        reading->month = (int)token->value;
        return 2;
    case 'D':
        reading->day = (int)token->value;
        return 2;
    case 'h':
        return reading->has_time ? 0 : read_hours(reading, token);
    default:
        return 0;
    }
}

static int digits_of(struct str digits, size_t from, size_t count) {
    uint64_t value = 0;
    str_to_u64(str_take(str_skip(digits, from), count), &value);
    return (int)value;
}

/* "101455" and "1014" behind a T, or behind a whole date. */
static size_t read_packed_time(struct reading *reading, const struct date_token *token) {
    size_t n = token->text.n;
    if (reading->has_time || date_parts(reading) < 2 || (n != 2 && n != 4 && n != 6))
        return 0;
    set_time(reading, (uint64_t)digits_of(token->text, 0, 2),
             n > 2 ? (uint64_t)digits_of(token->text, 2, 2) : 0,
             n > 4 ? (uint64_t)digits_of(token->text, 4, 2) : 0);
    return 1 + fraction(token + 1);
}

/* A date or a moment written as one number: how many tokens, 0 when it is none. */
static size_t read_packed(struct reading *reading, const struct date_token *token) {
    struct str digits = token->text;
    size_t n = digits.n, used = 1 + fraction(token + 1);
    bool alone = token == reading->tokens && token[used].kind == DATE_END;
    if (date_parts(reading) > 0 || reading->has_time)
        return 0;
    if (alone && (n == 10 || n == 13 || n == 16 || n == 19)) { /* seconds, or thousandths … */
        reading->has_epoch = true;
        reading->epoch = (int64_t)token->value;
        for (size_t digits_left = n; digits_left > 10; digits_left--)
            reading->epoch /= 10;
        return used;
    }
    bool whole = n == 8 || n == 12 || n == 14;
    /* "090910 11:51:49", as logs have it. */
    bool before_time = n == 6 && token == reading->tokens && is_sign(token + 2, ':');
    if (!whole && n != 7 && !before_time && !(alone && (n == 5 || n == 6)))
        return 0;
    size_t year = n == 5 || n == 6 ? 2 : 4;
    int value = digits_of(digits, 0, year);
    reading->year = year == 4 ? value : value + (value < 69 ? 2000 : 1900);
    reading->last = LAST_DATE;
    if (n == 5 || n == 7) {
        reading->ordinal = (size_t)digits_of(digits, year, 3);
        return 1;
    }
    reading->month = digits_of(digits, year, 2);
    reading->day = digits_of(digits, year + 2, 2);
    if (n > 8)
        set_time(reading, (uint64_t)digits_of(digits, 8, 2), (uint64_t)digits_of(digits, 10, 2),
                 n == 14 ? (uint64_t)digits_of(digits, 12, 2) : 0);
    return 1;
}

/* One of the numbers that are told apart at the end. */
static size_t add_number(struct reading *reading, const struct date_token *token) {
    if (token->text.n > 4 || reading->number_count == 3) {
        reading->why = token->text.n > 4 ? "a number too long for a date" : "too many numbers";
        return 0;
    }
    char before = ' ';
    if (token > reading->tokens && token[-1].kind == DATE_SIGN)
        before = token[-1].sign;
    bool ordinal = is_word(token + 1, DATE_WORD_ORDINAL) && !token[1].spaced;
    reading->numbers[reading->number_count++] =
        (struct number){(int)token->value, token->text.n, before, ordinal};
    reading->last = LAST_DATE;
    return ordinal ? 2 : 1;
}

/* "2012:08:03" and "04:02:2014" before any other part: cameras write them. */
static size_t read_colon_date(struct reading *reading, const struct date_token *token) {
    bool three = is_sign(token + 1, ':') && is_part(token + 2, 2) && is_sign(token + 3, ':') &&
                 is_part(token + 4, 4);
    if (date_parts(reading) > 0 || !three || (token->text.n != 4 && token[4].text.n != 4))
        return 0;
    for (size_t k = 0; k < 5; k += 2)
        add_number(reading, token + k);
    return 5;
}

static size_t read_number(struct reading *reading, const struct date_token *token) {
    bool behind_t = token > reading->tokens && token[-1].kind == DATE_WORD && !token->spaced &&
                    str_eq_case(token[-1].text, STR("t"));
    size_t used = read_colon_date(reading, token);
    used = used > 0 ? used : read_clock(reading, token);
    used = used > 0 ? used : read_half_hour(reading, token);
    used = used > 0 ? used : read_unit(reading, token);
    if (used == 0 && (behind_t || (token->text.n == 6 && date_parts(reading) == 3)))
        used = read_packed_time(reading, token);
    used = used > 0 ? used : read_packed(reading, token);
    return used > 0 ? used : add_number(reading, token);
}

/* "+02", "-0700", "+05:30": how many tokens from the sign on, 0 when it is no offset. */
static size_t read_offset(struct reading *reading, const struct date_token *token) {
    const struct date_token *digits = token + 1;
    bool minutes = is_sign(token + 2, ':') && is_part(token + 3, 2);
    bool behind_date = reading->last == LAST_DATE && date_parts(reading) == 3 && !token->spaced &&
                       (minutes || digits->text.n == 4);
    bool here = reading->last == LAST_TIME || reading->last == LAST_ZONE || behind_date;
    if (!here || !is_part(digits, 4))
        return 0;
    uint64_t hours = digits->value, rest = 0;
    if (minutes) {
        rest = token[3].value;
    } else if (digits->text.n > 2) {
        rest = hours % 100;
        hours /= 100;
    }
    if (hours > 15 || rest > 59)
        reading->why = "an offset that no zone has";
    if (!reading->zone_in_digits)
        reading->zone = (int)(hours * 60 + rest) * (token->sign == '-' ? -1 : 1);
    reading->has_zone = reading->zone_in_digits = true;
    reading->region = NULL;
    reading->last = LAST_ZONE;
    return minutes ? 4 : 2;
}

static size_t read_sign(struct reading *reading, const struct date_token *token) {
    if (token->sign == '(')
        reading->parentheses++;
    else if (token->sign == ')')
        reading->parentheses--;
    else if (token->sign == '+' || token->sign == '-') {
        size_t used = read_offset(reading, token);
        if (used > 0)
            return used;
    }
    if (strchr("()[],.;:/-'|@_", token->sign) == NULL)
        reading->why = "a sign that dates do not have";
    return 1;
}

static void read_month(struct reading *reading, struct date_word word) {
    bool either = word.kind == DATE_WORD_EITHER;
    bool known = reading->month > 0;
    if (known && !either && !reading->month_may_be_weekday)
        reading->why = "two months";
    if (known && either)
        return;
    reading->month = word.value;
    reading->month_may_be_weekday = either;
    reading->last = reading->last == LAST_NOTHING ? LAST_DATE : reading->last;
}

static bool all_capitals(struct str word) {
    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] < 'A' || word.p[i] > 'Z')
            return false;
    return word.n <= 5;
}

/* "America/Los_Angeles": how many tokens, 0 when it is no name of that form. */
static size_t read_region(struct reading *reading, const struct date_token *token) {
    size_t used = 1;
    while (token[used].kind == DATE_SIGN && !token[used].spaced &&
           strchr("/_-", token[used].sign) != NULL && token[used + 1].kind == DATE_WORD &&
           !token[used + 1].spaced)
        used += 2;
    if (used == 1 || !is_sign(token + 1, '/') || !reading->has_time)
        return 0;
    const struct date_token *end = token + used - 1;
    struct str name = str_of(token->text.p, end->at + end->text.n - token->at);
    reading->region = date_region_find(name);
    reading->has_zone = true;
    reading->last = LAST_ZONE;
    return used;
}

static size_t read_unknown(struct reading *reading, const struct date_token *token) {
    bool behind_number = token > reading->tokens && token[-1].kind == DATE_NUMBER;
    if (str_eq_case(token->text, STR("t")) && behind_number)
        return 1;
    size_t used = read_region(reading, token);
    if (used > 0)
        return used;
    /* RFC 5322, 4.3: a zone that nobody knows is as good as none. */
    if ((reading->has_time || date_parts(reading) == 3) && all_capitals(token->text)) {
        reading->has_zone = true;
        reading->last = LAST_ZONE;
    } else {
        reading->why = "an unknown word";
    }
    return 1;
}

static void read_zone(struct reading *reading, struct date_word word) {
    bool here = reading->has_time || date_parts(reading) == 3;
    if (!here || reading->has_zone)
        return;
    reading->zone = word.value;
    reading->has_zone = true;
    reading->last = LAST_ZONE;
}

/* "AT" is the Atlantic's zone where ET and PT are America's: behind a time, with no time to come.
 */
static bool is_atlantic(const struct reading *reading, const struct date_token *token) {
    return reading->last == LAST_TIME && token[1].kind == DATE_END &&
           str_eq(token->text, STR("AT"));
}

static size_t read_word(struct reading *reading, const struct date_token *token) {
    switch (token->word.kind) {
    case DATE_WORD_MONTH:
    case DATE_WORD_EITHER:
        read_month(reading, token->word);
        break;
    case DATE_WORD_WEEKDAY:
        reading->weekday = token->word.value;
        break;
    case DATE_WORD_HALF:
        reading->half = token->word.value;
        break;
    case DATE_WORD_ZONE:
        read_zone(reading, token->word);
        break;
    case DATE_WORD_NONE:
        return read_unknown(reading, token);
    case DATE_WORD_NOISE:
        if (is_atlantic(reading, token))
            read_zone(reading, (struct date_word){DATE_WORD_ZONE, -4 * 60});
        break;
    case DATE_WORD_ORDINAL:
    case DATE_WORD_UNIT:
        break;
    }
    return 1;
}

/* In a comment (RFC 5322, 3.2.2) only a zone's name counts, where no other is given. */
static size_t read_comment(struct reading *reading, const struct date_token *token) {
    if (is_sign(token, ')'))
        reading->parentheses--;
    else if (is_sign(token, '('))
        reading->parentheses++;
    else if (is_word(token, DATE_WORD_ZONE))
        read_zone(reading, token->word);
    return 1;
}

/* Go's clock prints "m=+0.000000001" behind a date: its monotonic reading. */
static bool is_monotonic(const struct date_token *token) {
    return token->kind == DATE_WORD && str_eq(token->text, STR("m")) && is_sign(token + 1, '=');
}

/* Reads all parts; the token at which it stopped. */
static const struct date_token *read_all(struct reading *reading) {
    const struct date_token *token = reading->tokens;
    while (token->kind != DATE_END && !is_monotonic(token)) {
        size_t used;
        if (reading->parentheses > 0)
            used = read_comment(reading, token);
        else if (token->kind == DATE_NUMBER)
            used = read_number(reading, token);
        else if (token->kind == DATE_WORD)
            used = read_word(reading, token);
        else
            used = read_sign(reading, token);
        if (reading->why != NULL)
            return token;
        token += used;
    }
    return token;
}

/* What the numbers are ----------------------------------------------------------------------- */

static int full_year(struct number number) {
    if (number.digits > 2)
        return number.value;
    return number.value + (number.value < 69 ? 2000 : 1900); /* as POSIX strptime's %y */
}

static bool must_be_year(struct number number) {
    return number.digits > 2 || number.before == '\'' || number.value > 31;
}

static void set_date(struct reading *reading, struct number year, int month, int day) {
    reading->year = full_year(year);
    reading->month = month;
    reading->day = day;
}

static int days_in_month(int64_t year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (leap && month == 2);
}

static bool exists(int64_t year, int month, int day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

/* 0 Sunday. */
static int weekday_of(int64_t year, int month, int day) {
    struct civil civil = {.year = year, .month = month, .day = day};
    return (int)((day_of(time_from_civil(civil)) % 7 + 11) % 7);
}

/* Day and month in either order, the year known: the weekday decides, then what stands between
 * them (slashes and colons: as in the United States; all else: day first). */
static void set_ambiguous(struct reading *reading, struct number a, struct number b,
                          struct number year) {
    bool day_first = b.before != '/' && b.before != ':';
    int full = full_year(year);
    bool can_be_day_first = exists(full, b.value, a.value);
    bool can_be_month_first = exists(full, a.value, b.value);
    if (can_be_day_first && can_be_month_first && reading->weekday >= 0) {
        bool fits = weekday_of(full, b.value, a.value) == reading->weekday;
        if (fits != (weekday_of(full, a.value, b.value) == reading->weekday))
            day_first = fits;
    } else if (can_be_day_first != can_be_month_first) {
        day_first = can_be_day_first;
    }
    set_date(reading, year, day_first ? b.value : a.value, day_first ? a.value : b.value);
}

static void tell_three_apart(struct reading *reading) {
    struct number a = reading->numbers[0], b = reading->numbers[1], c = reading->numbers[2];
    /* "03-12-31": ISO 8601 with a short year, where it can be. */
    bool short_iso = c.digits <= 2 && b.before == '-' && c.before == '-' && c.value <= 31 &&
                     b.value <= 12 && a.digits == 2;
    if (must_be_year(a) || (short_iso && !must_be_year(c)))
        set_date(reading, a, b.value, c.value);
    else
        set_ambiguous(reading, a, b, c);
}

static void tell_two_apart(struct reading *reading) {
    struct number a = reading->numbers[0], b = reading->numbers[1];
    bool year_first = must_be_year(a) && !b.day;
    struct number year = year_first ? a : b, other = year_first ? b : a;
    if (reading->month > 0) {
        set_date(reading, year, reading->month, other.value);
    } else if (year.digits == 4 && other.digits == 3) {
        reading->year = year.value;
        reading->ordinal = (size_t)other.value;
    } else if (year.digits == 4) {
        set_date(reading, year, other.value, 1);
    }
}

static void tell_one_apart(struct reading *reading) {
    struct number only = reading->numbers[0];
    if (reading->year > 0 && reading->month > 0 && reading->day == 0)
        reading->day = only.value;
    else if (reading->day > 0 && reading->month > 0 && reading->year == 0)
        reading->year = full_year(only);
    else if (only.digits == 4 || only.before == '\'')
        set_date(reading, only, reading->month > 0 ? reading->month : 1, 1);
}

static const char *settle_date(struct reading *reading) {
    switch (reading->number_count) {
    case 3:
        if (reading->month > 0)
            return "three numbers and a month";
        tell_three_apart(reading);
        break;
    case 2:
        tell_two_apart(reading);
        break;
    case 1:
        tell_one_apart(reading);
        break;
    default:
        if (reading->year > 0 && reading->month > 0 && reading->day == 0)
            reading->day = 1;
    }
    if (reading->ordinal > 0) {
        int days = days_in_month(reading->year, 2) == 29 ? 366 : 365;
        if (reading->year <= 0 || reading->ordinal > (size_t)days)
            return "a day that the year does not have";
        reading->month = 1;
        reading->day = (int)reading->ordinal;
        return NULL;
    }
    if (reading->year == 0 || reading->month == 0 || reading->day == 0)
        return "no whole date";
    return exists(reading->year, reading->month, reading->day) ? NULL
                                                               : "a date that does not exist";
}

static int64_t settle_time(const struct reading *reading) {
    struct civil civil = {.year = reading->year,
                          .month = reading->month,
                          .day = reading->day,
                          .hour = reading->hour,
                          .minute = reading->minute,
                          .second = reading->second};
    if (reading->has_time && reading->half == 12 && civil.hour < 12)
        civil.hour += 12;
    if (reading->has_time && reading->half == 0 && civil.hour == 12)
        civil.hour = 0;
    int64_t local = time_from_civil(civil);
    if (reading->region != NULL)
        return local - date_region_offset(reading->region, local);
    /* Korean is written in one zone only. */
    int zone = !reading->has_zone && reading->korean ? 9 * 60 : reading->zone;
    return local - (int64_t)zone * 60;
}

enum status date_parse(struct str text, int64_t *time, struct error *error) {
    return date_read_usual(text, time) ? STATUS_OK : date_parse_any(text, time, error);
}

enum status date_parse_any(struct str text, int64_t *time, struct error *error) {
    struct date_scan scan;
    struct reading reading = {.tokens = scan.tokens, .weekday = -1, .half = -1};
    if (!date_scan(text, &scan))
        return error_set(error, STATUS_INVALID, "too long for a date");
    const struct date_token *stop = read_all(&reading);
    if (reading.why == NULL && !reading.has_epoch)
        reading.why = settle_date(&reading);
    if (reading.why != NULL)
        return error_set_at(error, STATUS_INVALID, (struct position){.offset = stop->at},
                            "no date: %s at '%.*s'", reading.why,
                            STR_ARG(str_skip(text, stop->at)));
    *time = reading.has_epoch ? reading.epoch : settle_time(&reading);
    return STATUS_OK;
}
