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

enum status url_resolve(struct arena *arena, struct str link, struct str base, struct str *absolute,
                        struct error *error) {
    struct url url;
    link = str_trim(link);
    if (link.n > URL_BYTES_MOST)
        return error_set(error, STATUS_INVALID, "an address of more than %d bytes", URL_BYTES_MOST);
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
