/* Hosts: domains (IDNA, UTS46 non-transitional), IPv4 in all its spellings, IPv6, and opaque ones
 * of schemes that the standard does not know (WHATWG URL Standard, section 3). */
#ifndef URL_HOST_H
#define URL_HOST_H

#include "base/arena.h"
#include "url/percent.h"

enum {
    /* The most that a serialised host is longer than three times what it was written as. */
    URL_HOST_GROWTH = 512,
};

/* Parses `host` and writes its serialisation to `out`. False for failure in the standard's sense
 * (and when the arena has no room: arena_failed says so). */
bool url_host_write(struct arena *arena, struct str host, bool special, struct url_out *out);

/* Whether each label of a serialised host that says it is punycode ("xn--…") is well-formed IDNA,
 * and each label and the whole are of the lengths that the DNS allows (RFC 1035, 2.3.4). The
 * standard's own parser accepts more, so that old addresses go on to parse. */
bool url_host_resolvable(struct arena *arena, struct str hostname);

#endif
