/* Every record sealed again under the key that seals now (spec/sealed-payload.md, Keys). */
#ifndef RUN_ROTATE_H
#define RUN_ROTATE_H

#include "run/loss.h"

struct rotate {
    const char *folder;          /* the edition's */
    struct str edition;          /* its id */
    const struct seal_key *keys; /* the newest first */
    size_t key_count;
    loss_tell *tell; /* of what could not be opened, and stays as it is; may be NULL */
    void *state;
    size_t sealed;  /* again */
    size_t current; /* that were under this key */
    size_t lost[LOSSES];
};

/* Goes through all files below records/, under the edition's lock. Each is replaced as a whole, or
 * stays; so it may be stopped at any time, and taken up by another call, which does what is left.
 * CONFIG without a key that seals; BUSY when a run holds the edition; else as the trees say. */
enum status rotate_records(struct rotate *rotate, struct error *error);

#endif
