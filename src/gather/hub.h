/* Subscriptions at hubs (WebSub, W3C Recommendation 2018), where the edition says at which address
 * hubs reach the server (`fetch.callback`).
 *
 * A hub that tells of news makes a source due; what it sends is not read. So nobody who forges a
 * notification, no hub that lies and none that stays silent changes what is published: polling
 * goes on as the truth, and a subscription only brings it forward.
 *
 * Working state, with one writer each (store.h, enum store_notes): the round writes what it asked
 * for (NOTES_HUB), the server what the hub confirmed (NOTES_LEASE) and when it told of news
 * (NOTES_TOLD). */
#ifndef GATHER_HUB_H
#define GATHER_HUB_H

#include "gather/sweep.h"

enum {
    HUB_SECRET_BYTES = 32,
    HUB_TOKEN_BYTES = 16,
    HUB_LEASE = 10 * DAY_SECONDS, /* asked for, */
    HUB_LEASE_LEAST = 3600,       /* and what is believed of the hub's answer */
    HUB_LEASE_MOST = 30 * DAY_SECONDS,
    HUB_RENEW_PART = 4, /* renewed when less than this part of it is left */
    HUB_TRIES_MOST = 8, /* the pause between two doubles no further; a farewell is tried thrice */
};

/* What was asked of a hub for a source. */
struct hub {
    struct str hub, topic; /* addresses */
    struct str secret;     /* hexadecimal; the key of its signatures as it stands there */
    struct str token;      /* hexadecimal; the end of the callback's address */
    int64_t asked, tries;  /* when last; how often without its confirming */
    bool leaving;          /* unsubscribed from */
};

/* Reads a note of NOTES_HUB; its texts lie in the arena. INVALID. */
enum status hub_read(struct arena *arena, struct str note, struct hub *hub, struct error *error);
/* Absent without memory. */
struct str hub_write(struct arena *arena, const struct hub *hub);

/* What a hub confirmed. */
struct hub_lease {
    struct str token; /* of the subscription that this is about */
    int64_t at;       /* when it did */
    int64_t until;    /* 0: not subscribed (any more); -1: the hub refused */
};
/* A note of NOTES_LEASE; all zero for one that is none. Borrows. */
struct hub_lease hub_lease_read(struct str note);
struct str hub_lease_write(struct arena *arena, const struct hub_lease *lease);

/* Whether `told`, a note of NOTES_TOLD, says that a source has news since it was last asked. */
bool hub_has_news(struct str told, const struct store_source *state, int64_t now);

/* Asks for subscriptions, renews them, and ends those of sources that are watched no more; a few a
 * round. What goes wrong with a hub is logged. */
enum status hubs_tend(struct sweep *sweep, struct error *error);

#endif
