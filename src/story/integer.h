/* Inside story/: the arithmetic of similarities in integers, so that every compiler and machine
 * comes to the same verdict. */
#ifndef STORY_INTEGER_H
#define STORY_INTEGER_H

#include <stddef.h>
#include <stdint.h>

/* 1024 times the binary logarithm of `value`, rounded down; 0 for 0 and 1. */
uint32_t story_log2(uint64_t value);
/* The square root, rounded down. */
uint64_t story_root(uint64_t value);
/* dot / (|a| * |b|) in thousandths, from the squares of the lengths; 0 when either is 0, at most
 * 1000. */
int64_t story_cosine(uint64_t dot, uint64_t square_a, uint64_t square_b);
/* The same from the lengths themselves. */
int64_t story_cosine_of(uint64_t dot, uint64_t length_a, uint64_t length_b);

/* Sorts by the upper 32 bits, stably; linear in `count`. Behind them is room for as many. */
void story_sort_keys(uint64_t *keys, size_t count);

#endif
