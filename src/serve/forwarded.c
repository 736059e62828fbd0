#include "serve/forwarded.h"

bool serve_forwarded_trusts(const struct url_network *proxies, size_t count,
                            const struct in6_addr *address) {
    for (size_t i = 0; i < count; i++)
        if (url_network_has(&proxies[i], address->s6_addr))
            return true;
    return false;
}

/* The next piece up to `end`, which may stand in a quoted string; false for none. A quoted string
 * that is not closed makes a piece of all that follows: nothing is taken out of it. */
static bool next_piece(struct str *rest, char end, struct str *piece) {
    bool quoted = false;
    if (str_absent(*rest))
        return false;
    for (size_t i = 0; i < rest->n; i++) {
        char c = rest->p[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (c == end && !quoted) {
            *piece = str_trim(str_take(*rest, i));
            *rest = str_skip(*rest, i + 1);
            return true;
        }
    }
    *piece = quoted ? STR("") : str_trim(*rest);
    *rest = STR_NONE;
    return true;
}

static struct str unquoted(struct str text) {
    return text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"'
               ? str_of(text.p + 1, text.n - 2)
               : text;
}

/* "192.0.2.1", "192.0.2.1:4711", "[2001:db8::1]", "[2001:db8::1]:4711", "2001:db8::1". */
static bool read_node(struct str text, struct in6_addr *address) {
    size_t colon = str_find_byte(text, ':');
    size_t bracket = str_find_byte(text, ']');
    if (text.n > 0 && text.p[0] == '[')
        return bracket != SIZE_MAX && (bracket + 1 == text.n || text.p[bracket + 1] == ':') &&
               url_address_read(str_of(text.p + 1, bracket - 1), address->s6_addr);
    if (colon != SIZE_MAX && colon == str_find_last_byte(text, ':'))
        text = str_take(text, colon);
    return url_address_read(text, address->s6_addr);
}

/* One element; false when it does not say who. */
static bool read_element(struct str element, bool standard, struct in6_addr *address,
                         struct str *scheme) {
    struct str node = standard ? STR("") : element;
    struct str pair;
    *scheme = STR_NONE;
    while (standard && next_piece(&element, ';', &pair)) {
        size_t equals = str_find_byte(pair, '=');
        struct str name = str_take(pair, equals);
        struct str value = unquoted(equals == SIZE_MAX ? STR("") : str_skip(pair, equals + 1));
        if (str_eq_case(name, STR("for")))
            node = value;
        else if (str_eq_case(name, STR("proto")))
            *scheme = value;
    }
    return read_node(node, address);
}

void serve_forwarded_read(struct str way, bool standard, const struct url_network *proxies,
                          size_t count, const struct in6_addr *peer, struct in6_addr *client,
                          struct str *scheme) {
    struct str element;
    bool known = false;
    *client = *peer;
    *scheme = STR_NONE;
    while (next_piece(&way, ',', &element)) {
        struct in6_addr address;
        struct str said;
        bool read = read_element(element, standard, &address, &said);
        bool proxy = read && serve_forwarded_trusts(proxies, count, &address);
        /* Whatever stands before one who is no proxy is hearsay. */
        if (proxy && known)
            continue;
        known = read;
        *client = read ? address : *peer;
        *scheme = read ? said : STR_NONE;
    }
}
