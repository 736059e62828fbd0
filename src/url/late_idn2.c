/* libidn2, loaded by the first domain that is more than ASCII (base/late.h). */
#include "base/late.h"

#include <idn2.h>

#define FUNCTIONS(F)                                                                               \
    F(int, idn2_to_ascii_8z, (const char *input, char **output, int flags),                        \
      (input, output, flags), IDN2_MALLOC)                                                         \
    F(void, idn2_free, (void *ptr), (ptr), (void)0)

LATE_LIBRARY(SONAME_IDN2, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
