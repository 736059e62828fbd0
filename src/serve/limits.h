/* How often one client may ask what costs something: a token bucket for each (as GCRA, the generic
 * cell rate algorithm, which needs one number a client). Pure; times are monotonic milliseconds. */
#ifndef SERVE_LIMITS_H
#define SERVE_LIMITS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    SERVE_LIMITS_SETS = 1024,
    SERVE_LIMITS_WAYS = 4,   /* clients of a set; the one that asked least is forgotten first */
    SERVE_LIMITS_BURST = 10, /* requests at once, at least; else a quarter of a minute's */
};

struct serve_limits {
    int64_t interval_us, burst_us; /* 0: no limit */
    uint64_t seed;
    struct serve_bucket {
        struct in6_addr client;
        int64_t empty_at; /* when all that it took is paid back, microseconds */
    } buckets[SERVE_LIMITS_SETS][SERVE_LIMITS_WAYS];
};

/* `per_minute` 0: no limit. */
void serve_limits_init(struct serve_limits *limits, int64_t per_minute, uint64_t seed);
/* Another limit; what was taken stays taken. */
void serve_limits_set(struct serve_limits *limits, int64_t per_minute);
/* Whether the client at this address (IPv4 as mapped; of IPv6 the network of 64 bits counts) may
 * ask once more; else *wait are the seconds, at least 1, after which it may. */
bool serve_limits_take(struct serve_limits *limits, const struct in6_addr *address, int64_t now,
                       int64_t *wait);

#endif
