#include "url/address.h"
#include "url/percent.h"
#include "url/tracking.h"
#include "url/url.h"

static bool is_web(const struct url *url) {
    return str_eq(url->protocol, STR("https:")) || str_eq(url->protocol, STR("http:"));
}

/* RFC 3986, 2.3. */
static bool unreserved(char c) {
    return ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/* A '%' that starts no escape, among the last two bytes written: what is written next must not
 * make one of it. */
static bool percent_open(const struct url_out *out, size_t start, size_t escape_end) {
    for (size_t k = 1; k <= 2 && out->n >= start + k && out->n - k >= escape_end; k++)
        if (out->p[out->n - k] == '%')
            return true;
    return false;
}

/* Copies `s` with one spelling for each escape. */
static void write_escapes(struct url_out *out, struct str s) {
    size_t start = out->n, escape_end = out->n;
    for (size_t i = 0; i < s.n; i++) {
        int high = s.p[i] == '%' && i + 2 < s.n ? ascii_hex(s.p[i + 1]) : -1;
        int low = high >= 0 ? ascii_hex(s.p[i + 2]) : -1;
        if (low < 0) {
            url_out_byte(out, s.p[i]);
            continue;
        }
        i += 2;
        char c = (char)(high << 4 | low);
        if (unreserved(c) && !percent_open(out, start, escape_end)) {
            url_out_byte(out, c);
        } else {
            const char *digits = "0123456789ABCDEF";
            url_out_byte(out, '%');
            url_out_byte(out, digits[high]);
            url_out_byte(out, digits[low]);
            escape_end = out->n;
        }
    }
}

/* The end of the session's id that servlets put behind a segment, when one starts at `at`; else
 * `at`. */
static size_t session_end(struct str path, size_t at) {
    static const struct str session = STR_INIT(";jsessionid=");
    /* Nothing that the parser would take for "." or ".." may be left to stand alone. */
    if (!str_starts_case(str_skip(path, at), session) || (at > 0 && path.p[at - 1] == '.'))
        return at;
    at += session.n;
    while (at < path.n && path.p[at] != '/' && path.p[at] != ';')
        at++;
    return at;
}

static void write_path(struct url_out *out, struct str path) {
    size_t start = out->n, kept = 0;
    write_escapes(out, path);
    struct str written = str_of(out->p + start, out->n - start);
    for (size_t i = 0; i < written.n;) {
        size_t end = written.p[i] == ';' ? session_end(written, i) : i;
        if (end == i)
            out->p[start + kept++] = written.p[i++];
        else
            i = end;
    }
    out->n = start + kept;
}

/* Parameters are judged as they are written, so that what was hidden by escapes shows. */
static void write_query(struct url_out *out, struct str search) {
    struct str rest = str_skip(search, 1), pair;
    char sign = '?';
    while (str_next(&rest, '&', &pair)) {
        size_t start = out->n;
        url_out_byte(out, sign);
        write_escapes(out, pair);
        pair = str_of(out->p + start + 1, out->n - start - 1);
        struct str name = str_take(pair, str_find_byte(pair, '='));
        if (pair.n == 0 || url_is_tracking(name, str_skip(pair, name.n + 1)))
            out->n = start;
        else
            sign = '&';
    }
}

/* The host without trailing dots, unless it would then read as an address. */
static struct str plain_host(struct str host) {
    struct str plain = host;
    while (plain.n > 0 && plain.p[plain.n - 1] == '.')
        plain.n--;
    return plain.n == 0 || url_ends_in_number(plain) ? host : plain;
}

static void write_web(struct url_out *out, const struct url *url) {
    size_t host_at = (size_t)(url->hostname.p - url->href.p);
    url_out_str(out, str_take(url->href, host_at));
    url_out_str(out, plain_host(url->hostname));
    url_out_str(out, str_skip(url->host, url->hostname.n));
    write_path(out, url->pathname);
    write_query(out, url->search);
    if (str_starts(url->hash, STR("#!")))
        url_out_str(out, url->hash);
}

static void write_other(struct url_out *out, const struct url *url) {
    size_t path_end = (size_t)(url->pathname.p - url->href.p) + url->pathname.n;
    url_out_str(out, str_take(url->href, path_end));
    url_out_str(out, url->search);
}

enum status url_canonicalize(struct arena *arena, struct str input, struct str base,
                             struct str *canonical, struct error *error) {
    struct url url;
    enum status status = url_parse(arena, input, base, &url, error);
    if (status != STATUS_OK)
        return status;
    struct url_out out = {.room = url.href.n};
    out.p = arena_alloc(arena, out.room);
    if (out.p == NULL)
        return error_memory(error);
    if (is_web(&url))
        write_web(&out, &url);
    else
        write_other(&out, &url);
    *canonical = str_of(out.p, out.n);
    return STATUS_OK;
}
