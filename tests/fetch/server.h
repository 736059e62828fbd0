/* A hostile web server on 127.0.0.1 or another loopback address, at a port of the system's choice:
 * a thread a connection, bytes as the test says. */
#ifndef TESTS_FETCH_SERVER_H
#define TESTS_FETCH_SERVER_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/str.h"

struct server;
/* Answers one request, whose header is `request`; the server closes the socket. */
typedef void server_handle(struct server *server, int fd, struct str request);

enum { SERVER_TIMES = 64 };

struct server {
    int listener;
    uint16_t port;
    char address[64]; /* "127.0.0.1:12345" */
    server_handle *handle;
    void *data;
    pthread_t thread;
    atomic_int hits, open, most_open;
    int64_t times[SERVER_TIMES]; /* when each connection came, monotonic ms */
    char last[8192];             /* the last request's header */
};

struct server_guest {
    struct server *server;
    int fd;
};

static inline void server_say(int fd, struct str bytes) {
    while (bytes.n > 0) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        bytes = str_skip(bytes, (size_t)n);
    }
}

/* False once the other side is gone. */
static inline bool server_sends(int fd, struct str bytes) {
    return send(fd, bytes.p, bytes.n, MSG_NOSIGNAL) == (ssize_t)bytes.n;
}

/* Until the other side closes, or for so long. True when it closed. */
static inline bool server_waits(int fd, int ms) {
    struct pollfd entry = {.fd = fd, .events = POLLIN | POLLRDHUP};
    char byte;
    return poll(&entry, 1, ms) > 0 && recv(fd, &byte, 1, 0) <= 0;
}

static inline void *server_serve(void *data) {
    struct server_guest guest = *(struct server_guest *)data;
    free(data);
    struct server *server = guest.server;
    char request[sizeof server->last];
    size_t n = 0;
    while (n < sizeof request) {
        ssize_t got = recv(guest.fd, request + n, sizeof request - n, 0);
        if (got <= 0)
            break;
        n += (size_t)got;
        if (str_find(str_of(request, n), STR("\r\n\r\n")) != SIZE_MAX)
            break;
    }
    snprintf(server->last, sizeof server->last, "%.*s", (int)n, request);
    if (server->handle != NULL)
        server->handle(server, guest.fd, str_of(request, n));
    atomic_fetch_sub(&server->open, 1);
    close(guest.fd);
    return NULL;
}

static inline void *server_accept(void *data) {
    struct server *server = data;
    for (;;) {
        int fd = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0)
            return NULL;
        int hit = atomic_fetch_add(&server->hits, 1);
        if (hit < SERVER_TIMES)
            server->times[hit] = clock_monotonic_ms();
        int open = atomic_fetch_add(&server->open, 1) + 1;
        if (open > atomic_load(&server->most_open))
            atomic_store(&server->most_open, open);
        struct server_guest *guest = malloc(sizeof *guest);
        pthread_t thread;
        *guest = (struct server_guest){server, fd};
        if (pthread_create(&thread, NULL, server_serve, guest) == 0)
            pthread_detach(thread);
    }
}

static inline void server_start(struct server *server, const char *address, server_handle *handle,
                                void *data) {
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t length = sizeof at;
    *server = (struct server){.handle = handle, .data = data};
    assert_int_equal(inet_pton(AF_INET, address, &at.sin_addr), 1);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(server->listener, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(server->listener, 64), 0);
    assert_int_equal(getsockname(server->listener, (struct sockaddr *)&at, &length), 0);
    server->port = ntohs(at.sin_port);
    snprintf(server->address, sizeof server->address, "%s:%u", address, (unsigned)server->port);
    assert_int_equal(pthread_create(&server->thread, NULL, server_accept, server), 0);
}

static inline void server_stop(struct server *server) {
    shutdown(server->listener, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->listener);
    while (atomic_load(&server->open) > 0)
        poll(NULL, 0, 1);
}

#endif
