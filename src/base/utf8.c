#include "base/utf8.h"

#include "base/span.h"
#include <utf8proc.h>

uint32_t utf8_next_wide(struct str s, size_t *at) {
    const unsigned char *p = (const unsigned char *)s.p + *at;
    size_t left = s.n - *at;
    unsigned char lead = p[0];
    if (lead < 0x80) {
        *at += 1;
        return lead;
    }
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) {
        *at += 1;
        return UTF8_REPLACEMENT;
    }
    /* The second byte's range rules out overlong forms, surrogates and what lies past U+10FFFF. */
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    uint32_t value = lead & (0x7Fu >> want);
    size_t k = 1;
    for (; k < want && k < left; k++) {
        if (p[k] < low || p[k] > high)
            break;
        value = value << 6 | (p[k] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    *at += k;
    return k == want ? value : UTF8_REPLACEMENT;
}

size_t utf8_encode(uint32_t c, char out[4]) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = UTF8_REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

void utf8_add(struct buf *out, uint32_t character) {
    char bytes[4];
    buf_add(out, str_of(bytes, utf8_encode(character, bytes)));
}

/* Where the run of ASCII without NUL from `at` on ends, less than SPAN_WIDTH short of it: most text
 * is just that. */
static size_t ascii_end(struct str s, size_t at) {
    for (; s.n - at >= SPAN_WIDTH; at += SPAN_WIDTH) {
        span_bytes v = span_load(s.p + at);
        size_t k = span_first((span_bytes)((v == 0) | (v >= 0x80)));
        if (k < SPAN_WIDTH)
            return at + k;
    }
    return at;
}

/* Four characters of two bytes each, as Cyrillic and Greek words are made of. No lead may be 0xC0
 * or 0xC1. The first byte of each pair is the low one on little-endian machines only. */
static bool is_wide_word(const char *p) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t word;
    memcpy(&word, p, sizeof word);
    uint64_t leads = word & 0x001E001E001E001Eu;
    return (word & 0xC0E0C0E0C0E0C0E0u) == 0x80C080C080C080C0u &&
           ((leads - 0x0001000100010001u) & 0x8000800080008000u) == 0;
#else
    (void)p;
    return false;
#endif
}

bool utf8_valid(struct str s, size_t *at) {
    for (size_t i = 0; (i = ascii_end(s, i)) < s.n;) {
        size_t n = (signed char)s.p[i] > 0 ? 1 : utf8_wide(s.p + i, s.n - i);
        if (n == 0) { /* NUL, too */
            if (at != NULL)
                *at = i;
            return false;
        }
        i += n;
        /* What is not ASCII comes in runs. */
        while (s.n - i >= 8 && is_wide_word(s.p + i))
            i += 8;
        while (i < s.n && (n = utf8_wide(s.p + i, s.n - i)) > 0)
            i += n;
    }
    return true;
}

size_t utf8_length(struct str s) {
    size_t count = 0;
    for (size_t i = 0; i < s.n; count++)
        utf8_next(s, &i);
    return count;
}

struct str utf8_cut_bytes(struct str s, size_t bytes) {
    if (s.n <= bytes)
        return s;
    size_t n = bytes;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return str_take(s, n);
}

size_t utf8_offset(struct str s, size_t characters) {
    size_t i = 0;
    while (characters-- > 0 && i < s.n)
        utf8_next(s, &i);
    return i;
}

