/* A handle on the store that may not be there yet, may be made anew, and may be locked. */
#ifndef SERVE_SHELF_H
#define SERVE_SHELF_H

#include "store/store.h"

enum {
    SERVE_SHELF_KEPT_MS = 30000, /* a handle is kept that long: files may have been replaced */
    SERVE_SHELF_RETRY_MS = 1000, /* after a failure it is tried again no sooner */
};

struct serve_shelf {
    const char *folder; /* borrowed */
    struct str where;   /* borrowed */
    enum store_access access;
    struct store *store;
    int64_t opened, failed; /* monotonic ms; 0: never */
    enum status why;        /* of the last failure */
};

/* *store is the shelf's, good until the next call. NOT_FOUND before the first run. Of one thread.
 */
enum status serve_shelf_open(struct serve_shelf *shelf, struct store **store, struct error *error);
/* Closes a handle that was kept long enough. */
void serve_shelf_idle(struct serve_shelf *shelf);
/* Something went wrong with it: the next use opens it anew. */
void serve_shelf_drop(struct serve_shelf *shelf);

/* What clicks lead to and are counted under. */
struct serve_target {
    char id[ID_LENGTH + 1];
    struct str address; /* of the web, as it was given; absent when readers are sent nowhere */
};

/* The article that an id stands for, aliases followed to their end, or else the sponsor's message;
 * NOT_FOUND for none. */
enum status serve_shelf_target(struct store *store, struct arena *arena, struct str id,
                               struct serve_target *target, struct error *error);

#endif
