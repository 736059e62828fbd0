/* Sending an issue to the subscribers of its list.
 *
 * The journal (store/subscribers.h) says who has the letter. It is written after each one, so that
 * a sending that was killed goes on where it was: nobody is left out, and nobody is served twice
 * but the one whose letter the server was just taking, who gets the same letter, Message-ID
 * included (attacks.md L06). One sending at a time: files_lock_sending. */
#ifndef MAIL_SEND_H
#define MAIL_SEND_H

#include "base/clock.h"
#include "issue/issue.h"
#include "store/subscribers.h"

enum { MAIL_TRIES_MOST = 5, MAIL_BACK_OFF = 60 /* seconds; four times as many each time */ };

struct mail_sending {
    const char *folder;
    const struct edition *edition;
    struct store *store;
    const struct issue *issue;
    const struct clock *clock;
};

struct mail_sent {
    int64_t now;                   /* letters that this call sent */
    int64_t counts[LETTER_STATES]; /* of all that were planned */
    int64_t due;                   /* when the next that waits is to be tried; TIME_NONE: none */
};

/* Plans the letters, at the first call, and says whether one is due. */
enum status mail_send_plan(const struct mail_sending *sending, bool *due, struct error *error);
/* Sends whatever is due, at most mail.smtp.rate letters a minute. 5xx for a recipient blocks the
 * address; 4xx is tried again later. UNAVAILABLE when the server does not work: the rest waits. */
enum status mail_send(const struct mail_sending *sending, struct mail_sent *sent,
                      struct error *error);
/* One letter to an address that need not be a subscriber's; nothing is kept. */
enum status mail_send_test(const char *folder, const struct edition *edition,
                           const struct issue *issue, struct str address, struct error *error);

#endif
