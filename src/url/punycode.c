#include "url/punycode.h"

#include "base/utf8.h"

/* RFC 3492, section 5. */
enum {
    BASE = 36,
    LEAST_THRESHOLD = 1,
    MOST_THRESHOLD = 26,
    SKEW = 38,
    DAMP = 700,
    FIRST_BIAS = 72,
    FIRST_CHARACTER = 128,
};

static uint32_t adapt(uint32_t delta, uint32_t points, bool first) {
    uint32_t k = 0;
    delta = first ? delta / DAMP : delta / 2;
    delta += delta / points;
    for (; delta > (BASE - LEAST_THRESHOLD) * MOST_THRESHOLD / 2; k += BASE)
        delta /= BASE - LEAST_THRESHOLD;
    return k + (BASE - LEAST_THRESHOLD + 1) * delta / (delta + SKEW);
}

static uint32_t threshold(uint32_t k, uint32_t bias) {
    if (k <= bias + LEAST_THRESHOLD)
        return LEAST_THRESHOLD;
    return k >= bias + MOST_THRESHOLD ? MOST_THRESHOLD : k - bias;
}

static void add_number(struct buf *out, uint32_t number, uint32_t bias) {
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = threshold(k, bias);
        if (number < t)
            break;
        buf_add_byte(out, digits[t + (number - t) % (BASE - t)]);
        number = (number - t) / (BASE - t);
    }
    buf_add_byte(out, digits[number]);
}

bool punycode_encode(struct str label, struct buf *out) {
    uint32_t characters[PUNYCODE_MOST];
    uint32_t count = 0, done = 0;
    for (size_t i = 0; i < label.n; count++) {
        if (count == PUNYCODE_MOST)
            return false;
        characters[count] = utf8_next(label, &i);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (characters[i] < 0x80) {
            buf_add_byte(out, (char)characters[i]);
            done++;
        }
    }
    uint32_t basic = done, next = FIRST_CHARACTER, delta = 0, bias = FIRST_BIAS;
    if (basic > 0)
        buf_add_byte(out, '-');
    while (done < count) {
        uint32_t least = UINT32_MAX;
        for (uint32_t i = 0; i < count; i++)
            if (characters[i] >= next && characters[i] < least)
                least = characters[i];
        delta += (least - next) * (done + 1); /* under 2^30: 0x10FFFF times 513 */
        next = least;
        for (uint32_t i = 0; i < count; i++) {
            delta += characters[i] < next;
            if (characters[i] != next)
                continue;
            add_number(out, delta, bias);
            bias = adapt(delta, done + 1, done == basic);
            delta = 0;
            done++;
        }
        delta++;
        next++;
    }
    return out->status == STATUS_OK;
}

static uint32_t digit_value(char c) {
    if (ascii_is_digit(c))
        return (uint32_t)(c - '0') + 26;
    return ascii_is_alpha(c) ? (uint32_t)(ascii_lower(c) - 'a') : BASE;
}

/* Reads one number at *at; false when it is not whole or too large. */
static bool read_number(struct str encoded, size_t *at, uint32_t bias, uint32_t *number) {
    uint64_t weight = 1, sum = 0;
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t digit = *at < encoded.n ? digit_value(encoded.p[(*at)++]) : BASE;
        if (digit == BASE)
            return false;
        sum += digit * weight;
        uint32_t t = threshold(k, bias);
        if (sum > UINT32_MAX / 2)
            return false;
        *number = (uint32_t)sum;
        if (digit < t)
            return true;
        weight *= BASE - t;
        if (weight > UINT32_MAX)
            return false;
    }
}

bool punycode_decode(struct str encoded, struct buf *out) {
    uint32_t characters[PUNYCODE_MOST];
    uint32_t count = 0, next = FIRST_CHARACTER, index = 0, bias = FIRST_BIAS;
    size_t at = str_find_last_byte(encoded, '-');
    at = at == SIZE_MAX ? 0 : at;
    for (; count < at; count++) {
        if (count == PUNYCODE_MOST || (encoded.p[count] & 0x80) != 0)
            return false;
        characters[count] = (unsigned char)encoded.p[count];
    }
    at += at > 0;
    while (at < encoded.n) {
        uint32_t number;
        if (count == PUNYCODE_MOST || !read_number(encoded, &at, bias, &number))
            return false;
        bias = adapt(number, count + 1, next == FIRST_CHARACTER && index == 0);
        uint32_t whole = index + number;
        next += whole / (count + 1);
        index = whole % (count + 1);
        if (next > 0x10FFFF || (next >= 0xD800 && next <= 0xDFFF))
            return false;
        memmove(characters + index + 1, characters + index, (count - index) * sizeof *characters);
        characters[index++] = next;
        count++;
    }
    for (uint32_t i = 0; i < count; i++)
        utf8_add(out, characters[i]);
    return out->status == STATUS_OK;
}
