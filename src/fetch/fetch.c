#include "fetch/fetch_inside.h"

#include "base/grow.h"
#include "url/url.h"

enum { NAMES_MOST = 64 << 20, SCRATCH_MOST = 1 << 20 };

static char *copy_text(struct str text) {
    char *copy = malloc(text.n + 1);
    if (copy == NULL)
        return NULL;
    if (text.n > 0)
        memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    return copy;
}

static enum status read_endpoints(const struct str *texts, size_t count,
                                  struct fetch_endpoint **endpoints, size_t *read,
                                  struct error *error) {
    *endpoints = calloc(count + 1, sizeof **endpoints);
    if (*endpoints == NULL)
        return error_memory(error);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = fetch_endpoint_read(texts[i], &(*endpoints)[i], error);
    *read = count;
    return status;
}

static enum status check_proxy(struct fetcher *fetcher, struct str proxy, struct error *error) {
    struct str address;
    if (proxy.n == 0 ||
        url_resolve(&fetcher->scratch, proxy, STR_NONE, &address, NULL) == STATUS_OK)
        return STATUS_OK;
    return error_set(error, STATUS_CONFIG, "the proxy is no http or https address");
}

enum status fetch_open(const struct fetch_options *options, struct fetcher **fetcher,
                       struct error *error) {
    *fetcher = NULL;
    struct fetcher *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL)
        return error_memory(error);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(fresh);
        return error_set(error, STATUS_SYSTEM, "libcurl cannot start");
    }
    uint64_t seed = 0;
    const struct edition_fetch *config = options->config;
    fresh->config = config;
    fresh->clock = options->clock;
    fresh->log = options->log;
    fresh->memory = options->memory;
    fresh->full = true; /* until the queues were looked at once */
    arena_init(&fresh->names, NAMES_MOST);
    arena_init(&fresh->scratch, SCRATCH_MOST);
    enum status status = random_bytes(&seed, sizeof seed, error);
    map_init(&fresh->by_name, seed);
    map_init(&fresh->by_address, seed);
    map_init(&fresh->by_origin, seed);
    fresh->user_agent = copy_text(config->user_agent);
    fresh->proxy = copy_text(config->proxy);
    fresh->multi = curl_multi_init();
    if (fresh->multi != NULL) /* one request a connection, of HTTP/2, too */
        curl_multi_setopt(fresh->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    if (fresh->user_agent == NULL || fresh->proxy == NULL || fresh->multi == NULL)
        status = error_memory(error);
    if (status == STATUS_OK)
        status = check_proxy(fresh, config->proxy, error);
    if (status == STATUS_OK)
        status = read_endpoints(config->allow, config->allow_count, &fresh->allow,
                                &fresh->allow_count, error);
    if (status == STATUS_OK)
        status = read_endpoints(options->deny, options->deny_count, &fresh->deny,
                                &fresh->deny_count, error);
    if (status == STATUS_OK)
        *fetcher = fresh;
    else
        fetch_close(fresh);
    return status;
}

static void free_list(struct fetch_job *job) {
    while (job != NULL) {
        struct fetch_job *next = job->next;
        fetch_job_free(job);
        job = next;
    }
}

void fetch_close(struct fetcher *fetcher) {
    if (fetcher == NULL)
        return;
    for (size_t i = 0; i < fetcher->running_count; i++) {
        curl_multi_remove_handle(fetcher->multi, fetcher->running[i]->easy);
        fetch_job_free(fetcher->running[i]);
    }
    for (size_t i = 0; i < fetcher->host_count; i++)
        free_list(fetcher->hosts[i].first);
    free_list(fetcher->done);
    if (fetcher->multi != NULL)
        curl_multi_cleanup(fetcher->multi);
    for (size_t i = 0; i < fetcher->origin_count; i++)
        free(fetcher->origins[i].rules);
    map_release(&fetcher->by_name);
    map_release(&fetcher->by_address);
    map_release(&fetcher->by_origin);
    arena_release(&fetcher->names);
    arena_release(&fetcher->scratch);
    free(fetcher->hosts);
    free(fetcher->places);
    free(fetcher->origins);
    free(fetcher->waiting);
    free(fetcher->running);
    free(fetcher->allow);
    free(fetcher->deny);
    free(fetcher->user_agent);
    free(fetcher->proxy);
    free(fetcher);
    curl_global_cleanup();
}

