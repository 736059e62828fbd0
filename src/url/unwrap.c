#include "url/unwrap.h"

#include "url/percent.h"

/* attacks.md C: neither another scheme, nor a name or address of a private network in any of its
 * spellings; the parser has made one of them. */
static bool accept(struct arena *arena, struct str text, struct str *target) {
    struct url url;
    struct str absolute;
    if (!str_starts_case(text, STR("http://")) && !str_starts_case(text, STR("https://")))
        return false;
    if (url_resolve(arena, text, STR_NONE, &absolute, NULL) != STATUS_OK ||
        url_parse(arena, absolute, STR_NONE, &url, NULL) != STATUS_OK)
        return false;
    struct str host = url.hostname;
    while (host.n > 0 && host.p[host.n - 1] == '.')
        host.n--;
    if (!rules_host_is_public(host))
        return false;
    *target = absolute;
    return true;
}

static struct str decode(struct arena *arena, struct str text) {
    char *out = arena_alloc(arena, text.n);
    return out != NULL ? str_of(out, percent_decode(text, out)) : STR_NONE;
}

static int digit(char c) {
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : ascii_is_digit(c)    ? c - '0' + 52
           : c == '+' || c == '-' ? 62
           : c == '/' || c == '_' ? 63
                                  : -1;
}

/* Base64 of either alphabet (RFC 4648, 4 and 5), up to what is none. */
static struct str decode64(struct arena *arena, struct str text) {
    unsigned char *out = arena_alloc(arena, text.n);
    uint32_t bits = 0;
    size_t n = 0, count = 0;
    if (out == NULL)
        return STR_NONE;
    for (size_t i = 0; i < text.n && digit(text.p[i]) >= 0; i++) {
        bits = (bits << 6 | (uint32_t)digit(text.p[i])) & 0xFFFFFF;
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        out[n++] = (unsigned char)(bits >> count);
    }
    return str_of((const char *)out, n);
}

/* The first address in bytes of all kinds. */
static struct str first_address(struct str bytes) {
    size_t at = str_find(bytes, STR("http://")), secure = str_find(bytes, STR("https://"));
    bytes = str_skip(bytes, at < secure ? at : secure);
    size_t n = 0;
    while (n < bytes.n && bytes.p[n] > ' ' && bytes.p[n] < 0x7F)
        n++;
    return str_take(bytes, n);
}

static bool from_parameter(struct arena *arena, struct str name, struct str query,
                           struct str *target) {
    struct str rest = str_skip(query, 1), pair;
    while (str_next(&rest, '&', &pair)) {
        size_t equals = str_find_byte(pair, '=');
        if (equals == SIZE_MAX || !str_eq_case(str_take(pair, equals), name))
            continue;
        struct str value = decode(arena, str_skip(pair, equals + 1));
        if (accept(arena, value, target))
            return true;
        struct str encoded = str_starts(value, STR("a1")) ? str_skip(value, 2) : value;
        if (accept(arena, decode64(arena, encoded), target))
            return true;
    }
    return false;
}

static bool from_path(struct arena *arena, struct str scheme, struct str rest, struct str query,
                      struct str *target) {
    struct str whole = ARENA_JOIN(arena, rest, query);
    struct str decoded = decode(arena, rest);
    if (accept(arena, whole, target) || accept(arena, decoded, target))
        return true;
    struct str segment = str_take(rest, str_find_byte(rest, '/'));
    if (accept(arena, first_address(decode64(arena, segment)), target))
        return true;
    if (str_starts(whole, STR("s/"))) {
        scheme = STR("https");
        whole = str_skip(whole, 2);
    }
    return str_find_byte(str_take(whole, str_find_byte(whole, '/')), '.') != SIZE_MAX &&
           accept(arena, ARENA_JOIN(arena, scheme, STR("://"), whole), target);
}

bool url_unwrap(struct arena *arena, const struct url_rule *rule, struct str scheme,
                struct str path, struct str query, struct str *target) {
    if (str_eq(rule->name, STR("*")))
        return from_path(arena, scheme, str_skip(path, rule->path.n), query, target);
    return from_parameter(arena, rule->name, query, target);
}
