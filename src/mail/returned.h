/* Letters that come back: a reader asks to leave (RFC 2369), a mail server says that an address
 * takes none (RFC 3464), a reader has complained (RFC 5965). Pure.
 *
 * Whose it is says the token in what was sent, which comes along in the subject or in the returned
 * header: nobody else has it, so nobody can be blocked by a report that was made up. */
#ifndef MAIL_RETURNED_H
#define MAIL_RETURNED_H

#include "base/str.h"

enum { RETURNED_BYTES_MOST = 4 << 20, RETURNED_REASON_MOST = 200 };

enum mail_returned_kind {
    RETURNED_NOTHING,   /* says nothing of a subscriber: an answer, a holiday, a delay */
    RETURNED_LEAVE,     /* "Subject: unsubscribe TOKEN" */
    RETURNED_BOUNCE,    /* failed for good: Status 5.x, but not our policy or security, 5.7.x */
    RETURNED_COMPLAINT, /* Feedback-Type, but for "not-spam" */
};

struct mail_returned {
    enum mail_returned_kind kind;
    struct str token;  /* of the subscriber, in the bytes; absent with RETURNED_NOTHING alone */
    struct str reason; /* of a bounce, in the bytes: what the server said, else its status */
};

/* Reads a letter as a mail server hands it over; linear in its bytes, which may be any. */
struct mail_returned mail_returned_read(struct str letter);

#endif
