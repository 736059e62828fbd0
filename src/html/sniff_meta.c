#include "html/sniff.h"

#include "base/span.h"

#include "html/tag.h"

enum { PRESCAN = 1024 };

struct scan {
    struct str s;
    size_t at;
    bool skip_text; /* what is raw text to a parser is no markup */
};

/* A name or value as the standard's prescan reads it; case is left to who compares. */
struct found {
    struct str name, value;
};

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static void skip_space(struct scan *scan) {
    while (scan->at < scan->s.n && is_space(scan->s.p[scan->at]))
        scan->at++;
}

/* "Get an attribute", its value. False when the bytes end. */
static bool read_value(struct scan *scan, struct found *found) {
    struct str s = scan->s;
    skip_space(scan);
    if (scan->at >= s.n)
        return false;
    char quote = s.p[scan->at];
    if (quote == '"' || quote == '\'') {
        size_t n = str_find_byte(str_skip(s, scan->at + 1), quote);
        if (n == SIZE_MAX)
            return false;
        found->value = str_of(s.p + scan->at + 1, n);
        scan->at += n + 2;
        return true;
    }
    size_t start = scan->at;
    while (scan->at < s.n && !is_space(s.p[scan->at]) && s.p[scan->at] != '>')
        scan->at++;
    found->value = str_of(s.p + start, scan->at - start);
    return scan->at < s.n;
}

/* "Get an attribute". False at '>' and when the bytes end. */
static bool read_attribute(struct scan *scan, struct found *found) {
    struct str s = scan->s;
    while (scan->at < s.n && (is_space(s.p[scan->at]) || s.p[scan->at] == '/'))
        scan->at++;
    if (scan->at >= s.n || s.p[scan->at] == '>')
        return false;
    size_t start = scan->at;
    for (; scan->at < s.n; scan->at++) {
        char c = s.p[scan->at];
        if (is_space(c) || c == '/' || c == '>' || (c == '=' && scan->at > start))
            break;
    }
    *found = (struct found){str_of(s.p + start, scan->at - start), STR("")};
    skip_space(scan);
    if (scan->at >= s.n)
        return false;
    if (s.p[scan->at] != '=')
        return true;
    scan->at++;
    if (read_value(scan, found))
        return true;
    scan->at = s.n;
    return false;
}

/* "Extracting a character encoding from a meta element", of "text/html; charset=x". */
static struct str charset_of(struct str s) {
    for (;;) {
        size_t at = str_find_case(s, STR("charset"));
        if (at == SIZE_MAX)
            return STR_NONE;
        s = str_skip(s, at + 7);
        struct scan scan = {.s = s};
        skip_space(&scan);
        if (scan.at >= s.n || s.p[scan.at] != '=')
            continue;
        scan.at++;
        skip_space(&scan);
        struct str rest = str_skip(s, scan.at);
        if (rest.n > 0 && (rest.p[0] == '"' || rest.p[0] == '\'')) {
            size_t n = str_find_byte(str_skip(rest, 1), rest.p[0]);
            return n == SIZE_MAX ? STR_NONE : str_of(rest.p + 1, n);
        }
        size_t n = 0;
        while (n < rest.n && !is_space(rest.p[n]) && rest.p[n] != ';')
            n++;
        return str_take(rest, n);
    }
}

/* A declaration that could be read byte by byte cannot be of UTF-16. */
static const struct html_encoding *readable(const struct html_encoding *encoding) {
    if (encoding != NULL && strncmp(encoding->name, "UTF-16", 6) == 0)
        return html_encoding_find(STR("utf-8"));
    if (encoding != NULL && strcmp(encoding->name, "x-user-defined") == 0)
        return html_encoding_find(STR("windows-1252"));
    return encoding;
}

/* Stands behind "<meta". */
static const struct html_encoding *read_meta(struct scan *scan) {
    bool pragma = false, need_pragma = false, declared = false;
    bool seen_pragma = false, seen_content = false, seen_charset = false;
    const struct html_encoding *encoding = NULL;
    struct found found;
    while (read_attribute(scan, &found)) {
        if (str_eq_case(found.name, STR("http-equiv")) && !seen_pragma) {
            seen_pragma = true;
            pragma = str_eq_case(found.value, STR("content-type"));
        } else if (str_eq_case(found.name, STR("content")) && !seen_content) {
            seen_content = true;
            const struct html_encoding *named = html_encoding_find(charset_of(found.value));
            if (named != NULL && encoding == NULL && !seen_charset) {
                encoding = named;
                need_pragma = declared = true;
            }
        } else if (str_eq_case(found.name, STR("charset")) && !seen_charset) {
            seen_charset = declared = true;
            need_pragma = false;
            encoding = html_encoding_find(found.value);
        }
    }
    bool ended = scan->at >= scan->s.n;
    return ended || !declared || (need_pragma && !pragma) ? NULL : readable(encoding);
}

