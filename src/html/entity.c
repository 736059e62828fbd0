#include "html/entity.h"

#include "base/utf8.h"
#include "html/entity_table.h"

enum { NAME_MOST = sizeof html_entity_table[0].name };

/* The rows of the table whose names start alike. */
struct range {
    size_t low, high;
};

/* Narrows `range` to the names that have `byte` at `at`. */
static struct range narrow(struct range range, size_t at, char byte) {
    size_t low = range.low, high = range.high;
    while (low < high) { /* the first row that is not before `byte` */
        size_t middle = (low + high) / 2;
        if (html_entity_table[middle].name[at] < byte)
            low = middle + 1;
        else
            high = middle;
    }
    size_t first = low;
    high = range.high;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (html_entity_table[middle].name[at] <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return (struct range){first, low};
}

/* The longest name that `s` starts with; *used counts its bytes, a ';' included. NULL: none. */
static const struct html_entity *match(struct str s, size_t *used) {
    const struct html_entity *found = NULL;
    struct range range = {0, html_entity_count};
    for (size_t i = 0; i < s.n && ascii_is_alnum(s.p[i]) && i + 1 < NAME_MOST; i++) {
        range = narrow(range, i, s.p[i]);
        if (range.low == range.high)
            break;
        const struct html_entity *entity = &html_entity_table[range.low];
        bool whole = entity->name[i + 1] == '\0';
        bool closed = i + 1 < s.n && s.p[i + 1] == ';';
        if (whole && (closed || entity->bare)) {
            found = entity;
            *used = i + 1 + closed;
        }
    }
    return found;
}

uint32_t html_entity_named(struct str name) {
    struct range range = {0, html_entity_count};
    if (name.n == 0 || name.n >= NAME_MOST)
        return 0;
    for (size_t i = 0; i < name.n && range.low < range.high; i++) {
        if (!ascii_is_alnum(name.p[i]))
            return 0;
        range = narrow(range, i, name.p[i]);
    }
    const struct html_entity *entity = &html_entity_table[range.low];
    bool found = range.low < range.high && entity->name[name.n] == '\0';
    return found && entity->second == 0 ? entity->first : 0;
}

/* windows-1252 from 0x80; its five gaps keep their control. */
static const unsigned short windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

uint32_t html_entity_number(uint64_t number) {
    if (number >= 0x80 && number <= 0x9F)
        return windows_1252[number - 0x80];
    if (number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF))
        return UTF8_REPLACEMENT;
    return (uint32_t)number;
}

size_t html_entity_numeric(struct str s, uint32_t *character) {
    size_t at = 2;
    bool hex = at < s.n && (s.p[at] == 'x' || s.p[at] == 'X');
    at += hex;
    size_t start = at;
    uint64_t number = 0;
    for (; at < s.n; at++) {
        int digit = hex ? ascii_hex(s.p[at]) : ascii_is_digit(s.p[at]) ? s.p[at] - '0' : -1;
        if (digit < 0)
            break;
        if (number <= 0x10FFFF)
            number = number * (hex ? 16 : 10) + (uint64_t)digit;
    }
    if (at == start)
        return 0;
    *character = html_entity_number(number);
    return at < s.n && s.p[at] == ';' ? at + 1 : at;
}

size_t html_entity_read(struct str s, bool attribute, struct buf *out) {
    size_t used = 0;
    if (s.n > 1 && s.p[1] == '#') {
        uint32_t character;
        used = html_entity_numeric(s, &character);
        if (used > 0)
            utf8_add(out, character != 0 ? character : UTF8_REPLACEMENT);
        return used;
    }
    struct str name = str_skip(s, 1);
    const struct html_entity *entity = match(name, &used);
    if (entity == NULL)
        return 0;
    if (attribute && name.p[used - 1] != ';' && used < name.n &&
        (name.p[used] == '=' || ascii_is_alnum(name.p[used])))
        return 0;
    utf8_add(out, entity->first);
    if (entity->second != 0)
        utf8_add(out, entity->second);
    return used + 1;
}

void html_entities_decode(struct str s, struct buf *out) {
    while (s.n > 0) {
        size_t plain = str_find_byte(s, '&');
        buf_add(out, str_take(s, plain));
        s = str_skip(s, plain);
        if (s.n == 0)
            break;
        size_t used = html_entity_read(s, false, out);
        if (used == 0)
            buf_add_byte(out, '&');
        s = str_skip(s, used > 0 ? used : 1);
    }
}
