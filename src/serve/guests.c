#include "serve/guests.h"

#include <stdlib.h>
#include <sys/socket.h>

void serve_guests_init(struct serve_guests *guests) {
    TAILQ_INIT(&guests->waiting);
    TAILQ_INIT(&guests->answering);
    guests->count = 0;
}

static struct in6_addr plain_address(const struct sockaddr *address) {
    struct in6_addr plain = {0};
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 six;
        memcpy(&six, address, sizeof six);
        plain = six.sin6_addr;
    } else if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof four);
        plain.s6_addr[10] = plain.s6_addr[11] = 0xff;
        memcpy(plain.s6_addr + 12, &four.sin_addr, 4);
    }
    return plain;
}

/* The library sees the end of the stream and closes. */
static void send_away(struct serve_guest *guest) {
    guest->leaving = true;
    shutdown(guest->fd, SHUT_RDWR);
}

static bool same_peer(const struct serve_guest *guest, const struct in6_addr *address) {
    return memcmp(&guest->peer, address, sizeof *address) == 0;
}

/* Makes room for one more; false when there is nobody who may be sent away for it. */
static bool make_room(struct serve_guests *guests, const struct in6_addr *address) {
    size_t all = 0, theirs = 0;
    struct serve_guest *oldest = NULL, *their_oldest = NULL, *guest;
    TAILQ_FOREACH(guest, &guests->waiting, link) {
        if (guest->leaving)
            continue;
        all++;
        oldest = oldest == NULL ? guest : oldest;
        if (!same_peer(guest, address))
            continue;
        theirs++;
        their_oldest = their_oldest == NULL ? guest : their_oldest;
    }
    TAILQ_FOREACH(guest, &guests->answering, link) {
        all++;
        theirs += same_peer(guest, address);
    }
    bool proxy = serve_forwarded_trusts(guests->proxies, guests->proxy_count, address);
    if (theirs >= guests->most_address && !proxy) {
        if (their_oldest == NULL)
            return false;
        send_away(their_oldest);
    } else if (all >= guests->most) {
        if (oldest == NULL)
            return false;
        send_away(oldest);
    }
    return true;
}

struct serve_guest *serve_guests_came(struct serve_guests *guests, int fd,
                                      const struct sockaddr *address, int64_t now) {
    struct in6_addr plain = plain_address(address);
    struct serve_guest *guest = make_room(guests, &plain) ? calloc(1, sizeof *guest) : NULL;
    if (guest == NULL) {
        shutdown(fd, SHUT_RDWR);
        return NULL;
    }
    *guest = (struct serve_guest){.fd = fd, .peer = plain, .address = plain, .since = now};
    TAILQ_INSERT_TAIL(&guests->waiting, guest, link);
    guests->count++;
    return guest;
}

static void take_out(struct serve_guests *guests, struct serve_guest *guest) {
    if (guest->answering)
        TAILQ_REMOVE(&guests->answering, guest, link);
    else
        TAILQ_REMOVE(&guests->waiting, guest, link);
}

void serve_guests_asked(struct serve_guests *guests, struct serve_guest *guest, int64_t now) {
    if (guest == NULL || guest->answering)
        return;
    take_out(guests, guest);
    guest->answering = true;
    guest->since = now;
    TAILQ_INSERT_TAIL(&guests->answering, guest, link);
}

void serve_guests_answered(struct serve_guests *guests, struct serve_guest *guest, int64_t now) {
    if (guest == NULL || !guest->answering)
        return;
    take_out(guests, guest);
    guest->answering = false;
    guest->since = now;
    TAILQ_INSERT_TAIL(&guests->waiting, guest, link);
}

void serve_guests_left(struct serve_guests *guests, struct serve_guest *guest) {
    if (guest == NULL)
        return;
    take_out(guests, guest);
    guests->count--;
    free(guest);
}

/* One list, oldest first. */
static int64_t sweep(struct serve_guest_list *list, int64_t limit, int64_t now) {
    struct serve_guest *guest;
    TAILQ_FOREACH(guest, list, link) {
        if (guest->leaving)
            continue;
        if (now - guest->since < limit)
            return limit - (now - guest->since);
        send_away(guest);
    }
    return -1;
}

int64_t serve_guests_sweep(struct serve_guests *guests, int64_t now) {
    int64_t waiting = sweep(&guests->waiting, guests->patience_ms, now);
    int64_t answering = sweep(&guests->answering, guests->answer_ms, now);
    return waiting < 0 ? answering : answering < 0 || waiting < answering ? waiting : answering;
}

void serve_guests_clear_waiting(struct serve_guests *guests) {
    struct serve_guest *guest;
    TAILQ_FOREACH(guest, &guests->waiting, link)
    if (!guest->leaving)
        send_away(guest);
}
