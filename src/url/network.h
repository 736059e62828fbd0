/* Networks of numeric addresses (RFC 4632; RFC 4291, 2.3). IPv4 addresses are held as the IPv6 ones
 * that map them, so that there is one kind. Pure. */
#ifndef URL_NETWORK_H
#define URL_NETWORK_H

#include "url/address.h"

struct url_network {
    unsigned char address[URL_ADDRESS_BYTES];
    unsigned bits; /* that count, 0-128; of IPv4 96 more than are written */
};

/* "10.0.0.0/8", "fd00::/8", or an address alone. False where bits are set behind those that count:
 * whoever wrote it meant something else. */
bool url_network_read(struct str text, struct url_network *network);
bool url_network_has(const struct url_network *network,
                     const unsigned char address[URL_ADDRESS_BYTES]);

#endif
