/* The server: an edition's public/ over HTTP, what is looked up on demand, and the counting of
 * clicks.
 *
 * A process of its own (DESIGN.md, Processes). It reads the files that `publish` wrote and the
 * store; it writes single clicks, what hubs say, where it listens and who subscribes into the
 * store, and the day's key into state/, nothing else. What it serves:
 *
 *     GET, HEAD /…          files below public/; a folder's address ends in '/' and means its
 *                           index.html, without the '/' it is redirected there (301)
 *     POST /click           an article's id as text: counted, 204 whatever it was
 *     GET, POST /hub/…      what hubs say of sources (hub.h)
 *     GET, HEAD /search?q=  the search page
 *     GET, POST /subscribe, /confirm/…, /unsubscribe/…, /subscription/… of the newsletter
 * (letters.h) GET, HEAD /api/v1/…   the live API (api.c); files of the static API stand beside it
 *     GET, HEAD /healthz, /readyz, /metrics: how the server is (probe.c)
 *     GET, HEAD /r/<id>     302 to the article's own address, counted (GET only); else 404
 *
 * Clicks (spec/pages.md, spec/scoring.md): one for each article, visitor and UTC day. A visitor is
 * HMAC-SHA256(the day's key, client's address and user agent), the client's address being the
 * peer's, or what a proxy of ours says (forwarded.h). The key is 32 random bytes in
 * state/click-key-YYYY-MM-DD (mode 0600), which is deleted when the day is over: from then on
 * nobody can tell whether two visitors were one. Not counted: programs and prefetching (agent.c),
 * clicks from other sites' pages, ids that no article has, and everything before the first run,
 * when there is no store yet.
 *
 * Threads: requests are answered in the thread that calls serve_run; a second thread writes clicks,
 * a third one looks up what searches and the API ask for, so that a locked database or a long
 * search never keeps a reader waiting. One server is used by one thread, but
 * serve_stop may be called from any. */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

#include "base/clock.h"
#include "base/log.h"
#include "base/status.h"

enum {
    SERVE_CLICK_BODY_MOST = 1024,     /* bytes of a body; more is 413 before it is read (N05) */
    SERVE_HEADERS_MOST = 200,         /* lines of a request's header; more is 431 */
    SERVE_REQUEST_MEMORY = 32 * 1024, /* bytes of a request's line and header; 414, 431 (N03) */
    SERVE_PATIENCE_MS = 10000,        /* for the whole of a request to come in (N01) */
    SERVE_ANSWER_MS = 300000,         /* for the whole of an answer to go out */
    SERVE_STALLED_SECONDS = 30,       /* for any byte of it to go out */
    SERVE_GRACE_MS = 3000,            /* for answers on their way when the server stops */
    SERVE_CONNECTIONS_MOST = 4096,    /* fewer where the system allows fewer files */
    SERVE_CONNECTIONS_ADDRESS = 128,  /* of one peer address */
    SERVE_CLICKS_WAITING = 4096,      /* that are not written yet; more are not counted */
    SERVE_ADDRESS_TEXT = 80,
};

struct server;

struct serve_options {
    const char *folder;        /* the edition's */
    struct str listen;         /* "127.0.0.1:8080", "[::1]:8080", "localhost:0" */
    struct str where;          /* the edition's `store` key */
    const struct clock *clock; /* of days; borrowed */
    const struct log *log;     /* borrowed; may be NULL */
    int64_t patience_ms;       /* 0: SERVE_PATIENCE_MS */
    int64_t per_minute;        /* searches and API requests of one client; 0: any number */
    const struct str *origins; /* whose scripts may read the API; "any": all */
    size_t origin_count;
    const struct str *picture_hosts; /* whose pictures the pages' policy admits, by https */
    size_t picture_host_count;
    const struct str *urls; /* that clients are given; the public address first. None: not known */
    size_t url_count;
    const struct str *hosts; /* names for which requests may be, beside those in urls; "any" */
    size_t host_count;
    const char *certificate, *key; /* files; NULL: no TLS */
    struct str redirect;           /* where plain requests are sent on; absent: nowhere */
    int64_t hsts;                  /* seconds for Strict-Transport-Security; 0: none */
    const struct str *proxies;     /* url_network_read reads them */
    size_t proxy_count;
    bool standard;        /* they write Forwarded (RFC 7239), not X-Forwarded-For and -Proto */
    bool plain_redirects; /* what came to them without TLS is sent on to the public address */
    /* Told at SIGHUP, by serve_run: reads the configuration anew and calls serve_change. NULL:
     * SIGHUP is not heard. */
    enum status (*reread)(void *state, struct server *server, struct error *error);
    void *state;
};

/* Binds and listens, and deletes the keys of other days. `options` is copied, what it borrows must
 * outlive the server. USAGE when `listen` is not numeric ADDRESS:PORT; UNAVAILABLE when the port
 * is in use or the address is not this machine's; PERMISSION. Answers nothing before serve_run.
 * Descriptors are close-on-exec; a server must not be carried through a fork. */
enum status serve_open(const struct serve_options *options, struct server **server,
                       struct error *error);
/* "127.0.0.1:8080", "[::1]:8080", with the port that was bound; borrowed from the server. */
const char *serve_address(const struct server *server);
/* "127.0.0.1:80" of the door that sends plain requests on; NULL without one. */
const char *serve_redirect_address(const struct server *server);
/* Goes by other options from now on: all but the folder, the clock, the log, the store, patience
 * and where it listens, which stay. Certificates are read anew. Requests that are under way are
 * finished as they began. On an error nothing has changed. In the thread of serve_run. */
enum status serve_change(struct server *server, const struct serve_options *options,
                         struct error *error);
/* Answers until SIGINT or SIGTERM, which it keeps blocked meanwhile and takes away, as it does
 * SIGHUP where that is heard, or until serve_stop; answers that are on their way get SERVE_GRACE_MS
 * to end. SIGPIPE must be ignored. */
enum status serve_run(struct server *server, struct error *error);
/* Makes serve_run return. */
void serve_stop(struct server *server);
/* Writes the clicks that wait, and ends everything. Safe on NULL. */
void serve_close(struct server *server);

#endif
