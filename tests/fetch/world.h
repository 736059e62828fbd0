/* A fetcher between two sites, what it remembers, and what it was answered. */
#ifndef TESTS_FETCH_WORLD_H
#define TESTS_FETCH_WORLD_H

#include "fetch/fetch.h"

#include "fetch/site.h"

enum { NOW = 784111777 /* Sun, 06 Nov 1994 08:49:37 GMT */ };

#define OK "HTTP/1.1 200 OK\r\n\r\n"

struct kept {
    int calls, status, order;
    enum fetch_class class;
    char message[300], stated[300];
    int64_t retry_after, fresh, done_at;
    size_t body_bytes;
    char body[64];
};

struct world {
    struct site site, other;
    struct edition_fetch config;
    struct str allow[2];
    struct clock clock;
    struct fetch_memory memory;
    struct fetcher *fetcher;
    int answers;
    /* What was remembered. */
    char origin[200], rules[2000], paused[200];
    char reserve[2000]; /* the last tdmrep.json */
    int64_t robots_until, reserve_until, paused_until;
    bool known;
};

static inline void keep(const struct fetch_response *response, void *context) {
    struct kept *kept = response->data;
    struct world *world = context;
    kept->calls++;
    kept->order = world->answers++;
    kept->status = response->status;
    kept->class = response->class;
    kept->retry_after = response->retry_after;
    kept->fresh = response->fresh;
    kept->body_bytes = response->body.n;
    kept->done_at = clock_monotonic_ms();
    snprintf(kept->message, sizeof kept->message, "%.*s", STR_ARG(response->message));
    snprintf(kept->body, sizeof kept->body, "%.*s", STR_ARG(response->body));
    snprintf(kept->stated, sizeof kept->stated, "%.*s", STR_ARG(response->stated));
}

static inline void recall(void *state, struct str origin, struct arena *arena, struct str *rules,
                          int64_t *until) {
    struct world *world = state;
    if (world->known && str_ends(origin, STR("/.well-known/tdmrep.json")) &&
        world->reserve_until > 0) {
        *rules = arena_copy(arena, str_from(world->reserve));
        *until = world->reserve_until;
    }
    if (!world->known || !str_eq(origin, str_from(world->origin)))
        return;
    *rules = arena_copy(arena, str_from(world->rules));
    *until = world->robots_until;
}

static inline void remember(void *state, struct str origin, struct str rules, int64_t until) {
    struct world *world = state;
    if (str_ends(origin, STR("/.well-known/tdmrep.json"))) {
        snprintf(world->reserve, sizeof world->reserve, "%.*s", STR_ARG(rules));
        world->reserve_until = until;
        return;
    }
    snprintf(world->origin, sizeof world->origin, "%.*s", STR_ARG(origin));
    snprintf(world->rules, sizeof world->rules, "%.*s", STR_ARG(rules));
    world->robots_until = until;
}

static inline void remember_pause(void *state, struct str host, int64_t until) {
    struct world *world = state;
    snprintf(world->paused, sizeof world->paused, "%.*s", STR_ARG(host));
    world->paused_until = until;
}

static inline void start(struct world *world) {
    const struct fetch_options options = {
        .config = &world->config, .clock = &world->clock, .memory = world->memory};
    fetch_close(world->fetcher);
    assert_int_equal(fetch_open(&options, &world->fetcher, NULL), STATUS_OK);
}

static inline void world_open(struct world *world) {
    memset(world, 0, sizeof *world);
    site_start(&world->site, "127.0.0.1");
    site_start(&world->other, "127.0.0.2");
    world->allow[0] = str_from(world->site.server.address);
    world->allow[1] = str_from(world->other.server.address);
    world->config = (struct edition_fetch){
        .user_agent = STR("Broadsheet/1.0 (+https://small.example)"),
        .connections = 16,
        .robots = ROBOTS_PAGES,
        .allow = world->allow,
        .allow_count = 2,
        .limits = {.feed_bytes = 2 << 20,
                   .page_bytes = 1 << 20,
                   .connect_seconds = 2,
                   .first_byte_seconds = 5,
                   .total_seconds = 5,
                   .redirects = 5},
    };
    world->clock = clock_fixed(NOW);
    world->memory = (struct fetch_memory){world, recall, remember, remember_pause};
    start(world);
}

static inline void world_close(struct world *world) {
    fetch_close(world->fetcher);
    server_stop(&world->site.server);
    server_stop(&world->other.server);
}

static inline void ask(struct world *world, const struct site *site, const char *path,
                       enum fetch_kind kind, int64_t doubt, struct kept *kept) {
    char url[300];
    snprintf(url, sizeof url, "http://%s%s", site->server.address, path);
    const struct fetch_request request = {
        .url = str_from(url), .kind = kind, .doubt = doubt, .data = kept};
    *kept = (struct kept){0};
    assert_int_equal(fetch_add(world->fetcher, &request, NULL), STATUS_OK);
}

static inline void run(struct world *world) {
    struct error error = {0};
    if (fetch_run(world->fetcher, keep, world, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_int_equal(fetch_left(world->fetcher), 0);
    assert_false(fetch_hopeful(world->fetcher));
}

#endif
