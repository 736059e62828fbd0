#include "text/numeral.h"

#include "base/utf8.h"

enum { GROUPS_MOST = 8 };

struct group {
    uint64_t value;
    unsigned count;
    char sign; /* before it: '.', ',', '\'', ' '; 0 before the first */
};

struct groups {
    struct group items[GROUPS_MOST];
    size_t n;
    unsigned digits;
    bool over; /* more groups or digits than anybody reads */
};

int text_digit(uint32_t c) {
    static const uint32_t zeros[] = {0x660, 0x6F0, 0x966,  0x9E6,  0xA66, 0xAE6,
                                     0xB66, 0xBE6, 0xC66,  0xCE6,  0xD66, 0xE50,
                                     0xED0, 0xF20, 0x1040, 0x17E0, 0xFF10};
    if (c < 0x80)
        return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++)
        if (c >= zeros[i] && c < zeros[i] + 10)
            return (int)(c - zeros[i]);
    return -1;
}

static bool digit_at(struct str text, size_t at) {
    return at < text.n && text_digit(utf8_next(text, &at)) >= 0;
}

/* Digits from `at` on; where they end. */
static size_t read_digits(struct str text, size_t at, struct group *group) {
    for (size_t next = at; next < text.n; at = next) {
        int digit = text_digit(utf8_next(text, &next));
        if (digit < 0)
            break;
        if (group->count++ < TEXT_NUMERAL_DIGITS)
            group->value = group->value * 10 + (uint64_t)digit;
    }
    return at;
}

static char sign_of(uint32_t c) {
    switch (c) {
    case '.':
    case 0x66B: /* Arabic decimal separator */
        return '.';
    case ',':
    case 0x66C: /* Arabic thousands separator */
    case 0xFF0C:
        return ',';
    case '\'':
    case 0x2019:
        return '\'';
    case ' ':
    case 0xA0:
    case 0x2009:
    case 0x202F:
        return ' ';
    default:
        return 0;
    }
}

/* The next group, with the sign before it. A space or an apostrophe groups three digits only, and
 * a plain space only where that is the custom: "in 2024 300 people". */
static bool next_group(struct str text, size_t *at, enum text_numeral_style style,
                       const struct groups *groups, struct group *group) {
    size_t next = *at;
    if (next >= text.n)
        return false;
    uint32_t c = utf8_next(text, &next);
    *group = (struct group){.sign = sign_of(c)};
    if (group->sign == 0 || !digit_at(text, next))
        return false;
    next = read_digits(text, next, group);
    bool narrow = group->sign == ' ' || group->sign == '\'';
    if (narrow && (group->count != 3 || groups->items[0].count > 3))
        return false;
    if (c == ' ' && style != TEXT_NUMERAL_SPACED)
        return false;
    *at = next;
    return true;
}

static size_t read_groups(struct str text, size_t at, enum text_numeral_style style,
                          struct groups *groups) {
    struct group group = {0};
    at = read_digits(text, at, &group);
    do {
        if (groups->n < GROUPS_MOST)
            groups->items[groups->n++] = group;
        else
            groups->over = true;
        if (group.count > TEXT_NUMERAL_DIGITS - groups->digits)
            groups->over = true;
        else
            groups->digits += group.count;
    } while (next_group(text, &at, style, groups, &group));
    return at;
}

/* Whether the groups before `end` are those of one whole number: of three digits, or of two as in
 * India ("12,34,567"), parted by one sign. */
static bool are_thousands(const struct groups *groups, size_t end) {
    const struct group *g = groups->items;
    if (g[0].count > 3 || g[0].value == 0)
        return false;
    for (size_t i = 1; i < end; i++) {
        bool indian = g[i].sign == ',' && g[i].count == 2 && i + 1 < end && g[0].count <= 2;
        if (g[i].sign != g[1].sign || (g[i].count != 3 && !indian))
            return false;
    }
    return true;
}

static bool is_date(const struct groups *groups) {
    const struct group *g = groups->items;
    return groups->n == 3 && g[1].sign == '.' && g[2].sign == '.' && g[0].value >= 1 &&
           g[0].value <= 31 && g[1].value >= 1 && g[1].value <= 12 && g[0].count <= 2 &&
           g[1].count <= 2 && (g[2].count == 4 || (g[2].count == 2 && g[1].count == 2));
}

static enum text_numeral_kind kind_of(const struct groups *groups, enum text_numeral_style style) {
    size_t n = groups->n;
    if (groups->over)
        return TEXT_NUMERAL_NONE;
    if (n == 1)
        return TEXT_NUMERAL_PLAIN;
    char last = groups->items[n - 1].sign;
    bool decimal = last == '.' || last == ',';
    if (n == 2) {
        char thousands = style == TEXT_NUMERAL_DOT ? ',' : '.';
        bool known = !decimal || style == TEXT_NUMERAL_ANY || last == thousands;
        return known && are_thousands(groups, 2) ? TEXT_NUMERAL_GROUPED : TEXT_NUMERAL_DECIMAL;
    }
    if (are_thousands(groups, n))
        return TEXT_NUMERAL_GROUPED;
    if (decimal && last != groups->items[n - 2].sign && are_thousands(groups, n - 1))
        return TEXT_NUMERAL_DECIMAL;
    return is_date(groups) ? TEXT_NUMERAL_DATE : TEXT_NUMERAL_NONE;
}

struct text_numeral text_numeral_read(struct str text, size_t at, enum text_numeral_style style) {
    struct groups groups = {.n = 0};
    struct text_numeral numeral = {.end = read_groups(text, at, style, &groups)};
    numeral.kind = kind_of(&groups, style);
    numeral.count = groups.digits;
    if (numeral.kind == TEXT_NUMERAL_NONE)
        return numeral;
    if (numeral.kind == TEXT_NUMERAL_DATE) {
        numeral.digits = groups.items[1].value * 100 + groups.items[0].value;
        return numeral;
    }
    for (size_t i = 0; i < groups.n; i++) {
        for (unsigned k = 0; k < groups.items[i].count; k++)
            numeral.digits *= 10;
        numeral.digits += groups.items[i].value;
    }
    if (numeral.kind == TEXT_NUMERAL_DECIMAL) {
        numeral.decimals = (int)groups.items[groups.n - 1].count;
        numeral.count -= groups.items[groups.n - 1].count;
    }
    return numeral;
}
