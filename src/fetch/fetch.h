/* Every socket out: conditional GETs (and forms for hubs) over HTTP and HTTPS, many at once, each
 * within limits.
 *
 * What a request meets, in order: its address is resolved (url/url.h); it waits for its host (one
 * request at a time, `per_host_delay` after the last; the same for each address of the network, so
 * that many names of one machine are one host, and for each registrable domain; none while it wants
 * a pause); robots.txt is asked,
 * where the edition wants that for its kind, and /.well-known/tdmrep.json with it; each socket is
 * checked where it is opened (fetch/address.h); header and body are counted as they come; a
 * redirect starts at the first of these rules again. Names, cookies, netrc, environment proxies,
 * Alt-Svc, HSTS and saved connections play no part.
 *
 * A host that did not answer FETCH_STRIKES requests in a row is not asked again by this fetcher;
 * whoever waits for it is told so.
 *
 * One fetcher is used by one thread. Answers come in the order in which they are complete: what
 * must not depend on that order is the caller's to sort. */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include "base/arena.h"
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
    FETCH_RESERVED_MOST = 320 << 20, /* memory set aside for what runs at once, summed: */
    FETCH_RESERVED_FIRST = 1 << 20,  /* so much for each body; one that is longer is set aside its
                                        cap, or starts again when that can be had */
    FETCH_WINDOW_LOG = 23,           /* of zstd: 8 MiB (RFC 9659); brotli's is 16 MiB at most */
    FETCH_STRIKES = 2,       /* requests in a row without an answer end the asking of a host, */
    FETCH_PLACE_STRIKES = 8, /* and of an address, which may be many hosts' */
    FETCH_DOUBTFUL_PART = 4, /* of the connections are for doubtful requests, */
    FETCH_DOUBTFUL_SPEED = 256 * 1024, /* each of so many bytes a second */
    FETCH_CLAIM_MOST = 86400,          /* seconds: no pause and no robots.txt counts for longer */
    FETCH_ROBOTS_RETRY = 3600,  /* when a robots.txt that could not be had is asked for again */
    FETCH_ROBOTS_REDIRECTS = 5, /* RFC 9309, 2.3.1.2 */
};

/* FETCH_HUB posts a form, follows no redirect and reads no body; any 2xx is FETCH_OK. FETCH_STATED
 * asks nothing of the address itself: it answers, FETCH_OK without status and body, with what its
 * site states of it, for a text that came by another way. FETCH_ROBOTS and FETCH_RESERVE
 * (tdmrep.json) are the fetcher's own. */
enum fetch_kind {
    FETCH_FEED,
    FETCH_PAGE,
    FETCH_PICTURE,
    FETCH_HUB,
    FETCH_STATED,
    FETCH_ROBOTS,
    FETCH_RESERVE,
};

/* X(name, word): the word is what `source list`, API and metrics show. */
#define FETCH_CLASS_LIST(X)                                                                        \
    X(OK, "ok")                   /* a body, or "not modified" (status 304) */                     \
    X(INVALID_URL, "invalid_url") /* refused before any socket, also behind a redirect */          \
    X(DENIED, "denied")           /* a private address, or a port not listed */                    \
    X(DISALLOWED, "robots")       /* not permitted by robots.txt */                                \
    X(HELD, "held")               /* not asked: its host wants a pause, or does not answer */      \
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
    struct str form;                /* of FETCH_HUB: application/x-www-form-urlencoded */
    int64_t doubt; /* above 0: it failed when it was last asked; it goes behind those of its host
                      with less doubt, and ends with fetch_cut */
    void *data;    /* the caller's, handed back */
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
    struct str content_type, etag, last_modified;
    struct str
        stated; /* about the use of what it brought, by the answer or, where that says nothing
                   of text and data mining, by its site: lines for page_rights_read */
    struct str hub, self; /* addresses that Link names so (WebSub, 4); absent, or fit to be asked */
    int64_t retry_after;  /* seconds from now; -1: not said */
    int64_t fresh;        /* fetch_freshness */
    struct str body;      /* decoded; absent unless FETCH_OK with a body */
    int64_t bytes;        /* received of bodies, before decoding */
    int64_t ms;           /* spent on requests, without waiting for the host */
};

typedef void fetch_done(const struct fetch_response *response, void *context);

/* What is remembered of hosts longer than a fetcher lives. All functions may be missing; what they
 * are given is borrowed for the call. */
struct fetch_memory {
    void *state;
    /* The robots.txt of an origin ("https://a.example"), or the tdmrep.json that the name itself
     * says ("https://a.example/.well-known/tdmrep.json"), as it was kept, in the arena, and until
     * when it holds; absent when none is known. */
    void (*robots)(void *state, struct str origin, struct arena *arena, struct str *rules,
                   int64_t *until);
    void (*keep_robots)(void *state, struct str origin, struct str rules, int64_t until);
    /* A host (as in fetch_hold) asked not to be asked before `until`. */
    void (*keep_pause)(void *state, struct str host, int64_t until);
};

struct fetch_options {
    const struct edition_fetch *config; /* borrowed until fetch_close; checked by edition_load */
    const struct clock *clock;          /* borrowed; for Retry-After as a date */
    const struct log *log;              /* borrowed, or NULL; refused sockets are told */
    struct fetch_memory memory;
    /* Our own listeners, "address:port": refused even where public or in `allow`. Of 0.0.0.0 and
     * [::] all addresses of this machine, with that port (attacks.md C10). */
    const struct str *deny;
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
/* Whether any of them is worth waiting for: neither is it doubtful itself, nor did its host leave
 * the last request unanswered. */
bool fetch_hopeful(const struct fetcher *fetcher);
/* Ends the others: those that are doubtful themselves and run are FETCH_TIMEOUT, all else is
 * FETCH_HELD; fetch_step then tells. */
void fetch_cut(struct fetcher *fetcher);
/* Nobody asks `host` before `until`: its requests are FETCH_HELD. A host is a hostname
 * ("a.example",
 * "[::1]"), or an address with its port where that pair stands in `allow`. MEMORY. */
enum status fetch_hold(struct fetcher *fetcher, struct str host, int64_t until,
                       struct error *error);
/* Steps until nothing is left. */
enum status fetch_run(struct fetcher *fetcher, fetch_done *done, void *context,
                      struct error *error);

/* An HTTP-date in its preferred form (RFC 9110, 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT"). */
bool fetch_http_date(struct str text, int64_t *time);
/* The same, or in one of the two obsolete forms ("Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6
 * 08:49:37 1994"); `now` tells the century. */
bool fetch_http_date_any(struct str text, int64_t now, int64_t *time);
/* Retry-After (RFC 9110, 10.2.3), in seconds: a number, or a date, which counts from the server's
 * own clock where its `date` says what that shows, else from `now`. -1: neither. At most INT32_MAX.
 */
int64_t fetch_retry_after(struct str value, struct str date, int64_t now);
/* For how many seconds from now an answer need not be asked for again (RFC 9111, 4.2): max-age
 * before Expires (against `date`), less its Age; 0 for no-cache, no-store and what is out of date,
 * -1 when nothing is said. At most INT32_MAX. */
int64_t fetch_freshness(struct str cache_control, struct str expires, struct str date,
                        struct str age, int64_t now);

/* The target of the first link in Link's value (RFC 8288, 3) that has the relation and is about the
 * answer itself, as it stands there: a view; absent when there is none. */
struct str fetch_link(struct str value, struct str relation);

#endif
