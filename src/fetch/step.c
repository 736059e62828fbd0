#include "fetch/fetch_inside.h"

#include "base/grow.h"

enum { STEP_MOST_MS = 1000 };

/* Takes a job from those that run: gives its place and its memory back. */
static void leave(struct fetcher *fetcher, struct fetch_job *job, int64_t now) {
    fetcher->stirred = true;
    fetch_host_leave(job, now);
    fetcher->reserved -= job->reserved;
    job->reserved = 0;
    for (size_t i = 0; i < fetcher->running_count; i++)
        if (fetcher->running[i] == job) {
            fetcher->running[i] = fetcher->running[--fetcher->running_count];
            fetcher->doubtful_running -= job->doubt > 0;
            break;
        }
}

/* Back into a queue, or among the done when that cannot be. */
static void queue_again(struct fetcher *fetcher, struct fetch_job *job, bool first) {
    if (fetch_enqueue(fetcher, job, first, NULL) == STATUS_OK)
        return;
    fetch_fail(job, FETCH_MEMORY, "out of memory", STR_NONE);
    fetch_push_done(fetcher, job);
}

/* Whether a redirect's next hop belongs to the same visit: the same host, that has nothing more to
 * say about it. */
static bool same_visit(struct fetcher *fetcher, struct fetch_job *job) {
    struct fetch_job *errand;
    size_t host;
    if (fetch_host_of(fetcher, job->current, &host, NULL) != STATUS_OK || host != job->host)
        return false;
    enum fetch_leave permission = fetch_robots_ask(job, &errand);
    if (errand != NULL) {
        errand->next = NULL;
        fetcher->errands++;
        queue_again(fetcher, errand, true);
    }
    return permission == LEAVE_GIVEN;
}

/* What comes after a hop: the next one, at once where it is the same host's, else in the other
 * host's queue; or the answer. */
static void after_hop(struct fetcher *fetcher, struct fetch_job *job, bool again, int64_t now) {
    if (again && same_visit(fetcher, job)) {
        if (fetch_job_start(job, now))
            return;
        fetch_job_stop(job, now);
    }
    again = again && job->class == FETCH_OK;
    leave(fetcher, job, now);
    if (again)
        queue_again(fetcher, job, false);
    else
        fetch_push_done(fetcher, job);
}

/* The hop could not be done now: its address is busy, or memory short. It is as if it had not been
 * tried. */
static void put_back(struct fetcher *fetcher, struct fetch_job *job, int64_t now) {
    job->roomy |= job->crowded;
    buf_release(&job->body);
    buf_init(&job->body, fetch_cap(fetcher, job->kind));
    job->received = 0;
    fetch_job_stop(job, now);
    if (!job->roomy)
        job->spent -= now - job->started;
    leave(fetcher, job, now);
    queue_again(fetcher, job, job->doubt == 0);
}

static void end_hop(struct fetcher *fetcher, struct fetch_job *job, CURLcode code, int64_t now) {
    bool kept_out = code == CURLE_COULDNT_CONNECT && job->awaited != SIZE_MAX;
    if (job->class == FETCH_OK && (kept_out || job->crowded)) {
        put_back(fetcher, job, now);
        return;
    }
    bool again = fetch_judge(job, code);
    fetch_host_learns(job);
    fetch_job_stop(job, now);
    after_hop(fetcher, job, again, now);
}

static size_t room_for(const struct fetcher *fetcher, const struct fetch_job *job) {
    size_t cap = fetch_cap(fetcher, job->kind);
    if (job->roomy)
        return 2 * cap;
    return cap < FETCH_RESERVED_FIRST ? cap : FETCH_RESERVED_FIRST;
}

/* Whether one more may run. A lone one always may, whatever it needs; doubtful ones have a part of
 * the connections, while there are some to spare. */
static bool has_room(const struct fetcher *fetcher, const struct fetch_job *job) {
    int64_t most = fetcher->config->connections > 0 ? fetcher->config->connections : 1;
    if (job->doubt > 0 &&
        (fetcher->full || fetcher->doubtful_running > (size_t)most / FETCH_DOUBTFUL_PART))
        return false;
    return fetcher->running_count == 0 ||
           (fetcher->running_count < (size_t)most &&
            fetcher->reserved + room_for(fetcher, job) <= FETCH_RESERVED_MOST);
}

static void unlink_first(struct fetch_host *host) {
    struct fetch_job *job = host->first;
    host->first = job->next;
    if (host->first == NULL)
        host->last = NULL;
    job->next = NULL;
}

static enum status launch(struct fetcher *fetcher, struct fetch_host *host, int64_t now,
                          struct error *error) {
    if (grow(&fetcher->running, &fetcher->running_capacity, fetcher->running_count + 1,
             sizeof *fetcher->running) != STATUS_OK)
        return error_memory(error);
    struct fetch_job *job = host->first;
    unlink_first(host);
    fetch_host_enter(job);
    job->reserved = room_for(fetcher, job);
    fetcher->reserved += job->reserved;
    fetcher->running[fetcher->running_count++] = job;
    fetcher->doubtful_running += job->doubt > 0;
    if (!fetch_job_start(job, now)) {
        fetch_job_stop(job, now);
        after_hop(fetcher, job, false, now);
    }
    return STATUS_OK;
}

/* Looks at the first of a host's queue: true when it may be launched, which needs a host that is
 * free. One that need not be asked is done, and the next is first; one that waits for a robots.txt
 * has that put before it. */
