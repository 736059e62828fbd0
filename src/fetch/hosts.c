/* Hosts and the addresses behind them: who may be asked when. */
#include "fetch/fetch_inside.h"

#include "base/grow.h"
#include "url/url.h"

enum { HOSTS_KEPT = 4096 }; /* behind that, hosts that nobody waits for are forgotten */

static bool listed(const struct fetch_endpoint *list, size_t count,
                   const struct fetch_endpoint *endpoint) {
    for (size_t i = 0; i < count; i++)
        if (fetch_endpoint_eq(&list[i], endpoint))
            return true;
    return false;
}

bool fetch_port_listed(const struct fetcher *fetcher, int64_t port) {
    for (size_t i = 0; i < fetcher->config->port_count; i++)
        if (fetcher->config->ports[i] == port)
            return true;
    return false;
}

/* One of our own listeners, by an address of its own or by all that the machine has. */
static bool denied(const struct fetcher *fetcher, const struct fetch_endpoint *endpoint) {
    for (size_t i = 0; i < fetcher->deny_count; i++) {
        const struct fetch_endpoint *own = &fetcher->deny[i];
        if (fetch_endpoint_eq(own, endpoint) ||
            (own->port == endpoint->port && fetch_endpoint_anywhere(own) &&
             fetch_endpoint_ours(endpoint)))
            return true;
    }
    return false;
}

bool fetch_permitted(const struct fetcher *fetcher, const struct fetch_endpoint *endpoint,
                     bool *allowed) {
    *allowed = listed(fetcher->allow, fetcher->allow_count, endpoint);
    if (denied(fetcher, endpoint))
        return false;
    return *allowed ||
           (fetch_port_listed(fetcher, endpoint->port) && fetch_address_public(endpoint));
}

enum status fetch_find_host(struct fetcher *fetcher, struct str name, size_t *host,
                            struct error *error) {
    if (map_get(&fetcher->by_name, name, host))
        return STATUS_OK;
    struct str copy = arena_copy(&fetcher->names, name);
    if (str_absent(copy))
        return arena_status(&fetcher->names, error);
    if (grow(&fetcher->hosts, &fetcher->host_capacity, fetcher->host_count + 1,
             sizeof *fetcher->hosts) != STATUS_OK ||
        map_put(&fetcher->by_name, copy, fetcher->host_count) != STATUS_OK)
        return error_memory(error);
    *host = fetcher->host_count++;
    fetcher->hosts[*host] =
        (struct fetch_host){.name = copy, .place = SIZE_MAX, .domain = SIZE_MAX};
    return STATUS_OK;
}

/* Addresses have keys of 19 bytes that begin with 0 or 1, which no domain does. SIZE_MAX for no
 * memory. */
static size_t find_place(struct fetcher *fetcher, struct str key) {
    size_t place;
    if (map_get(&fetcher->by_address, key, &place))
        return place;
    struct str copy = arena_copy(&fetcher->names, key);
    if (str_absent(copy) ||
        grow(&fetcher->places, &fetcher->place_capacity, fetcher->place_count + 1,
             sizeof *fetcher->places) != STATUS_OK ||
        map_put(&fetcher->by_address, copy, fetcher->place_count) != STATUS_OK)
        return SIZE_MAX;
    fetcher->places[fetcher->place_count] = (struct fetch_place){0};
    return fetcher->place_count++;
}

/* A pair of `allow` is a service of its own, whatever else is at its address. */
enum status fetch_host_of(struct fetcher *fetcher, struct str url, size_t *host,
                          struct error *error) {
    struct url parts;
    struct fetch_endpoint endpoint;
    arena_clear(&fetcher->scratch);
    enum status status = url_parse(&fetcher->scratch, url, STR_NONE, &parts, error);
    if (status != STATUS_OK)
        return status;
    bool secure = str_eq(parts.protocol, STR("https:"));
    struct str pair =
        arena_format(&fetcher->scratch, "%.*s:%.*s", STR_ARG(parts.hostname),
                     STR_ARG(str_first_of(parts.port, secure ? STR("443") : STR("80"))));
    if (str_absent(pair))
        return arena_status(&fetcher->scratch, error);
    bool own = fetch_endpoint_read(pair, &endpoint, NULL) == STATUS_OK &&
               listed(fetcher->allow, fetcher->allow_count, &endpoint);
    status = fetch_find_host(fetcher, own ? pair : parts.hostname, host, error);
    if (status != STATUS_OK || own || fetcher->hosts[*host].domain != SIZE_MAX)
        return status;
    /* Whoever owns a domain has as many names as they like below it (attacks.md C36). */
    struct str domain = url_domain(&fetcher->scratch, parts.href);
    if (!str_empty(domain))
        fetcher->hosts[*host].domain = find_place(fetcher, domain);
    return arena_status(&fetcher->scratch, error);
}

size_t fetch_find_place(struct fetcher *fetcher, const struct fetch_endpoint *endpoint,
                        bool with_port) {
    unsigned char key[19] = {endpoint->six};
    memcpy(key + 1, endpoint->bytes, sizeof endpoint->bytes);
    key[17] = (unsigned char)(with_port ? endpoint->port >> 8 : 0);
    key[18] = (unsigned char)(with_port ? endpoint->port & 0xFF : 0);
    return find_place(fetcher, str_of((const char *)key, sizeof key));
}

