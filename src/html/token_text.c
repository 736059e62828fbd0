/* Text that no markup but one end tag ends: 13.2.5.2 to 13.2.5.5, 13.2.5.9 to 13.2.5.31 and
 * 13.2.5.69. */
#include "html/scan.h"

/* Whether `name` stands at `at`, case aside, with something behind that ends a tag's name. */
static bool names(struct str input, size_t at, struct str name) {
    return name.n > 0 && at < input.n && name.n < input.n - at &&
           str_eq_case(str_of(input.p + at, name.n), name) &&
           (html_byte(input.p[at + name.n]) & (HTML_BYTE_SPACE | HTML_BYTE_TAG_END)) != 0;
}

static bool is_end_tag(const struct html_tokenizer *t, size_t at) {
    return at + 1 < t->input.n && t->input.p[at + 1] == '/' &&
           names(t->input, at + 2, t->last_start);
}

/* Where the text that starts at `at` meets its end tag, or the end. */
static size_t find_end_tag(const struct html_tokenizer *t, size_t at) {
    while (at < t->input.n) {
        const char *less = memchr(t->input.p + at, '<', t->input.n - at);
        if (less == NULL)
            return t->input.n;
        at = (size_t)(less - t->input.p);
        if (is_end_tag(t, at))
            return at;
        at++;
    }
    return at;
}

/* How deep in "<!--" a script is: 13.2.5.15 to 13.2.5.31. */
enum depth { PLAIN, ESCAPED, DOUBLE_ESCAPED };

/* The end of a script's text. "<!--" hides nothing but, within it, "<script" hides the next
 * "</script". */
static size_t find_script_end(const struct html_tokenizer *t, size_t at) {
    struct str input = t->input;
    enum depth depth = PLAIN;
    size_t dashes = 0;
    for (; at < input.n; at++) {
        if (depth == PLAIN) { /* dashes count behind "<!--" only */
            size_t less = str_find_byte(str_skip(input, at), '<');
            if (less == SIZE_MAX)
                return input.n;
            at += less;
        }
        char byte = input.p[at];
        if (byte == '-') {
            dashes++;
        } else if (byte == '>') {
            if (dashes >= 2)
                depth = PLAIN;
            dashes = 0;
        } else {
            dashes = 0;
        }
        if (byte != '<')
            continue;
        if (depth != DOUBLE_ESCAPED && is_end_tag(t, at))
            return at;
        if (depth == PLAIN && str_starts(str_skip(input, at), STR("<!--"))) {
            depth = ESCAPED;
            dashes = 2;
            at += 3;
        } else if (depth == ESCAPED && names(input, at + 1, STR("script"))) {
            depth = DOUBLE_ESCAPED;
        } else if (depth == DOUBLE_ESCAPED && at + 1 < input.n && input.p[at + 1] == '/' &&
                   names(input, at + 2, STR("script"))) {
            depth = ESCAPED;
        }
    }
    return at;
}

/* CDATA keeps its NULs: the tree builder replaces them. */
static bool read_cdata(struct html_tokenizer *t, struct html_token *token) {
    struct str rest = str_skip(t->input, t->at);
    size_t end = str_find(rest, STR("]]>"));
    struct str text = str_take(rest, end);
    t->at = end == SIZE_MAX ? t->input.n : t->at + end + 3;
    t->content = HTML_CONTENT_DATA;
    token->kind = HTML_TOKEN_TEXT;
    token->nul = str_find_byte(text, '\0') != SIZE_MAX;
    token->text = html_mended_all(t, text, 0);
    return text.n > 0;
}

bool html_read_text(struct html_tokenizer *t, struct html_token *token) {
    enum html_content content = t->content;
    size_t start = t->at, end = t->input.n;
    if (content == HTML_CONTENT_CDATA)
        return read_cdata(t, token);
    if (content == HTML_CONTENT_SCRIPT)
        end = find_script_end(t, start);
    else if (content != HTML_CONTENT_PLAINTEXT)
        end = find_end_tag(t, start);
    t->at = end;
    t->content = HTML_CONTENT_DATA; /* the end tag is next, or nothing is */
    token->kind = HTML_TOKEN_TEXT;
    token->nul = false;
    token->text = html_mended_all(
        t, str_of(t->input.p + start, end - start),
        HTML_MEND_NUL | (content == HTML_CONTENT_RCDATA ? (unsigned)HTML_MEND_REFERENCES : 0));
    return end > start;
}
