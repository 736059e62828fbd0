/* The inner loop of reading and writing quoted texts. Internal to record/. */
#ifndef RECORD_RUN_H
#define RECORD_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Bytes that stand for themselves in a quoted text and start no character that might not. */
static inline bool record_is_ordinary(unsigned char byte) {
    return byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F && byte != 0xC2 &&
           byte != 0xE2 && byte != 0xEF;
}

/* Whether eight bytes are all ordinary ASCII; may say no where they are. A byte of `word ^ x` is 0
 * where the text has `x`; subtracting 1 (or 0x20) from a byte below it borrows into its high bit.
 * A borrow can only make a "no" out of a "yes". */
static inline bool record_is_ordinary_word(const char *p) {
    const uint64_t ones = 0x0101010101010101u;
    uint64_t word;
    memcpy(&word, p, sizeof word);
    uint64_t quote = (word ^ ones * '"') - ones;
    uint64_t slash = (word ^ ones * '\\') - ones;
    uint64_t control = word - ones * 0x20;
    uint64_t high = word + ones; /* 0x7F and above */
    return ((quote | slash | control | high | word) & ones * 0x80) == 0;
}

/* How many bytes from the front are ordinary. */
static inline size_t record_ordinary_run(const char *p, size_t n) {
    size_t i = 0;
    for (;;) {
        while (n - i >= 8 && record_is_ordinary_word(p + i))
            i += 8;
        size_t stop = n - i < 8 ? n : i + 8;
        while (i < stop && record_is_ordinary((unsigned char)p[i]))
            i++;
        if (i < stop || i == n)
            return i;
    }
}

#endif
