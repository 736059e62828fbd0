#include "html/decode.h"

#include "base/utf8.h"
#include "html/encoding.h"
#include "html/entity.h"
#include <errno.h>
#include <iconv.h>

/* How far into a document its own declaration is looked for (HTML Standard, 13.2.3.2). */
enum { DECLARATION_WITHIN = 1024 };

static const struct html_encoding utf32le = {"UTF-32LE", "UTF-32LE"};
static const struct html_encoding utf32be = {"UTF-32BE", "UTF-32BE"};

/* The value behind `name`, '=' and perhaps a quote: "charset=utf-8; x" gives utf-8.
 */
static struct str value_of(struct str s, struct str name) {
    for (;;) {
        size_t at = str_find_case(s, name);
        if (at == SIZE_MAX)
            return STR_NONE;
        s = str_skip(s, at + name.n);
        struct str rest = s;
        while (rest.n > 0 && ascii_is_space(rest.p[0]))
            rest = str_skip(rest, 1);
        if (rest.n == 0 || rest.p[0] != '=')
            continue;
        rest = str_skip(rest, 1);
        while (rest.n > 0 && ascii_is_space(rest.p[0]))
            rest = str_skip(rest, 1);
        if (rest.n > 0 && (rest.p[0] == '"' || rest.p[0] == '\''))
            return str_take(str_skip(rest, 1), str_find_byte(str_skip(rest, 1), rest.p[0]));
        size_t n = 0;
        while (n < rest.n && !ascii_is_space(rest.p[n]) && memchr(";,\"'>/?", rest.p[n], 7) == NULL)
            n++;
        return str_take(rest, n);
    }
}

/* A declaration that could be read byte by byte cannot be of UTF-16. */
static const struct html_encoding *not_wide(const struct html_encoding *encoding) {
    if (encoding != NULL && strncmp(encoding->name, "UTF-16", 6) == 0)
        return html_encoding_find(STR("utf-8"));
    if (encoding != NULL && strcmp(encoding->name, "x-user-defined") == 0)
        return html_encoding_find(STR("windows-1252"));
    return encoding;
}

static const struct html_encoding *from_xml_declaration(struct str head) {
    if (!str_starts(head, STR("<?xml")))
        return NULL;
    struct str declaration = str_take(head, str_find(head, STR("?>")));
    return not_wide(html_encoding_find(value_of(declaration, STR("encoding"))));
}

/* The first <meta> outside comments that names a charset. */
static const struct html_encoding *from_meta(struct str head) {
    while (head.n > 0) {
        head = str_skip(head, str_find_byte(head, '<'));
        if (str_starts(head, STR("<!--"))) {
            size_t end = str_find(head, STR("-->"));
            head = str_skip(head, end == SIZE_MAX ? head.n : end);
            continue;
        }
        if (!str_starts_case(head, STR("<meta")) || head.n < 6 ||
            !(ascii_is_space(head.p[5]) || head.p[5] == '/')) {
            head = str_skip(head, 1);
            continue;
        }
        struct str tag = str_take(head, str_find_byte(head, '>'));
        const struct html_encoding *encoding = html_encoding_find(value_of(tag, STR("charset")));
        if (encoding != NULL)
            return not_wide(encoding);
        head = str_skip(head, 5);
    }
    return NULL;
}

/* By the mark at the start, whose length goes into *skip. */
static const struct html_encoding *from_mark(struct str s, size_t *skip) {
    static const struct {
        struct str bytes;
        size_t skip;
        const char *label;
    } marks[] = {
        {STR_INIT("\xEF\xBB\xBF"), 3, "utf-8"},
        {STR_INIT("\xFE\xFF"), 2, "utf-16be"},
        {STR_INIT("\xFF\xFE"), 2, "utf-16le"},
        /* XML 1.0, appendix F: a declaration in UTF-16 without a mark. */
        {STR_INIT("\0<\0?"), 0, "utf-16be"},
        {STR_INIT("<\0?\0"), 0, "utf-16le"},
    };
    *skip = 4;
    if (str_starts(s, STR("\xFF\xFE\0\0")))
        return &utf32le;
    if (str_starts(s, STR("\0\0\xFE\xFF")))
        return &utf32be;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        *skip = marks[i].skip;
        if (str_starts(s, marks[i].bytes))
            return html_encoding_find(str_from(marks[i].label));
    }
    *skip = 0;
    return NULL;
}

