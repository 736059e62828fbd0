/* cmark, loaded by the first page of an edition's own (base/late.h). */
#include "base/late.h"

#include <cmark.h>

#define FUNCTIONS(F)                                                                               \
    F(char *, cmark_markdown_to_html, (const char *text, size_t len, int options),                 \
      (text, len, options), NULL)

LATE_LIBRARY(SONAME_CMARK, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
