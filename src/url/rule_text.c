#include "url/url.h"

enum { NAME_MOST = 100, SITE_MOST = 253, PATH_MOST = 200 };

static const struct str verbs[] = {
    [URL_DROP] = STR_INIT("drop"),
    [URL_KEEP] = STR_INIT("keep"),
    [URL_OPEN] = STR_INIT("open"),
};

/* A parameter's name as it may stand in a query; '*' at its end, and then also at its start. */
static bool is_name(struct str name) {
    if (name.n == 0 || name.n > NAME_MOST || str_eq(name, STR("**")))
        return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (c <= ' ' || c >= 0x7F || strchr("&=#?\"<>", c) != NULL)
            return false;
        if (c == '*' && i + 1 < name.n && (i > 0 || name.p[name.n - 1] != '*'))
            return false;
    }
    return true;
}

static bool is_site(struct str site) {
    if (site.n > SITE_MOST || str_find_byte(site, '.') == SIZE_MAX)
        return false;
    if (str_ends(site, STR(".*")))
        site.n -= 2;
    for (size_t i = 0; i < site.n; i++) {
        char c = site.p[i];
        bool inner = i > 0 && i + 1 < site.n && site.p[i - 1] != '.';
        if (!(c >= 'a' && c <= 'z') && !ascii_is_digit(c) && c != '-' && !(c == '.' && inner))
            return false;
    }
    return site.n > 0;
}

static bool is_path(struct str path) {
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] <= ' ' || path.p[i] >= 0x7F || strchr("?#\"<>\\", path.p[i]) != NULL)
            return false;
    return path.n <= PATH_MOST;
}

static struct str next_word(struct str *rest) {
    struct str word;
    do {
        if (!str_next(rest, ' ', &word))
            return STR_NONE;
    } while (word.n == 0);
    return word;
}

bool url_rule_read(struct str text, struct url_rule *rule) {
    struct str rest = str_trim(text), verb = next_word(&rest);
    unsigned kind = 0;
    while (kind < sizeof verbs / sizeof verbs[0] && !str_eq(verb, verbs[kind]))
        kind++;
    if (kind == sizeof verbs / sizeof verbs[0])
        return false;
    *rule = (struct url_rule){(enum url_rule_kind)kind, next_word(&rest), STR_INIT(""),
                              STR_INIT(""), STR_INIT("")};
    struct str on = next_word(&rest), place = next_word(&rest);
    if (!is_name(rule->name) || !str_absent(next_word(&rest)))
        return false;
    if (str_absent(on))
        return kind != URL_OPEN && !str_eq(rule->name, STR("*"));
    size_t slash = str_find_byte(place, '/');
    rule->site = str_take(place, slash);
    rule->path = slash == SIZE_MAX ? STR("") : str_skip(place, slash);
    if (kind != URL_OPEN && slash != SIZE_MAX)
        return false;
    if (kind == URL_OPEN && str_find_byte(rule->name, '*') != SIZE_MAX &&
        (rule->name.n > 1 || !str_ends(rule->path, STR("/"))))
        return false;
    return str_eq(on, STR("on")) && is_site(rule->site) && is_path(rule->path);
}

void url_rule_write(const struct url_rule *rule, struct buf *out) {
    buf_add(out, verbs[rule->kind]);
    buf_add_byte(out, ' ');
    buf_add(out, rule->name);
    if (rule->site.n == 0)
        return;
    BUF_ADD(out, " on ");
    buf_add(out, rule->site);
    buf_add(out, rule->path);
}