/* UTF-8 as UTF-8: runs that are fine are copied, the rest is replaced. */
static void decode_utf8(struct str s, struct buf *out) {
    while (s.n > 0) {
        size_t good = s.n;
        if (utf8_valid(s, &good))
            good = s.n;
        buf_add(out, str_take(s, good));
        s = str_skip(s, good);
        /* Bad bytes come in heaps when they come at all: stay with them till the next ASCII. */
        size_t at = 0;
        while (at < s.n && ((unsigned char)s.p[at] >= 0x80 || s.p[at] == '\0')) {
            uint32_t character = utf8_next(s, &at);
            if (character != 0)
                utf8_add(out, character);
        }
        s = str_skip(s, at);
    }
}

static void decode_windows_1252(struct str s, struct buf *out) {
    for (size_t i = 0; i < s.n;) {
        size_t start = i;
        while (i < s.n && (unsigned char)s.p[i] < 0x80 && s.p[i] != '\0')
            i++;
        buf_add(out, str_of(s.p + start, i - start));
        if (i < s.n && s.p[i] != '\0')
            utf8_add(out, html_entity_number((unsigned char)s.p[i]));
        i += i < s.n;
    }
}

/* How many bytes to skip after iconv refused what it met: one; in UTF-16 and UTF-32 one unit. */
static size_t unit_of(const struct html_encoding *encoding) {
    return strncmp(encoding->name, "UTF-32", 6) == 0   ? 4
           : strncmp(encoding->name, "UTF-16", 6) == 0 ? 2
                                                       : 1;
}

static enum status convert(iconv_t converter, const struct html_encoding *encoding, struct str s,
                           struct buf *out) {
    char *in = (char *)(uintptr_t)s.p;
    size_t left = s.n, unit = unit_of(encoding);
    while (left > 0 && out->status == STATUS_OK) {
        char chunk[8192];
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t result = iconv(converter, &in, &left, &to, &room);
        int why = result == (size_t)-1 ? errno : 0;
        for (char *p = chunk; p < to;) { /* what was converted, without NULs */
            size_t n = strnlen(p, (size_t)(to - p));
            buf_add(out, str_of(p, n));
            p += n + 1;
        }
        if (why == EILSEQ || why == EINVAL) {
            utf8_add(out, UTF8_REPLACEMENT);
            size_t step = unit < left ? unit : left;
            in += step;
            left -= step;
        }
    }
    return out->status;
}

static enum status decode_by_iconv(const struct html_encoding *encoding, struct str s,
                                   struct buf *out, struct error *error) {
    iconv_t converter = iconv_open("UTF-8", encoding->iconv);
    if (converter == (iconv_t)-1 && errno == ENOMEM)
        return error_memory(error);
    if (converter == (iconv_t)-1) /* this system has no such table: better a guess than nothing */
        decode_windows_1252(s, out);
    else
        convert(converter, encoding, s, out);
    if (converter != (iconv_t)-1)
        iconv_close(converter);
    return buf_check(out, error);
}

enum status html_decode(struct str bytes, struct str content_type, struct buf *out,
                        const char **encoding, struct error *error) {
    size_t mark = 0;
    const struct html_encoding *found = from_mark(bytes, &mark);
    bytes = str_skip(bytes, mark);
    struct str head = str_take(bytes, DECLARATION_WITHIN);
    if (found == NULL)
        found = html_encoding_find(value_of(content_type, STR("charset")));
    if (found == NULL)
        found = from_xml_declaration(str_trim(head));
    if (found == NULL)
        found = from_meta(head);
    if (found == NULL)
        found = html_encoding_find(utf8_valid(bytes, NULL) ? STR("utf-8") : STR("windows-1252"));
    if (encoding != NULL)
        *encoding = found->name;
    if (found->iconv != NULL)
        return decode_by_iconv(found, bytes, out, error);
    if (strcmp(found->name, "UTF-8") == 0)
        decode_utf8(bytes, out);
    else if (strcmp(found->name, "replacement") == 0)
        utf8_add(out, UTF8_REPLACEMENT);
    else
        decode_windows_1252(bytes, out);
    return buf_check(out, error);
}
