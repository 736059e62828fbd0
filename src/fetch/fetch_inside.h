/* The inside of a fetcher (for this room). */
#ifndef FETCH_FETCH_INSIDE_H
#define FETCH_FETCH_INSIDE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "fetch/address.h"
#include "fetch/fetch.h"
#include <brotli/decode.h>
#include <curl/curl.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

/* What a hop's header says so far. Texts lie in the job's arena. */
struct fetch_headers {
    size_t bytes, lines; /* interim answers and trailers included */
    bool begun;          /* a status line was read and its header has not ended */
    bool complete;       /* the header of a final answer has ended */
    bool framed;         /* it says where its body ends */
    int status;
    struct str content_type, etag, last_modified, cache_control, retry_after, date, location;
    struct str expires, age;
    struct str stated;    /* for page_rights_read */
    struct str hub, self; /* as Link says, relative to this answer's address */
    enum fetch_coding { CODING_NONE, CODING_GZIP, CODING_BROTLI, CODING_ZSTD } coding;
};

/* A body's decoder: whichever its coding needs. */
struct fetch_decoder {
    z_stream gzip;
    bool begun; /* gzip is initialised */
    BrotliDecoderState *brotli;
    ZSTD_DCtx *zstd;
    bool used;  /* bytes were decoded */
    bool ended; /* the last member is at its end */
};

struct fetch_job {
    struct fetch_job *next; /* in its host's queue, or among the done */
    struct fetcher *fetcher;
    void *data;
    enum fetch_kind kind;
    int64_t doubt;
    bool suspect; /* it runs at a host that left the last request unanswered */
    struct str url, etag, last_modified, form; /* in `texts` */
    bool secure;                               /* the stored address is https: so stays the way */
    size_t host;                               /* into fetcher.hosts */
    size_t origin;                             /* into fetcher.origins; SIZE_MAX: not asked for */
    size_t reserved;                           /* bytes of memory set aside for it */
    bool roomy; /* its whole cap is to be set aside before it starts */

    /* From the first hop on. */
    struct arena arena;
    struct str current;     /* the address of this hop */
    struct str site_stated; /* what tdmrep.json says of it: as fetch_headers.stated */
    struct str moved;
    bool permanent;
    int64_t redirects;
    int64_t spent; /* ms in hops that are over */

    /* This hop. */
    CURL *easy;
    struct curl_slist *lines;
    int64_t started;                     /* monotonic ms */
    bool secure_hop;                     /* it is https */
    bool goodbye;                        /* TLS's close_notify came */
    int sockets, refused;                /* tried, and refused by rule */
    size_t places[FETCH_ADDRESSES_MOST]; /* into fetcher.places: those it holds */
    size_t place_count;
    size_t awaited; /* a place that was taken: SIZE_MAX, or it has to wait for that one */
    struct fetch_headers headers;
    bool enough; /* the body is of no interest */
    struct buf body;
    struct fetch_decoder decoder;
    bool crowded;     /* its body is long, and memory is short: it starts again later */
    int64_t received; /* bytes of bodies */

    enum fetch_class class; /* set by whoever saw it first */
    char message[256];
    char reason[CURL_ERROR_SIZE];
    char texts[];
};

/* An address of the network, however many names lead to it; or a registrable domain, however many
 * names are below it. */
struct fetch_place {
    bool busy;
    int64_t free_at;
    int strikes;
};

struct fetch_host {
    struct str name; /* in fetcher.names */
    struct fetch_job *first, *last;
    bool busy;
    int64_t free_at;    /* monotonic ms: not before */
    int64_t delay;      /* ms; as its robots.txt asks, 0 for the edition's */
    int64_t held_until; /* the clock's time: not before */
    int strikes;        /* requests in a row that were not answered */
    size_t place;       /* where it was found to be; SIZE_MAX: not known */
    size_t domain;      /* its registrable domain's place; SIZE_MAX: it has none */
};

/* A file that speaks for scheme, host and port: robots.txt, or tdmrep.json. */
struct fetch_origin {
    struct str name; /* as in fetch_memory; in fetcher.names */
    enum fetch_origin_state { ORIGIN_NEW, ORIGIN_ASKED, ORIGIN_KNOWN } state;
    char *rules; /* as they are kept; ours to free */
    int64_t until;
};

struct fetcher {
    const struct edition_fetch *config;
    const struct clock *clock;
    const struct log *log;
    struct fetch_endpoint *allow, *deny;
    size_t allow_count, deny_count;
    char *user_agent, *proxy; /* proxy: "" for none */
    CURLM *multi;
    struct fetch_memory memory;
    struct arena names, scratch;
    struct map by_name, by_address, by_origin;
    struct fetch_host *hosts;
    size_t host_count, host_capacity;
    struct fetch_place *places;
    size_t place_count, place_capacity;
    struct fetch_origin *origins;
    size_t origin_count, origin_capacity;
    size_t *waiting; /* hosts with a queue, in the order in which they got it */
    size_t waiting_count, waiting_capacity;
    struct fetch_job **running;
    size_t running_count, running_capacity;
    struct fetch_job *done, *done_last; /* to be answered */
    size_t doubtful_running;
    size_t left; /* robots.txt are not counted in `left`, but in `errands` */
    size_t errands;
    size_t reserved; /* memory set aside for the bodies of what runs */
    bool full;    /* one that is not doubtful found no room when the queues were last looked at */
    bool stirred; /* a place became free since the queues were last looked at */
};

