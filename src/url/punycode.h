/* Punycode (RFC 3492): Unicode in letters, digits and hyphens. */
#ifndef URL_PUNYCODE_H
#define URL_PUNYCODE_H

#include "base/buf.h"

/* Both are quadratic in the number of characters outside ASCII, so they take at most this many
 * characters. */
enum { PUNYCODE_MOST = 512 };

/* Appends the encoding of a label, without "xn--". False when it is too long. */
bool punycode_encode(struct str label, struct buf *out);
/* Appends what a label behind "xn--" stands for, as UTF-8. False when it is not well-formed. */
bool punycode_decode(struct str encoded, struct buf *out);

#endif
