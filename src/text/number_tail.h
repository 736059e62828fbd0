/* Inside text/: what stands behind a number and says what it counts. */
#ifndef TEXT_NUMBER_TAIL_H
#define TEXT_NUMBER_TAIL_H

#include "text/number_words.h"

struct text_number_tail {
    int scale; /* power of ten */
    bool scaled, percent, ordinal, unit, half;
    bool era;  /* "1990s", "2024年" */
    bool part; /* glued letters make it a part of a word: "5G" */
    int half_minutes;
    const char *currency; /* NULL */
    size_t end;           /* where it ends; of a part, the whole word */
};

/* Reads what stands at `at`, right behind a number. `loose`: it has a decimal sign or a currency
 * before it, so that "5m" may be five million. */
struct text_number_tail text_number_tail_read(struct str text, size_t at, const char *language,
                                              bool loose);

/* The end of the letters and marks that start at `at`. */
size_t text_letters_end(struct str text, size_t at);

#endif
