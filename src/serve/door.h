/* Doors: a listening socket and the library's daemon behind it, one for readers, perhaps one more
 * that sends plain requests on to where TLS is spoken. When the configuration is read anew a new
 * door takes over the socket, and the old one stays until its guests have left. */
#ifndef SERVE_DOOR_H
#define SERVE_DOOR_H

#include "base/status.h"
#include <microhttpd.h>
#include <stdbool.h>

enum { SERVE_DOORS_MOST = 8, SERVE_DOOR_WHY = 256 };

struct server;

struct serve_door {
    struct server *server;
    struct MHD_Daemon *daemon; /* NULL: the place is free */
    bool secure;               /* TLS */
    bool redirecting;          /* all that it says is where to go */
    bool leaving;              /* takes no one in */
    size_t guests;
    char why[SERVE_DOOR_WHY]; /* the library's first complaint */
};

/* Files of the certificate and of its key; NULL: no TLS. */
struct serve_papers {
    const char *certificate, *key;
};

/* Opens one of the server's doors for a socket that stays the caller's. CONFIG when the
 * certificate or its key cannot be used, or errors of reading them; BUSY while there are too many
 * guests of earlier doors. */
enum status serve_door_open(struct server *server, int listener, bool redirecting,
                            const struct serve_papers *papers, struct serve_door **door,
                            struct error *error);
/* No one new comes in by it. */
void serve_door_leave(struct serve_door *door);
/* Closes doors that are being left and have no guests any more. */
void serve_doors_sweep(struct server *server);
/* Closes all, and cuts off whoever is there. */
void serve_doors_close(struct server *server);

#endif
