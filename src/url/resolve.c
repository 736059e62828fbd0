#include "url/address.h"
#include "url/host.h"
#include "url/url.h"

#include <libpsl.h>

static enum status refuse(struct error *error, const char *why) {
    return error_set(error, STATUS_INVALID, "%s", why);
}

static bool has_unsafe_byte(struct str link) {
    for (size_t i = 0; i < link.n; i++)
        if ((unsigned char)link.p[i] <= ' ' || link.p[i] == '\x7F' || link.p[i] == '\\')
            return true;
    return false;
}

/* "http:x" and "http:///x" are read as "http://x" by some programs and not by others. */
static bool has_odd_slashes(struct str link) {
    struct str rest = str_starts_case(link, STR("http:"))    ? str_skip(link, 5)
                      : str_starts_case(link, STR("https:")) ? str_skip(link, 6)
                                                             : STR("//x");
    if (str_starts(link, STR("//")))
        rest = link;
    return !str_starts(rest, STR("//")) || str_starts(rest, STR("///"));
}

/* Where a byte may stand in an address that the standard's serialiser gives back as it is. */
enum { IN_HOST = 1, IN_PATH = 2, IN_QUERY = 4, IN_FRAGMENT = 8 };
static const uint8_t places[128] = {
    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,
    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  14, 0,  0,  14, 14, 14, 10, 14, 14, 14, 14,
    14, 15, 14, 14, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 14, 14, 0,  14, 0,  12, 14, 14,
    14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14,
    14, 14, 14, 0,  0,  0,  0,  14, 0,  15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15,
    15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 0,  0,  0,  14, 0,
};

static size_t end_of(struct str s, size_t at, unsigned place) {
    while (at < s.n && (unsigned char)s.p[at] < 128 &&
           (places[(unsigned char)s.p[at]] & place) != 0)
        at++;
    return at;
}

/* The end of a host that is plain names, or 0. What ends in a number may be an IPv4 address, and
 * "xn--" has to be looked into: not plain. */
static size_t plain_host_end(struct str s, size_t at) {
    size_t start = at;
    for (;;) {
        size_t label = at;
        at = end_of(s, at, IN_HOST);
        if (at == label || at - label > 63 || s.p[label] == '-' || at - start > 250 ||
            str_starts(str_skip(s, label), STR("xn--")))
            return 0;
        if (at >= s.n || s.p[at] != '.')
            return ascii_is_digit(s.p[label]) ? 0 : at;
        at++;
    }
}

/* Whether a segment begins with a dot: ".", "..", or one that only looks like them. */
static bool has_dot_segment(struct str path) {
    for (size_t at = 1, dot; at < path.n; at += dot + 1) {
        dot = str_find_byte(str_skip(path, at), '.');
        if (dot == SIZE_MAX)
            break;
        if (path.p[at + dot - 1] == '/')
            return true;
    }
    return false;
}

/* Whether parsing and writing `link` would give it back to the byte, as it does for most links of
 * the world. May say no too often. */
static bool is_normal(struct str link) {
    size_t at = str_starts(link, STR("https://")) ? 8 : str_starts(link, STR("http://")) ? 7 : 0;
    at = at > 0 ? plain_host_end(link, at) : 0;
    if (at == 0 || at >= link.n || link.p[at] != '/')
        return false;
    size_t path = at;
    at = end_of(link, at, IN_PATH);
    struct str walked = str_of(link.p + path, at - path);
    bool escapes = str_find_byte(walked, '%') != SIZE_MAX;
    if (has_dot_segment(walked) || (escapes && str_find_case(walked, STR("%2e")) != SIZE_MAX))
        return false;
    if (at < link.n && link.p[at] == '?')
        at = end_of(link, at + 1, IN_QUERY);
    if (at < link.n && link.p[at] == '#')
        at = end_of(link, at + 1, IN_FRAGMENT);
    return at == link.n;
}

enum status url_resolve(struct arena *arena, struct str link, struct str base, struct str *absolute,
                        struct error *error) {
    struct url url;
    link = str_trim(link);
    if (link.n > URL_BYTES_MOST)
        return error_set(error, STATUS_INVALID, "an address of more than %d bytes", URL_BYTES_MOST);
    if (is_normal(link)) {
        *absolute = arena_copy(arena, link);
        return str_absent(*absolute) ? arena_status(arena, error) : STATUS_OK;
    }
    if (has_unsafe_byte(link))
        return refuse(error, "an address with a space, a control or a backslash in it");
    if (has_odd_slashes(link))
        return refuse(error, "an address whose scheme is not followed by \"//\" and a host");
    enum status status = url_parse(arena, link, base, &url, error);
    if (status != STATUS_OK)
        return status;
    if (!str_eq(url.protocol, STR("https:")) && !str_eq(url.protocol, STR("http:")))
        return refuse(error, "an address that is neither http nor https");
    if (url.username.n + url.password.n > 0)
        return refuse(error, "an address with a name or a password in it");
    if (str_eq(url.port, STR("0")) || !url_host_resolvable(arena, url.hostname))
        return refuse(error, "an address whose host or port cannot be");
    if (url.href.n > URL_BYTES_MOST)
        return error_set(error, STATUS_INVALID, "an address of more than %d bytes", URL_BYTES_MOST);
    *absolute = url.href;
    return STATUS_OK;
}

struct str url_domain(struct arena *arena, struct str href) {
    struct url url;
    if (url_parse(arena, href, STR_NONE, &url, NULL) != STATUS_OK)
        return STR_NONE;
    struct str host = url.hostname;
    while (host.n > 1 && host.p[host.n - 1] == '.')
        host.n--;
    char *name = arena_cstr(arena, host);
    if (name == NULL)
        return STR_NONE;
    bool address = host.n == 0 || host.p[0] == '[' || url_ends_in_number(host);
    const char *domain = address ? NULL : psl_registrable_domain(psl_builtin(), name);
    return domain != NULL ? str_from(domain) : str_of(name, host.n);
}

struct str url_host(struct arena *arena, struct str href) {
    struct url url;
    if (url_parse(arena, href, STR_NONE, &url, NULL) != STATUS_OK)
        return STR_NONE;
    struct str www = STR("www.");
    return str_starts(url.hostname, www) ? str_skip(url.hostname, www.n) : url.hostname;
}
