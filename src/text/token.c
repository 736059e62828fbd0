#include "text/token.h"

#include "base/utf8.h"
#include "text/fold.h"

enum { USUAL_WORD = 6 }; /* bytes, with the space behind it */

struct tokenizer {
    struct arena *arena;
    struct str text;
    char *small; /* the text with small letters for ASCII's capitals: most tokens lie in it */
    struct text_tokens *tokens;
    size_t capacity;
};

static bool is_apostrophe(uint32_t c) {
    return c == '\'' || c == 0x2019 || c == 0xFF07;
}

/* Apostrophes in one spelling; `folded` may be written to, it was made for this token. */
static struct str plain_apostrophes(struct str folded) {
    static const struct str curly = STR_INIT("\xE2\x80\x99");
    char *p = (char *)(uintptr_t)folded.p;
    size_t n = 0;
    for (size_t i = 0; i < folded.n; n++) {
        bool found = str_starts(str_skip(folded, i), curly);
        p[n] = found ? '\'' : p[i];
        i += found ? curly.n : 1;
    }
    return str_of(p, n);
}

static enum status add_token(struct tokenizer *tokenizer, size_t start, size_t end) {
    struct text_tokens *tokens = tokenizer->tokens;
    struct str folded = str_of(tokenizer->small + start, end - start);
    if (!str_is_ascii(folded)) {
        folded = text_fold(tokenizer->arena, str_of(tokenizer->text.p + start, end - start));
        if (str_absent(folded))
            return STATUS_MEMORY;
        folded = plain_apostrophes(folded);
    }
    if (folded.n == 0) /* nothing but invisible characters */
        return STATUS_OK;
    if (tokens->n == tokenizer->capacity) {
        enum status status = arena_grow(tokenizer->arena, &tokens->items, &tokenizer->capacity,
                                        tokens->n + 1, sizeof *tokens->items);
        if (status != STATUS_OK)
            return status;
    }
    tokens->items[tokens->n++] = (struct text_token){folded, start, end};
    return STATUS_OK;
}

/* Whether the sign at `at` holds a word together, and where the character behind it ends. */
static bool joins(struct str text, uint32_t before, size_t at, size_t *end) {
    size_t next = at;
    uint32_t sign = utf8_next(text, &next);
    bool dot = sign == '.' || sign == ',';
    if (next >= text.n || (!dot && !is_apostrophe(sign)))
        return false;
    uint32_t after = utf8_next(text, &next);
    *end = next;
    if (dot)
        return before < 0x80 && after < 0x80 && ascii_is_digit((char)before) &&
               ascii_is_digit((char)after);
    return text_is_word(after) && !text_is_unspaced(after);
}

/* The end of the word at `at`, whose first character is `c` and ends at `next`. */
static size_t word_end(struct str text, size_t at, uint32_t c, size_t next) {
    size_t end = next;
    while (end < text.n && end - at < TEXT_TOKEN_MOST) {
        if (text_is_word_byte(text.p[end])) { /* most are */
            c = (unsigned char)text.p[end++];
            continue;
        }
        if (text.p[end] == ' ')
            break;
        uint32_t before = c;
        next = end;
        c = utf8_next(text, &next);
        bool inside = text_is_word(c) && !text_is_unspaced(c);
        if (!inside && !joins(text, before, end, &next))
            break;
        end = next;
    }
    return end;
}

/* The end of the character with its marks that starts at `at`. */
static size_t character_end(struct str text, size_t at) {
    size_t end = at;
    utf8_next(text, &end);
    for (size_t next = end; next < text.n && next - at < TEXT_TOKEN_MOST; end = next)
        if (!text_is_mark(utf8_next(text, &next)))
            break;
    return end;
}

static bool unspaced_at(struct str text, size_t at) {
    return at < text.n && text_is_unspaced(utf8_next(text, &at));
}

/* Pairs of neighbours, from `at` on; *at moves behind their run. */
static enum status add_pairs(struct tokenizer *tokenizer, size_t *at) {
    struct str text = tokenizer->text;
    size_t first = *at, second = character_end(text, first);
    *at = second;
    if (!unspaced_at(text, second))
        return add_token(tokenizer, first, second);
    enum status status = STATUS_OK;
    while (status == STATUS_OK && unspaced_at(text, second)) {
        *at = character_end(text, second);
        status = add_token(tokenizer, first, *at);
        first = second;
        second = *at;
    }
    return status;
}

/* What stands at *at, which moves behind it. */
static enum status add_next(struct tokenizer *tokenizer, size_t *at) {
    struct str text = tokenizer->text;
    size_t start = *at, next = start;
    uint32_t c = utf8_next(text, &next);
    if (!text_is_word(c)) {
        *at = next;
        return STATUS_OK;
    }
    if (text_is_unspaced(c))
        return add_pairs(tokenizer, at);
    *at = word_end(text, start, c, next);
    return add_token(tokenizer, start, *at);
}

/* The same for what most texts consist of: words and spaces of ASCII. */
static enum status add_next_byte(struct tokenizer *tokenizer, size_t *at) {
    size_t start = (*at)++;
    char c = tokenizer->text.p[start];
    if (!text_is_word_byte(c))
        return STATUS_OK;
    *at = word_end(tokenizer->text, start, (unsigned char)c, start + 1);
    return add_token(tokenizer, start, *at);
}

enum status text_tokenize(struct arena *arena, struct str text, struct text_tokens *tokens,
                          struct error *error) {
    struct tokenizer tokenizer = {.arena = arena, .text = text, .tokens = tokens};
    enum status status = STATUS_OK;
    *tokens = (struct text_tokens){NULL, 0};
    tokenizer.small = arena_alloc(arena, text.n);
    if (tokenizer.small == NULL ||
        arena_grow(arena, &tokens->items, &tokenizer.capacity, text.n / USUAL_WORD + 1,
                   sizeof *tokens->items) != STATUS_OK)
        return arena_status(arena, error);
    for (size_t i = 0; i < text.n; i++)
        tokenizer.small[i] = ascii_lower(text.p[i]);
    for (size_t i = 0; i < text.n && status == STATUS_OK;)
        status = (text.p[i] & 0x80) == 0 ? add_next_byte(&tokenizer, &i) : add_next(&tokenizer, &i);
    return status == STATUS_OK ? STATUS_OK : arena_status(arena, error);
}
