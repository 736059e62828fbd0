/* A server of a test's own, on a port of the system's choice, with a clock that is set by hand. */
#ifndef TESTS_SERVE_HOUSE_H
#define TESTS_SERVE_HOUSE_H

#include "files/scratch.h"

#include "serve/serve.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>

struct house {
    struct clock clock; /* first: house_now finds the house by it */
    _Atomic int64_t now;
    struct scratch scratch;
    struct server *server;
    pthread_t thread;
    uint16_t port;
    struct serve_options options; /* those that a test sets before it opens the server */
    char answer[65536];           /* to the last request */
};

static inline int64_t house_now(const struct clock *clock) {
    return atomic_load(&((const struct house *)clock)->now);
}

static inline void *house_run(void *data) {
    struct house *house = data;
    assert_int_equal(serve_run(house->server, NULL), STATUS_OK);
    return NULL;
}

/* The folder is there, and may be filled between this and house_open. */
static inline void house_build(struct house *house) {
    memset(house, 0, sizeof *house);
    house->clock.now = house_now;
    atomic_store(&house->now, 1760000000); /* 2025-10-09T08:53:20Z */
    scratch_make(&house->scratch);
    signal(SIGPIPE, SIG_IGN);
}

static inline uint16_t house_port(const char *address) {
    uint64_t port;
    assert_true(str_to_u64(str_skip(str_from(address), strlen("127.0.0.1:")), &port));
    return (uint16_t)port;
}

static inline void house_open_patient(struct house *house, int64_t patience_ms) {
    struct serve_options *options = &house->options;
    struct error error = {0};
    options->folder = house->scratch.folder;
    options->listen = STR("127.0.0.1:0");
    options->where = STR("sqlite:state/");
    options->clock = &house->clock;
    options->patience_ms = patience_ms;
    if (serve_open(options, &house->server, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    house->port = house_port(serve_address(house->server));
    /* Until serve_run hears it; the thread inherits this. */
    sigset_t change;
    sigemptyset(&change);
    sigaddset(&change, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &change, NULL);
    assert_int_equal(pthread_create(&house->thread, NULL, house_run, house), 0);
}

static inline void house_open(struct house *house) {
    house_open_patient(house, 0);
}

/* Ends the server and keeps the folder. */
static inline void house_close(struct house *house) {
    serve_stop(house->server);
    pthread_join(house->thread, NULL);
    serve_close(house->server);
}

static inline void house_drop(struct house *house) {
    scratch_drop(&house->scratch);
}

static inline int house_connect(const struct house *house) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(house->port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

static inline void house_say(int fd, struct str bytes) {
    while (bytes.n > 0) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0)
            return; /* cut off: the answer tells */
        bytes = str_skip(bytes, (size_t)n);
    }
}

/* Everything until the server closes. */
static inline struct str house_hear(struct house *house, int fd) {
    size_t n = 0;
    while (n < sizeof house->answer - 1) {
        struct pollfd entry = {.fd = fd, .events = POLLIN};
        if (poll(&entry, 1, 20000) <= 0)
            fail_msg("no answer, and no end of it");
        ssize_t got = recv(fd, house->answer + n, sizeof house->answer - 1 - n, 0);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    house->answer[n] = '\0';
    close(fd);
    return str_of(house->answer, n);
}

/* One request on a connection of its own, which the request must end ("Connection: close"). */
static inline struct str house_ask(struct house *house, struct str request) {
    int fd = house_connect(house);
    house_say(fd, request);
    return house_hear(house, fd);
}

/* GET with more header lines ("Name: value\r\n…"). */
static inline struct str house_get(struct house *house, const char *target, const char *lines) {
    char request[4096];
    int n = snprintf(request, sizeof request,
                     "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n", target,
                     lines);
    return house_ask(house, str_of(request, (size_t)n));
}

static inline unsigned int house_status(struct str answer) {
    uint64_t status = 0;
    return answer.n > 12 && str_to_u64(str_of(answer.p + 9, 3), &status) ? (unsigned int)status : 0;
}

/* The value of an answer's header; absent without it. */
static inline struct str house_header(struct str answer, const char *name) {
    char line[128];
    struct str head = str_take(answer, str_find(answer, STR("\r\n\r\n")));
    snprintf(line, sizeof line, "\r\n%s: ", name);
    size_t at = str_find_case(head, str_from(line));
    if (at == SIZE_MAX)
        return STR_NONE;
    struct str rest = str_skip(head, at + strlen(line));
    return str_take(rest, str_find(rest, STR("\r\n")));
}

static inline struct str house_body(struct str answer) {
    size_t at = str_find(answer, STR("\r\n\r\n"));
    return at == SIZE_MAX ? STR_NONE : str_skip(answer, at + 4);
}

#define HOUSE_STATUS(answer, want)                                                                 \
    do {                                                                                           \
        if (house_status(answer) != (want))                                                        \
            fail_msg("%u wanted, not: %.200s", (unsigned)(want), (answer).p);                      \
    } while (0)
#define HOUSE_HEADER(answer, name, want)                                                           \
    do {                                                                                           \
        struct str have_ = house_header(answer, name);                                             \
        if (!str_eq(have_, str_from(want)))                                                        \
            fail_msg("%s is '%.*s'", (name), STR_ARG(have_));                                      \
    } while (0)

#endif
