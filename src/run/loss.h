/* What is private of a record, or why it cannot be had. */
#ifndef RUN_LOSS_H
#define RUN_LOSS_H

#include "seal/seal.h"

enum loss {
    LOSS_NONE,       /* it opens */
    LOSS_UNREADABLE, /* the file is no record */
    LOSS_NOTHING,    /* nothing was sealed */
    LOSS_FOREIGN,    /* the payload is none of ours */
    LOSS_OLD,        /* of the old form, which only `record open` opens */
    LOSS_NO_KEY,     /* the key that it names is not here */
    LOSS_DAMAGED,    /* its key is here, and it does not open */
    LOSS_OTHER,      /* it opens, and does not say what it is about */
    LOSSES,
};

/* Told of a file below records/ that has a loss; `key` is the one that its payload names. */
typedef void loss_tell(void *state, struct str path, enum loss loss, struct str key);

/* Opens the payload of the record at `path` in the edition; `plain` lies in the arena. */
enum loss loss_open(const struct seal_key *keys, size_t key_count, struct str edition,
                    struct str path, struct str payload, struct arena *arena, struct str *plain,
                    struct str *key);

#endif
