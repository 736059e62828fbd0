/* Words that are nearly another: for "did you mean". */
#ifndef TEXT_TYPO_H
#define TEXT_TYPO_H

#include "base/str.h"

enum {
    TEXT_TYPO_CHARACTERS = 32, /* of a word; a longer one has no neighbours and no trigrams */
    TEXT_TRIGRAM_BYTES = 12,
};

/* The different groups of three neighbouring characters of a word, two spaces before it and one
 * behind it counted in, so that how it begins weighs more than how it ends. */
struct text_trigrams {
    char bytes[TEXT_TYPO_CHARACTERS + 1][TEXT_TRIGRAM_BYTES];
    unsigned char lengths[TEXT_TYPO_CHARACTERS + 1];
    size_t count; /* 0 for a word of one character and for one that is too long */
};

void text_trigrams(struct str word, struct text_trigrams *trigrams);
/* Borrowed. */
static inline struct str text_trigram(const struct text_trigrams *trigrams, size_t i) {
    return str_of(trigrams->bytes[i], trigrams->lengths[i]);
}

/* How many characters must be put in, left out, replaced or swapped with their neighbour to make
 * `b` of `a` (optimal string alignment). SIZE_MAX when either is too long. */
size_t text_typo_distance(struct str a, struct str b);
/* How many such mistakes a word of this length may hold for another one to be meant: none up to
 * three characters, one up to six, then two. */
size_t text_typo_allowed(struct str word);

#endif
