/* The newsletter's way out: letters that ask back and issues, beside the rounds, which they keep
 * waiting no more than a search does. Whoever has the lock of files_lock_sending sends; killed at
 * any moment, the next one goes on (mail/send.h). */
#ifndef RUN_POST_H
#define RUN_POST_H

#include "base/clock.h"
#include "base/log.h"
#include "base/status.h"

enum { POST_LOOK_SECONDS = 2 /* for requests */, POST_ROUND_SECONDS = 30 /* for all else */ };

struct post_options {
    const char *folder; /* the edition's */
    const struct clock *clock;
    const struct log *log;
};

/* Sends once what is due: letters of requests; and of issues that left the house at most
 * MAIL_LATE_MOST ago, as nobody wants yesterday's paper: older ones are for 'issue send'. Nothing
 * without a newsletter or a mail server, or while somebody else sends. UNAVAILABLE when the server
 * does not work. */
enum status post_once(const struct post_options *options, struct error *error);
/* For ever; failures are logged, each kind once. Does not return: the process is to be ended. */
void post_run(const struct post_options *options);

#endif
