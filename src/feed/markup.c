#include "feed/markup.h"

void feed_markup_text(struct buf *out, struct str text) {
    size_t start = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *instead = text.p[i] == '&'   ? "&amp;"
                              : text.p[i] == '<' ? "&lt;"
                              : text.p[i] == '"' ? "&quot;"
                                                 : NULL;
        if (instead == NULL)
            continue;
        buf_add(out, str_of(text.p + start, i - start));
        buf_add_cstr(out, instead);
        start = i + 1;
    }
    buf_add(out, str_skip(text, start));
}

/* Element names of HTML are ASCII letters and digits; a parser would read others as text. */
static bool is_html_name(struct str name) {
    if (name.n == 0 || !ascii_is_alpha(name.p[0]))
        return false;
    for (size_t i = 1; i < name.n; i++)
        if (!ascii_is_alnum(name.p[i]) && name.p[i] != '-')
            return false;
    return true;
}

void feed_markup_start(struct buf *out, struct str name) {
    buf_add_byte(out, '<');
    buf_add(out, is_html_name(name) ? name : STR("span"));
    buf_add_byte(out, '>');
}

void feed_markup_attribute(struct buf *out, struct str name, struct str value) {
    if (!is_html_name(name) || out->n == 0)
        return;
    buf_truncate(out, out->n - 1); /* the '>' */
    buf_add_byte(out, ' ');
    buf_add(out, name);
    BUF_ADD(out, "=\"");
    feed_markup_text(out, value);
    BUF_ADD(out, "\">");
}

void feed_markup_end(struct buf *out, struct str name) {
    static const struct str empty[] = {STR_INIT("br"),   STR_INIT("img"),    STR_INIT("hr"),
                                       STR_INIT("wbr"),  STR_INIT("source"), STR_INIT("input"),
                                       STR_INIT("meta"), STR_INIT("link"),   STR_INIT("embed")};
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++)
        if (str_eq_case(name, empty[i]))
            return;
    BUF_ADD(out, "</");
    buf_add(out, is_html_name(name) ? name : STR("span"));
    buf_add_byte(out, '>');
}

bool feed_markup_is_link(struct str name) {
    return str_eq(name, STR("href")) || str_eq(name, STR("src"));
}

static int base64_digit(char c) {
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : ascii_is_digit(c)    ? c - '0' + 52
           : c == '+'             ? 62
           : c == '/'             ? 63
                                  : -1;
}

bool feed_base64(struct str text, struct buf *out) {
    size_t mark = out->n;
    uint32_t bits = 0;
    unsigned count = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (ascii_is_space(text.p[i]))
            continue;
        if (text.p[i] == '=')
            break;
        int digit = base64_digit(text.p[i]);
        if (digit < 0) {
            buf_truncate(out, mark);
            return false;
        }
        bits = bits << 6 | (uint32_t)digit;
        if (++count % 4 != 1)
            buf_add_byte(out, (char)(bits >> (6 - 2 * ((count - 1) % 4)) & 0xFF));
    }
    return true;
}
