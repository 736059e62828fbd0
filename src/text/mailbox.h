/* Mailboxes: where a letter goes, and who is named there. What is accepted is less than RFC 5322
 * allows, and all that people have: anything that could mean something else to a mail server or in
 * a header is none (attacks.md L01, L02). */
#ifndef TEXT_MAILBOX_H
#define TEXT_MAILBOX_H

#include "base/str.h"

enum {
    TEXT_ADDRESS_MOST = 254, /* bytes (RFC 5321, 4.5.3.1.3, without the brackets) */
    TEXT_LOCAL_MOST = 64,    /* before the '@' (4.5.3.1.1) */
    TEXT_MAILBOX_MOST = 400, /* of a name and its address */
};

struct text_mailbox {
    struct str name;    /* absent when none is given; without quotation marks */
    struct str address; /* "local@domain" */
};

/* Whether it is "local@domain": a dot-atom of ASCII (RFC 5322, 3.2.3), and a domain of at least two
 * labels of a-z, 0-9 and '-', the last of which is no number. No quoted local part, no address
 * literal, no comment; a domain in other scripts must come as its A-labels ("xn--…"). */
bool text_address_valid(struct str address);

/* Reads "local@domain" or "Name <local@domain>", both parts borrowed from `text`. A name is any
 * text without controls, quotation marks, backslashes and brackets; marks around all of it are
 * left out. False for anything else. */
bool text_mailbox_read(struct str text, struct text_mailbox *mailbox);

#endif
