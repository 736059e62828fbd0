/* IP addresses as the WHATWG URL Standard reads and writes them, sections 3.5 and 3.6. */
#ifndef URL_ADDRESS_H
#define URL_ADDRESS_H

#include "url/percent.h"

/* Whether a domain must be an IPv4 address or nothing: its last part is a number. */
bool url_ends_in_number(struct str domain);
/* "127.1", "0x7f.1", "017700000001"… into four decimal parts; false when it is none. */
bool url_ipv4_write(struct str domain, struct url_out *out);
/* What stands between the brackets, written compressed and with them; false when it is none. */
bool url_ipv6_write(struct str address, struct url_out *out);

#endif
