/* Who is connected, and for how long: a request that does not come in is cut off, and one peer
 * cannot keep the others out (attacks.md N01, N29).
 *
 * libmicrohttpd's own timeout is of inactivity: a byte every nine seconds holds a connection for
 * ever. Here the whole request has a deadline. And where a new guest finds the house full, not it
 * but the one that has been waiting longest is sent away, so that a thousand slow connections from
 * an address do not shut out a quick one from the same. */
#ifndef SERVE_GUESTS_H
#define SERVE_GUESTS_H

#include "base/str.h"
#include "serve/forwarded.h"
#include "serve/metrics.h"
#include <netinet/in.h>
#include <sys/queue.h>

struct serve_door;

struct serve_guest {
    TAILQ_ENTRY(serve_guest) link;
    int fd;
    struct in6_addr peer;         /* IPv4 as mapped, as is */
    struct in6_addr address;      /* the client's, for whom a proxy may speak; else the peer's */
    struct serve_door *door;      /* by which it came; NULL: not known */
    int64_t since;                /* in its list, monotonic ms */
    bool answering;               /* a request came in whole */
    bool leaving;                 /* its socket was shut down */
    struct serve_request request; /* that it is at */
};

TAILQ_HEAD(serve_guest_list, serve_guest);

struct serve_guests {
    struct serve_guest_list waiting; /* for a request, longest first */
    struct serve_guest_list answering;
    size_t count;
    size_t most, most_address;
    int64_t patience_ms, answer_ms;
    const struct url_network *proxies; /* borrowed; each speaks for many */
    size_t proxy_count;
};

void serve_guests_init(struct serve_guests *guests);
/* NULL when it was sent away at once. Owned by `guests` until serve_guests_left. */
struct serve_guest *serve_guests_came(struct serve_guests *guests, int fd,
                                      const struct sockaddr *address, int64_t now);
/* Its request is in: the answer's deadline counts. `guest` may be NULL here and below. */
void serve_guests_asked(struct serve_guests *guests, struct serve_guest *guest, int64_t now);
/* Its answer is out: it may ask again. */
void serve_guests_answered(struct serve_guests *guests, struct serve_guest *guest, int64_t now);
void serve_guests_left(struct serve_guests *guests, struct serve_guest *guest);
/* Cuts those off whose time is up. Milliseconds until the next one's is; -1 for nobody. */
int64_t serve_guests_sweep(struct serve_guests *guests, int64_t now);
/* Cuts off all that wait. */
void serve_guests_clear_waiting(struct serve_guests *guests);

#endif
