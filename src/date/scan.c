#include "date/scan.h"

#include "base/utf8.h"

enum { DIGITS_MOST = 19 };

/* The ASCII sign that a character stands for, or 0. */
static char plain_sign(uint32_t c) {
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
        return '-';
    if (c == 0x2018 || c == 0x2019)
        return '\'';
    if (c == 0xFF0C || c == 0x3001 || c == 0x060C)
        return ',';
    if (c == 0xFF1A)
        return ':';
    return c < 0x80 && !ascii_is_alnum((char)c) ? (char)c : '\0';
}

static bool is_space(uint32_t c) {
    return utf8_is_space(c) || c == 0x200E || c == 0x200F || c == 0xFEFF;
}

/* Words end where Latin letters meet others' ("T10", "日10"): digits and signs end them anyway. */
static size_t word_end(struct str text, size_t at) {
    while (at < text.n) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        /* "a.m.": a dot between single letters belongs to the word. */
        bool inner_dot = c == '.' && next < text.n && ascii_is_alpha(text.p[next]) && at > 0 &&
                         ascii_is_alpha(text.p[at - 1]);
        bool letter = c >= 0x80 ? plain_sign(c) == '\0' && !is_space(c) : ascii_is_alpha((char)c);
        if (!letter && !inner_dot)
            return at;
        at = next;
    }
    return at;
}

static struct date_word word_meaning(struct str word) {
    char plain[DATE_BYTES_MOST];
    size_t n = 0;
    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] != '.')
            plain[n++] = word.p[i];
    return date_word_find(str_of(plain, n));
}

bool date_scan(struct str text, struct date_scan *scan) {
    bool spaced = false;
    scan->count = 0;
    if (text.n >= DATE_BYTES_MOST)
        return false;
    for (size_t i = 0; i < text.n;) {
        size_t next = i;
        uint32_t c = utf8_next(text, &next);
        if (is_space(c)) {
            spaced = true;
            i = next;
            continue;
        }
        if (scan->count == DATE_TOKENS_MOST)
            return false;
        struct date_token *token = &scan->tokens[scan->count++];
        *token = (struct date_token){.kind = DATE_SIGN, .at = i, .spaced = spaced};
        spaced = false;
        if (c < 0x80 && ascii_is_digit((char)c)) {
            while (next < text.n && ascii_is_digit(text.p[next]))
                next++;
            token->kind = DATE_NUMBER;
            if (next - i > DIGITS_MOST || !str_to_u64(str_of(text.p + i, next - i), &token->value))
                return false;
        } else if ((token->sign = plain_sign(c)) == '\0') {
            token->kind = DATE_WORD;
            bool unit = false;
            if (c >= 0x80 && scan->count > 1 && token[-1].kind == DATE_NUMBER) {
                token->word = word_meaning(str_of(text.p + i, next - i));
                unit = token->word.kind == DATE_WORD_UNIT;
            }
            if (!unit) { /* such a unit may have the next word right behind it */
                next = word_end(text, i);
                token->word = word_meaning(str_of(text.p + i, next - i));
            }
        }
        token->text = str_of(text.p + i, next - i);
        i = next;
    }
    for (size_t i = 0; i < DATE_AHEAD; i++)
        scan->tokens[scan->count + i] = (struct date_token){.kind = DATE_END, .at = text.n};
    return true;
}
