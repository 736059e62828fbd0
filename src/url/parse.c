/* The URL parser of the WHATWG URL Standard, section 4.4.
 *
 * The standard's machine walks over characters and collects components. This one takes the same
 * decisions over whole components, and writes the serialisation from left to right while it takes
 * them: each function below is one state of the standard or two, and says which. */
#include "base/utf8.h"
#include "url/host.h"
#include "url/percent.h"
#include "url/url.h"

struct scheme {
    struct str name;
    int port; /* -1: none */
};

static const struct scheme special_schemes[] = {
    {STR_INIT("https"), 443}, {STR_INIT("http"), 80}, {STR_INIT("file"), -1},
    {STR_INIT("ws"), 80},     {STR_INIT("wss"), 443}, {STR_INIT("ftp"), 21},
};

/* Offsets into what is written. */
struct marks {
    size_t protocol_end;
    size_t username, username_end, password, password_end;
    size_t host, host_end, port, port_end;
    size_t path, path_end;
    size_t query, fragment; /* of '?' and '#'; the end where there is none */
};

struct parser {
    struct arena *arena;
    struct url_out out;
    struct marks at;
    const struct url *base; /* NULL: none */
    bool special, file, opaque, has_host;
    int default_port; /* -1: none */
};

static bool is_slash(const struct parser *parser, char c) {
    return c == '/' || (c == '\\' && parser->special);
}

static char char_at(struct str s, size_t i) {
    return i < s.n ? s.p[i] : '\0';
}

/* Offset of the first '?' or '#', s.n when there is none. */
static size_t path_length(struct str s) {
    size_t i = 0;
    while (i < s.n && s.p[i] != '?' && s.p[i] != '#')
        i++;
    return i;
}

static bool set_scheme(struct parser *parser, struct str name) {
    size_t start = parser->out.n;
    for (size_t i = 0; i < name.n; i++)
        url_out_byte(&parser->out, ascii_lower(name.p[i]));
    struct str written = str_of(parser->out.p + start, parser->out.n - start);
    url_out_byte(&parser->out, ':');
    parser->at.protocol_end = parser->out.n;
    for (size_t i = 0; i < sizeof special_schemes / sizeof special_schemes[0]; i++) {
        if (str_eq(written, special_schemes[i].name)) {
            parser->special = true;
            parser->default_port = special_schemes[i].port;
            parser->file = parser->default_port < 0;
            break;
        }
    }
    return !parser->out.full;
}

/* What stands before the path, where there is no host, no credentials and no port. */
static void no_authority(struct parser *parser) {
    size_t n = parser->out.n;
    struct marks *at = &parser->at;
    at->username = at->username_end = at->password = at->password_end = n;
    at->host = at->host_end = at->port = at->port_end = at->path = n;
}

static void empty_host(struct parser *parser) {
    url_out_str(&parser->out, STR("//"));
    no_authority(parser);
    parser->has_host = true;
}

/* Paths ------------------------------------------------------------------------------------- */

static bool is_drive_letter(struct str s) {
    return s.n == 2 && ascii_is_alpha(s.p[0]) && (s.p[1] == ':' || s.p[1] == '|');
}

static bool starts_with_drive_letter(struct str s) {
    char after = char_at(s, 2);
    return is_drive_letter(str_take(s, 2)) &&
           (s.n == 2 || after == '/' || after == '\\' || after == '?' || after == '#');
}

/* "." is 1, ".." is 2, their spellings with %2e too; 0 for all else. */
static int dots(struct str segment) {
    int count = 0;
    for (size_t i = 0; i < segment.n; count++) {
        if (segment.p[i] == '.')
            i++;
        else if (str_starts_case(str_skip(segment, i), STR("%2e")))
            i += 3;
        else
            return 0;
    }
    return count <= 2 ? count : 0;
}

/* The standard's "shorten a path". */
static void shorten(struct parser *parser) {
    struct str path = str_of(parser->out.p + parser->at.path, parser->out.n - parser->at.path);
    size_t slash = str_find_last_byte(path, '/');
    if (slash == SIZE_MAX)
        return;
    if (parser->file && path.n == 3 && slash == 0 && is_drive_letter(str_skip(path, 1)) &&
        path.p[2] == ':')
        return;
    parser->out.n = parser->at.path + slash;
}

