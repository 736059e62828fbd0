#include "fetch/fetch_inside.h"

#include "base/grow.h"

enum { STEP_MOST_MS = 1000 };

static bool same_host(struct fetcher *fetcher, size_t host, struct str url) {
    struct str name = fetcher->hosts[host].name;
    size_t slashes = str_find(url, STR("//"));
    struct str rest = str_skip(url, slashes == SIZE_MAX ? url.n : slashes + 2);
    return str_starts(rest, name) && (rest.n == name.n || rest.p[name.n] == '/' ||
                                      rest.p[name.n] == ':' || rest.p[name.n] == '?');
}

/* Gives the job's place and its host back. */
static void leave(struct fetcher *fetcher, struct fetch_job *job, int64_t now) {
    struct fetch_host *host = &fetcher->hosts[job->host];
    host->busy = false;
    host->free_at = now + fetcher->config->per_host_delay;
    fetcher->reserved -= fetch_cap(fetcher, job->kind);
    for (size_t i = 0; i < fetcher->running_count; i++)
        if (fetcher->running[i] == job) {
            fetcher->running[i] = fetcher->running[--fetcher->running_count];
            break;
        }
}

/* What comes after a hop: the next one, at once where it is the same host's, else in the other
 * host's queue; or the answer. */
static void after_hop(struct fetcher *fetcher, struct fetch_job *job, bool again, int64_t now) {
    if (again && same_host(fetcher, job->host, job->current)) {
        if (fetch_job_start(job, now))
            return;
        fetch_job_stop(job, now);
        again = false;
    }
    leave(fetcher, job, now);
    if (again && fetch_enqueue(fetcher, job, NULL) == STATUS_OK)
        return;
    if (again)
        fetch_fail(job, FETCH_MEMORY, "out of memory", STR_NONE);
    fetch_push_done(fetcher, job);
}

static void end_hop(struct fetcher *fetcher, struct fetch_job *job, CURLcode code, int64_t now) {
    bool again = fetch_judge(job, code);
    fetch_job_stop(job, now);
    after_hop(fetcher, job, again, now);
}

/* Whether one more may run. A lone one always may, whatever its cap. */
static bool has_room(const struct fetcher *fetcher, const struct fetch_job *job) {
    int64_t most = fetcher->config->connections > 0 ? fetcher->config->connections : 1;
    return fetcher->running_count == 0 ||
           (fetcher->running_count < (size_t)most &&
            fetcher->reserved + fetch_cap(fetcher, job->kind) <= FETCH_RESERVED_MOST);
}

static enum status launch(struct fetcher *fetcher, struct fetch_host *host, int64_t now,
                          struct error *error) {
    if (grow(&fetcher->running, &fetcher->running_capacity, fetcher->running_count + 1,
             sizeof *fetcher->running) != STATUS_OK)
        return error_memory(error);
    struct fetch_job *job = host->first;
    host->first = job->next;
    job->next = NULL;
    host->busy = true;
    fetcher->reserved += fetch_cap(fetcher, job->kind);
    fetcher->running[fetcher->running_count++] = job;
    if (!fetch_job_start(job, now)) {
        fetch_job_stop(job, now);
        after_hop(fetcher, job, false, now);
    }
    return STATUS_OK;
}

/* Starts what may start; *due is when the next host becomes free (INT64_MAX: none waits for that).
 * Hosts are served in the order in which they came to wait. */
static enum status pump(struct fetcher *fetcher, int64_t now, int64_t *due, struct error *error) {
    size_t left = 0;
    enum status status = STATUS_OK;
    *due = INT64_MAX;
    for (size_t i = 0; i < fetcher->waiting_count; i++) {
        size_t index = fetcher->waiting[i];
        struct fetch_host *host = &fetcher->hosts[index];
        if (!host->busy && host->free_at <= now && has_room(fetcher, host->first) &&
            status == STATUS_OK)
            status = launch(fetcher, host, now, error);
        if (host->first == NULL)
            continue;
        fetcher->waiting[left++] = index;
        if (!host->busy && host->free_at > now && host->free_at < *due)
            *due = host->free_at;
    }
    fetcher->waiting_count = left;
    return status;
}

/* Libcurl knows no limit for the first byte. */
static void end_silent(struct fetcher *fetcher, int64_t now, int64_t *due) {
    int64_t limit = fetcher->config->limits.first_byte_seconds * 1000;
    for (size_t i = fetcher->running_count; i-- > 0;) {
        struct fetch_job *job = fetcher->running[i];
        if (job->headers.lines > 0)
            continue;
        if (now >= job->started + limit) {
            fetch_fail(job, FETCH_TIMEOUT, "no answer in time", STR_NONE);
            end_hop(fetcher, job, CURLE_OPERATION_TIMEDOUT, now);
        } else if (job->started + limit < *due) {
            *due = job->started + limit;
        }
    }
}

static enum status perform(struct fetcher *fetcher, struct error *error) {
    int running = 0;
    int queued = 0;
    CURLMcode code = curl_multi_perform(fetcher->multi, &running);
    if (code != CURLM_OK)
        return error_set(error, STATUS_SYSTEM, "fetching fails: %s", curl_multi_strerror(code));
    CURLMsg *message;
    while ((message = curl_multi_info_read(fetcher->multi, &queued)) != NULL) {
        struct fetch_job *job = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode result = message->data.result; /* the message goes with its handle */
        if (curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &job) == CURLE_OK)
            end_hop(fetcher, job, result, clock_monotonic_ms());
    }
    return STATUS_OK;
}

static void answer_all(struct fetcher *fetcher, fetch_done *done, void *context) {
    while (fetcher->done != NULL) {
        struct fetch_job *job = fetcher->done;
        fetcher->done = job->next;
        fetcher->left--;
        fetch_answer(job, done, context);
        fetch_job_free(job);
    }
}

enum status fetch_step(struct fetcher *fetcher, int64_t timeout_ms, fetch_done *done, void *context,
                       struct error *error) {
    int64_t host_due = 0;
    int64_t now = clock_monotonic_ms();
    enum status status = pump(fetcher, now, &host_due, error);
    if (status == STATUS_OK)
        status = perform(fetcher, error);
    if (status != STATUS_OK)
        return status;
    now = clock_monotonic_ms();
    int64_t due = host_due;
    end_silent(fetcher, now, &due);
    if (fetcher->done == NULL && fetcher->left > 0) {
        int64_t wait = timeout_ms < STEP_MOST_MS ? timeout_ms : STEP_MOST_MS;
        if (due - now < wait)
            wait = due > now ? due - now : 0;
        CURLMcode code = curl_multi_poll(fetcher->multi, NULL, 0, (int)(wait > 0 ? wait : 0), NULL);
        if (code != CURLM_OK)
            return error_set(error, STATUS_SYSTEM, "fetching fails: %s", curl_multi_strerror(code));
    }
    answer_all(fetcher, done, context);
    return STATUS_OK;
}

enum status fetch_run(struct fetcher *fetcher, fetch_done *done, void *context,
                      struct error *error) {
    enum status status = STATUS_OK;
    while (status == STATUS_OK && fetch_left(fetcher) > 0)
        status = fetch_step(fetcher, STEP_MOST_MS, done, context, error);
    return status;
}
