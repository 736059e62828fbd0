#include "url/rules.h"

#include "url/address.h"

#include <libpsl.h>

static const struct url_rule drops[] = {
#define DROP(name_, source_) {URL_DROP, STR_INIT(name_), {"", 0}, {"", 0}, STR_INIT(source_)},
#include "url/rules.def"
};

static const struct url_rule likes[] = {
#define DROP_LIKE(name_, source_) {URL_DROP, STR_INIT(name_), {"", 0}, {"", 0}, STR_INIT(source_)},
#include "url/rules.def"
};

static const struct url_rule site_drops[] = {
#define DROP_ON(site_, name_, source_)                                                             \
    {URL_DROP, STR_INIT(name_), STR_INIT(site_), {"", 0}, STR_INIT(source_)},
#include "url/rules.def"
};

static const struct url_rule opens[] = {
#define OPEN_ON(site_, path_, name_, source_)                                                      \
    {URL_OPEN, STR_INIT(name_), STR_INIT(site_), STR_INIT(path_), STR_INIT(source_)},
#include "url/rules.def"
};

static const struct str pair_labels[] = {
#define PAIR_HOST(label_) STR_INIT(label_),
#include "url/rules.def"
};

static const struct str pair_parameters[][2] = {
#define PAIR_PARAMETER(name_, value_) {STR_INIT(name_), STR_INIT(value_)},
#include "url/rules.def"
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Byte order, `name` in whatever ASCII case, `lower` in lower case. */
static int compare_name(struct str name, struct str lower) {
    for (size_t i = 0; i < name.n && i < lower.n; i++) {
        int order = (unsigned char)ascii_lower(name.p[i]) - (unsigned char)lower.p[i];
        if (order != 0)
            return order;
    }
    return name.n < lower.n ? -1 : name.n > lower.n;
}

static const struct url_rule *find_drop(struct str name) {
    size_t low = 0, high = COUNT(drops);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_name(name, drops[middle].name);
        if (order == 0)
            return &drops[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* A pattern: "x*", "*x*", or all of it. */
static bool fits(struct str pattern, struct str name) {
    if (!str_ends(pattern, STR("*")))
        return name.n == pattern.n && str_eq_case(name, pattern);
    pattern.n--;
    if (!str_starts(pattern, STR("*")))
        return str_starts_case(name, pattern);
    pattern = str_skip(pattern, 1);
    return name.n >= pattern.n && str_find_case(name, pattern) != SIZE_MAX;
}

static bool is_public_suffix(struct str suffix, int type) {
    char text[256];
    if (suffix.n == 0 || suffix.n >= sizeof text)
        return false;
    memcpy(text, suffix.p, suffix.n);
    text[suffix.n] = '\0';
    return psl_is_public_suffix2(psl_builtin(), text, type);
}

/* Where the site's name stands in the host: at its start or behind a dot, up to its end, or ("x.*")
 * up to a public suffix. */
static bool on_site(struct str site, struct str host) {
    if (site.n == 0)
        return true;
    if (!str_ends(site, STR(".*")))
        return str_ends(host, site) && (host.n == site.n || host.p[host.n - site.n - 1] == '.');
    site.n--; /* the dot stays */
    for (size_t at = 0; at < host.n;) {
        struct str rest = str_skip(host, at);
        if (str_starts(rest, site))
            return is_public_suffix(str_skip(rest, site.n), PSL_TYPE_ICANN);
        size_t dot = str_find_byte(rest, '.');
        at = dot == SIZE_MAX ? host.n : at + dot + 1;
    }
    return false;
}

/* Byte order of a label and a dot against the start of a site. */
static int compare_label(struct str label, struct str site) {
    for (size_t i = 0; i < label.n; i++) {
        int order = (unsigned char)label.p[i] - (i < site.n ? (unsigned char)site.p[i] : 0);
        if (order != 0)
            return order;
    }
    return '.' - (label.n < site.n ? (unsigned char)site.p[label.n] : 0);
}

/* The rules of a table, sorted by site, for `host` itself or ("x.*") its first label under any
 * public suffix. What starts with the label stands together. */
static struct rules_range find_site(const struct url_rule *table, size_t count, struct str host,
                                    size_t dot) {
    size_t low = 0, high = count;
    struct str label = str_take(host, dot), after = str_skip(host, dot + 1);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare_label(label, table[middle].site) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && compare_label(label, table[low].site) == 0; low = high) {
        struct str rest = str_skip(table[low].site, dot + 1);
        for (high = low + 1; high < count && str_eq(table[high].site, table[low].site);)
            high++;
        if (str_eq(rest, after) ||
            (str_eq(rest, STR("*")) && is_public_suffix(after, PSL_TYPE_ICANN)))
            return (struct rules_range){table + low, high - low};
    }
    return (struct rules_range){table, 0};
}

/* The ranges of a table for a host and the domains above it, the nearest first. */
static size_t find_ranges(const struct url_rule *table, size_t count, struct str host,
                          struct rules_range ranges[RULES_RANGES]) {
    size_t found = 0;
    for (size_t dot; found < RULES_RANGES; host = str_skip(host, dot + 1)) {
        dot = str_find_byte(host, '.');
        if (dot == SIZE_MAX)
            break;
        struct rules_range range = find_site(table, count, host, dot);
        if (range.count > 0)
            ranges[found++] = range;
    }
    return found;
}

void rules_fit_init(struct rules_fit *fit, const struct url_rules *own, struct str host) {
    fit->own = own;
    fit->host = host;
    fit->drop_count = 0;
    fit->drops_known = false;
}

static const struct url_rule *find_own(const struct rules_fit *fit, struct str name) {
    for (size_t i = 0; fit->own != NULL && i < fit->own->count; i++) {
        const struct url_rule *rule = &fit->own->list[i];
        if (rule->kind != URL_OPEN && fits(rule->name, name) && on_site(rule->site, fit->host))
            return rule;
    }
    return NULL;
}

static const struct url_rule *find_on_site(struct rules_fit *fit, struct str name) {
    if (!fit->drops_known) {
        fit->drop_count = find_ranges(site_drops, COUNT(site_drops), fit->host, fit->drops);
        fit->drops_known = true;
    }
    for (size_t i = 0; i < fit->drop_count; i++)
        for (size_t k = 0; k < fit->drops[i].count; k++)
            if (fits(fit->drops[i].rules[k].name, name))
                return &fit->drops[i].rules[k];
    return NULL;
}

bool rules_host_is_public(struct str host) {
    size_t dot = str_find_last_byte(host, '.');
    return dot != SIZE_MAX && dot + 1 < host.n && host.p[0] != '[' && !url_ends_in_number(host) &&
           is_public_suffix(str_skip(host, dot + 1), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) &&
           !is_public_suffix(host, PSL_TYPE_ANY);
}

/* Newsletters say "ref=their.domain"; a `ref` that is no host means something else. */
static bool names_a_host(struct str value) {
    char host[256];
    if (value.n >= sizeof host || str_find_byte(value, '.') == SIZE_MAX)
        return false;
    for (size_t i = 0; i < value.n; i++) {
        if (!ascii_is_alnum(value.p[i]) && value.p[i] != '.' && value.p[i] != '-')
            return false;
        host[i] = ascii_lower(value.p[i]);
    }
    return rules_host_is_public(str_of(host, value.n));
}

const struct url_rule *rules_drop(struct rules_fit *fit, struct str name, struct str value) {
    static const struct url_rule referrer = {
        URL_DROP, STR_INIT("ref"), {"", 0}, {"", 0}, STR_INIT("newsletters: a host as value")};
    const struct url_rule *rule = find_own(fit, name);
    if (rule != NULL)
        return rule->kind == URL_DROP ? rule : NULL;
    rule = find_drop(name);
    char first = name.n > 0 ? ascii_lower(name.p[0]) : '\0';
    for (size_t i = 0; rule == NULL && i < COUNT(likes); i++)
        if (likes[i].name.p[0] == first || likes[i].name.p[0] == '*')
            rule = fits(likes[i].name, name) ? &likes[i] : NULL;
    if (rule == NULL)
        rule = find_on_site(fit, name);
    if (rule == NULL && str_eq_case(name, referrer.name) && names_a_host(value))
        rule = &referrer;
    return rule;
}

static bool on_path(struct str rule, struct str path) {
    return str_ends(rule, STR("/")) ? str_starts(path, rule) : rule.n == 0 || str_eq(rule, path);
}

const struct url_rule *rules_open(const struct rules_fit *fit, struct str path, size_t k) {
    for (size_t i = 0; fit->own != NULL && i < fit->own->count; i++) {
        const struct url_rule *rule = &fit->own->list[i];
        if (rule->kind == URL_OPEN && on_path(rule->path, path) && on_site(rule->site, fit->host) &&
            k-- == 0)
            return rule;
    }
    struct rules_range ranges[RULES_RANGES];
    size_t count = find_ranges(opens, COUNT(opens), fit->host, ranges);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < ranges[i].count; j++) {
            const struct url_rule *rule = &ranges[i].rules[j];
            if (!on_path(rule->path, path) || k-- > 0)
                continue;
            const struct url_rule *own = find_own(fit, rule->name);
            if (own == NULL || own->kind != URL_KEEP)
                return rule;
            k++;
        }
    }
    return NULL;
}

bool rules_pair_label(struct str label) {
    for (size_t i = 0; i < COUNT(pair_labels); i++)
        if (str_eq(label, pair_labels[i]))
            return true;
    return false;
}

bool rules_pair_parameter(struct str name, struct str value) {
    for (size_t i = 0; i < COUNT(pair_parameters); i++)
        if (str_eq_case(name, pair_parameters[i][0]) && str_eq_case(value, pair_parameters[i][1]))
            return true;
    return false;
}

const struct url_rule *rules_built_in(unsigned table, size_t row) {
    static const struct {
        const struct url_rule *rules;
        size_t count;
    } tables[] = {{drops, COUNT(drops)},
                  {likes, COUNT(likes)},
                  {site_drops, COUNT(site_drops)},
                  {opens, COUNT(opens)}};
    return table < COUNT(tables) && row < tables[table].count ? &tables[table].rules[row] : NULL;
}
