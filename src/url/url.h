/* Addresses: the WHATWG URL Standard's parser and serialiser, and our canonical form.
 *
 * A parsed URL borrows nothing: all its parts lie in the arena. Linear in the input's length. */
#ifndef URL_URL_H
#define URL_URL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

enum {
    URL_BYTES_MOST = 2000, /* of what is fetched or stored (attacks.md, default limits) */
    URL_WRAPPERS_MOST = 5, /* around one address */
};

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

/* What the canonical form does beyond what the standard says is data: rules.def, and an edition's
 * own rules, which come first. As text, one rule a line:
 *
 *     drop NAME [on SITE]      the parameter says nothing about the page
 *     keep NAME [on SITE]      it does, whatever another rule says
 *     open NAME on SITE[/PATH] these addresses lead to the one that the parameter holds;
 *                              NAME "*": to the one behind the path
 *
 * NAME is a parameter's, ASCII case aside; "x*" is a beginning, "*x*" a part. SITE is a domain and
 * those below it; "x.*" is x under any public suffix. A PATH that ends in '/' is a beginning, and
 * another is the whole. */
enum url_rule_kind { URL_DROP, URL_KEEP, URL_OPEN };

struct url_rule {
    enum url_rule_kind kind;
    struct str name, site, path; /* site and path may be empty */
    struct str source;           /* who adds the parameter; empty in an edition's own rules */
};

struct url_rules {
    const struct url_rule *list; /* the first that fits decides */
    size_t count;
};

/* Reads one; false when it is none. Borrows `text`. */
bool url_rule_read(struct str text, struct url_rule *rule);
/* Appends the rule as it would be read. */
void url_rule_write(const struct url_rule *rule, struct buf *out);

/* What was done to an address, in the order in which it was done, for people. */
struct url_reasons {
    struct url_reason {
        struct str rule; /* "drop utm_*" or, of rules that are not data, a few words */
        struct str what; /* what is gone, as it stood there */
        struct str source;
    } * list;
    size_t count, capacity;
};

/* The canonical form, under which two addresses are one (attacks.md C30, C31; docs/addresses.md):
 * markup around the address cut, WHATWG serialisation, trailing dot of the host and fragment
 * dropped (a "#!" route is part of the address, and stays), tracking parameters, session ids in
 * paths (";jsessionid="), "amp;" before names and an empty query dropped, what is left keeps its
 * order; of what is percent-encoded, unreserved characters (RFC 3986, 6.2.2.2) are decoded and the
 * rest gets upper-case digits, so never decodes %2F. An address that wraps another, by a rule, is
 * that other, when it is http(s) on a public name; wrappers in wrappers are opened as long as they
 * are at most URL_WRAPPERS_MOST, else none is. Idempotent. The scheme is kept. For reading:
 * requests go to the address as it was found. `own` and `reasons` may be NULL; reasons lie in the
 * arena. */
enum status url_canonicalize(struct arena *arena, const struct url_rules *own, struct str input,
                             struct str base, struct url_reasons *reasons, struct str *canonical,
                             struct error *error);

/* The key of an address in canonical form: what is compared and never asked for, so it goes
 * further. Without scheme and "www."; slashes of the path single, and none at its end; parameters
 * in the order of their names, '+' in them "%20". Of other schemes the address itself. */
struct str url_key(struct arena *arena, struct str canonical);
/* The key of the address that an AMP or mobile one stands for, by its looks: a guess, for where
 * nobody says. Only within one registrable domain and for more than a front page. Absent when it
 * does not look like one. */
struct str url_paired_key(struct arena *arena, struct str canonical);

/* A host for people: Unicode for punycode, label by label, unless letters of several scripts stand
 * in a label, or all of them could be taken for Latin ones (attacks.md C29; Unicode UTS #39). */
struct str url_display_host(struct arena *arena, struct str hostname);

/* The registrable domain (public suffix list) in lower case; for an IP address or a host without
 * one the host itself. Absent when `href` does not parse. Lies in the arena. */
struct str url_domain(struct arena *arena, struct str href);
/* The host in lower case without "www."; absent when it does not parse. */
struct str url_host(struct arena *arena, struct str href);

#endif
