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

/* ---- letters: one row for each subscriber and issue, so that none is sent twice ---- */

enum letter_state {
    LETTER_WAITING,  /* is to be sent when it is due */
    LETTER_SENT,     /* the server has it */
    LETTER_REFUSED,  /* for good */
    LETTER_GIVEN_UP, /* after too many tries */
    LETTER_STATES,
};

struct store_letter {
    struct str address;
    enum letter_state state;
    int64_t tries, due;
    struct str answer; /* the server's, when it did not take it; absent */
};

/* Plans a letter, due at once, for each confirmed subscriber of the list; nothing when letters of
 * the issue are planned already: who subscribes later gets the next issue. */
enum status store_letters_plan(struct store *store, struct str issue, struct str list,
                               struct error *error);
/* The first letter that waits, by due, then address; its subscriber is still confirmed. Both
 * addresses are absent when none waits. */
enum status store_letters_next(struct store *store, struct arena *arena, struct str issue,
                               struct store_letter *letter, struct store_subscriber *subscriber,
                               struct error *error);
/* Overwrites one. With `block` its subscriber is blocked for `answer` in the same commit. */
enum status store_letters_put(struct store *store, struct str issue,
                              const struct store_letter *letter, bool block, struct error *error);
/* How many there are in each state; those that wait for somebody who left are not counted. */
enum status store_letters_count(struct store *store, struct str issue,
                                int64_t counts[LETTER_STATES], struct error *error);

#endif