bool utf8_is_space(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

bool utf8_is_control(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* What has no business in a text that strangers wrote. */
static bool vanishes(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x200B || c == 0x200E ||
           c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

static bool noncharacter(uint32_t c) {
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

static bool combining(uint32_t c) {
    if (c < 0x300)
        return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

static bool is_line_end(uint32_t c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

enum { MARKS_MOST = 8, EMPTY_LINES_MOST = 2 };

struct cleaner {
    struct buf *out;
    bool started;  /* something visible was written */
    bool space;    /* UTF8_LINE: a space is due before the next character */
    size_t breaks; /* UTF8_TEXT: line ends due */
    size_t marks;  /* combining marks in a row */
};

/* Writes what is due before something visible. */
static void begin_visible(struct cleaner *cleaner) {
    if (cleaner->space && cleaner->started)
        buf_add_byte(cleaner->out, ' ');
    if (cleaner->started)
        buf_add_repeat(cleaner->out, '\n',
                       cleaner->breaks > EMPTY_LINES_MOST + 1 ? EMPTY_LINES_MOST + 1
                                                              : cleaner->breaks);
    cleaner->space = false;
    cleaner->breaks = 0;
    cleaner->started = true;
}

static void clean_character(struct cleaner *cleaner, uint32_t c) {
    if (noncharacter(c))
        c = UTF8_REPLACEMENT;
    if (combining(c)) {
        if (++cleaner->marks > MARKS_MOST)
            return;
    } else {
        cleaner->marks = 0;
    }
    begin_visible(cleaner);
    utf8_add(cleaner->out, c);
}

/* Where the run of characters from `at` on ends that stay as they are and change nothing but what
 * is due before them: visible ASCII, and in a body the spaces between. */
static size_t plain_end(struct str in, size_t at, enum utf8_clean how) {
    unsigned char least = how == UTF8_LINE ? '!' : ' ';
    for (; in.n - at >= SPAN_WIDTH; at += SPAN_WIDTH) {
        span_bytes v = span_load(in.p + at);
        size_t k = span_first((span_bytes)((v < least) | (v > '~')));
        if (k < SPAN_WIDTH)
            return at + k;
    }
    while (at < in.n && (unsigned char)in.p[at] >= least && in.p[at] <= '~' && in.p[at] > 0)
        at++;
    return at;
}

/* Letters and signs of the scripts that most texts are written in, none of which needs a look: no
 * space, no control, no combining mark. */
static bool is_ordinary(uint32_t c) {
    return (c >= 0xA1 && c < 0x300 && c != 0xAD) || (c >= 0x370 && c <= 0x482) ||
           (c >= 0x48A && c <= 0x590) || (c >= 0x1E00 && c <= 0x1FFF) ||
           (c >= 0x2010 && c <= 0x2027) || (c >= 0x2030 && c <= 0x205E) ||
           (c >= 0x20A0 && c <= 0x20CF) || (c >= 0x2100 && c <= 0x2BFF) ||
           (c >= 0x3001 && c <= 0x3029) || (c >= 0x3041 && c <= 0x3096) ||
           (c >= 0x30A0 && c <= 0xA66E) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xFF01 && c <= 0xFFEE) || (c >= 0x1F000 && c <= 0x1FAFF);
}

/* The bytes of the character at s[at] when it needs no look, else 0. Most of the blocks that two or
 * three bytes begin with are ordinary as a whole. */
static size_t ordinary(struct str s, size_t at) {
    unsigned char lead = (unsigned char)s.p[at];
    size_t n = utf8_wide(s.p + at, s.n - at);
    bool whole = (lead >= 0xC3 && lead <= 0xCB) || (lead >= 0xCE && lead <= 0xD1) ||
                 (lead >= 0xD3 && lead <= 0xD5) || (lead >= 0xE4 && lead <= 0xE9) || lead == 0xEB ||
                 lead == 0xEC;
    if (n == 0 || whole)
        return n;
    return is_ordinary(utf8_next(s, &at)) ? n : 0;
}

/* Four letters of the Cyrillic or the Greek block. */
static bool is_ordinary_word(const char *p) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t word;
    memcpy(&word, p, sizeof word);
    word &= 0xC0FEC0FEC0FEC0FEu;
    return word == 0x80D080D080D080D0u || word == 0x80CE80CE80CE80CEu;
#else
    (void)p;
    return false;
#endif
}

/* Where the run from `at` on ends that stays as it is. */
static size_t run_end(struct str in, size_t at, enum utf8_clean how) {
    for (;;) {
        at = plain_end(in, at, how);
        size_t n, start = at;
        while (in.n - at >= 8 && is_ordinary_word(in.p + at))
            at += 8;
        while (at < in.n && (n = ordinary(in, at)) > 0)
            at += n;
        if (at == start)
            return at;
    }
}

/* A run that stays as it is; the cap cuts between characters, not before it. */
static void add_run(struct cleaner *cleaner, struct str run) {
    cleaner->marks = 0;
    begin_visible(cleaner);
    struct str fits = utf8_cut_bytes(run, cleaner->out->max - cleaner->out->n);
    buf_add(cleaner->out, fits);
    buf_add(cleaner->out, str_skip(run, fits.n));
}

void utf8_clean(struct str in, enum utf8_clean how, struct buf *out) {
    struct cleaner cleaner = {.out = out};
    for (size_t i = 0; i < in.n;) {
        size_t end = run_end(in, i, how);
        if (end > i) {
            add_run(&cleaner, str_of(in.p + i, end - i));
            i = end;
            continue;
        }
        uint32_t c = utf8_next(in, &i);
        if (how == UTF8_LINE && utf8_is_space(c)) {
            cleaner.space = true;
        } else if (is_line_end(c)) {
            if (!(c == '\r' && i < in.n && in.p[i] == '\n'))
                cleaner.breaks++;
        } else if (c == '\t' || !vanishes(c)) {
            clean_character(&cleaner, c);
        }
    }
}

/* A line of visible ASCII and single spaces between, which is most: it is clean as it stands. */
static bool is_clean_line(struct str s) {
    if (s.n == 0 || s.p[0] == ' ' || s.p[s.n - 1] == ' ')
        return false;
    size_t i = 0;
    for (; s.n - i > SPAN_WIDTH; i += SPAN_WIDTH) {
        span_bytes v = span_load(s.p + i), behind = span_load(s.p + i + 1);
        if (span_first((span_bytes)((v < 0x20) | (v > 0x7E) | ((v == ' ') & (behind == ' ')))) <
            SPAN_WIDTH)
            return false;
    }
    for (; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || (unsigned char)s.p[i] > 0x7E ||
            (s.p[i] == ' ' && s.p[i + 1] == ' '))
            return false;
    return true;
}

struct str utf8_clean_copy(struct arena *arena, struct str in, enum utf8_clean how, size_t max) {
    struct buf out;
    struct str copy = STR_NONE;
    if (in.n <= max && is_clean_line(in))
        return arena_copy(arena, in);
    buf_init(&out, max);
    utf8_clean(in, how, &out);
    struct str clean = buf_str(&out); /* at the cap, what went in before it: whole characters */
    while (clean.n > 0 && ascii_is_space(clean.p[clean.n - 1]))
        clean.n--;
    if (out.status == STATUS_MEMORY)
        arena->failed = arena->starved = true;
    else
        copy = arena_copy(arena, clean);
    buf_release(&out);
    return copy;
}
