/* libexttextcat, loaded by the first long text whose language is asked for (base/late.h). */
#include "base/late.h"

#include <textcat.h>

#define FUNCTIONS(F)                                                                               \
    F(void *, special_textcat_Init, (const char *conffile, const char *prefix),                    \
      (conffile, prefix), NULL)                                                                    \
    F(void, textcat_Done, (void *handle), (handle), (void)0)                                       \
    F(candidate_t *, textcat_GetClassifyFullOutput, (void *handle), (handle), NULL)                \
    F(void, textcat_ReleaseClassifyFullOutput, (void *handle, candidate_t *candidates),            \
      (handle, candidates), (void)0)                                                               \
    F(int, textcat_ClassifyFull,                                                                   \
      (void *handle, const char *buffer, size_t size, candidate_t *candidates),                    \
      (handle, buffer, size, candidates), TEXTCAT_RESULT_UNKNOWN)

LATE_LIBRARY(SONAME_EXTTEXTCAT, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
