/* The few functions of real numbers that learning and judging need. They are ours so that a model
 * and a verdict are the same wherever they are made: the C library's differ in their last bits from
 * one version to the next. All are right to about 15 digits. */
#ifndef TOPIC_NUMBERS_H
#define TOPIC_NUMBERS_H

#include <stdint.h>

/* The natural logarithm of a normal number above 0. */
double topic_log(double x);
/* e to the power of x; 0 below -700, and what it is at 700 above that. */
double topic_exp(double x);
/* The square root, of a number not below 0. */
double topic_root(double x);

static inline double topic_clamp(double x, double least, double most) {
    return x < least ? least : x > most ? most : x;
}
/* The nearest whole number, halves away from 0; of a number within 2^62. */
static inline int64_t topic_round(double x) {
    return (int64_t)(x < 0 ? x - 0.5 : x + 0.5);
}
static inline double topic_size(double x) {
    return x < 0 ? -x : x;
}

#endif