static void write_segment(struct parser *parser, struct str segment) {
    bool first = parser->out.n == parser->at.path;
    url_out_byte(&parser->out, '/');
    if (parser->file && first && is_drive_letter(segment)) {
        url_out_byte(&parser->out, segment.p[0]);
        url_out_byte(&parser->out, ':');
    } else {
        url_out_encoded(&parser->out, segment, PERCENT_PATH);
    }
}

/* Path state: `s` is the path behind its first slash. */
static void write_segments(struct parser *parser, struct str s) {
    for (size_t start = 0, end; start <= s.n; start = end + 1) {
        end = start;
        while (end < s.n && !is_slash(parser, s.p[end]))
            end++;
        struct str segment = str_of(s.p + start, end - start);
        int count = segment.n <= 6 ? dots(segment) : 0;
        if (count == 2)
            shorten(parser);
        if (count == 0)
            write_segment(parser, segment);
        else if (end == s.n)
            url_out_byte(&parser->out, '/');
    }
}

/* Query and fragment states: `s` is empty or starts with '?' or '#'. */
static void write_tail(struct parser *parser, struct str s) {
    struct url_out *out = &parser->out;
    parser->at.path_end = parser->at.query = out->n;
    if (char_at(s, 0) == '?') {
        struct str query = str_take(str_skip(s, 1), str_find_byte(str_skip(s, 1), '#'));
        url_out_byte(out, '?');
        url_out_encoded(out, query, parser->special ? PERCENT_SPECIAL_QUERY : PERCENT_QUERY);
        s = str_skip(s, query.n + 1);
    }
    parser->at.fragment = out->n;
    if (s.n > 0) {
        url_out_byte(out, '#');
        url_out_encoded(out, str_skip(s, 1), PERCENT_FRAGMENT);
    }
}

/* A path that starts with "//" would read as an authority where there is none. */
static void guard_path(struct parser *parser) {
    struct url_out *out = &parser->out;
    size_t path = parser->at.path;
    if (parser->has_host || out->n < path + 2 || out->p[path] != '/' || out->p[path + 1] != '/')
        return;
    if (out->room - out->n < 2) {
        out->full = true;
        return;
    }
    memmove(out->p + path + 2, out->p + path, out->n - path);
    out->p[path] = '/';
    out->p[path + 1] = '.';
    out->n += 2;
    parser->at.path += 2;
}

/* Path state and what follows: `s` is all that is left behind the path's first slash. */
static bool write_path(struct parser *parser, struct str s) {
    size_t n = path_length(s);
    write_segments(parser, str_take(s, n));
    guard_path(parser);
    write_tail(parser, str_skip(s, n));
    return true;
}

/* Path start state. */
static bool write_path_start(struct parser *parser, struct str s) {
    if (s.n > 0 && is_slash(parser, s.p[0]))
        return write_path(parser, str_skip(s, 1));
    if (parser->special || path_length(s) > 0)
        return write_path(parser, s);
    write_tail(parser, s);
    return true;
}

/* Authorities ------------------------------------------------------------------------------- */

static void write_credentials(struct parser *parser, struct str info) {
    struct marks *at = &parser->at;
    struct str name = str_take(info, str_find_byte(info, ':'));
    struct str password = str_skip(info, name.n + 1);
    at->username = parser->out.n;
    url_out_encoded(&parser->out, name, PERCENT_USERINFO);
    at->username_end = parser->out.n;
    if (password.n > 0)
        url_out_byte(&parser->out, ':');
    at->password = parser->out.n;
    url_out_encoded(&parser->out, password, PERCENT_USERINFO);
    at->password_end = parser->out.n;
    if (name.n + password.n > 0)
        url_out_byte(&parser->out, '@');
}

/* Port state. */
static bool write_port(struct parser *parser, struct str digits) {
    uint32_t port = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (!ascii_is_digit(digits.p[i]))
            return false;
        port = port * 10 + (uint32_t)(digits.p[i] - '0');
        if (port > 65535)
            return false;
    }
    parser->at.port = parser->at.port_end = parser->out.n;
    if (digits.n == 0 || (int)port == parser->default_port)
        return true;
    url_out_byte(&parser->out, ':');
    parser->at.port = parser->out.n;
    while (digits.n > 1 && digits.p[0] == '0')
        digits = str_skip(digits, 1);
    url_out_str(&parser->out, digits);
    parser->at.port_end = parser->out.n;
    return true;
}

