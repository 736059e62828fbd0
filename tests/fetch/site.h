/* A server whose answers a test says by path, and may change at any time. */
#ifndef TESTS_FETCH_SITE_H
#define TESTS_FETCH_SITE_H

#include "fetch/server.h"

#include <stdio.h>
#include <stdlib.h>

enum { PATHS = 32 };

/* One path of the site: what it answers now. */
struct path {
    const char *path;
    char answer[2048];
    struct str bytes; /* instead of `answer`, where that is too small or has a NUL */
    int pause_ms;     /* before it answers; below 0: it never does */
    atomic_int hits;
    char asked[2048]; /* the last request's header */
};

struct site {
    struct server server;
    struct path paths[PATHS];
};

static inline void site_handle(struct server *server, int fd, struct str request) {
    struct site *site = server->data;
    struct str path = STR_NONE;
    struct str rest = request;
    str_next(&rest, ' ', &path);
    str_next(&rest, ' ', &path);
    for (size_t i = 0; i < PATHS && site->paths[i].path != NULL; i++) {
        struct path *found = &site->paths[i];
        if (!str_eq(path, str_from(found->path)))
            continue;
        atomic_fetch_add(&found->hits, 1);
        snprintf(found->asked, sizeof found->asked, "%.*s", STR_ARG(request));
        if (found->pause_ms != 0)
            server_waits(fd, found->pause_ms < 0 ? 30000 : found->pause_ms);
        server_say(fd, found->bytes.n > 0 ? found->bytes : str_from(found->answer));
        return;
    }
    server_say(fd, STR("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"));
}

static inline struct path *path_of(struct site *site, const char *path) {
    for (size_t i = 0; i < PATHS; i++) {
        if (site->paths[i].path == NULL)
            site->paths[i].path = path;
        if (strcmp(site->paths[i].path, path) == 0)
            return &site->paths[i];
    }
    fail_msg("too many paths");
    return NULL;
}

static inline void says(struct site *site, const char *path, const char *answer) {
    struct path *found = path_of(site, path);
    snprintf(found->answer, sizeof found->answer, "%s", answer);
}

static inline void site_start(struct site *site, const char *address) {
    memset(site, 0, sizeof *site);
    server_start(&site->server, address, site_handle, site);
}

#endif
