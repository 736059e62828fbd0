/* Comments, doctypes and what is taken for a comment: 13.2.5.41 to 13.2.5.68. */
#include "html/scan.h"

/* Takes what is up to `end`, and moves `behind` bytes past it. */
static void give_comment(struct html_tokenizer *t, struct html_token *token, size_t end,
                         size_t behind) {
    token->kind = HTML_TOKEN_COMMENT;
    token->text = html_mended_all(t, str_of(t->input.p + t->at, end - t->at), HTML_MEND_NUL);
    t->at = end + behind;
}

static void read_bogus_comment(struct html_tokenizer *t, struct html_token *token) {
    size_t n = str_find_byte(str_skip(t->input, t->at), '>');
    if (n == SIZE_MAX)
        give_comment(t, token, t->input.n, 0);
    else
        give_comment(t, token, t->at + n, 1);
}

/* How much of a comment that the input cuts off is the beginning of its end. */
static size_t unfinished_end(struct str text) {
    return str_ends(text, STR("--!"))  ? 3
           : str_ends(text, STR("--")) ? 2
           : str_ends(text, STR("-"))  ? 1
                                       : 0;
}

/* Stands behind "<!--". */
static void read_comment(struct html_tokenizer *t, struct html_token *token) {
    struct str rest = str_skip(t->input, t->at);
    if (str_starts(rest, STR(">")) || str_starts(rest, STR("->"))) {
        give_comment(t, token, t->at, rest.p[0] == '>' ? 1 : 2);
        return;
    }
    for (size_t i = 0; i < rest.n; i++) {
        const char *dash = memchr(rest.p + i, '-', rest.n - i);
        if (dash == NULL)
            break;
        i = (size_t)(dash - rest.p);
        struct str here = str_skip(rest, i);
        size_t behind = str_starts(here, STR("-->")) ? 3 : str_starts(here, STR("--!>")) ? 4 : 0;
        if (behind > 0) {
            give_comment(t, token, t->at + i, behind);
            return;
        }
    }
    size_t cut = unfinished_end(rest);
    give_comment(t, token, t->input.n - cut, cut);
}

static struct str read_doctype_name(struct html_tokenizer *t) {
    html_skip_space(t);
    size_t start = t->at;
    while (t->at < t->input.n && t->input.p[t->at] != '>' &&
           (html_byte(t->input.p[t->at]) & HTML_BYTE_SPACE) == 0)
        t->at++;
    if (t->at == start)
        return STR_NONE;
    return html_mended_all(t, str_of(t->input.p + start, t->at - start),
                           HTML_MEND_NUL | HTML_MEND_LOWER);
}

/* A quoted identifier; absent when no quote stands here. Not closed properly, by '>' or the end of
 * the input, it asks for quirks. */
static struct str read_identifier(struct html_tokenizer *t, struct html_token *token) {
    html_skip_space(t);
    char quote = t->at < t->input.n ? t->input.p[t->at] : '\0';
    if (quote != '"' && quote != '\'')
        return STR_NONE;
    size_t start = ++t->at;
    while (t->at < t->input.n && t->input.p[t->at] != quote && t->input.p[t->at] != '>')
        t->at++;
    struct str raw = str_of(t->input.p + start, t->at - start);
    if (t->at < t->input.n && t->input.p[t->at] == quote)
        t->at++;
    else
        token->force_quirks = true;
    return html_mended_all(t, raw, HTML_MEND_NUL);
}

/* PUBLIC or SYSTEM and what they name; other words ask for quirks. */
static void read_identifiers(struct html_tokenizer *t, struct html_token *token) {
    struct str rest = str_skip(t->input, t->at);
    bool public = str_starts_case(rest, STR("PUBLIC"));
    if (!public && !str_starts_case(rest, STR("SYSTEM"))) {
        token->force_quirks = true;
        return;
    }
    t->at += 6;
    if (public) {
        token->public_id = read_identifier(t, token);
        if (str_absent(token->public_id) || token->force_quirks) {
            token->force_quirks = true;
            return;
        }
        html_skip_space(t);
        if (t->at < t->input.n && t->input.p[t->at] == '>')
            return;
    }
    token->system_id = read_identifier(t, token);
    if (str_absent(token->system_id))
        token->force_quirks = true;
}

/* Stands behind "<!DOCTYPE". */
static void read_doctype(struct html_tokenizer *t, struct html_token *token) {
    token->kind = HTML_TOKEN_DOCTYPE;
    token->force_quirks = false;
    token->public_id = token->system_id = STR_NONE;
    token->name = read_doctype_name(t);
    html_skip_space(t);
    if (str_absent(token->name))
        token->force_quirks = true;
    else if (t->at < t->input.n && t->input.p[t->at] != '>')
        read_identifiers(t, token);
    html_skip_space(t);
    if (t->at >= t->input.n)
        token->force_quirks = true;
    /* Whatever else stands before the '>' is skipped. */
    size_t n = str_find_byte(str_skip(t->input, t->at), '>');
    t->at = n == SIZE_MAX ? t->input.n : t->at + n + 1;
}

bool html_read_markup(struct html_tokenizer *t, struct html_token *token) {
    struct str rest = str_skip(t->input, t->at);
    if (str_starts(rest, STR("</>"))) {
        t->at += 3;
        return false;
    }
    if (str_starts(rest, STR("<!--"))) {
        t->at += 4;
        read_comment(t, token);
    } else if (str_starts_case(rest, STR("<!DOCTYPE"))) {
        t->at += 9;
        read_doctype(t, token);
    } else if (t->cdata && str_starts(rest, STR("<![CDATA["))) {
        t->at += 9;
        t->content = HTML_CONTENT_CDATA;
        return false;
    } else {
        t->at += rest.p[1] == '?' ? 1 : 2;
        read_bogus_comment(t, token);
    }
    return true;
}
