/* libpsl, loaded when a registrable domain is asked for first (base/late.h). Without it there is no
 * list, and none is in it. */
#include "base/late.h"

#include <libpsl.h>

#define FUNCTIONS(F)                                                                               \
    F(const psl_ctx_t *, psl_builtin, (void), (), NULL)                                            \
    F(int, psl_is_public_suffix2, (const psl_ctx_t *psl, const char *domain, int type),            \
      (psl, domain, type), 0)                                                                      \
    F(const char *, psl_registrable_domain, (const psl_ctx_t *psl, const char *domain),            \
      (psl, domain), NULL)

LATE_LIBRARY(SONAME_PSL, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
