#include "story/integer.h"

#include <stdbool.h>
#include <string.h>

static unsigned top_bit(uint64_t value) {
    return 63u - (unsigned)__builtin_clzll(value);
}

/* The mantissa, in [1, 2), is squared ten times; each time it reaches 2 gives one more bit. */
uint32_t story_log2(uint64_t value) {
    if (value < 2)
        return 0;
    unsigned whole = top_bit(value);
    uint64_t mantissa = whole >= 31 ? value >> (whole - 31) : value << (31 - whole);
    uint32_t result = whole;
    for (int bit = 0; bit < 10; bit++) {
        mantissa = mantissa * mantissa >> 31;
        result <<= 1;
        if (mantissa >> 32) {
            result |= 1;
            mantissa >>= 1;
        }
    }
    return result;
}

uint64_t story_root(uint64_t value) {
    if (value < 2)
        return value;
    uint64_t root = UINT64_C(1) << (top_bit(value) / 2 + 1); /* never below the true root */
    for (;;) {
        uint64_t better = (root + value / root) / 2;
        if (better >= root)
            return root;
        root = better;
    }
}

int64_t story_cosine(uint64_t dot, uint64_t square_a, uint64_t square_b) {
    return story_cosine_of(dot, story_root(square_a), story_root(square_b));
}

int64_t story_cosine_of(uint64_t dot, uint64_t length_a, uint64_t length_b) {
    uint64_t lengths = length_a * length_b;
    if (lengths == 0)
        return 0;
    uint64_t thousandths = dot < UINT64_MAX / 1000 ? dot * 1000 / lengths : 1000;
    return thousandths > 1000 ? 1000 : (int64_t)thousandths;
}

static void insert_sorted(uint64_t *keys, size_t count) {
    for (size_t i = 1; i < count; i++) {
        uint64_t key = keys[i];
        size_t at = i;
        for (; at > 0 && keys[at - 1] >> 32 > key >> 32; at--)
            keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

/* By one byte; false, and nothing is moved, where all have the same. */
static bool sort_byte(const uint64_t *from, uint64_t *to, size_t count, unsigned shift) {
    uint32_t starts[256] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++)
        starts[from[i] >> shift & 255]++;
    if (starts[from[0] >> shift & 255] == count)
        return false;
    for (size_t i = 0; i < 256; i++) {
        uint32_t here = starts[i];
        starts[i] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++)
        to[starts[from[i] >> shift & 255]++] = from[i];
    return true;
}

void story_sort_keys(uint64_t *keys, size_t count) {
    if (count < 32) {
        insert_sorted(keys, count);
        return;
    }
    uint64_t *from = keys, *to = keys + count;
    for (unsigned shift = 32; shift < 64; shift += 8) {
        if (!sort_byte(from, to, count, shift))
            continue;
        uint64_t *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != keys)
        memcpy(keys, from, count * sizeof *keys);
}
