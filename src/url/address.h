/* IP addresses as the WHATWG URL Standard reads and writes them, sections 3.5 and 3.6. */
#ifndef URL_ADDRESS_H
#define URL_ADDRESS_H

#include "url/percent.h"

/* Whether a domain must be an IPv4 address or nothing: its last part is a number. */
bool url_ends_in_number(struct str domain);
/* "127.1", "0x7f.1", "017700000001"… into four decimal parts; false when it is none. */
bool url_ipv4_write(struct str domain, struct url_out *out);
enum { URL_ADDRESS_BYTES = 16 };
/* A numeric address as it is written outside of URLs: four decimal parts (RFC 6943, 3.1.1 tells
 * what comes of more), which are read as the IPv6 address that maps them (RFC 4291, 2.5.5.2), or
 * IPv6 without brackets or zone. False when it is none. */
bool url_address_read(struct str text, unsigned char bytes[URL_ADDRESS_BYTES]);
/* What stands between the brackets, written compressed and with them; false when it is none. */
bool url_ipv6_write(struct str address, struct url_out *out);

#endif