/* Behind the end of a comment whose '<' is at `at`; its dashes may be those of its beginning. */
static void skip_comment(struct scan *scan) {
    size_t n = str_find(str_skip(scan->s, scan->at + 2), STR("-->"));
    scan->at = n == SIZE_MAX ? scan->s.n : scan->at + 2 + n + 3;
}

static void skip_raw_text(struct scan *scan, struct str name) {
    char end[20] = "</";
    enum html_tag tag = HTML_TAG_OTHER;
    if (name.n < sizeof end - 2) {
        for (size_t i = 0; i < name.n; i++)
            end[i + 2] = ascii_lower(name.p[i]);
        tag = html_tag_find(str_of(end + 2, name.n));
    }
    if ((html_tag_traits[tag] & (HTML_TEXT_ONLY | HTML_RAW)) == 0)
        return;
    size_t n = str_find_case(str_skip(scan->s, scan->at), str_of(end, name.n + 2));
    scan->at = n == SIZE_MAX ? scan->s.n : scan->at + n;
}

/* A tag: '<' is at `at`, a letter behind it or behind its '/'. */
static void skip_tag(struct scan *scan) {
    struct found found;
    bool end = scan->s.p[scan->at + 1] == '/';
    scan->at += end ? 2 : 1;
    size_t start = scan->at;
    while (scan->at < scan->s.n && !is_space(scan->s.p[scan->at]) && scan->s.p[scan->at] != '>')
        scan->at++;
    struct str name = str_of(scan->s.p + start, scan->at - start);
    while (read_attribute(scan, &found))
        continue;
    if (!end && scan->skip_text)
        skip_raw_text(scan, name);
}

/* Where "<meta" stands next, from `at` on. */
static size_t next_meta(struct str s, size_t at) {
    for (; at < s.n; at++) {
        for (size_t k = SPAN_WIDTH; k == SPAN_WIDTH && s.n - at > SPAN_WIDTH; at += k) {
            span_bytes v = span_load(s.p + at), behind = span_load(s.p + at + 1);
            k = span_first((span_bytes)((v == '<') & ((behind == 'm') | (behind == 'M'))));
        }
        if (str_starts_case(str_skip(s, at), STR("<meta")))
            return at;
    }
    return SIZE_MAX;
}

static const struct html_encoding *prescan(struct str bytes, bool skip_text) {
    struct scan scan = {.s = bytes, .skip_text = skip_text};
    for (size_t meta = 0; scan.at < bytes.n;) {
        struct str rest = str_skip(bytes, scan.at);
        size_t less = str_find_byte(rest, '<');
        if (less == SIZE_MAX)
            return NULL;
        scan.at += less;
        /* Most bodies have none: then there is nothing to look for. */
        if (meta <= scan.at && (meta = next_meta(bytes, scan.at)) == SIZE_MAX)
            return NULL;
        rest = str_skip(bytes, scan.at);
        char next = rest.n > 1 ? rest.p[1] : '\0', third = rest.n > 2 ? rest.p[2] : '\0';
        if (str_starts(rest, STR("<!--"))) {
            skip_comment(&scan);
        } else if (str_starts_case(rest, STR("<meta")) && rest.n > 5 &&
                   (is_space(rest.p[5]) || rest.p[5] == '/')) {
            scan.at += 5;
            const struct html_encoding *encoding = read_meta(&scan);
            if (encoding != NULL)
                return encoding;
        } else if (ascii_is_alpha(next) || (next == '/' && ascii_is_alpha(third))) {
            skip_tag(&scan);
        } else if (next == '!' || next == '/' || next == '?') {
            size_t n = str_find_byte(rest, '>');
            scan.at = n == SIZE_MAX ? bytes.n : scan.at + n;
        } else {
            scan.at++;
        }
    }
    return NULL;
}

const struct html_encoding *html_sniff_meta(struct str bytes) {
    const struct html_encoding *encoding = prescan(str_take(bytes, PRESCAN), false);
    return encoding != NULL || bytes.n <= PRESCAN ? encoding : prescan(bytes, true);
}