bool fetch_host_free(const struct fetcher *fetcher, const struct fetch_host *host, int64_t now,
                     int64_t *due) {
    *due = INT64_MAX;
    if (host->busy)
        return false;
    int64_t free_at = host->free_at;
    const size_t places[] = {host->place, host->domain};
    for (size_t i = 0; i < 2; i++) {
        if (places[i] == SIZE_MAX)
            continue;
        const struct fetch_place *place = &fetcher->places[places[i]];
        if (place->busy)
            return false;
        free_at = place->free_at > free_at ? place->free_at : free_at;
    }
    *due = free_at;
    return free_at <= now;
}

int64_t fetch_host_pause(const struct fetch_job *job) {
    const struct fetch_host *host = &job->fetcher->hosts[job->host];
    int64_t now = clock_now(job->fetcher->clock);
    return host->held_until > now ? host->held_until - now : -1;
}

bool fetch_host_holds(struct fetch_job *job) {
    const struct fetcher *fetcher = job->fetcher;
    const struct fetch_host *host = &fetcher->hosts[job->host];
    int place = host->place != SIZE_MAX ? fetcher->places[host->place].strikes : 0;
    if (fetch_host_pause(job) > 0)
        fetch_fail(job, FETCH_HELD, "not asked: its host wants a pause", host->name);
    else if (host->strikes >= FETCH_STRIKES || place >= FETCH_PLACE_STRIKES)
        fetch_fail(job, FETCH_HELD, "not asked: its host did not answer others", host->name);
    return job->class == FETCH_HELD;
}

/* A handshake that failed is the host's fault alone: its address has answered. */
static void strike(struct fetch_job *job, bool silent) {
    struct fetcher *fetcher = job->fetcher;
    struct fetch_host *host = &fetcher->hosts[job->host];
    host->strikes = silent ? host->strikes + 1 : 0;
    for (size_t i = 0; i < job->place_count; i++) {
        int *strikes = &fetcher->places[job->places[i]].strikes;
        *strikes = silent && job->class != FETCH_TLS ? *strikes + 1 : 0;
    }
}

/* A pause holds for the whole host (RFC 9110, 10.2.3; RFC 6585, 4). */
static void pause_host(struct fetch_job *job) {
    struct fetcher *fetcher = job->fetcher;
    struct fetch_host *host = &fetcher->hosts[job->host];
    int64_t now = clock_now(fetcher->clock);
    int64_t seconds = fetch_retry_after(job->headers.retry_after, job->headers.date, now);
    if (seconds <= 0 || !job->headers.complete ||
        (job->headers.status != 429 && job->headers.status != 503))
        return;
    seconds = seconds < FETCH_CLAIM_MOST ? seconds : FETCH_CLAIM_MOST;
    if (host->held_until >= now + seconds)
        return;
    host->held_until = now + seconds;
    if (fetcher->memory.keep_pause != NULL)
        fetcher->memory.keep_pause(fetcher->memory.state, host->name, host->held_until);
}

void fetch_host_learns(struct fetch_job *job) {
    bool unheard =
        !job->headers.complete &&
        (job->class == FETCH_DNS || job->class == FETCH_NETWORK || job->class == FETCH_TLS);
    if (job->class == FETCH_TIMEOUT || unheard)
        strike(job, true);
    else if (job->headers.complete)
        strike(job, false);
    pause_host(job);
}

void fetch_host_enter(struct fetch_job *job) {
    struct fetcher *fetcher = job->fetcher;
    struct fetch_host *host = &fetcher->hosts[job->host];
    host->busy = true;
    job->suspect = host->strikes > 0;
    if (host->domain != SIZE_MAX)
        fetcher->places[host->domain].busy = true;
}

void fetch_host_leave(struct fetch_job *job, int64_t now) {
    struct fetcher *fetcher = job->fetcher;
    struct fetch_host *host = &fetcher->hosts[job->host];
    int64_t delay = fetcher->config->per_host_delay;
    delay = host->delay > delay ? host->delay : delay;
    host->busy = false;
    host->free_at = job->awaited == SIZE_MAX ? now + delay : now;
    if (host->domain != SIZE_MAX) {
        fetcher->places[host->domain].busy = false;
        fetcher->places[host->domain].free_at = host->free_at;
    }
    for (size_t i = 0; i < job->place_count; i++) {
        fetcher->places[job->places[i]].busy = false;
        fetcher->places[job->places[i]].free_at = now + delay;
    }
    job->place_count = 0;
}

/* Without jobs the list of hosts serves only to keep delays, pauses and what robots.txt said; those
 * who need the latter two have a memory of their own. */
void fetch_forget_hosts(struct fetcher *fetcher) {
    int64_t now = clock_monotonic_ms();
    int64_t time = clock_now(fetcher->clock);
    if (fetcher->left > 0 || fetcher->errands > 0 || fetcher->host_count < HOSTS_KEPT)
        return;
    for (size_t i = 0; i < fetcher->host_count; i++)
        if (fetcher->hosts[i].free_at > now || fetcher->hosts[i].held_until > time)
            return;
    for (size_t i = 0; i < fetcher->origin_count; i++)
        free(fetcher->origins[i].rules);
    map_clear(&fetcher->by_name);
    map_clear(&fetcher->by_address);
    map_clear(&fetcher->by_origin);
    arena_clear(&fetcher->names);
    fetcher->host_count = fetcher->place_count = fetcher->origin_count = 0;
    fetcher->waiting_count = 0;
}
