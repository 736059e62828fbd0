/* The inside of a fetcher (for this room). */
#ifndef FETCH_FETCH_INSIDE_H
#define FETCH_FETCH_INSIDE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "fetch/address.h"
#include "fetch/fetch.h"
#include <curl/curl.h>
#include <zlib.h>

/* What a hop's header says so far. Texts lie in the job's arena. */
struct fetch_headers {
    size_t bytes, lines; /* interim answers and trailers included */
    bool begun;          /* a status line was read and its header has not ended */
    bool complete;       /* the header of a final answer has ended */
    int status;
    struct str content_type, etag, last_modified, cache_control, retry_after, date, location;
    bool gzip;
};

struct fetch_job {
    struct fetch_job *next; /* in its host's queue, or among the done */
    struct fetcher *fetcher;
    void *data;
    enum fetch_kind kind;
    struct str url, etag, last_modified; /* in `texts` */
    bool secure;                         /* the stored address is https: so stays the way */
    size_t host;                         /* into fetcher.hosts */

    /* From the first hop on. */
    struct arena arena;
    struct str current; /* the address of this hop */
    struct str moved;
    bool permanent;
    int64_t redirects;
    int64_t spent; /* ms in hops that are over */

    /* This hop. */
    CURL *easy;
    struct curl_slist *lines;
    int64_t started;      /* monotonic ms */
    int sockets, refused; /* tried, and refused by rule */
    struct fetch_headers headers;
    bool enough; /* the body is of no interest */
    struct buf body;
    z_stream inflate;
    bool inflating, inflated; /* initialised; the last member is at its end */
    int64_t received;         /* bytes of bodies */

    enum fetch_class class; /* set by whoever saw it first */
    char message[256];
    char reason[CURL_ERROR_SIZE];
    char texts[];
};

struct fetch_host {
    struct str name; /* in fetcher.names */
    struct fetch_job *first, *last;
    bool busy;
    int64_t free_at; /* monotonic ms: not before */
};

struct fetcher {
    const struct edition_fetch *config;
    const struct clock *clock;
    const struct log *log;
    struct fetch_endpoint *allow, *deny;
    size_t allow_count, deny_count;
    char *user_agent, *proxy; /* proxy: "" for none */
    CURLM *multi;
    struct arena names, scratch;
    struct map by_name;
    struct fetch_host *hosts;
    size_t host_count, host_capacity;
    size_t *waiting; /* hosts with a queue, in the order in which they got it */
    size_t waiting_count, waiting_capacity;
    struct fetch_job **running;
    size_t running_count, running_capacity;
    struct fetch_job *done, *done_last; /* to be answered */
    size_t left;
    size_t reserved; /* the body caps of what runs */
};

/* Says what is wrong with a job, once: later calls change nothing. `detail` (absent: none) comes
 * from outside and is cleaned. */
void fetch_fail(struct fetch_job *job, enum fetch_class class, const char *message,
                struct str detail);
/* A job's body cap. */
size_t fetch_cap(const struct fetcher *fetcher, enum fetch_kind kind);

/* fetch.c: puts a job at the end of its host's queue, or among those to be answered. */
enum status fetch_enqueue(struct fetcher *fetcher, struct fetch_job *job, struct error *error);
void fetch_push_done(struct fetcher *fetcher, struct fetch_job *job);

/* headers.c: CURLOPT_HEADERFUNCTION. */
size_t fetch_on_header(char *line, size_t size, size_t count, void *data);
/* body.c: CURLOPT_WRITEFUNCTION, and what it needs at a hop's end. */
size_t fetch_on_body(char *bytes, size_t size, size_t count, void *data);
void fetch_body_end(struct fetch_job *job);
/* job.c: makes a job of a request; NULL for no memory. */
struct fetch_job *fetch_job_make(struct fetcher *fetcher, const struct fetch_request *request,
                                 struct str url);
void fetch_job_free(struct fetch_job *job);
/* Prepares the next hop to `current`; on failure the job has its class. */
bool fetch_job_start(struct fetch_job *job, int64_t now);
/* Takes what the hop holds; the job can start again or be answered. */
void fetch_job_stop(struct fetch_job *job, int64_t now);
/* answer.c: what the end of a hop means. True: `current` is the next hop's address. */
bool fetch_judge(struct fetch_job *job, CURLcode code);
void fetch_answer(struct fetch_job *job, fetch_done *done, void *context);

#endif
