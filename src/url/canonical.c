#include "url/address.h"
#include "url/percent.h"
#include "url/rules.h"
#include "url/unwrap.h"
#include "url/url.h"

/* An address on its way: what is written stands in `out`, whose parts are known by where they
 * start. */
struct form {
    struct arena *arena;
    struct rules_fit fit;
    struct url_reasons *reasons; /* may be NULL */
    struct url_out out;
    size_t path_at, query_at, end; /* in out; the query with its '?' */
};

static bool is_web(const struct url *url) {
    return str_eq(url->protocol, STR("https:")) || str_eq(url->protocol, STR("http:"));
}

static void add_reason(struct form *form, struct str rule, struct str what, struct str source) {
    struct url_reasons *reasons = form->reasons;
    if (arena_grow(form->arena, &reasons->list, &reasons->capacity, reasons->count + 1,
                   sizeof *reasons->list) != STATUS_OK)
        return;
    reasons->list[reasons->count++] =
        (struct url_reason){arena_copy(form->arena, rule), arena_copy(form->arena, what), source};
}

static void give_reason(struct form *form, struct str rule, struct str what) {
    if (form->reasons != NULL && what.n > 0)
        add_reason(form, rule, what, STR(""));
}

static void give_rule(struct form *form, const struct url_rule *rule, struct str what) {
    struct buf text;
    if (form->reasons == NULL)
        return;
    buf_init(&text, 1000);
    url_rule_write(rule, &text);
    add_reason(form, buf_str(&text), what, rule->source);
    buf_release(&text);
}

