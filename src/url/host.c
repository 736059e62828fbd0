#include "url/host.h"

#include "url/address.h"
#include "url/idna.h"

/* What may not stand in a host of any kind; a domain refuses controls, '%' and DEL as well. */
static bool forbidden(unsigned char byte, bool domain) {
    if (byte <= 0x20 || byte == 0x7F || byte == '%')
        return domain || byte == '\0' || byte == '\t' || byte == '\n' || byte == '\r' ||
               byte == ' ';
    return byte < 0x80 && strchr("#/:<>?@[\\]^|", byte) != NULL;
}

static bool all_allowed(struct str host, bool domain) {
    for (size_t i = 0; i < host.n; i++)
        if (forbidden((unsigned char)host.p[i], domain))
            return false;
    return true;
}

/* Writes a domain or an IPv4 address. */
static bool write_domain(struct arena *arena, struct str host, struct url_out *out) {
    if (str_find_byte(host, '%') != SIZE_MAX) {
        char *decoded = arena_alloc(arena, host.n);
        if (decoded == NULL)
            return false;
        host = str_of(decoded, percent_decode(host, decoded));
    }
    if (!str_is_ascii(host) && !url_domain_to_ascii(arena, host, &host))
        return false;
    if (host.n == 0 || !all_allowed(host, true))
        return false;
    if (url_ends_in_number(host))
        return url_ipv4_write(host, out);
    for (size_t i = 0; i < host.n; i++)
        url_out_byte(out, ascii_lower(host.p[i]));
    return true;
}

bool url_host_write(struct arena *arena, struct str host, bool special, struct url_out *out) {
    if (host.n > 0 && host.p[0] == '[')
        return host.p[host.n - 1] == ']' && host.n > 1 &&
               url_ipv6_write(str_of(host.p + 1, host.n - 2), out);
    if (special)
        return write_domain(arena, host, out);
    if (!all_allowed(host, false))
        return false;
    url_out_encoded(out, host, PERCENT_CONTROL);
    return true;
}

enum { LABEL_MOST = 63, NAME_MOST = 253 };

bool url_host_resolvable(struct arena *arena, struct str hostname) {
    struct str rest = hostname, label;
    if (rest.n > 0 && rest.p[0] == '[')
        return true;
    if (rest.n > 1 && rest.p[rest.n - 1] == '.')
        rest.n--;
    if (rest.n > NAME_MOST || str_ends(rest, STR(".")))
        return false;
    while (str_next(&rest, '.', &label)) {
        if (label.n == 0 || label.n > LABEL_MOST || label.p[0] == '-')
            return false;
        if (str_starts_case(label, STR("xn--")) && !url_label_is_encoded(arena, label))
            return false;
    }
    return true;
}
