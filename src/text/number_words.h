/* Inside text/: the words that stand at numbers (number_words.def). */
#ifndef TEXT_NUMBER_WORDS_H
#define TEXT_NUMBER_WORDS_H

#include "base/str.h"

enum { TEXT_NUMBER_WORD_MOST = 40 }; /* bytes */

enum text_number_word_kind {
    TEXT_NUMBER_WORD_NONE,
    TEXT_NUMBER_WORD_SCALE,
    TEXT_NUMBER_WORD_PERCENT,
    TEXT_NUMBER_WORD_PER, /* "per", before "cent" */
    TEXT_NUMBER_WORD_CENT,
    TEXT_NUMBER_WORD_CURRENCY,
    TEXT_NUMBER_WORD_ORDINAL,
    TEXT_NUMBER_WORD_UNIT,
    TEXT_NUMBER_WORD_HALF,
    TEXT_NUMBER_WORD_NUMBER,
};

/* Lies in a static array that is sorted by text. */
struct text_number_word {
    char text[TEXT_NUMBER_WORD_MOST + 1];
    char languages[32]; /* "de nl"; "" for all */
    char currency[4];
    uint8_t kind;
    int16_t value;
};

extern const struct text_number_word text_number_words[];
extern const size_t text_number_words_count;

/* What `word` is in a language (two letters, or "": English stands in for it); NULL for none. Case
 * does not count. */
const struct text_number_word *text_number_word_find(struct str word, const char *language);

/* The longest beginning of `text` that is a word of a script without spaces between words, or of
 * Hangul; its length in *length. */
const struct text_number_word *text_number_word_prefix(struct str text, const char *language,
                                                       size_t *length);

#endif