size_t fetch_left(const struct fetcher *fetcher) {
    return fetcher->left;
}

void fetch_push_done(struct fetcher *fetcher, struct fetch_job *job) {
    job->next = NULL;
    if (fetcher->done == NULL)
        fetcher->done = job;
    else
        fetcher->done_last->next = job;
    fetcher->done_last = job;
}

bool fetch_hopeful(const struct fetcher *fetcher) {
    for (size_t i = 0; i < fetcher->running_count; i++)
        if (fetcher->running[i]->doubt == 0 && !fetcher->running[i]->suspect)
            return true;
    for (size_t i = 0; i < fetcher->waiting_count; i++) {
        const struct fetch_host *host = &fetcher->hosts[fetcher->waiting[i]];
        if (host->first != NULL && host->first->doubt == 0 && host->strikes == 0)
            return true;
    }
    for (const struct fetch_job *job = fetcher->done; job != NULL; job = job->next)
        if (job->doubt == 0)
            return true;
    return false;
}

enum status fetch_hold(struct fetcher *fetcher, struct str host, int64_t until,
                       struct error *error) {
    size_t index;
    enum status status = fetch_find_host(fetcher, host, &index, error);
    if (status == STATUS_OK && fetcher->hosts[index].held_until < until)
        fetcher->hosts[index].held_until = until;
    return status;
}

/* Where a job belongs in its host's queue: behind *place. NULL: at the front. */
static struct fetch_job *find_place(const struct fetch_host *host, const struct fetch_job *job,
                                    bool first) {
    struct fetch_job *before = NULL;
    if (first)
        return NULL;
    if (job->doubt >= host->last->doubt)
        return host->last;
    for (struct fetch_job *other = host->first; other->doubt <= job->doubt; other = other->next)
        before = other;
    return before;
}

enum status fetch_enqueue(struct fetcher *fetcher, struct fetch_job *job, bool first,
                          struct error *error) {
    enum status status = fetch_host_of(fetcher, job->current, &job->host, error);
    if (status == STATUS_OK &&
        grow(&fetcher->waiting, &fetcher->waiting_capacity, fetcher->waiting_count + 1,
             sizeof *fetcher->waiting) != STATUS_OK)
        status = error_memory(error);
    if (status != STATUS_OK)
        return status;
    struct fetch_host *host = &fetcher->hosts[job->host];
    job->next = NULL;
    if (host->first == NULL) {
        host->first = host->last = job;
        fetcher->waiting[fetcher->waiting_count++] = job->host;
        return STATUS_OK;
    }
    struct fetch_job *before = find_place(host, job, first);
    job->next = before != NULL ? before->next : host->first;
    if (before != NULL)
        before->next = job;
    else
        host->first = job;
    if (job->next == NULL)
        host->last = job;
    return STATUS_OK;
}

enum status fetch_add(struct fetcher *fetcher, const struct fetch_request *request,
                      struct error *error) {
    struct str url = STR_NONE;
    struct error refusal = {0};
    fetch_forget_hosts(fetcher);
    arena_clear(&fetcher->scratch);
    enum status status = url_resolve(&fetcher->scratch, request->url, STR_NONE, &url, &refusal);
    struct fetch_job *job = fetch_job_make(fetcher, request, url);
    if (job == NULL)
        return error_memory(error);
    if (status != STATUS_OK) {
        fetch_fail(job, FETCH_INVALID_URL, refusal.message, STR_NONE);
        fetch_push_done(fetcher, job);
    } else {
        status = fetch_enqueue(fetcher, job, false, error);
        if (status != STATUS_OK) {
            fetch_job_free(job);
            return status;
        }
    }
    fetcher->left++;
    return STATUS_OK;
}
