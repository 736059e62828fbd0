#include "url/percent.h"

enum {
    F = PERCENT_FRAGMENT,
    Q = PERCENT_QUERY | PERCENT_SPECIAL_QUERY,
    P = PERCENT_PATH | PERCENT_USERINFO,
    U = PERCENT_USERINFO,
};

/* The printable part of ASCII; in which sets a character is. */
static const uint8_t sets[128] = {
    [' '] = F | Q | P, ['"'] = F | Q | P, ['<'] = F | Q | P, ['>'] = F | Q | P,
    ['#'] = Q | P,     ['`'] = F | P,     ['?'] = P,         ['{'] = P,
    ['}'] = P,         ['/'] = U,         [':'] = U,         [';'] = U,
    ['='] = U,         ['@'] = U,         ['['] = U,         ['\\'] = U,
    [']'] = U,         ['^'] = P,         ['|'] = U,         ['\''] = PERCENT_SPECIAL_QUERY,
};

static bool in_set(unsigned char byte, enum percent_set set) {
    return byte < 0x20 || byte > 0x7E || (sets[byte] & set) != 0;
}

void url_out_byte(struct url_out *out, char byte) {
    if (out->n < out->room)
        out->p[out->n++] = byte;
    else
        out->full = true;
}

void url_out_str(struct url_out *out, struct str s) {
    if (s.n <= out->room - out->n) {
        if (s.n > 0)
            memcpy(out->p + out->n, s.p, s.n);
        out->n += s.n;
    } else {
        out->full = true;
    }
}

void url_out_encoded(struct url_out *out, struct str s, enum percent_set set) {
    static const char digits[] = "0123456789ABCDEF";
    size_t start = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char byte = (unsigned char)s.p[i];
        if (!in_set(byte, set))
            continue;
        url_out_str(out, str_of(s.p + start, i - start));
        url_out_str(out, str_of((char[3]){'%', digits[byte >> 4], digits[byte & 15]}, 3));
        start = i + 1;
    }
    url_out_str(out, str_skip(s, start));
}

size_t percent_decode(struct str in, char *out) {
    size_t n = 0;
    for (size_t i = 0; i < in.n; i++) {
        int high = in.p[i] == '%' && i + 2 < in.n ? ascii_hex(in.p[i + 1]) : -1;
        int low = high >= 0 ? ascii_hex(in.p[i + 2]) : -1;
        if (low >= 0) {
            out[n++] = (char)(high << 4 | low);
            i += 2;
        } else {
            out[n++] = in.p[i];
        }
    }
    return n;
}
