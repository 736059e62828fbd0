/* Which addresses of the network may be spoken to. Judged is what a socket would connect to, never
 * a name: that alone stops redirects, rebinding and odd spellings (attacks.md C01-C17). */
#ifndef FETCH_ADDRESS_H
#define FETCH_ADDRESS_H

#include "base/status.h"
#include "base/str.h"
#include <sys/socket.h>

/* An address and a port, exactly. */
struct fetch_endpoint {
    bool six;
    unsigned char bytes[16]; /* the first 4 for IPv4 */
    uint16_t port;
};

/* Reads "127.0.0.1:8080" or "[::1]:8080"; addresses only in their usual form, ports 1-65535.
 * CONFIG says what is wrong. */
enum status fetch_endpoint_read(struct str text, struct fetch_endpoint *endpoint,
                                struct error *error);
/* From a socket's address; false for families other than IPv4 and IPv6. */
bool fetch_endpoint_from(const struct sockaddr *address, size_t length,
                         struct fetch_endpoint *endpoint);
bool fetch_endpoint_eq(const struct fetch_endpoint *a, const struct fetch_endpoint *b);

/* 0.0.0.0 or [::]: where somebody listens, all addresses of the machine. */
bool fetch_endpoint_anywhere(const struct fetch_endpoint *endpoint);
/* Whether an address is of the machine itself; asks the system. */
bool fetch_endpoint_ours(const struct fetch_endpoint *endpoint);

/* Whether the address is one of the public internet. Not public: everything that the IANA special-
 * purpose registries (RFC 6890) do not call globally reachable, multicast, and the forms in which
 * an IPv4 address hides in an IPv6 one (mapped, compatible, 6to4, Teredo); of NAT64 (64:ff9b::/96)
 * what leads to a public IPv4 address is public, since in IPv6-only networks everything goes
 * there. */
bool fetch_address_public(const struct fetch_endpoint *endpoint);

#endif