static bool ready(struct fetcher *fetcher, size_t index, bool free, bool *blocked) {
    while (fetcher->hosts[index].first != NULL) {
        struct fetch_job *job = fetcher->hosts[index].first;
        struct fetch_job *errand = NULL;
        bool asks = job->kind != FETCH_STATED;
        job->host = index;
        if (asks && !free)
            return false;
        enum fetch_leave permission =
            asks && fetch_host_holds(job) ? LEAVE_REFUSED : fetch_robots_ask(job, &errand);
        struct fetch_host *host = &fetcher->hosts[index];
        if (asks && permission == LEAVE_GIVEN)
            return true;
        if (permission != LEAVE_WAITS) {
            unlink_first(host);
            fetch_push_done(fetcher, job);
        } else if (errand != NULL) {
            fetcher->errands++;
            errand->next = host->first;
            host->first = errand;
        } else {
            *blocked = true;
            return false;
        }
    }
    return false;
}

/* Looks at one waiting host: starts its first job where that may start and has so much doubt, or
 * none, as asked for. */
static enum status look(struct fetcher *fetcher, size_t index, bool doubtful, int64_t now,
                        int64_t *due, bool *full, struct error *error) {
    struct fetch_host *host = &fetcher->hosts[index];
    int64_t free_at = INT64_MAX;
    bool blocked = false;
    if (host->first == NULL || (host->first->doubt > 0) != doubtful)
        return STATUS_OK;
    enum status status = STATUS_OK;
    bool free = fetch_host_free(fetcher, host, now, &free_at);
    bool may = ready(fetcher, index, free, &blocked);
    host = &fetcher->hosts[index];
    if (may && has_room(fetcher, host->first))
        status = launch(fetcher, host, now, error);
    else if (may)
        *full |= host->first->doubt == 0;
    if (host->first != NULL && !blocked && free_at > now && free_at < *due)
        *due = free_at;
    return status;
}

/* Starts what may start; *due is when the next host becomes free (INT64_MAX: none waits for that).
 * Hosts are served in the order in which they came to wait; those whose turn is a doubtful one's
 * come last, for it could hold an address or a domain that others need. */
static enum status pump(struct fetcher *fetcher, int64_t now, int64_t *due, struct error *error) {
    size_t left = 0;
    size_t count = fetcher->waiting_count;
    bool full = false;
    enum status status = STATUS_OK;
    *due = INT64_MAX;
    for (int doubtful = 0; doubtful < 2; doubtful++)
        for (size_t i = 0; status == STATUS_OK && i < count; i++)
            status = look(fetcher, fetcher->waiting[i], doubtful == 1, now, due, &full, error);
    /* What came to wait meanwhile stands behind. */
    for (size_t i = 0; i < fetcher->waiting_count; i++)
        if (i >= count || fetcher->hosts[fetcher->waiting[i]].first != NULL)
            fetcher->waiting[left++] = fetcher->waiting[i];
    fetcher->waiting_count = left;
    fetcher->stirred |= fetcher->full && !full; /* then the doubtful may go */
    fetcher->full = full;
    return status;
}

/* What waits at a host and is not worth waiting for is not asked. */
static void cut_waiting(struct fetcher *fetcher, struct fetch_host *host) {
    struct fetch_job **link = &host->first;
    host->last = NULL;
    while (*link != NULL) {
        struct fetch_job *job = *link;
        if (job->doubt == 0 && (host->strikes == 0 || fetch_is_errand(job))) {
            host->last = job;
            link = &job->next;
            continue;
        }
        *link = job->next;
        fetch_fail(job, FETCH_HELD,
                   job->doubt > 0 ? "not asked: the others were done, and it failed before"
                                  : "not asked: the others were done, and its host was silent",
                   STR_NONE);
        fetch_push_done(fetcher, job);
    }
}

void fetch_cut(struct fetcher *fetcher) {
    int64_t now = clock_monotonic_ms();
    for (size_t i = fetcher->running_count; i-- > 0;) {
        struct fetch_job *job = fetcher->running[i];
        if (job->doubt > 0)
            fetch_fail(job, FETCH_TIMEOUT, "not done when the others were, and it failed before",
                       STR_NONE);
        else if (job->suspect)
            fetch_fail(job, fetch_is_errand(job) ? FETCH_TIMEOUT : FETCH_HELD,
                       "not done when the others were, and its host was silent before", STR_NONE);
        else
            continue;
        fetch_job_stop(job, now);
        after_hop(fetcher, job, false, now);
    }
    for (size_t i = 0; i < fetcher->waiting_count; i++)
        cut_waiting(fetcher, &fetcher->hosts[fetcher->waiting[i]]);
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
        if (fetch_is_errand(job)) {
            fetcher->errands--;
            fetch_robots_take(job);
        } else {
            fetcher->left--;
            fetch_answer(job, done, context);
        }
        fetch_job_free(job);
    }
}

enum status fetch_step(struct fetcher *fetcher, int64_t timeout_ms, fetch_done *done, void *context,
                       struct error *error) {
    int64_t host_due = 0;
    int64_t now = clock_monotonic_ms();
    fetcher->stirred = false;
    enum status status = pump(fetcher, now, &host_due, error);
    if (status == STATUS_OK)
        status = perform(fetcher, error);
    if (status != STATUS_OK)
        return status;
    now = clock_monotonic_ms();
    int64_t due = host_due;
    end_silent(fetcher, now, &due);
    if (!fetcher->stirred && fetcher->done == NULL && fetcher->left + fetcher->errands > 0) {
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
