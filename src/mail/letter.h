/* A letter as bytes: Internet Message Format (RFC 5322) with MIME (RFC 2045-2047), multipart/
 * alternative with the text part first.
 *
 * No value can make a header of its own: controls become spaces, what is not ASCII becomes encoded
 * words (RFC 2047), lines are folded at 78 columns and never longer than 998; addresses must be
 * such as text/mailbox.h takes, else the letter is refused (attacks.md L01, L02). Lines end in CR
 * LF; bodies are quoted-printable, so that no line of theirs is longer than 76 bytes or begins with
 * a lone dot. The same letter always gives the same bytes. */
#ifndef MAIL_LETTER_H
#define MAIL_LETTER_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/status.h"
#include "text/mailbox.h"

enum { MAIL_LETTER_MOST = 1024 * 1024 /* bytes */, MAIL_HTML_MOST = 80 * 1024 };

struct mail_letter {
    struct text_mailbox from, to;
    struct text_mailbox reply_to; /* address absent: none */
    struct str subject;
    int64_t date;
    struct str message_id; /* "x.y@host", without brackets */
    struct str language;   /* Content-Language; absent */

    /* Of lists (RFC 2369, 2919, 8058); absent: no such header. */
    struct str list_name, list_id;  /* "Daily", "daily.paper.example.org" */
    struct str unsubscribe;         /* address that takes the POST of one click, if it is https */
    struct str unsubscribe_address; /* of a letter that asks for it … */
    struct str unsubscribe_subject; /* … and its subject: [A-Za-z0-9._ -] */
    struct str archive;             /* address of the list's archive */
    bool automatic;                 /* an answer or a notice (RFC 3834), not a list's letter */

    struct str text; /* UTF-8, LF ends */
    struct str html; /* UTF-8; absent: a letter of text alone */
};

/* Appends the whole letter. INVALID for an address that is none, LIMIT for too long a one. */
enum status mail_letter_write(const struct mail_letter *letter, struct buf *out,
                              struct error *error);

#endif
