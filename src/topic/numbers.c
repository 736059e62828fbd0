#include "topic/numbers.h"

#include <string.h>

/* A double is (1 + fraction) * 2^(exponent - BIAS), the exponent above FRACTION bits. */
enum { FRACTION = 52, BIAS = 1023, LOG_TERMS = 12, EXP_TERMS = 16, ROOT_STEPS = 6 };

static const double log_of_2 = 0.693147180559945309417;
/* ln 2 in two parts, the first with zeros at its end, so that whole multiples of it are exact. */
static const double log_of_2_high = 0x1.62e42feep-1, log_of_2_low = 0x1.a39ef35793c76p-33;

static double power_of_2(int64_t exponent) {
    uint64_t bits = (uint64_t)(exponent + BIAS) << FRACTION;
    double power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

/* x = m * 2^exponent, with m from sqrt(1/2) to sqrt(2). */
static double split(double x, int64_t *exponent) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    *exponent = (int64_t)(bits >> FRACTION) - BIAS;
    double m = x / power_of_2(*exponent);
    if (m > 1.41421356237309504880) {
        m /= 2;
        (*exponent)++;
    }
    return m;
}

/* ln m = 2 artanh s with s = (m - 1) / (m + 1), which is below 0.172: its series ends soon. */
double topic_log(double x) {
    int64_t exponent;
    double m = split(x, &exponent);
    double s = (m - 1) / (m + 1), sum = 0;
    for (int i = LOG_TERMS; i >= 0; i--)
        sum = sum * s * s + 1.0 / (2 * i + 1);
    return (double)exponent * log_of_2_high + (2 * s * sum + (double)exponent * log_of_2_low);
}

/* e^x = 2^k e^r with r from -ln 2 / 2 to ln 2 / 2. */
double topic_exp(double x) {
    if (x < -700)
        return 0;
    x = x > 700 ? 700 : x;
    int64_t k = topic_round(x / log_of_2);
    double r = (x - (double)k * log_of_2_high) - (double)k * log_of_2_low, sum = 1;
    for (int i = EXP_TERMS; i > 0; i--)
        sum = 1 + sum * r / i;
    return sum * power_of_2(k);
}

/* Newton's method, from a guess with half the exponent. */
double topic_root(double x) {
    int64_t exponent;
    if (x <= 0)
        return 0;
    double m = split(x, &exponent);
    if (exponent % 2 != 0) {
        m *= 2;
        exponent--;
    }
    double root = (1 + m) / 2;
    for (int i = 0; i < ROOT_STEPS; i++)
        root = (root + m / root) / 2;
    return root * power_of_2(exponent / 2);
}
