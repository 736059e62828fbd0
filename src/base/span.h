/* Runs of bytes, looked at sixteen at a time: what the loops of parsers and writers spend their
 * time on. A caller says with vector comparisons which bytes end its run:
 *
 *     for (; s.n - i >= SPAN_WIDTH; i += SPAN_WIDTH) {
 *         span_bytes v = span_load(s.p + i);
 *         size_t k = span_first((span_bytes)((v < 0x20) | (v == '&')));
 *         if (k < SPAN_WIDTH)
 *             return i + k;
 *     }
 *
 * and goes through the last bytes one by one. GCC's and clang's vector extensions, so any machine.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SPAN_WIDTH = 16 };

/* A comparison's lanes are 0 or 0xFF. */
typedef uint8_t span_bytes __attribute__((vector_size(16)));

static inline span_bytes span_load(const char *p) {
    span_bytes bytes;
    memcpy(&bytes, p, sizeof bytes);
    return bytes;
}

/* The first lane that is not 0; SPAN_WIDTH when there is none. */
static inline size_t span_first(span_bytes lanes) {
#ifdef __SSE2__
    unsigned mask = (unsigned)_mm_movemask_epi8((__m128i)lanes);
    return mask != 0 ? (size_t)__builtin_ctz(mask) : (size_t)SPAN_WIDTH;
#else
    uint64_t halves[2];
    memcpy(halves, &lanes, sizeof halves);
    if ((halves[0] | halves[1]) == 0)
        return SPAN_WIDTH;
    size_t k = 0;
    while (lanes[k] == 0)
        k++;
    return k;
#endif
}

#endif
