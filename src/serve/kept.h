/* Answers that are kept: small files, with their header fields, as they are or compressed. One is
 * good for as long as the file has the same device, inode, size and time, so that nothing needs be
 * told when the paper changes. The least lately used go first. Of one thread. */
#ifndef SERVE_KEPT_H
#define SERVE_KEPT_H

#include "serve/condition.h"
#include <microhttpd.h>
#include <sys/queue.h>

enum {
    SERVE_KEPT_FILE = 1 << 20,   /* bytes of one body */
    SERVE_KEPT_BYTES = 32 << 20, /* of all bodies */
    SERVE_KEPT_COUNT = 128,
};

TAILQ_HEAD(serve_kept_list, serve_kept_entry);

struct serve_kept {
    struct serve_kept_list entries; /* lately used first */
    size_t count, bytes;
};

void serve_kept_init(struct serve_kept *kept);
/* Those that are on their way out stay until they are. Safe on what was never begun. */
void serve_kept_release(struct serve_kept *kept);
/* Answers by TLS (`secure`) have a header field more. NULL for none, else *bytes long; borrowed,
 * good until the next serve_kept_add. */
struct MHD_Response *serve_kept_find(struct serve_kept *kept, const struct serve_entity *entity,
                                     struct str path, bool secure, size_t *bytes);
/* Whether it is kept now, and so no longer the caller's to destroy. */
bool serve_kept_add(struct serve_kept *kept, const struct serve_entity *entity, struct str path,
                    bool secure, struct MHD_Response *response, size_t bytes);

#endif