/* Whether a request is the fetcher's own, for a file that speaks for a site. */
static inline bool fetch_is_errand(const struct fetch_job *job) {
    return job->kind == FETCH_ROBOTS || job->kind == FETCH_RESERVE;
}
/* Says what is wrong with a job, once: later calls change nothing. `detail` (absent: none) comes
 * from outside and is cleaned. */
void fetch_fail(struct fetch_job *job, enum fetch_class class, const char *message,
                struct str detail);
/* A job's body cap. */
size_t fetch_cap(const struct fetcher *fetcher, enum fetch_kind kind);

/* fetch.c: puts a job at the end of its host's queue (before those with more doubt; with
 * `first`, before all), or among those to be answered. */
enum status fetch_enqueue(struct fetcher *fetcher, struct fetch_job *job, bool first,
                          struct error *error);
void fetch_push_done(struct fetcher *fetcher, struct fetch_job *job);

/* hosts.c: finds or makes. */
enum status fetch_find_host(struct fetcher *fetcher, struct str name, size_t *host,
                            struct error *error);
/* The host of an address: its name, or address and port where that pair is one of `allow`. */
enum status fetch_host_of(struct fetcher *fetcher, struct str url, size_t *host,
                          struct error *error);
/* SIZE_MAX for no memory. */
size_t fetch_find_place(struct fetcher *fetcher, const struct fetch_endpoint *endpoint,
                        bool with_port);
/* Whether the host may be asked now, pauses aside; else *due is when (INT64_MAX: when others end).
 */
bool fetch_host_free(const struct fetcher *fetcher, const struct fetch_host *host, int64_t now,
                     int64_t *due);
/* Fails a job whose host wants a pause or does not answer; false when it may go. */
bool fetch_host_holds(struct fetch_job *job);
/* Seconds until its host may be asked again; -1 when it did not ask for a pause. */
int64_t fetch_host_pause(const struct fetch_job *job);
/* Learns from how a hop ended: strikes, pauses. */
void fetch_host_learns(struct fetch_job *job);
/* Takes the host, and its domain. */
void fetch_host_enter(struct fetch_job *job);
/* Gives host, domain and places back. */
void fetch_host_leave(struct fetch_job *job, int64_t now);
/* When nothing is asked, all hosts that need not be remembered are forgotten. */
void fetch_forget_hosts(struct fetcher *fetcher);
bool fetch_port_listed(const struct fetcher *fetcher, int64_t port);
/* Whether a socket may be opened to it; *allowed: by a pair of `allow`. */
bool fetch_permitted(const struct fetcher *fetcher, const struct fetch_endpoint *endpoint,
                     bool *allowed);

/* robots.c: whether a job may go. */
enum fetch_leave { LEAVE_GIVEN, LEAVE_REFUSED, LEAVE_WAITS };
/* GIVEN, and what its site reserves is noted; REFUSED: the job has its class. WAITS: a file of its
 * site must be had first; *errand is the request for it where this is the first to want it, else
 * NULL. */
enum fetch_leave fetch_robots_ask(struct fetch_job *job, struct fetch_job **errand);
/* What an errand brought. Frees nothing. */
void fetch_robots_take(struct fetch_job *errand);

/* headers.c: CURLOPT_HEADERFUNCTION. */
size_t fetch_on_header(char *line, size_t size, size_t count, void *data);
/* tls.c: CURLOPT_SSL_CTX_FUNCTION. */
CURLcode fetch_on_tls(CURL *easy, void *context, void *data);
/* body.c: CURLOPT_WRITEFUNCTION. */
size_t fetch_on_body(char *bytes, size_t size, size_t count, void *data);
/* Appends decoded bytes; false when that is to be the end. */
bool fetch_body_add(struct fetch_job *job, struct str bytes);
/* coding.c: decodes what was received; false when that is to be the end. */
bool fetch_decode(struct fetch_job *job, struct str bytes);
/* Whether a coded body stopped before its end. */
bool fetch_decode_cut(const struct fetch_job *job);
void fetch_decode_end(struct fetch_job *job);
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

/* link.c: values of header fields that have parts. */

/* The part before the next separator that is not in quotes, trimmed (RFC 9110, 5.6); false when
 * nothing is left. */
bool fetch_next_part(struct str *rest, char separator, struct str *part);
/* Whether the part's name, case aside, is `name`; what stands behind its '=', without quotes, is
 * `value`, absent where there is none. */
bool fetch_part_is(struct str part, struct str name, struct str *value);

#endif
