/* Memory that runs out when a test says so. Every test program is linked with malloc, calloc and
 * realloc wrapped (tests/meson.build), in our own code; libraries keep theirs.
 *
 *     for (size_t n = 0; failing_from(n); n++) {
 *         … run what is tested; it must say STATUS_MEMORY or succeed, and leak nothing …
 *     }
 *
 * fails the first allocation, then the second, and so on, and ends behind the first round in which
 * nothing failed. */
#ifndef SUPPORT_FAILING_H
#define SUPPORT_FAILING_H

#include <stdbool.h>
#include <stddef.h>

/* Begins a round in which the n-th allocation from here on (from 0), and every later one, fails.
 * False, and nothing fails any more, when the round before saw no failure. */
bool failing_from(size_t n);
/* Nothing fails any more. */
void failing_stop(void);
/* Whether an allocation has failed since the round began. */
bool failing_happened(void);

#endif