/* Offset of the colon before a port, s.n when there is none. */
static size_t host_length(struct str s) {
    bool bracket = false;
    size_t i = 0;
    for (; i < s.n && (bracket || s.p[i] != ':'); i++)
        bracket = s.p[i] == '[' || (bracket && s.p[i] != ']');
    return i;
}

/* Authority, host and port states: `s` is what follows "//". */
static bool write_authority(struct parser *parser, struct str s) {
    size_t end = 0;
    while (end < s.n && s.p[end] != '?' && s.p[end] != '#' && !is_slash(parser, s.p[end]))
        end++;
    struct str authority = str_take(s, end);
    url_out_str(&parser->out, STR("//"));
    no_authority(parser);
    parser->has_host = true;
    size_t sign = str_find_last_byte(authority, '@');
    if (sign != SIZE_MAX) {
        write_credentials(parser, str_take(authority, sign));
        authority = str_skip(authority, sign + 1);
    }
    struct str host = str_take(authority, host_length(authority));
    if (host.n == 0 && (parser->special || sign != SIZE_MAX || authority.n > 0))
        return false;
    parser->at.host = parser->out.n;
    if (host.n > 0 && !url_host_write(parser->arena, host, parser->special, &parser->out))
        return false;
    parser->at.host_end = parser->out.n;
    if (!write_port(parser, str_skip(authority, host.n + 1)))
        return false;
    parser->at.path = parser->out.n;
    return write_path_start(parser, str_skip(s, end));
}

/* Special authority (ignore) slashes states. */
static bool write_special_authority(struct parser *parser, struct str s) {
    size_t slashes = 0;
    while (slashes < s.n && (s.p[slashes] == '/' || s.p[slashes] == '\\'))
        slashes++;
    return write_authority(parser, str_skip(s, slashes));
}

/* Relative addresses ------------------------------------------------------------------------ */

static size_t offset_in(const struct url *url, struct str part) {
    return (size_t)(part.p - url->href.p);
}

/* Takes over what the base has behind its scheme and before its path. The scheme is the same, so
 * that offsets are. */
static void copy_authority(struct parser *parser) {
    const struct url *base = parser->base;
    struct marks *at = &parser->at;
    struct str rest = str_skip(base->href, base->protocol.n);
    if (!str_starts(rest, STR("//"))) {
        no_authority(parser);
        return;
    }
    url_out_str(&parser->out, str_take(rest, offset_in(base, base->pathname) - base->protocol.n));
    at->username = offset_in(base, base->username);
    at->username_end = at->username + base->username.n;
    at->password = offset_in(base, base->password);
    at->password_end = at->password + base->password.n;
    at->host = offset_in(base, base->hostname);
    at->host_end = at->host + base->hostname.n;
    at->port = offset_in(base, base->port);
    at->port_end = at->port + base->port.n;
    at->path = parser->out.n;
    parser->has_host = true;
}

/* The base's query with its '?', also an empty one. */
static struct str base_query(const struct url *base) {
    struct str rest = str_skip(base->href, offset_in(base, base->pathname) + base->pathname.n);
    return str_take(rest, str_find_byte(rest, '#'));
}

/* The end of the relative and file states: `s` is the rest, which starts with no slash. */
static bool write_relative_path(struct parser *parser, struct str s) {
    const struct url *base = parser->base;
    if (s.n > 0 && s.p[0] != '?' && s.p[0] != '#') {
        if (parser->file && starts_with_drive_letter(s))
            return write_path(parser, s);
        url_out_str(&parser->out, base->pathname);
        shorten(parser);
        return write_path(parser, s);
    }
    url_out_str(&parser->out, base->pathname);
    guard_path(parser);
    if (char_at(s, 0) == '?') {
        write_tail(parser, s);
        return true;
    }
    parser->at.path_end = parser->at.query = parser->out.n;
    url_out_str(&parser->out, base_query(base));
    size_t query = parser->at.query;
    write_tail(parser, s);
    parser->at.path_end = parser->at.query = query;
    return true;
}

/* Relative and relative slash states. */
static bool write_relative(struct parser *parser, struct str s) {
    if (s.n == 0 || !is_slash(parser, s.p[0])) {
        copy_authority(parser);
        return write_relative_path(parser, s);
    }
    s = str_skip(s, 1);
    if (s.n > 0 && is_slash(parser, s.p[0]))
        return parser->special ? write_special_authority(parser, s)
                               : write_authority(parser, str_skip(s, 1));
    copy_authority(parser);
    return write_path(parser, s);
}

