/* Readers who ask for letters, confirm that, and leave (double opt-in).
 *
 * What a form asks for under an address is a request; a letter with a link goes to the address, and
 * only who follows the link and says yes is a subscriber. Whoever types other people's addresses
 * into the form gets them at most MAIL_REQUEST_LETTERS_MOST letters a week, and learns nothing: an
 * address that is known is treated as any other. */
#ifndef MAIL_REQUEST_H
#define MAIL_REQUEST_H

#include "base/clock.h"
#include "base/hash.h"
#include "edition/edition.h"
#include "store/subscribers.h"

enum {
    MAIL_REQUEST_LAPSES = 7 * DAY_SECONDS, /* what nobody confirmed is forgotten then */
    MAIL_REQUEST_LETTERS_MOST = 3,         /* for one request, however often it is made … */
    MAIL_REQUEST_PAUSE = 10 * 60,          /* … and no sooner than this after one another */
    MAIL_REQUESTS_MOST = 1000,             /* letters that wait; then no more is taken */
};

struct mail_reception {
    const struct edition *edition;
    struct store *store; /* STORE_SERVE */
    const unsigned char *secret;
    int64_t now;
};

/* Takes a request: of `wanted` address, lists, consent and instead count. Asked again, the lists
 * and words are the last ones. BUSY when too many wait. */
enum status mail_request(const struct mail_reception *reception, struct arena *arena,
                         const struct store_request *wanted, struct error *error);
/* The one that a link's token means; zeroed for none, or one that has lapsed. */
enum status mail_request_find(const struct mail_reception *reception, struct arena *arena,
                              struct str token, struct store_request *request, struct error *error);
/* Its owner says yes: a subscriber from now on, with the lists there were and those asked for.
 * Also one who left or was blocked. *subscriber is what is kept. NOT_FOUND when it is gone. */
enum status mail_request_grant(const struct mail_reception *reception, struct arena *arena,
                               const struct store_request *request,
                               struct store_subscriber *subscriber, struct error *error);
/* The subscriber of what a link gives as a token; zeroed for none, or what is no token. */
enum status mail_subscriber_of(const struct mail_reception *reception, struct arena *arena,
                               struct str token, struct store_subscriber *subscriber,
                               struct error *error);
/* The subscriber of this token gets nothing from now on; *found says whether there is one. */
enum status mail_leave(const struct mail_reception *reception, struct arena *arena,
                       struct str token, bool *found, struct error *error);

struct mail_post;
/* Sends the letters of requests that are due. `clock` as in mail_send. UNAVAILABLE when the server
 * does not work. */
enum status mail_requests_send(struct mail_post *post, struct store *store,
                               const struct clock *clock, int64_t *sent, struct error *error);

#endif
