#include "publish/xml.h"

#include "base/utf8.h"

static struct str reference_of(char c) {
    switch (c) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '"':
        return STR("&quot;");
    case '\'':
        return STR("&#39;");
    case '\r':
        return STR("&#13;");
    default:
        return STR_NONE;
    }
}

static bool allowed(uint32_t character) {
    return character >= 0x20 ? character != 0xFFFE && character != 0xFFFF
                             : character == '\t' || character == '\n' || character == '\r';
}

/* Most characters stand for themselves. */
static bool is_plain(char c) {
    unsigned char byte = (unsigned char)c;
    return byte >= '(' ? byte < 0x80 && byte != '<' && byte != '>'
                       : byte >= ' ' && byte != '"' && byte != '&' && byte != '\'';
}

void xml_text(struct buf *out, struct str text) {
    size_t at = 0, from = 0;
    while (at < text.n) {
        if (is_plain(text.p[at])) {
            at++;
            continue;
        }
        size_t here = at;
        struct str reference = reference_of(text.p[at]);
        uint32_t character = utf8_next(text, &at);
        if (str_absent(reference) && allowed(character) && character != UTF8_REPLACEMENT)
            continue;
        buf_add(out, str_of(text.p + from, here - from));
        if (!str_absent(reference))
            buf_add(out, reference);
        else
            utf8_add(out, UTF8_REPLACEMENT);
        from = at;
    }
    buf_add(out, str_skip(text, from));
}

static void add_tag(struct buf *out, const char *begin, const char *name, const char *end) {
    buf_add_cstr(out, begin);
    buf_add_cstr(out, name);
    buf_add_cstr(out, end);
}

void xml_element(struct buf *out, size_t indent, const char *name, struct str text) {
    if (str_absent(text))
        return;
    buf_add_repeat(out, ' ', indent);
    add_tag(out, "<", name, ">");
    xml_text(out, text);
    add_tag(out, "</", name, ">\n");
}
