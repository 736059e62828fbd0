/* libstemmer, loaded by the first stemmer (base/late.h). */
#include "base/late.h"

#include <libstemmer.h>

#define FUNCTIONS(F)                                                                               \
    F(struct sb_stemmer *, sb_stemmer_new, (const char *algorithm, const char *charenc),           \
      (algorithm, charenc), NULL)                                                                  \
    F(void, sb_stemmer_delete, (struct sb_stemmer * stemmer), (stemmer), (void)0)                  \
    F(const sb_symbol *, sb_stemmer_stem,                                                          \
      (struct sb_stemmer * stemmer, const sb_symbol *word, int size), (stemmer, word, size), NULL) \
    F(int, sb_stemmer_length, (struct sb_stemmer * stemmer), (stemmer), 0)

LATE_LIBRARY(SONAME_STEMMER, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
