/* Views of bytes: the string type of the whole program. A view owns nothing and need not end in
 * NUL; whoever makes one says what it borrows from. `p` may be NULL only when `n` is 0. A view
 * with p == NULL is absent; an empty one with p != NULL is there, and empty. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

/* A literal as a view, also in static initialisers: `static const struct str x = STR_INIT("x")`. */
#define STR_INIT(literal)                                                                          \
    { (literal), sizeof(literal) - 1 }
#define STR(literal) ((struct str)STR_INIT(literal))
#define STR_NONE ((struct str){NULL, 0})
/* For printf: "%.*s", STR_ARG(s). Views over INT_MAX bytes are cut. */
#define STR_ARG(s) ((int)((s).n > 0x7fffffff ? 0x7fffffff : (s).n)), ((s).p ? (s).p : "")

static inline struct str str_of(const char *p, size_t n) {
    return (struct str){p, n};
}
/* From a C string; NULL gives the absent view. */
static inline struct str str_from(const char *text) {
    return (struct str){text, text != NULL ? strlen(text) : 0};
}
static inline bool str_absent(struct str s) {
    return s.p == NULL;
}
static inline bool str_empty(struct str s) {
    return s.n == 0;
}
static inline struct str str_first_of(struct str a, struct str b) { /* the first non-empty one */
    return a.n > 0 ? a : b;
}
/* The part from `from` (clamped) to the end. */
static inline struct str str_skip(struct str s, size_t from) {
    size_t k = from < s.n ? from : s.n;
    return (struct str){s.p != NULL ? s.p + k : NULL, s.n - k};
}
/* The first `n` bytes (clamped). */
static inline struct str str_take(struct str s, size_t n) {
    return (struct str){s.p, n < s.n ? n : s.n};
}

static inline bool str_eq(struct str a, struct str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
/* ASCII case aside. */
bool str_eq_case(struct str a, struct str b);
/* Byte order, shorter first on a tie: <0, 0, >0. */
int str_compare(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_starts_case(struct str s, struct str prefix);
/* Offset of the first occurrence, or SIZE_MAX. An empty needle is at 0. */
size_t str_find(struct str s, struct str needle);
size_t str_find_byte(struct str s, char byte);
size_t str_find_last_byte(struct str s, char byte);
size_t str_find_case(struct str s, struct str needle);
/* Without ASCII white space (space, \t \n \v \f \r) at both ends. */
struct str str_trim(struct str s);
/* Splits at `separator`: gives the part before it in `part` and advances `rest` behind it; false
 * when `rest` is used up. "a,,b" gives "a", "", "b"; "" gives nothing; "a," gives "a". */
bool str_next(struct str *rest, char separator, struct str *part);
/* Decimal digits only, no sign, no space; false on anything else or overflow. */
bool str_to_u64(struct str s, uint64_t *value);
/* Optional '-', else as str_to_u64. */
bool str_to_i64(struct str s, int64_t *value);

static inline bool ascii_is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool ascii_is_digit(char c) {
    return c >= '0' && c <= '9';
}
static inline bool ascii_is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool ascii_is_alnum(char c) {
    return ascii_is_digit(c) || ascii_is_alpha(c);
}
static inline char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}
static inline bool str_is_ascii(struct str s) {
    unsigned all = 0;
    for (size_t i = 0; i < s.n; i++)
        all |= (unsigned char)s.p[i];
    return all < 0x80;
}
/* 0-15, or -1. */
static inline int ascii_hex(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

#endif