/* Schemes ----------------------------------------------------------------------------------- */

/* File host state: `s` is what follows "file://". */
static bool write_file_host(struct parser *parser, struct str s) {
    size_t end = 0;
    while (end < s.n && s.p[end] != '?' && s.p[end] != '#' && !is_slash(parser, s.p[end]))
        end++;
    struct str host = str_take(s, end);
    empty_host(parser);
    if (is_drive_letter(host))
        return write_path(parser, s);
    if (host.n > 0 && !url_host_write(parser->arena, host, true, &parser->out))
        return false;
    struct marks *at = &parser->at;
    struct str written = str_of(parser->out.p + at->host, parser->out.n - at->host);
    if (str_eq(written, STR("localhost")))
        parser->out.n = at->host;
    at->host_end = at->port = at->port_end = at->path = parser->out.n;
    return write_path_start(parser, str_skip(s, end));
}

/* File slash state's way into the path: the base's host, and its drive where `s` has none. */
static bool write_file_root(struct parser *parser, struct str s) {
    const struct url *base = parser->base;
    if (base == NULL || !str_eq(base->protocol, STR("file:"))) {
        empty_host(parser);
        return write_path(parser, s);
    }
    copy_authority(parser);
    struct str first = str_take(str_skip(base->pathname, 1), 2);
    bool drive = is_drive_letter(first) && first.p[1] == ':' &&
                 (base->pathname.n == 3 || base->pathname.p[3] == '/');
    if (!starts_with_drive_letter(s) && drive) {
        url_out_byte(&parser->out, '/');
        url_out_str(&parser->out, first);
    }
    return write_path(parser, s);
}

/* File and file slash states. */
static bool write_file(struct parser *parser, struct str s) {
    const struct url *base = parser->base;
    if (s.n > 0 && is_slash(parser, s.p[0])) {
        s = str_skip(s, 1);
        if (s.n > 0 && is_slash(parser, s.p[0]))
            return write_file_host(parser, str_skip(s, 1));
        return write_file_root(parser, s);
    }
    if (base != NULL && str_eq(base->protocol, STR("file:"))) {
        copy_authority(parser);
        return write_relative_path(parser, s);
    }
    empty_host(parser);
    return write_path(parser, s);
}

/* Opaque path state. */
static bool write_opaque(struct parser *parser, struct str s) {
    size_t n = path_length(s);
    parser->opaque = true;
    no_authority(parser);
    /* A space at the path's end would be lost when what follows is taken away. */
    bool space = n < s.n && n > 0 && s.p[n - 1] == ' ';
    url_out_encoded(&parser->out, str_take(s, space ? n - 1 : n), PERCENT_CONTROL);
    if (space)
        url_out_str(&parser->out, STR("%20"));
    write_tail(parser, str_skip(s, n));
    return true;
}

/* Scheme state: `s` is what follows the colon. */
static bool write_after_scheme(struct parser *parser, struct str s) {
    const struct url *base = parser->base;
    if (parser->file)
        return write_file(parser, s);
    if (parser->special) {
        struct str protocol = str_of(parser->out.p, parser->at.protocol_end);
        if (base != NULL && str_eq(base->protocol, protocol) && !str_starts(s, STR("//")))
            return write_relative(parser, s);
        return write_special_authority(parser, s);
    }
    if (str_starts(s, STR("//")))
        return write_authority(parser, str_skip(s, 2));
    if (str_starts(s, STR("/"))) {
        no_authority(parser);
        return write_path(parser, str_skip(s, 1));
    }
    return write_opaque(parser, s);
}

/* No scheme state. */
static bool write_without_scheme(struct parser *parser, struct str s) {
    const struct url *base = parser->base;
    if (base == NULL || (base->opaque_path && char_at(s, 0) != '#'))
        return false;
    if (!set_scheme(parser, str_take(base->protocol, base->protocol.n - 1)))
        return false;
    if (base->opaque_path) {
        parser->opaque = true;
        no_authority(parser);
        url_out_str(&parser->out, base->pathname);
        size_t path_end = parser->out.n;
        url_out_str(&parser->out, base_query(base));
        write_tail(parser, s);
        parser->at.path_end = parser->at.query = path_end;
        return true;
    }
    return parser->file ? write_file(parser, s) : write_relative(parser, s);
}

