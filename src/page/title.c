/* Names of outlets, and titles without them. */
#include "page/collect.h"

/* Letters and digits only, in lower case. */
static size_t squeeze(struct str s, char *out, size_t most) {
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < most; i++)
        if (ascii_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            out[n++] = ascii_lower(s.p[i]);
    return n;
}

enum { SQUEEZED = 128 };

bool page_same_name(struct str a, struct str b) {
    char x[SQUEEZED], y[SQUEEZED];
    size_t m = squeeze(a, x, SQUEEZED), n = squeeze(b, y, SQUEEZED);
    return m > 0 && str_eq(str_of(x, m), str_of(y, n));
}

bool page_holds_name(struct str text, struct str name) {
    char x[SQUEEZED], y[SQUEEZED];
    size_t m = squeeze(text, x, SQUEEZED), n = squeeze(name, y, SQUEEZED);
    return n > 3 && str_find(str_of(x, m), str_of(y, n)) != SIZE_MAX;
}

/* Whether a part of a title is the outlet's name: its site name, or its host, or begins with it. */
static bool is_site(struct str part, struct str site, struct str host) {
    char x[SQUEEZED], y[SQUEEZED];
    size_t n = squeeze(part, x, SQUEEZED), m = squeeze(site, y, SQUEEZED);
    if (n == 0)
        return false;
    if (m > 2 && (str_eq(str_of(x, n), str_of(y, m)) ||
                  (n > 3 && str_find(str_of(y, m), str_of(x, n)) != SIZE_MAX) ||
                  (n <= m + 16 && str_starts(str_of(x, n), str_of(y, m)))))
        return true;
    struct str label = host;
    size_t dot = str_find_last_byte(host, '.');
    label = str_take(label, dot);
    if (str_find_last_byte(label, '.') != SIZE_MAX)
        label = str_skip(label, str_find_last_byte(label, '.') + 1);
    m = squeeze(label, y, SQUEEZED);
    if (m < 3)
        return false;
    return (n <= m + 16 && str_find(str_of(x, n), str_of(y, m)) != SIZE_MAX) ||
           (n > 3 && str_starts(str_of(y, m), str_of(x, n)));
}

static const struct str separators[] = {
    STR_INIT(" | "),
    STR_INIT(" - "),
    STR_INIT(" \xE2\x80\x93 "),
    STR_INIT(" \xE2\x80\x94 "),
    STR_INIT(" :: "),
    STR_INIT(" \xC2\xBB "),
    STR_INIT(" \xC2\xB7 "),
    STR_INIT(" \xE2\x80\xA2 "),
    STR_INIT(" // "),
    STR_INIT(" / "),
    STR_INIT(" \xC2\xAB "),
    STR_INIT(" \xE2\x94\x82 "),
    STR_INIT(" \xE2\x80\xB9 "),
    STR_INIT(" \xE2\x80\xBA "),
    STR_INIT(" > "),
    STR_INIT(" < "),
    STR_INIT("|"),
    STR_INIT("\xEF\xBD\x9C"),
};

/* Where the last (or first) separator stands; its length in *length. */
static size_t find_separator(struct str s, bool last, size_t *length) {
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++)
        for (size_t from = 0;;) {
            size_t at = str_find(str_skip(s, from), separators[i]);
            if (at == SIZE_MAX)
                break;
            at += from;
            if (found == SIZE_MAX || (last ? at > found : at < found)) {
                found = at;
                *length = separators[i].n;
            }
            if (!last)
                break;
            from = at + separators[i].n;
        }
    return found;
}

bool page_is_first_part(struct str title, struct str text) {
    size_t length = 0, at = find_separator(title, false, &length);
    return at != SIZE_MAX && page_same_name(str_take(title, at), text);
}

struct str page_title_without_site(struct str title, struct str site, struct str host) {
    for (int rounds = 0; rounds < 3; rounds++) {
        size_t length = 0, at = find_separator(title, true, &length);
        if (at == SIZE_MAX || at == 0)
            break;
        struct str rest = str_skip(title, at + length);
        if (!is_site(rest, site, host))
            break;
        title = str_trim(str_take(title, at));
    }
    size_t length = 0, at = find_separator(title, false, &length);
    if (at != SIZE_MAX && at > 0 && is_site(str_take(title, at), site, host) &&
        title.n - at - length > 10)
        title = str_trim(str_skip(title, at + length));
    /* "Headline (The Site)". */
    size_t open = str_find_last_byte(title, '(');
    if (open != SIZE_MAX && open > 10 && title.p[title.n - 1] == ')' &&
        is_site(str_of(title.p + open + 1, title.n - open - 2), site, host))
        title = str_trim(str_take(title, open));
    return title;
}
