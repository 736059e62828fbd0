/* Text as headers and bodies of letters have it. Internal to mail/. */
#ifndef MAIL_ENCODE_H
#define MAIL_ENCODE_H

#include "base/buf.h"
#include "base/str.h"
#include "text/mailbox.h"

enum {
    ENCODE_LINE = 78,       /* columns of a header line (RFC 5322, 2.1.1) */
    ENCODE_LINE_MOST = 998, /* bytes of any line, without its end */
    ENCODE_WORD_MOST = 75,  /* of an encoded word (RFC 2047, 2) */
    ENCODE_BODY_LINE = 76,  /* of quoted-printable (RFC 2045, 6.7) */
};

/* "Name: value", folded: as it is where it is plain ASCII, else as encoded words. Whatever is a
 * control, line ends above all, becomes a space. */
void encode_text_header(struct buf *out, const char *name, struct str value);
/* "Name: Somebody <local@domain>". The address must be valid. */
void encode_mailbox_header(struct buf *out, const char *name, const struct text_mailbox *mailbox);
/* The Date of RFC 5322, 3.3, in UTC. */
void encode_date_header(struct buf *out, int64_t time);
/* Quoted-printable; `text` has LF or CR LF ends, the result CR LF ones, also at its end. No line of
 * it begins with "." or "From ", which mail servers on the way change. */
void encode_body(struct buf *out, struct str text);
/* Whether it may stand between "<" and ">" in a header as it is: printable ASCII without these and
 * without spaces, in a line that is not too long. */
bool encode_token_valid(struct str text);

#endif
