/* Subscribers of the newsletter, and the journal of the letters that they get: working state, as a
 * subscriber must be erasable. What is changed here is on the disk when the call returns: that
 * somebody left must not be forgotten by a power failure. */
#ifndef STORE_SUBSCRIBERS_H
#define STORE_SUBSCRIBERS_H

#include "store/store.h"

enum subscriber_state {
    SUBSCRIBER_PENDING,   /* has not said yes yet: gets nothing */
    SUBSCRIBER_CONFIRMED, /* gets letters */
    SUBSCRIBER_LEFT,      /* unsubscribed: gets nothing, and no import brings it back */
    SUBSCRIBER_BLOCKED,   /* the address takes no letters */
    SUBSCRIBER_STATES,
};

struct store_subscriber {
    struct str address; /* of text/mailbox.h; two that differ in ASCII case are the same */
    struct str token;   /* what stands for it in links; unique */
    enum subscriber_state state;
    struct str lists;   /* ids of lists, parted by one space each */
    struct str name;    /* absent */
    int64_t since;      /* when we first heard of it */
    int64_t consented;  /* TIME_NONE: never */
    struct str consent; /* the words that were agreed to, or how; absent */
    struct str reason;  /* why it is blocked; absent */
};

/* Those that are there are overwritten. */
enum status store_subscribers_put(struct store *store, const struct store_subscriber *subscribers,
                                  size_t count, struct error *error);
/* *subscriber is zeroed when there is none (its address absent). */
enum status store_subscriber_get(struct store *store, struct arena *arena, struct str address,
                                 struct store_subscriber *subscriber, struct error *error);
enum status store_subscriber_of(struct store *store, struct arena *arena, struct str token,
                                struct store_subscriber *subscriber, struct error *error);
/* All of them, by address. */
enum status store_subscribers_list(struct store *store, struct arena *arena,
                                   struct store_subscriber **subscribers, size_t *count,
                                   struct error *error);
/* Takes one away with its letters, bytes and all; *found says whether it was there. */
enum status store_subscriber_erase(struct store *store, struct str address, bool *found,
                                   struct error *error);

#endif
