/* Addresses that are written in others: what redirectors, mail filters, search pages and AMP caches
 * make of a link. Nothing is asked of anybody. */
#ifndef URL_UNWRAP_H
#define URL_UNWRAP_H

#include "url/rules.h"

/* The address that `rule` (URL_OPEN) finds in the path and the query (with its '?') of an address
 * of `scheme`; in the arena. It is as url_resolve would have it, on a public name. A parameter
 * holds it percent-encoded or in base64 (of either alphabet, also with Bing's "a1" before it);
 * behind a path may stand an address, one in base64 (with other bytes around it), or a host and
 * path, behind "s/" for https as AMP caches write it. */
bool url_unwrap(struct arena *arena, const struct url_rule *rule, struct str scheme,
                struct str path, struct str query, struct str *target);

#endif
