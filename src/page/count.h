/* What can be counted about a piece of text in any script. */
#ifndef PAGE_COUNT_H
#define PAGE_COUNT_H

#include "base/str.h"

struct page_count {
    uint32_t words; /* of scripts without spaces between words: two characters are one */
    uint32_t letters, digits;
    uint32_t capitals; /* words that begin with an ASCII capital */
    uint32_t sentences, commas;
    uint32_t key; /* as page_text_key gives */
    bool ends;    /* with the end of a sentence, quotes and brackets behind it aside */
    bool money;   /* a currency sign */
};

struct page_count page_count_text(struct str text);
/* A key that is equal for texts whose letters and digits are (ASCII case aside); 0: none. */
uint32_t page_text_key(struct str text);

#endif
