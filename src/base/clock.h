/* Time and chance as values that are handed in. No room below `run/` asks the system for either.
 * Times are int64_t seconds since 1970-01-01T00:00:00Z, without leap seconds. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/status.h"
#include "base/str.h"

#define TIME_NONE INT64_MIN /* no time is known */
enum { DAY_SECONDS = 86400, HOUR_SECONDS = 3600, TIME_TEXT = 32 };

struct clock {
    int64_t (*now)(const struct clock *clock);
    int64_t fixed;
};

struct clock clock_system(void);
/* Always `now`. */
struct clock clock_fixed(int64_t now);
/* As SOURCE_DATE_EPOCH says where `value` is its value (decimal seconds), else the system's; a
 * value that is none is STATUS_USAGE. */
enum status clock_from(const char *value, struct clock *clock, struct error *error);
static inline int64_t clock_now(const struct clock *clock) {
    return clock->now(clock);
}
/* Milliseconds that never go back, for durations; unrelated to any date. */
int64_t clock_monotonic_ms(void);

/* A date in the proleptic Gregorian calendar, UTC. */
struct civil {
    int64_t year;
    int month, day;           /* from 1 */
    int hour, minute, second; /* second 0-59 */
};
struct civil civil_from_time(int64_t time);
/* Out-of-range fields are carried over (day 0 is the last of the month before). The year lies
 * within 200,000,000,000 of 0. */
int64_t time_from_civil(struct civil civil);
/* Days since 1970-01-01, rounding down. */
int64_t day_of(int64_t time);
/* "2022-06-30T18:21:00Z", with NUL; years outside 0-9999 are clamped. Returns out. */
char *time_format(int64_t time, char out[TIME_TEXT]);
/* "2022-06-30". */
char *day_format(int64_t time, char out[TIME_TEXT]);
/* "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7, which RSS reads too); years outside 0-9999 are
 * clamped. Returns out. */
char *time_format_http(int64_t time, char out[TIME_TEXT]);
/* Exactly YYYY-MM-DDThh:mm:ssZ, as records write it. */
bool time_parse(struct str s, int64_t *time);

/* A deterministic stream of random numbers (xoshiro256**); not for secrets. */
struct rng {
    uint64_t state[4];
};
struct rng rng_seeded(uint64_t seed);
uint64_t rng_next(struct rng *rng);
/* Uniform in [0, below); 0 for below == 0. */
uint64_t rng_below(struct rng *rng, uint64_t below);
/* Bytes from the system, for keys and seeds. */
enum status random_bytes(void *out, size_t n, struct error *error);

#endif
