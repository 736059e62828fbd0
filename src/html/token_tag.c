/* Tags: 13.2.5.6 to 13.2.5.8 and 13.2.5.32 to 13.2.5.40. */
#include "base/span.h"

#include "html/scan.h"

enum {
    NAME_END = HTML_BYTE_SPACE | HTML_BYTE_TAG_END,
    MEND_NAME = HTML_MEND_NUL | HTML_MEND_LOWER,
    MEND_VALUE = HTML_MEND_NUL | HTML_MEND_REFERENCES | HTML_MEND_ATTRIBUTE,
};

static void read_tag_name(struct html_tokenizer *t, struct html_token *token) {
    const char *p = t->input.p;
    size_t start = t->at, at = start;
    unsigned seen = 0, class;
    uint32_t hash = 0;
    for (; at < t->input.n && ((class = html_byte(p[at])) & NAME_END) == 0; at++) {
        seen |= class;
        hash = html_tag_hash(hash, (unsigned char)ascii_lower(p[at]));
    }
    t->at = at;
    token->name = html_mended(t, str_of(p + start, at - start), seen, MEND_NAME);
    token->tag = html_tag_lookup(token->name, hash);
    if (token->tag != HTML_TAG_OTHER)
        token->name = html_tag_name(token->tag);
}

/* The name at `at`, which may start with '='. */
static struct str read_attribute_name(struct html_tokenizer *t, uint32_t *hash) {
    const char *p = t->input.p;
    size_t start = t->at, at = start;
    unsigned seen = 0, class;
    uint32_t sum = 0;
    for (; at < t->input.n && ((class = html_byte(p[at])) & NAME_END) == 0; at++) {
        if (p[at] == '=' && at > start)
            break;
        seen |= class;
        sum = sum * 31 + (unsigned char)ascii_lower(p[at]);
    }
    t->at = at;
    struct str name = html_mended(t, str_of(p + start, at - start), seen, MEND_NAME);
    if ((seen & HTML_BYTE_NUL) != 0) { /* it may now be the same as one written with U+FFFD */
        sum = 0;
        for (size_t i = 0; i < name.n; i++)
            sum = sum * 31 + (unsigned char)name.p[i];
    }
    *hash = sum;
    return name;
}

/* Where the run from `at` on ends that a value is made of as it stands. */
static size_t value_end(struct str s, size_t at, char quote) {
    const unsigned stop = HTML_BYTE_AMPERSAND | HTML_BYTE_CR | HTML_BYTE_NUL;
    for (; s.n - at >= SPAN_WIDTH; at += SPAN_WIDTH) {
        span_bytes v = span_load(s.p + at);
        size_t k = span_first(
            (span_bytes)((v == (uint8_t)quote) | (v == '&') | (v == '\r') | (v == '\0')));
        if (k < SPAN_WIDTH)
            return at + k;
    }
    while (at < s.n && s.p[at] != quote && (html_byte(s.p[at]) & stop) == 0)
        at++;
    return at;
}

/* A value up to `quote`; the input may end before it. */
static struct str read_quoted(struct html_tokenizer *t, char quote) {
    const char *p = t->input.p;
    size_t start = ++t->at, at = start;
    unsigned seen = 0;
    for (;; at++) {
        at = value_end(t->input, at, quote);
        if (at == t->input.n || p[at] == quote)
            break;
        seen |= html_byte(p[at]);
    }
    t->at = at + (at < t->input.n);
    return html_mended(t, str_of(p + start, at - start), seen, MEND_VALUE);
}

static struct str read_unquoted(struct html_tokenizer *t) {
    const char *p = t->input.p;
    size_t start = t->at, at = start;
    unsigned seen = 0, class;
    for (; at < t->input.n && p[at] != '>' && ((class = html_byte(p[at])) & HTML_BYTE_SPACE) == 0;
         at++)
        seen |= class;
    t->at = at;
    return html_mended(t, str_of(p + start, at - start), seen, MEND_VALUE);
}

/* What stands behind an attribute's name. */
static struct str read_value(struct html_tokenizer *t) {
    html_skip_space(t);
    if (t->at >= t->input.n || t->input.p[t->at] != '=')
        return STR("");
    t->at++;
    html_skip_space(t);
    if (t->at >= t->input.n)
        return STR("");
    char byte = t->input.p[t->at];
    return byte == '"' || byte == '\'' ? read_quoted(t, byte) : read_unquoted(t);
}

/* The first of several attributes of a name counts. What the hashes do not part the names do. */
static bool is_known(const struct html_tokenizer *t, size_t count, struct str name, uint32_t hash) {
    for (size_t i = 0; i < count; i++)
        if (t->hashes[i] == hash && str_eq(t->attributes[i].name, name))
            return true;
    return false;
}

static void read_attribute(struct html_tokenizer *t, struct html_token *token) {
    uint32_t hash;
    struct str name = read_attribute_name(t, &hash);
    struct str value = read_value(t);
    size_t count = token->attribute_count;
    if (count == HTML_ATTRIBUTES_MOST || is_known(t, count, name, hash))
        return;
    t->attributes[count] = (struct html_attribute){name, value};
    t->hashes[count] = hash;
    token->attribute_count++;
}

bool html_read_tag(struct html_tokenizer *t, struct html_token *token) {
    bool end = t->input.p[t->at + 1] == '/';
    t->at += end ? 2 : 1;
    token->kind = end ? HTML_TOKEN_END : HTML_TOKEN_START;
    token->self_closing = false;
    token->attributes = t->attributes;
    token->attribute_count = 0;
    read_tag_name(t, token);
    for (;;) {
        html_skip_space(t);
        if (t->at >= t->input.n)
            return false;
        char byte = t->input.p[t->at];
        if (byte == '>')
            break;
        if (byte != '/') {
            read_attribute(t, token);
            continue;
        }
        t->at++;
        token->self_closing = t->at < t->input.n && t->input.p[t->at] == '>';
    }
    t->at++;
    if (!end)
        t->last_start = token->name;
    return true;
}
