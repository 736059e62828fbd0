#include "base/clock.h"

#include <errno.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>

static int64_t system_now(const struct clock *clock) {
    (void)clock;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

static int64_t fixed_now(const struct clock *clock) {
    return clock->fixed;
}

struct clock clock_system(void) {
    return (struct clock){.now = system_now};
}

struct clock clock_fixed(int64_t now) {
    return (struct clock){.now = fixed_now, .fixed = now};
}

enum status clock_from(const char *value, struct clock *clock, struct error *error) {
    int64_t now;
    if (value == NULL || value[0] == '\0') {
        *clock = clock_system();
        return STATUS_OK;
    }
    if (!str_to_i64(str_from(value), &now) || now < 0)
        return error_set(error, STATUS_USAGE,
                         "SOURCE_DATE_EPOCH must be seconds since 1970, not '%s'", value);
    *clock = clock_fixed(now);
    return STATUS_OK;
}

int64_t clock_monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t floor_div(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

/* Days from civil and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". The
 * year starts in March, so that the leap day is its last. */
static int64_t days_from_civil(int64_t year, int month, int64_t day) {
    year -= month <= 2;
    int64_t era = floor_div(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil civil_from_time(int64_t time) {
    int64_t days = day_of(time);
    int64_t rest =
        time % DAY_SECONDS; /* days * DAY_SECONDS would overflow for the earliest times */
    if (rest < 0)
        rest += DAY_SECONDS;
    days += 719468;
    int64_t era = floor_div(days, 146097);
    int64_t doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    struct civil civil = {
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
        .month = (int)(mp < 10 ? mp + 3 : mp - 9),
        .hour = (int)(rest / HOUR_SECONDS),
        .minute = (int)(rest / 60 % 60),
        .second = (int)(rest % 60),
    };
    civil.year = yoe + era * 400 + (civil.month <= 2);
    return civil;
}

int64_t time_from_civil(struct civil civil) {
    int64_t months = (int64_t)civil.month - 1;
    int64_t year = civil.year + floor_div(months, 12);
    int month = (int)(months - floor_div(months, 12) * 12) + 1;
    int64_t days = days_from_civil(year, month, civil.day);
    return days * DAY_SECONDS + (int64_t)civil.hour * HOUR_SECONDS + (int64_t)civil.minute * 60 +
           civil.second;
}

int64_t day_of(int64_t time) {
    return floor_div(time, DAY_SECONDS);
}

/* Writes `count` digits; returns what stands behind them. */
static char *put_digits(char *out, int value, int count) {
    for (int i = count; i-- > 0; value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + count;
}

/* Not by snprintf: records have thousands of these, and it takes longer than the rest of them. */
char *time_format(int64_t time, char out[TIME_TEXT]) {
    struct civil c = civil_from_time(time);
    char *p = put_digits(out, c.year < 0 ? 0 : c.year > 9999 ? 9999 : (int)c.year, 4);
    *p++ = '-';
    p = put_digits(p, c.month, 2);
    *p++ = '-';
    p = put_digits(p, c.day, 2);
    *p++ = 'T';
    p = put_digits(p, c.hour, 2);
    *p++ = ':';
    p = put_digits(p, c.minute, 2);
    *p++ = ':';
    p = put_digits(p, c.second, 2);
    *p++ = 'Z';
    *p = '\0';
    return out;
}

char *day_format(int64_t time, char out[TIME_TEXT]) {
    time_format(time, out);
    out[10] = '\0';
    return out;
}

char *time_format_http(int64_t time, char out[TIME_TEXT]) {
    static const char days[7][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const int64_t least = time_from_civil((struct civil){.year = 0, .month = 1, .day = 1});
    const int64_t most = time_from_civil((struct civil){.year = 10000, .month = 1, .day = 1}) - 1;
    time = time < least ? least : time > most ? most : time;
    struct civil civil = civil_from_time(time);
    int64_t weekday = (day_of(time) % 7 + 7) % 7;
    snprintf(out, TIME_TEXT, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[weekday], civil.day,
             months[civil.month - 1], (int)civil.year, civil.hour, civil.minute, civil.second);
    return out;
}

static bool digits(struct str s, size_t at, size_t count, int *value) {
    uint64_t number;
    if (!str_to_u64(str_take(str_skip(s, at), count), &number))
        return false;
    *value = (int)number;
    return true;
}

bool time_parse(struct str s, int64_t *time) {
    struct civil c;
    int year;
    if (s.n != 20 || s.p[4] != '-' || s.p[7] != '-' || s.p[10] != 'T' || s.p[13] != ':' ||
        s.p[16] != ':' || s.p[19] != 'Z')
        return false;
    if (!digits(s, 0, 4, &year) || !digits(s, 5, 2, &c.month) || !digits(s, 8, 2, &c.day) ||
        !digits(s, 11, 2, &c.hour) || !digits(s, 14, 2, &c.minute) || !digits(s, 17, 2, &c.second))
        return false;
    c.year = year;
    *time = time_from_civil(c);
    char again[TIME_TEXT];
    /* Only a date that exists is written the same way again. */
    return str_eq(str_from(time_format(*time, again)), s);
}

static uint64_t rotate(uint64_t x, int by) {
    return x << by | x >> (64 - by);
}

struct rng rng_seeded(uint64_t seed) {
    struct rng rng;
    for (size_t i = 0; i < 4; i++) { /* splitmix64 fills the state */
        uint64_t z = seed += 0x9E3779B97F4A7C15u;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
        z = (z ^ z >> 27) * 0x94D049BB133111EBu;
        rng.state[i] = z ^ z >> 31;
    }
    return rng;
}

uint64_t rng_next(struct rng *rng) {
    uint64_t *s = rng->state;
    uint64_t result = rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

uint64_t rng_below(struct rng *rng, uint64_t below) {
    if (below == 0)
        return 0;
    uint64_t least =
        ((uint64_t)0 - below) % below; /* 2^64 mod below: numbers under it are too many */
    uint64_t number = rng_next(rng);
    while (number < least)
        number = rng_next(rng);
    return number % below;
}

enum status random_bytes(void *out, size_t n, struct error *error) {
    char *p = out;
    while (n > 0) {
        ssize_t got = getrandom(p, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set(error, STATUS_SYSTEM, "the system gives no random bytes");
        p += got;
        n -= (size_t)got;
    }
    return STATUS_OK;
}
