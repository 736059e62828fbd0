/* What is remembered of hosts from one round to the next: robots.txt, and the pauses they asked
 * for.
 */
#include "fetch/fetch.h"
#include "gather/gather.h"

static void tell(const struct gatherer *gatherer, enum status status, const struct error *error) {
    if (status != STATUS_OK) /* the next thing that is written ends the round for it */
        log_write(gatherer->log, LOG_WARNING, "hosts are not remembered",
                  LOG_TEXT("why", error->message));
}

/* Nothing is noted for longer than that: the clock was wrong when it was (attacks.md J07). */
static bool beyond_belief(const struct gatherer *gatherer, int64_t until) {
    return until > gatherer->now + FETCH_CLAIM_MOST + CLOCK_ERROR;
}

static void recall_robots(void *state, struct str origin, struct arena *arena, struct str *rules,
                          int64_t *until) {
    struct gatherer *gatherer = state;
    struct store_host host = {.name = origin};
    struct error error;
    enum status status = store_hosts_get(gatherer->store, arena, &host, 1, &error);
    tell(gatherer, status, &error);
    *rules = host.robots;
    *until = beyond_belief(gatherer, host.robots_until) ? gatherer->now : host.robots_until;
}

static void keep_robots(void *state, struct str origin, struct str rules, int64_t until) {
    struct gatherer *gatherer = state;
    const struct store_host host = {.name = origin, .robots = rules, .robots_until = until};
    struct error error;
    tell(gatherer, store_hosts_put(gatherer->store, &host, 1, &error), &error);
}

static void keep_pause(void *state, struct str name, int64_t until) {
    struct gatherer *gatherer = state;
    const struct store_host host = {.name = name, .held_until = until};
    struct error error;
    tell(gatherer, store_hosts_put(gatherer->store, &host, 1, &error), &error);
}

/* Pauses that hosts asked for hold in this round, too. */
static enum status hold_hosts(struct gatherer *gatherer, struct fetcher *fetcher,
                              struct error *error) {
    enum { HELD_MEMORY = 64 * 1024 * 1024, REMEMBERED = 30 * DAY_SECONDS };
    struct arena arena;
    struct store_host *hosts;
    size_t count = 0;
    arena_init(&arena, HELD_MEMORY);
    enum status status = store_hosts_forget(gatherer->store, gatherer->now - REMEMBERED, error);
    if (status == STATUS_OK)
        status = store_hosts_held(gatherer->store, &arena, gatherer->now, &hosts, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (!beyond_belief(gatherer, hosts[i].held_until))
            status = fetch_hold(fetcher, hosts[i].name, hosts[i].held_until, error);
    arena_release(&arena);
    return status;
}

enum status gather_listeners(struct store *store, struct arena *arena, struct str **listeners,
                             size_t *count, struct error *error) {
    struct store_key *notes;
    enum status status = store_notes_list(store, arena, NOTES_LISTENER, &notes, count, error);
    *listeners = NULL;
    if (status != STATUS_OK || *count == 0)
        return status;
    *listeners = arena_array(arena, *count, struct str);
    for (size_t i = 0; *listeners != NULL && i < *count; i++)
        (*listeners)[i] = notes[i].key;
    return arena_status(arena, error);
}

enum status gather_open_fetcher(struct gatherer *gatherer, struct fetcher **fetcher,
                                struct error *error) {
    enum { LISTENERS_MEMORY = 1024 * 1024 };
    struct arena arena;
    struct fetch_options options = {
        .config = &gatherer->edition->fetch,
        .clock = gatherer->clock,
        .log = gatherer->log,
        .memory = {gatherer, recall_robots, keep_robots, keep_pause},
    };
    struct str *listeners;
    *fetcher = NULL;
    arena_init(&arena, LISTENERS_MEMORY);
    enum status status =
        gather_listeners(gatherer->store, &arena, &listeners, &options.deny_count, error);
    options.deny = listeners;
    if (status == STATUS_OK)
        status = fetch_open(&options, fetcher, error);
    arena_release(&arena);
    return status == STATUS_OK ? hold_hosts(gatherer, *fetcher, error) : status;
}
