/* Eight bytes of a text at once, as one word. */
#ifndef BASE_EIGHT_H
#define BASE_EIGHT_H

#include <stdint.h>

/* A word of which each byte is `c`. */
#define EIGHT_TIMES(c) (UINT64_C(0x0101010101010101) * (c))

/* The high bits of the zero bytes of `word`, exact up to the lowest of them; 0 when there is none.
 */
static inline uint64_t eight_zeros(uint64_t word) {
    return (word - EIGHT_TIMES(1)) & ~word & EIGHT_TIMES(0x80);
}

#endif
