/* Who asks, where proxies stand between (attacks.md N09). A field that names the client can be
 * written by the client: believed is only what proxies of ours say, and each of them says who spoke
 * to it. So the client is the last one on the way that is no proxy of ours. Pure. */
#ifndef SERVE_FORWARDED_H
#define SERVE_FORWARDED_H

#include "url/network.h"
#include <netinet/in.h>

/* Whether an address is one of the proxies'. */
bool serve_forwarded_trusts(const struct url_network *proxies, size_t count,
                            const struct in6_addr *address);

/* A way, the client's end first: the values of X-Forwarded-For, or with `standard` of Forwarded
 * (RFC 7239), parted by commas; absent where there are none. *client is as above, or the first of
 * all where all are proxies, or `peer` (IPv4 as mapped, a proxy) where the way cannot be read up to
 * it. *scheme is what its element says by proto=, absent without it. */
void serve_forwarded_read(struct str way, bool standard, const struct url_network *proxies,
                          size_t count, const struct in6_addr *peer, struct in6_addr *client,
                          struct str *scheme);

#endif
