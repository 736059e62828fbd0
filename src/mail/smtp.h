/* A mail server to hand letters to (RFC 5321), through libcurl: one connection, which is kept from
 * letter to letter. */
#ifndef MAIL_SMTP_H
#define MAIL_SMTP_H

#include "edition/edition.h"

struct smtp;

enum smtp_outcome {
    SMTP_TAKEN,   /* the server has the letter */
    SMTP_LATER,   /* 4xx: not now */
    SMTP_REFUSED, /* 5xx, for this letter or for us; the address may be good */
    SMTP_NOBODY,  /* 5xx for the recipient: there is no such mailbox */
};

enum { SMTP_ANSWER_MOST = 200 };

/* The server, security and user of mail.smtp; the password is read now. CONFIG without a server or
 * a password, else as files_read. */
enum status smtp_open(const char *folder, const struct edition *edition, struct smtp **smtp,
                      struct error *error);
void smtp_close(struct smtp *smtp); /* safe on NULL */

/* Hands over one letter. `from` and `to` must be valid (text_address_valid), INVALID otherwise.
 * UNAVAILABLE when the server is not reached, does not offer the security asked for, does not
 * take the password or us as the sender, or stops in the middle: then nobody knows whether it has
 * the letter. `answer` is its last line, cleaned, with NUL. */
enum status smtp_send(struct smtp *smtp, struct str from, struct str to, struct str letter,
                      enum smtp_outcome *outcome, char answer[SMTP_ANSWER_MOST + 1],
                      struct error *error);

#endif
