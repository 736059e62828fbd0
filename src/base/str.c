#include "base/str.h"

#include "base/span.h"

enum { SHORT = 64 }; /* bytes of a needle for which trying every place is quickest, and linear */

bool str_eq_case(struct str a, struct str b) {
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
            return false;
    return true;
}

int str_compare(struct str a, struct str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n == 0 ? 0 : memcmp(a.p, b.p, n);
    if (order != 0)
        return order;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(struct str s, struct str prefix) {
    return s.n >= prefix.n && str_eq(str_take(s, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix) {
    return s.n >= suffix.n && str_eq(str_skip(s, s.n - suffix.n), suffix);
}

bool str_starts_case(struct str s, struct str prefix) {
    return s.n >= prefix.n && str_eq_case(str_take(s, prefix.n), prefix);
}

static char ascii_upper(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}

/* The first place from `at` on where a needle may stand: its first and last byte do, each of which
 * has another form. s.n - needle + 1 when there is none. */
static size_t next_place(struct str s, size_t at, size_t length, const char first[2],
                         const char last[2]) {
    size_t end = s.n - length + 1;
    for (; end - at >= SPAN_WIDTH; at += SPAN_WIDTH) {
        span_bytes v = span_load(s.p + at), w = span_load(s.p + at + length - 1);
        size_t k = span_first((span_bytes)(((v == (uint8_t)first[0]) | (v == (uint8_t)first[1])) &
                                           ((w == (uint8_t)last[0]) | (w == (uint8_t)last[1]))));
        if (k < SPAN_WIDTH)
            return at + k;
    }
    while (at < end && s.p[at] != first[0] && s.p[at] != first[1])
        at++;
    return at;
}

size_t str_find(struct str s, struct str needle) {
    if (needle.n == 0)
        return 0;
    if (s.n < needle.n)
        return SIZE_MAX;
    if (needle.n > SHORT) {
        const char *at = memmem(s.p, s.n, needle.p, needle.n);
        return at != NULL ? (size_t)(at - s.p) : SIZE_MAX;
    }
    const char first[2] = {needle.p[0], needle.p[0]};
    const char last[2] = {needle.p[needle.n - 1], needle.p[needle.n - 1]};
    for (size_t i = 0; i <= s.n - needle.n; i++) {
        i = next_place(s, i, needle.n, first, last);
        if (i <= s.n - needle.n && memcmp(s.p + i, needle.p, needle.n) == 0)
            return i;
    }
    return SIZE_MAX;
}

size_t str_find_byte(struct str s, char byte) {
    const char *at = s.n > 0 ? memchr(s.p, byte, s.n) : NULL;
    return at != NULL ? (size_t)(at - s.p) : SIZE_MAX;
}

size_t str_find_last_byte(struct str s, char byte) {
    const char *at = s.n > 0 ? memrchr(s.p, byte, s.n) : NULL;
    return at != NULL ? (size_t)(at - s.p) : SIZE_MAX;
}

size_t str_find_case(struct str s, struct str needle) {
    if (needle.n == 0)
        return 0;
    if (s.n < needle.n)
        return SIZE_MAX;
    char begin = needle.p[0], end = needle.p[needle.n - 1];
    const char first[2] = {ascii_lower(begin), ascii_upper(begin)};
    const char last[2] = {ascii_lower(end), ascii_upper(end)};
    for (size_t i = 0; i <= s.n - needle.n; i++) {
        i = next_place(s, i, needle.n, first, last);
        if (i <= s.n - needle.n && str_eq_case(str_of(s.p + i, needle.n), needle))
            return i;
    }
    return SIZE_MAX;
}

struct str str_trim(struct str s) {
    while (s.n > 0 && ascii_is_space(s.p[0]))
        s = str_skip(s, 1);
    while (s.n > 0 && ascii_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

bool str_next(struct str *rest, char separator, struct str *part) {
    if (rest->n == 0)
        return false;
    size_t at = str_find_byte(*rest, separator);
    *part = str_take(*rest, at);
    *rest = at == SIZE_MAX ? STR_NONE : str_skip(*rest, at + 1);
    return true;
}

bool str_to_u64(struct str s, uint64_t *value) {
    if (s.n == 0)
        return false;
    uint64_t sum = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!ascii_is_digit(s.p[i]))
            return false;
        uint64_t digit = (uint64_t)(s.p[i] - '0');
        if (sum > (UINT64_MAX - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

bool str_to_i64(struct str s, int64_t *value) {
    bool negative = s.n > 0 && s.p[0] == '-';
    uint64_t magnitude;
    if (!str_to_u64(negative ? str_skip(s, 1) : s, &magnitude))
        return false;
    if (magnitude > (uint64_t)INT64_MAX)
        return false;
    *value = negative ? -(int64_t)magnitude : (int64_t)magnitude;
    return true;
}
