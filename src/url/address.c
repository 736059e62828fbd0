#include "url/address.h"

/* A part of an IPv4 address: decimal, octal with a leading 0, hexadecimal with 0x. Values over 32
 * bits become UINT64_MAX. False when it is no number. */
static bool ipv4_number(struct str s, uint64_t *value) {
    uint64_t base = 10;
    *value = 0;
    if (s.n == 0)
        return false;
    if (s.n >= 2 && s.p[0] == '0' && ascii_lower(s.p[1]) == 'x') {
        base = 16;
        s = str_skip(s, 2);
    } else if (s.n >= 2 && s.p[0] == '0') {
        base = 8;
        s = str_skip(s, 1);
    }
    for (size_t i = 0; i < s.n; i++) {
        int digit = ascii_hex(s.p[i]);
        if (digit < 0 || (uint64_t)digit >= base)
            return false;
        if (*value <= UINT32_MAX)
            *value = *value * base + (uint64_t)digit;
    }
    if (*value > UINT32_MAX)
        *value = UINT64_MAX;
    return true;
}

static bool all_digits(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

/* Without one trailing dot. */
static struct str without_dot(struct str domain) {
    if (domain.n > 1 && domain.p[domain.n - 1] == '.')
        domain.n--;
    return domain;
}

bool url_ends_in_number(struct str domain) {
    domain = without_dot(domain);
    size_t dot = str_find_last_byte(domain, '.');
    struct str last = dot == SIZE_MAX ? domain : str_skip(domain, dot + 1);
    uint64_t value;
    return all_digits(last) || ipv4_number(last, &value);
}

static void out_decimal(struct url_out *out, uint32_t value) {
    char digits[10];
    size_t n = sizeof digits;
    do
        digits[--n] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    url_out_str(out, str_of(digits + n, sizeof digits - n));
}

bool url_ipv4_write(struct str domain, struct url_out *out) {
    struct str rest = without_dot(domain), part;
    uint64_t numbers[4], address = 0;
    size_t count = 0;
    bool more = true;
    while (more) {
        size_t dot = str_find_byte(rest, '.');
        part = str_take(rest, dot);
        more = dot != SIZE_MAX;
        rest = str_skip(rest, part.n + 1);
        if (count == 4 || !ipv4_number(part, &numbers[count]))
            return false;
        count++;
    }
    for (size_t i = 0; i + 1 < count; i++) {
        if (numbers[i] > 255)
            return false;
        address |= numbers[i] << (8 * (3 - i));
    }
    if (numbers[count - 1] >= UINT64_C(1) << (8 * (5 - count)))
        return false;
    address |= numbers[count - 1];
    for (size_t i = 0; i < 4; i++) {
        if (i > 0)
            url_out_byte(out, '.');
        out_decimal(out, (uint32_t)(address >> (8 * (3 - i)) & 255));
    }
    return true;
}

/* The dotted end of an IPv6 address, for the two pieces from `*piece` on. */
static bool embedded_ipv4(struct str s, uint16_t pieces[8], size_t *piece) {
    if (*piece > 6)
        return false;
    uint32_t parts[4];
    size_t i = 0;
    for (size_t seen = 0; seen < 4; seen++) {
        if (seen > 0 && (i >= s.n || s.p[i++] != '.'))
            return false;
        size_t start = i;
        parts[seen] = 0;
        for (; i < s.n && ascii_is_digit(s.p[i]); i++) {
            if (i > start && parts[seen] == 0) /* a leading zero */
                return false;
            parts[seen] = parts[seen] * 10 + (uint32_t)(s.p[i] - '0');
            if (parts[seen] > 255)
                return false;
        }
        if (i == start)
            return false;
    }
    if (i != s.n)
        return false;
    pieces[(*piece)++] = (uint16_t)(parts[0] << 8 | parts[1]);
    pieces[(*piece)++] = (uint16_t)(parts[2] << 8 | parts[3]);
    return true;
}

/* Moves the pieces behind "::" to the end. */
static bool expand(uint16_t pieces[8], size_t piece, size_t compress) {
    if (compress == SIZE_MAX)
        return piece == 8;
    size_t count = piece - compress;
    for (size_t k = 1; k <= count && 8 - k != piece - k; k++) {
        pieces[8 - k] = pieces[piece - k];
        pieces[piece - k] = 0;
    }
    return true;
}

static bool ipv6_read(struct str s, uint16_t pieces[8]) {
    size_t piece = 0, compress = SIZE_MAX, i = 0;
    if (s.n > 0 && s.p[0] == ':') {
        if (s.n < 2 || s.p[1] != ':')
            return false;
        i = 2;
        compress = 0;
    }
    while (i < s.n) {
        if (piece == 8)
            return false;
        if (s.p[i] == ':') {
            if (compress != SIZE_MAX)
                return false;
            compress = piece;
            i++;
            continue;
        }
        uint32_t value = 0;
        size_t start = i;
        for (; i < s.n && i - start < 4 && ascii_hex(s.p[i]) >= 0; i++)
            value = value << 4 | (uint32_t)ascii_hex(s.p[i]);
        if (i < s.n && s.p[i] == '.') {
            if (i == start || !embedded_ipv4(str_skip(s, start), pieces, &piece))
                return false;
            break;
        }
        if (i < s.n && (s.p[i] != ':' || i + 1 == s.n))
            return false;
        if (i == start)
            return false;
        pieces[piece++] = (uint16_t)value;
        if (i < s.n) /* the colon; a second one behind it means compression */
            i++;
    }
    return expand(pieces, piece, compress);
}

bool url_address_read(struct str text, unsigned char bytes[URL_ADDRESS_BYTES]) {
    uint16_t pieces[8] = {[5] = 0xffff};
    size_t piece = 6;
    bool six = str_find_byte(text, ':') != SIZE_MAX;
    if (six)
        pieces[5] = 0;
    if (six ? !ipv6_read(text, pieces) : !embedded_ipv4(text, pieces, &piece))
        return false;
    for (size_t i = 0; i < URL_ADDRESS_BYTES; i++)
        bytes[i] = (unsigned char)(pieces[i / 2] >> (i % 2 == 0 ? 8 : 0));
    return true;
}

/* The first longest run of at least two zero pieces; its length. */
static size_t longest_zeros(const uint16_t pieces[8], size_t *start) {
    size_t best = 1, run = 0;
    *start = SIZE_MAX;
    for (size_t i = 0; i < 8; i++) {
        run = pieces[i] == 0 ? run + 1 : 0;
        if (run > best) {
            best = run;
            *start = i + 1 - run;
        }
    }
    return best;
}

static void out_hex(struct url_out *out, unsigned value) {
    static const char digits[] = "0123456789abcdef";
    int shift = value > 0xFFF ? 12 : value > 0xFF ? 8 : value > 0xF ? 4 : 0;
    for (; shift >= 0; shift -= 4)
        url_out_byte(out, digits[value >> shift & 15]);
}

bool url_ipv6_write(struct str address, struct url_out *out) {
    uint16_t pieces[8] = {0};
    if (!ipv6_read(address, pieces))
        return false;
    size_t zeros_at;
    size_t zeros = longest_zeros(pieces, &zeros_at);
    url_out_byte(out, '[');
    for (size_t i = 0; i < 8; i++) {
        if (i == zeros_at) {
            url_out_str(out, i == 0 ? STR("::") : STR(":"));
            i += zeros - 1;
            continue;
        }
        out_hex(out, pieces[i]);
        if (i < 7)
            url_out_byte(out, ':');
    }
    url_out_byte(out, ']');
    return true;
}
