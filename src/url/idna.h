/* Domains outside ASCII: Unicode UTS #46, non-transitional, without the DNS's rules for lengths and
 * hyphens (WHATWG URL Standard, 3.3); and Punycode (RFC 3492). */
#ifndef URL_IDNA_H
#define URL_IDNA_H

#include "base/arena.h"
#include "base/str.h"

/* ToASCII of a domain with characters outside ASCII. False when it is not valid, and when the arena
 * has no room; nor for more than 4,096 bytes, of which no name server has heard. The result's ASCII
 * is not checked: "a b" stays "a b". */
bool url_domain_to_ascii(struct arena *arena, struct str domain, struct str *ascii);

/* Whether a label that starts with "xn--" is the ToASCII form of some Unicode label. */
bool url_label_is_encoded(struct arena *arena, struct str label);

#endif
