/* Addresses: the WHATWG URL Standard's parser and serialiser, and our canonical form.
 *
 * A parsed URL borrows nothing: all its parts lie in the arena. Linear in the input's length. */
#ifndef URL_URL_H
#define URL_URL_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum { URL_BYTES_MOST = 2000 }; /* of what is fetched or stored (attacks.md, default limits) */

/* The parts as the standard's API getters give them, that is: `protocol` with its ':', `search`
 * with '?' and `hash` with '#' where not empty, `port` without the scheme's default. */
struct url {
    struct str href;
    struct str protocol;
    struct str username, password;
    struct str host; /* hostname and port */
    struct str hostname;
    struct str port;
    struct str pathname;
    struct str search;
    struct str hash;
    bool special;     /* http, https, ws, wss, ftp, file */
    bool opaque_path; /* mailto:x */
};

/* Parses `input`, against `base` when that is not absent. STATUS_INVALID for failure in the
 * standard's sense. No length limit but the arena's. */
enum status url_parse(struct arena *arena, struct str input, struct str base, struct url *url,
                      struct error *error);

/* The same with a base that is parsed already (NULL: none), for many links of one document. `base`
 * and `url` may be the same. */
enum status url_parse_from(struct arena *arena, struct str input, const struct url *base,
                           struct url *url, struct error *error);

/* What fetched links become: absolute, http or https only, at most URL_BYTES_MOST bytes, no
 * credentials, no backslash, control or space inside (white space at the ends is cut; attacks.md
 * C21-C24, E20); refused addresses are STATUS_INVALID and say why. */
enum status url_resolve(struct arena *arena, struct str link, struct str base, struct str *absolute,
                        struct error *error);

/* The canonical form, the key under which two addresses are one (attacks.md C30, C31): WHATWG
 * serialisation, trailing dot of the host and fragment dropped (a "#!" route is part of the
 * address, and stays), tracking parameters, session ids in paths (";jsessionid=") and an empty
 * query dropped, what is left keeps its order; of what is percent-encoded, unreserved characters
 * (RFC 3986, 6.2.2.2) are decoded and the rest gets upper-case digits, so never decodes %2F.
 * Idempotent. The scheme is kept. For reading: requests go to the address as it was found. */
enum status url_canonicalize(struct arena *arena, struct str input, struct str base,
                             struct str *canonical, struct error *error);

/* The registrable domain (public suffix list) in lower case; for an IP address or a host without
 * one the host itself. Absent when `href` does not parse. Lies in the arena. */
struct str url_domain(struct arena *arena, struct str href);
/* The host in lower case without "www."; absent when it does not parse. */
struct str url_host(struct arena *arena, struct str href);

#endif
