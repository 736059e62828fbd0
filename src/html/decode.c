#include "html/decode.h"

#include "base/utf8.h"
#include "html/encoding.h"
#include "html/sniff.h"
#include <errno.h>
#include <iconv.h>

/* How far into a document an XML declaration is looked for. */
enum { DECLARATION_WITHIN = 1024 };

static const struct html_encoding utf32le = {"UTF-32LE", "UTF-32LE", NULL};
static const struct html_encoding utf32be = {"UTF-32BE", "UTF-32BE", NULL};

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

static const struct html_encoding *from_xml_declaration(struct str head) {
    if (!str_starts(head, STR("<?xml")))
        return NULL;
    struct str declaration = str_take(head, str_find(head, STR("?>")));
    const struct html_encoding *encoding =
        html_encoding_find(value_of(declaration, STR("encoding")));
    /* A declaration that could be read byte by byte cannot be of UTF-16. */
    if (encoding != NULL && strncmp(encoding->name, "UTF-16", 6) == 0)
        return html_encoding_find(STR("utf-8"));
    return encoding;
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

/* A byte a character: those from 0x80 by a table, or 0xF780 on for x-user-defined. */
static void decode_bytes(const uint16_t *table, struct str s, struct buf *out) {
    for (size_t i = 0; i < s.n;) {
        size_t start = i;
        while (i < s.n && (unsigned char)s.p[i] < 0x80 && s.p[i] != '\0')
            i++;
        buf_add(out, str_of(s.p + start, i - start));
        for (; i < s.n && ((unsigned char)s.p[i] >= 0x80 || s.p[i] == '\0'); i++) {
            unsigned high = (unsigned char)s.p[i] & 0x7FU;
            if (s.p[i] != '\0')
                utf8_add(out, table != NULL ? table[high] : 0xF780 + high);
        }
    }
}

/* How many bytes the character U+FFFD stands for where iconv stopped, by the Encoding Standard: a
 * lead byte with the byte behind it, unless that is ASCII. UTF-16 and UTF-32: a unit. */
static size_t ill_formed(const struct html_encoding *encoding, const char *in, size_t left) {
    bool pair = left > 1 && (unsigned char)in[0] > 0x80 && (unsigned char)in[0] < 0xFF &&
                (unsigned char)in[1] >= 0x80;
    size_t n = 1;
    if (strncmp(encoding->name, "UTF-32", 6) == 0)
        n = 4;
    else if (strncmp(encoding->name, "UTF-16", 6) == 0 || pair)
        n = 2;
    return n < left ? n : left;
}

/* What iconv does not know and the standard does; 0: it is ill-formed there, too. */
static uint32_t otherwise(const struct html_encoding *encoding, const char *in) {
    bool chinese = strncmp(encoding->name, "GB", 2) == 0;
    bool japanese = strcmp(encoding->name, "Shift_JIS") == 0;
    if ((unsigned char)in[0] != 0x80)
        return 0;
    return chinese ? 0x20AC : japanese ? 0x80 : 0;
}

/* Appends what was converted, without NULs. */
static void add_converted(struct str s, struct buf *out) {
    while (s.n > 0) {
        size_t n = str_find_byte(s, '\0');
        buf_add(out, str_take(s, n));
        s = str_skip(s, n < s.n ? n + 1 : n);
    }
}

static enum status convert(iconv_t converter, const struct html_encoding *encoding, struct str s,
                           struct buf *out) {
    char *in = (char *)(uintptr_t)s.p;
    size_t left = s.n;
    while (left > 0 && out->status == STATUS_OK) {
        char chunk[8192];
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t result = iconv(converter, &in, &left, &to, &room);
        int why = result == (size_t)-1 ? errno : 0;
        add_converted(str_of(chunk, (size_t)(to - chunk)), out);
        if (why == EILSEQ || why == EINVAL) {
            uint32_t character = otherwise(encoding, in);
            size_t step = character != 0 ? 1 : ill_formed(encoding, in, left);
            utf8_add(out, character != 0 ? character : UTF8_REPLACEMENT);
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
        decode_bytes(html_bytes_windows_1252, s, out);
    else
        convert(converter, encoding, s, out);
    if (converter != (iconv_t)-1)
        iconv_close(converter);
    return buf_check(out, error);
}

/* *valid: the bytes proved to be UTF-8 on the way. */
static const struct html_encoding *find_encoding(struct str bytes, struct str content_type,
                                                 bool *valid) {
    const struct html_encoding *found = html_encoding_find(value_of(content_type, STR("charset")));
    if (found == NULL)
        found = from_xml_declaration(str_trim(str_take(bytes, DECLARATION_WITHIN)));
    if (found == NULL)
        found = html_sniff_meta(bytes);
    if (found != NULL)
        return found;
    /* ISO-2022-JP is ASCII to look at, but for its escapes. */
    *valid = utf8_valid(bytes, NULL);
    bool escapes =
        str_find_byte(bytes, '\x1B') != SIZE_MAX && str_find(bytes, STR("\x1B$B")) != SIZE_MAX;
    return *valid && !escapes ? html_encoding_find(STR("utf-8")) : html_sniff_bytes(bytes);
}

/* The encoding; *bytes is moved behind its mark. */
static const struct html_encoding *take_encoding(struct str *bytes, struct str content_type,
                                                 bool *valid) {
    size_t mark = 0;
    const struct html_encoding *found = from_mark(*bytes, &mark);
    *bytes = str_skip(*bytes, mark);
    *valid = false;
    return found != NULL ? found : find_encoding(*bytes, content_type, valid);
}

static enum status decode_from(const struct html_encoding *found, struct str bytes, struct buf *out,
                               struct error *error) {
    if (found->iconv != NULL)
        return decode_by_iconv(found, bytes, out, error);
    if (strcmp(found->name, "UTF-8") == 0)
        decode_utf8(bytes, out);
    else if (strcmp(found->name, "replacement") == 0)
        utf8_add(out, UTF8_REPLACEMENT);
    else
        decode_bytes(found->bytes, bytes, out);
    return buf_check(out, error);
}

enum status html_decode(struct str bytes, struct str content_type, struct buf *out,
                        const char **encoding, struct error *error) {
    bool valid;
    const struct html_encoding *found = take_encoding(&bytes, content_type, &valid);
    if (encoding != NULL)
        *encoding = found->name;
    return decode_from(found, bytes, out, error);
}

enum status html_decode_view(struct str bytes, struct str content_type, struct buf *holder,
                             struct str *text, struct error *error) {
    bool valid;
    const struct html_encoding *found = take_encoding(&bytes, content_type, &valid);
    *text = bytes;
    if (strcmp(found->name, "UTF-8") == 0 && (valid || utf8_valid(bytes, NULL)))
        return STATUS_OK;
    enum status status = decode_from(found, bytes, holder, error);
    *text = buf_str(holder);
    return status;
}