/* RFC 3986, 2.3. */
static bool unreserved(char c) {
    return ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/* A '%' that starts no escape, at the end of what is written or before one last digit: what is
 * written next must not make one of it. */
static bool percent_open(const struct url_out *out, size_t start, size_t escape_end) {
    size_t first = escape_end > start ? escape_end : start, n = out->n;
    return (n >= first + 1 && out->p[n - 1] == '%') ||
           (n >= first + 2 && out->p[n - 2] == '%' && ascii_hex(out->p[n - 1]) >= 0);
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

/* The end of the session's id that servlets put behind a segment, when one starts at `at`, behind
 * the byte `before`; else `at`. */
static size_t session_end(struct str path, size_t at, char before) {
    static const struct str session = STR_INIT(";jsessionid=");
    /* Nothing that the parser would take for "." or ".." may be left to stand alone. */
    if (before == '.' || !str_starts_case(str_skip(path, at), session))
        return at;
    at += session.n;
    while (at < path.n && path.p[at] != '/' && path.p[at] != ';')
        at++;
    return at;
}

static void write_path(struct form *form, struct str path) {
    struct url_out *out = &form->out;
    size_t start = out->n, kept = 0;
    write_escapes(out, path);
    struct str written = str_of(out->p + start, out->n - start);
    if (str_find_byte(written, ';') == SIZE_MAX)
        return;
    for (size_t i = 0; i < written.n;) {
        char before = kept > 0 ? out->p[start + kept - 1] : '/';
        size_t end = written.p[i] == ';' ? session_end(written, i, before) : i;
        if (end == i) {
            out->p[start + kept++] = written.p[i++];
            continue;
        }
        give_reason(form, STR("session id"), str_of(written.p + i, end - i));
        i = end;
    }
    out->n = start + kept;
}

/* "&amp;" that nobody read as HTML leaves "amp;" before the next name. */
static size_t entity_length(struct str pair) {
    size_t n = 0;
    while (str_starts(str_skip(pair, n), STR("amp;")))
        n += 4;
    return n;
}

/* Parameters are judged as they are written, so that what was hidden by escapes shows. */
static void write_query(struct form *form, struct str search) {
    struct url_out *out = &form->out;
    struct str rest = str_skip(search, 1), pair;
    char sign = '?';
    while (str_next(&rest, '&', &pair)) {
        size_t start = out->n;
        url_out_byte(out, sign);
        write_escapes(out, pair);
        pair = str_of(out->p + start + 1, out->n - start - 1);
        size_t entity = entity_length(pair);
        if (entity > 0) {
            give_reason(form, STR("left over from HTML"), str_take(pair, entity));
            memmove(out->p + start + 1, pair.p + entity, pair.n - entity);
            out->n -= entity;
            pair.n -= entity;
        }
        struct str name = str_take(pair, str_find_byte(pair, '='));
        const struct url_rule *drop =
            pair.n > 0 ? rules_drop(&form->fit, name, str_skip(pair, name.n + 1)) : NULL;
        if (drop != NULL)
            give_rule(form, drop, pair);
        if (pair.n == 0 || drop != NULL)
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
    return plain.n == host.n || plain.n == 0 || url_ends_in_number(plain) ? host : plain;
}

static void write_web(struct form *form, const struct url *url) {
    struct url_out *out = &form->out;
    size_t host_at = (size_t)(url->hostname.p - url->href.p);
    struct str host = plain_host(url->hostname);
    give_reason(form, STR("trailing dot"), str_skip(url->hostname, host.n));
    url_out_str(out, str_take(url->href, host_at));
    url_out_str(out, host);
    url_out_str(out, str_skip(url->host, url->hostname.n));
    form->path_at = out->n;
    write_path(form, url->pathname);
    form->query_at = out->n;
    write_query(form, url->search);
    form->end = out->n;
    if (str_starts(url->hash, STR("#!")))
        url_out_str(out, url->hash);
    else
        give_reason(form, STR("fragment"), url->hash);
}

static void write_other(struct form *form, const struct url *url) {
    size_t path_end = (size_t)(url->pathname.p - url->href.p) + url->pathname.n;
    url_out_str(&form->out, str_take(url->href, path_end));
    url_out_str(&form->out, url->search);
}

static enum status write_form(struct form *form, const struct url_rules *own, const struct url *url,
                              struct error *error) {
    form->out = (struct url_out){.room = url->href.n};
    form->out.p = arena_alloc(form->arena, form->out.room);
    if (form->out.p == NULL)
        return arena_status(form->arena, error);
    rules_fit_init(&form->fit, own, plain_host(url->hostname));
    if (is_web(url))
        write_web(form, url);
    else
        write_other(form, url);
    return STATUS_OK;
}

/* Where the form leads to by a rule, parsed; false when it is where it leads. */
static bool open_form(struct form *form, struct url *url) {
    struct str path = str_of(form->out.p + form->path_at, form->query_at - form->path_at);
    struct str query = str_of(form->out.p + form->query_at, form->end - form->query_at);
    struct str target;
    const struct url_rule *rule;
    if (!is_web(url))
        return false;
    for (size_t k = 0; (rule = rules_open(&form->fit, path, k)) != NULL; k++) {
        struct str scheme = str_take(url->protocol, url->protocol.n - 1);
        if (!url_unwrap(form->arena, rule, scheme, path, query, &target) ||
            url_parse(form->arena, target, STR_NONE, url, NULL) != STATUS_OK)
            continue;
        give_rule(form, rule, str_of(form->out.p, form->out.n));
        return true;
    }
    return false;
}

static bool has_odd_quotes(struct str s) {
    bool odd = false;
    for (size_t i = 0; i < s.n; i++)
        odd ^= s.p[i] == '"';
    return odd;
}

/* RFC 3986, appendix C: addresses in text stand between quotes, angle brackets or other markup,
 * none of which is ever part of one. */
static struct str undress(struct str input) {
    struct str inside = str_trim(input);
    if (str_starts(inside, STR("<![CDATA["))) {
        inside = str_trim(str_skip(inside, 9));
        inside = str_take(inside, str_find(inside, STR("]]>")));
    } else if (str_starts(inside, STR("<")) || str_starts(inside, STR("\""))) {
        inside = str_skip(inside, 1);
    }
    if (!str_starts_case(inside, STR("http:")) && !str_starts_case(inside, STR("https:")))
        return input;
    inside = str_take(inside, str_find_byte(inside, '<'));
    if (str_ends(inside, STR(">")))
        inside.n--;
    return str_ends(inside, STR("\"")) && has_odd_quotes(inside) ? str_take(inside, inside.n - 1)
                                                                 : inside;
}

enum status url_canonicalize(struct arena *arena, const struct url_rules *own, struct str input,
                             struct str base, struct url_reasons *reasons, struct str *canonical,
                             struct error *error) {
    struct url url;
    struct str bare = undress(input);
    struct form form = {.arena = arena, .reasons = reasons};
    enum status status = url_parse(arena, bare, base, &url, error);
    if (status == STATUS_INVALID && bare.n < input.n) { /* what looks like markup was none */
        bare = input;
        status = url_parse(arena, input, base, &url, error);
    }
    if (bare.n < str_trim(input).n)
        give_reason(&form, STR("markup around it"), input);
    if (status == STATUS_OK)
        status = write_form(&form, own, &url, error);
    if (status != STATUS_OK)
        return status;
    const struct url_out outermost = form.out;
    size_t outermost_reasons = reasons != NULL ? reasons->count : 0;
    for (int opened = 0; open_form(&form, &url); opened++) {
        if (opened == URL_WRAPPERS_MOST) {
            form.out = outermost;
            if (reasons != NULL)
                reasons->count = outermost_reasons;
            break;
        }
        status = write_form(&form, own, &url, error);
        if (status != STATUS_OK)
            return status;
    }
    *canonical = str_of(form.out.p, form.out.n);
    return arena_status(arena, error);
}
