#include "serve/limits.h"

#include "base/hash.h"

enum { MINUTE_US = 60000000, MILLISECOND = 1000, SECOND = 1000000, NETWORK_BYTES = 8 };

void serve_limits_init(struct serve_limits *limits, int64_t per_minute, uint64_t seed) {
    memset(limits, 0, sizeof *limits);
    limits->seed = seed;
    serve_limits_set(limits, per_minute);
}

void serve_limits_set(struct serve_limits *limits, int64_t per_minute) {
    int64_t burst = per_minute / 4;
    limits->interval_us = limits->burst_us = 0;
    if (per_minute <= 0)
        return;
    limits->interval_us = MINUTE_US / per_minute > 0 ? MINUTE_US / per_minute : 1;
    limits->burst_us =
        (burst > SERVE_LIMITS_BURST ? burst : SERVE_LIMITS_BURST) * limits->interval_us;
}

/* A household has a network of 2^64 addresses. */
static struct in6_addr client_of(const struct in6_addr *address) {
    struct in6_addr client = *address;
    if (!IN6_IS_ADDR_V4MAPPED(address))
        memset(client.s6_addr + NETWORK_BYTES, 0, sizeof client.s6_addr - NETWORK_BYTES);
    return client;
}

static struct serve_bucket *bucket_of(struct serve_limits *limits, const struct in6_addr *client) {
    struct str bytes = str_of((const char *)client->s6_addr, sizeof client->s6_addr);
    struct serve_bucket *set = limits->buckets[hash_fast(bytes, limits->seed) % SERVE_LIMITS_SETS];
    struct serve_bucket *oldest = &set[0];
    for (size_t i = 0; i < SERVE_LIMITS_WAYS; i++) {
        if (memcmp(&set[i].client, client, sizeof *client) == 0)
            return &set[i];
        if (set[i].empty_at < oldest->empty_at)
            oldest = &set[i];
    }
    *oldest = (struct serve_bucket){.client = *client};
    return oldest;
}

bool serve_limits_take(struct serve_limits *limits, const struct in6_addr *address, int64_t now,
                       int64_t *wait) {
    *wait = 0;
    if (limits->interval_us == 0)
        return true;
    struct in6_addr client = client_of(address);
    struct serve_bucket *bucket = bucket_of(limits, &client);
    int64_t now_us = now * MILLISECOND;
    int64_t from = bucket->empty_at > now_us ? bucket->empty_at : now_us;
    int64_t over = from + limits->interval_us - now_us - limits->burst_us;
    if (over > 0) {
        *wait = (over + SECOND - 1) / SECOND;
        return false;
    }
    bucket->empty_at = from + limits->interval_us;
    return true;
}
