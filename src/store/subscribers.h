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
    int64_t paused;     /* gets no letters until then; 0: gets them */
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
/* Takes one away with its letters and requests, bytes and all; *found says whether there was any of
 * these. */
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

/* Plans a letter, due at once, for each confirmed subscriber of the list whom no pause keeps from
 * it; nothing when letters of the issue are planned already: who subscribes later gets the next
 * issue. */
enum status store_letters_plan(struct store *store, struct str issue, struct str list, int64_t now,
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

/* ---- requests: what somebody asked for under an address, until its owner says yes ---- */

struct store_request {
    struct str address; /* one request for each */
    struct str token;   /* in the link that says yes; unique */
    struct str lists;   /* as a subscriber's */
    struct str consent; /* the words that were agreed to */
    struct str instead; /* the subscriber whose new address it is; absent */
    int64_t asked;      /* when it came, at first */
    int64_t letters;    /* that were sent for it */
    int64_t tries;      /* of the letter that waits */
    int64_t due;        /* when a letter is to be sent; TIME_NONE: none waits */
};

/* Overwrites the one of its address. */
enum status store_request_put(struct store *store, const struct store_request *request,
                              struct error *error);
/* *request is zeroed when there is none. */
enum status store_request_get(struct store *store, struct arena *arena, struct str address,
                              struct store_request *request, struct error *error);
enum status store_request_of(struct store *store, struct arena *arena, struct str token,
                             struct store_request *request, struct error *error);
/* The one whose letter is due first; zeroed when none waits. */
enum status store_request_next(struct store *store, struct arena *arena,
                               struct store_request *request, struct error *error);
/* Overwrites lists, consent and instead of the one with this token, and makes its letter due at
 * `due` unless one waits or has been sent since there were `letters`: whoever sends may be at it
 * just now. Nothing when it is gone. */
enum status store_request_change(struct store *store, const struct store_request *request,
                                 struct error *error);
/* Overwrites letters, tries and due alone, of the one with this token if it is still there. */
enum status store_request_note(struct store *store, const struct store_request *request,
                               struct error *error);
/* In one commit: the request is done, `subscriber` is there, and the one that it is instead of is
 * not, bytes and all. NOT_FOUND when the request is not there any more. */
enum status store_request_grant(struct store *store, const struct store_request *request,
                                const struct store_subscriber *subscriber, struct error *error);
/* Takes away all that came before `before`. */
enum status store_requests_lapse(struct store *store, int64_t before, struct error *error);
/* How many letters wait. */
enum status store_requests_waiting(struct store *store, int64_t *count, struct error *error);

#endif