/* Length of the scheme that `s` starts with, SIZE_MAX when it starts with none. */
static size_t scheme_length(struct str s) {
    if (s.n == 0 || !ascii_is_alpha(s.p[0]))
        return SIZE_MAX;
    for (size_t i = 1; i < s.n; i++) {
        char c = s.p[i];
        if (c == ':')
            return i;
        if (!ascii_is_alnum(c) && c != '+' && c != '-' && c != '.')
            return SIZE_MAX;
    }
    return SIZE_MAX;
}

/* The input as the machine sees it --------------------------------------------------------------
 */

/* Without C0 controls and spaces at its ends, tabs and line ends inside, and ill-formed UTF-8. */
static bool clean_input(struct arena *arena, struct str *input) {
    struct str s = *input;
    while (s.n > 0 && (unsigned char)s.p[0] <= ' ')
        s = str_skip(s, 1);
    while (s.n > 0 && (unsigned char)s.p[s.n - 1] <= ' ')
        s.n--;
    *input = s;
    bool plain = true;
    for (size_t i = 0; i < s.n && plain; i++)
        plain = s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r' && (s.p[i] & 0x80) == 0;
    if (plain)
        return true;
    char *copy = s.n <= SIZE_MAX / 3 ? arena_alloc(arena, 3 * s.n) : NULL;
    if (copy == NULL)
        return false;
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (c != '\t' && c != '\n' && c != '\r')
            n += utf8_encode(c, copy + n);
    }
    *input = str_of(copy, n);
    return true;
}

static struct str part(struct str href, size_t from, size_t to) {
    return str_of(href.p + from, to - from);
}

/* A part with a sign before it: nothing but the sign counts as empty. */
static struct str signed_part(struct str href, size_t from, size_t to) {
    return part(href, from, to - from == 1 ? from : to);
}

static void set_parts(const struct parser *parser, struct str href, struct url *url) {
    const struct marks *at = &parser->at;
    *url = (struct url){
        .href = href,
        .protocol = part(href, 0, at->protocol_end),
        .username = part(href, at->username, at->username_end),
        .password = part(href, at->password, at->password_end),
        .host = part(href, at->host, at->port_end),
        .hostname = part(href, at->host, at->host_end),
        .port = part(href, at->port, at->port_end),
        .pathname = part(href, at->path, at->path_end),
        .search = signed_part(href, at->query, at->fragment),
        .hash = signed_part(href, at->fragment, href.n),
        .special = parser->special,
        .opaque_path = parser->opaque,
    };
}

enum { SCRATCH = 4096 };

enum status url_parse_from(struct arena *arena, struct str input, const struct url *base,
                           struct url *url, struct error *error) {
    char scratch[SCRATCH];
    struct parser parser = {.arena = arena, .base = base, .default_port = -1};
    if (!clean_input(arena, &input))
        return error_memory(error);
    size_t base_length = base != NULL ? base->href.n : 0;
    if (input.n > SIZE_MAX / 8 || base_length > SIZE_MAX / 8)
        return error_set(error, STATUS_LIMIT, "an address of %zu bytes", input.n);
    /* Encoding makes three bytes of one; the guard before a path adds two. */
    parser.out.room = 3 * input.n + base_length + URL_HOST_GROWTH;
    parser.out.p = parser.out.room <= SCRATCH ? scratch : arena_alloc(arena, parser.out.room);
    if (parser.out.p == NULL)
        return error_memory(error);
    size_t scheme = scheme_length(input);
    bool fine = scheme == SIZE_MAX ? write_without_scheme(&parser, input)
                                   : set_scheme(&parser, str_take(input, scheme)) &&
                                         write_after_scheme(&parser, str_skip(input, scheme + 1));
    if (arena_failed(arena))
        return error_memory(error);
    if (!fine || parser.out.full)
        return error_set(error, STATUS_INVALID, "not an address"); /* it may hold a password */
    struct str href = str_of(parser.out.p, parser.out.n);
    if (parser.out.p == scratch)
        href = arena_copy(arena, href);
    if (str_absent(href))
        return error_memory(error);
    set_parts(&parser, href, url);
    return STATUS_OK;
}

enum status url_parse(struct arena *arena, struct str input, struct str base, struct url *url,
                      struct error *error) {
    struct url parsed;
    if (str_absent(base))
        return url_parse_from(arena, input, NULL, url, error);
    enum status status = url_parse_from(arena, base, NULL, &parsed, error);
    return status == STATUS_OK ? url_parse_from(arena, input, &parsed, url, error) : status;
}
