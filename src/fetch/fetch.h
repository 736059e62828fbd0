/* Every socket out: conditional GETs over HTTP and HTTPS, many at once, each within limits.
 *
 * What a request meets, in order: its address is resolved (url/url.h); it waits for its host (one
 * request at a time, `per_host_delay` after the last); each socket is checked where it is opened
 * (fetch/address.h); header and body are counted as they come; a redirect starts at the first of
 * these rules again. Names, cookies, netrc, environment proxies, Alt-Svc, HSTS and saved
 * connections play no part.
 *
 * One fetcher is used by one thread. Answers come in the order in which they are complete: what
 * must not depend on that order is the caller's to sort. */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include "base/clock.h"
#include "base/log.h"
#include "base/status.h"
#include "base/str.h"
#include "edition/edition.h"

/* attacks.md, default limits; those that an edition sets stand in struct edition_limits. */
enum {
    FETCH_HEADER_BYTES_MOST = 64 * 1024,
    FETCH_HEADER_LINES_MOST = 200,
    FETCH_RATIO_MOST = 100,          /* decoded to received bytes, behind */
    FETCH_RATIO_FREE = 1024 * 1024,  /* so many decoded bytes */
    FETCH_SLOW_BYTES = 1024,         /* under so many bytes a second */
    FETCH_SLOW_SECONDS = 10,         /* for so long ends it */
    FETCH_ADDRESSES_MOST = 8,        /* tried for one name */
    FETCH_TEXT_MOST = 500,           /* bytes of a header's value that is kept */
    FETCH_RESERVED_MOST = 320 << 20, /* the caps of what runs at once, summed */
};

enum fetch_kind { FETCH_FEED, FETCH_PAGE, FETCH_PICTURE };

/* X(name, word): the word is what `source list`, API and metrics show. */
#define FETCH_CLASS_LIST(X)                                                                        \
    X(OK, "ok")                   /* a body, or "not modified" (status 304) */                     \
    X(INVALID_URL, "invalid_url") /* refused before any socket, also behind a redirect */          \
    X(DENIED, "denied")           /* a private address, or a port not listed */                    \
    X(DOWNGRADE, "downgrade")     /* from https to http */                                         \
    X(DNS, "dns")                 /* the name has no address */                                    \
    X(NETWORK, "network")         /* refused, reset, closed too early */                           \
    X(TIMEOUT, "timeout")         /* connecting, first byte, in all, or too slow */                \
    X(TLS, "tls")                 /* handshake or certificate */                                   \
    X(REDIRECTS, "too_many_redirects")                                                             \
    X(HEADERS, "headers_too_large")                                                                \
    X(TOO_LARGE, "too_large")       /* body, or its decompression */                               \
    X(TRUNCATED, "truncated")       /* ended before its announced end */                           \
    X(BAD_RESPONSE, "bad_response") /* not HTTP, or not as asked */                                \
    X(EMPTY, "empty")               /* success without a body */                                   \
    X(GONE, "gone")                 /* 410 */                                                      \
    X(HTTP_3XX, "http_3xx")         /* a redirect to nowhere, 300, 305 … */                      \
    X(HTTP_4XX, "http_4xx")                                                                        \
    X(HTTP_5XX, "http_5xx")                                                                        \
    X(MEMORY, "memory") /* ours ran out */

enum fetch_class {
#define X(name, word) FETCH_##name,
    FETCH_CLASS_LIST(X)
#undef X
};
/* "ok", "invalid_url", …; never NULL. */
const char *fetch_class_word(enum fetch_class class);

struct fetch_request {
    struct str url;                 /* http or https; anything else answers FETCH_INVALID_URL */
    struct str etag, last_modified; /* of the last good answer; absent: none. Sent when valid */
    enum fetch_kind kind;           /* chooses the byte cap and the Accept header */
    void *data;                     /* the caller's, handed back */
};

/* All views are good until the callback returns. Texts are printable ASCII, or absent. */
struct fetch_response {
    void *data;
    enum fetch_kind kind;
    struct str url;       /* as asked */
    struct str final_url; /* of the answer; `url` resolved when there was no redirect */
    struct str moved; /* where a leading run of permanent redirects (301, 308) ended; absent when
                         the first was not permanent (attacks.md A07) */
    bool permanent;   /* all redirects were permanent, and there was one */
    int64_t redirects;
    int status; /* HTTP's, of the last answer; 0: there was none */
    enum fetch_class class;
    struct str message; /* in words, one line, UTF-8; absent for FETCH_OK */
    struct str content_type, etag, last_modified, cache_control;
    int64_t retry_after, max_age; /* seconds from now; -1: not said */
    struct str body;              /* decoded; absent unless FETCH_OK with a body */
    int64_t bytes;                /* received of bodies, before decoding */
    int64_t ms;                   /* spent on requests, without waiting for the host */
};

typedef void fetch_done(const struct fetch_response *response, void *context);

struct fetch_options {
    const struct edition_fetch *config; /* borrowed until fetch_close; checked by edition_load */
    const struct clock *clock;          /* borrowed; for Retry-After as a date */
    const struct log *log;              /* borrowed, or NULL; refused sockets are told */
    const struct str *deny; /* our own listeners, "address:port": refused even where public */
    size_t deny_count;
};

struct fetcher;

/* CONFIG for an `allow` or `deny` that is no address and port, or a proxy that is no http or https
 * URL; MEMORY. */
enum status fetch_open(const struct fetch_options *options, struct fetcher **fetcher,
                       struct error *error);
/* Drops what is not done, without calling back. Safe on NULL. */
void fetch_close(struct fetcher *fetcher);

/* Queues a request, copying its texts; also from within a callback. Every request that was added
 * is answered once. MEMORY. */
enum status fetch_add(struct fetcher *fetcher, const struct fetch_request *request,
                      struct error *error);
/* How many are queued or running. */
size_t fetch_left(const struct fetcher *fetcher);
/* Does what can be done now, waiting at most `timeout_ms` for something to do, and calls back for
 * what is complete. SYSTEM or MEMORY when the machinery itself fails. */
enum status fetch_step(struct fetcher *fetcher, int64_t timeout_ms, fetch_done *done, void *context,
                       struct error *error);
/* Steps until nothing is left. */
enum status fetch_run(struct fetcher *fetcher, fetch_done *done, void *context,
                      struct error *error);

/* An HTTP-date in its preferred form (RFC 9110, 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT"). */
bool fetch_http_date(struct str text, int64_t *time);

#endif
