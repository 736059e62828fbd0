/* The rules of the canonical form that are data: rules.def, and before it an edition's own (url.h).
 * Nothing here is changed at run time. */
#ifndef URL_RULES_H
#define URL_RULES_H

#include "url/url.h"

enum { RULES_RANGES = 8 };

/* The rules for one host, found once for an address. Borrows all that it is given. */
struct rules_fit {
    const struct url_rules *own; /* may be NULL */
    struct str host;             /* in lower case, without a trailing dot */
    struct rules_range {
        const struct url_rule *rules;
        size_t count;
    } drops[RULES_RANGES];
    size_t drop_count;
    bool drops_known;
};

void rules_fit_init(struct rules_fit *fit, const struct url_rules *own, struct str host);

/* The rule by which the parameter `name` (as it stands in the query) with `value` is tracking; NULL
 * when it is none. The first of the edition's rules that fits decides, then the built-in ones. */
const struct url_rule *rules_drop(struct rules_fit *fit, struct str name, struct str value);

/* The k-th rule, from 0, by which an address with this path may lead elsewhere; NULL behind the
 * last. A built-in one does not count where the edition keeps its parameter. */
const struct url_rule *rules_open(const struct rules_fit *fit, struct str path, size_t k);

/* Whether `host` has a public suffix that is on the list, and is more than it: what a name without
 * one leads to depends on the network that one is in. */
bool rules_host_is_public(struct str host);

/* Whether a label of a host, and a parameter, say "AMP" or "mobile". */
bool rules_pair_label(struct str label);
bool rules_pair_parameter(struct str name, struct str value);

/* The built-in tables in their order, for tests: table 0 to 3; NULL behind the last row. */
const struct url_rule *rules_built_in(unsigned table, size_t row);

#endif
