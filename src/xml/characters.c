/* Characters and references: what stands in text, in values and in character data. */
#include "xml/inside.h"

#include "base/span.h"
#include "base/utf8.h"
#include "html/entity.h"

/* What may stand and stays as it is. Of the characters past ASCII only some behind 0xC2 (C1
 * controls) and 0xEF (noncharacters) do not. */
static bool is_plain(struct str s, size_t i, enum xml_where where) {
    unsigned char c = (unsigned char)s.p[i];
    if (c == '&')
        return where == XML_IN_CDATA;
    if (c == '\n' || c == '\t')
        return where != XML_IN_VALUE;
    if (c == 0xC2)
        return i + 1 >= s.n || (unsigned char)s.p[i + 1] > 0x9F;
    if (c == 0xEF)
        return i + 2 >= s.n || (unsigned char)s.p[i + 1] != 0xBF ||
               (unsigned char)s.p[i + 2] < 0xBE;
    return c >= 0x20;
}

/* Where the run from `at` on ends that stays as it is. */
static size_t plain_end(struct str s, size_t at, enum xml_where where) {
    for (;;) {
        for (; s.n - at >= SPAN_WIDTH; at += SPAN_WIDTH) {
            span_bytes v = span_load(s.p + at);
            size_t k = span_first(
                (span_bytes)(((v < 0x20) & (v != '\n')) | (v == '&') | (v == 0xC2) | (v == 0xEF)));
            if (where == XML_IN_VALUE) {
                size_t line = span_first((span_bytes)(v == '\n'));
                k = line < k ? line : k;
            }
            at += k;
            if (k < SPAN_WIDTH)
                break;
            at -= SPAN_WIDTH;
        }
        if (at >= s.n || !is_plain(s, at, where))
            return at;
        at++;
    }
}

static void add_character(struct buf *out, uint32_t c) {
    if (c >= 0x7F && c <= 0x9F) /* controls nobody means: windows-1252 that was mislabelled */
        c = html_entity_number(c);
    if ((c >= 0x20 || c == '\n' || c == '\t' || c == '\r') && c != 0xFFFE && c != 0xFFFF)
        utf8_add(out, c);
}

/* An entity that the document's own DTD defines. */
static bool add_entity(struct xml_reader *reader, struct str name) {
    for (size_t i = 0; i < reader->entity_count; i++) {
        if (!str_eq(reader->entities[i].name, name))
            continue;
        struct str value = reader->entities[i].value;
        if (reader->expanded + value.n <= XML_EXPANSION_MOST)
            for (size_t at = 0; at < value.n;)
                add_character(&reader->text, utf8_next(value, &at));
        reader->expanded += value.n;
        return true;
    }
    return false;
}

/* The five names that nearly all references are (XML 1.0, 4.6). */
static size_t add_predefined(struct xml_reader *reader, struct str s) {
    static const struct {
        struct str reference;
        char c;
    } known[] = {{STR_INIT("&lt;"), '<'},
                 {STR_INIT("&gt;"), '>'},
                 {STR_INIT("&amp;"), '&'},
                 {STR_INIT("&quot;"), '"'},
                 {STR_INIT("&apos;"), '\''}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct str reference = known[i].reference;
        if (s.n >= reference.n && s.p[1] == reference.p[1] && s.p[2] == reference.p[2] &&
            memcmp(s.p, reference.p, reference.n) == 0) {
            buf_add_byte(&reader->text, known[i].c);
            return reference.n;
        }
    }
    return 0;
}

/* As HTML 4 has it, whose names the DTD of RSS 0.91 defines; HTML's own table differs in two. */
static uint32_t named_character(struct str name) {
    return str_eq(name, STR("lang"))   ? 0x2329
           : str_eq(name, STR("rang")) ? 0x232A
                                       : html_entity_named(name);
}

/* The reference at s[0] = '&'; returns the bytes it takes. */
static size_t add_reference(struct xml_reader *reader, struct str s) {
    uint32_t character = 0;
    size_t used = reader->entity_count == 0 ? add_predefined(reader, s) : 0;
    if (used > 0)
        return used;
    if (s.n > 1 && s.p[1] == '#' && (used = html_entity_numeric(s, &character)) > 0) {
        if (s.p[used - 1] != ';')
            xml_repair(reader, (size_t)(s.p - reader->s.p), "a reference without ';'");
        add_character(&reader->text, character);
        return used;
    }
    size_t end = 1;
    while (end < s.n && end <= 64 &&
           (ascii_is_alnum(s.p[end]) || s.p[end] == '_' || s.p[end] == '-' || s.p[end] == '.'))
        end++;
    bool named = end > 1 && end < s.n && s.p[end] == ';';
    struct str name = str_of(s.p + 1, end - 1);
    if (named && add_entity(reader, name))
        return end + 1;
    character = named ? named_character(name) : 0;
    if (character != 0) {
        add_character(&reader->text, character);
        return end + 1;
    }
    xml_repair(reader, (size_t)(s.p - reader->s.p), "'&' that begins no reference");
    buf_add_byte(&reader->text, '&');
    return 1;
}

/* A character that does not stay as it is; returns the bytes it takes. */
static size_t add_odd(struct xml_reader *reader, struct str s, enum xml_where where) {
    size_t used = 0;
    uint32_t c = utf8_next(s, &used);
    if (c == '\r') { /* XML 1.0, 2.11 */
        if (used < s.n && s.p[used] == '\n')
            used++;
        c = '\n';
    }
    if (where == XML_IN_VALUE && (c == '\n' || c == '\t')) /* XML 1.0, 3.3.3 */
        c = ' ';
    add_character(&reader->text, c);
    return used;
}

struct str xml_characters(struct xml_reader *reader, struct str raw, enum xml_where where,
                          bool *lasting) {
    size_t end = plain_end(raw, 0, where);
    *lasting = end == raw.n;
    if (*lasting)
        return raw;
    buf_clear(&reader->text);
    (void)buf_reserve(&reader->text, raw.n);
    for (size_t at = 0;;) {
        buf_add(&reader->text, str_of(raw.p + at, end - at));
        if (end >= raw.n)
            break;
        struct str rest = str_skip(raw, end);
        at = end + (rest.p[0] == '&' ? add_reference(reader, rest) : add_odd(reader, rest, where));
        end = plain_end(raw, at, where);
    }
    return buf_str(&reader->text);
}
