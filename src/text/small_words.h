/* Inside text/: the small words of languages ("the", "und", "que"), language_words.def. */
#ifndef TEXT_SMALL_WORDS_H
#define TEXT_SMALL_WORDS_H

#include "base/str.h"

enum { TEXT_SMALL_WORD_MOST = 23 }; /* bytes */

/* The languages of a word in lower case, as "de nl"; absent when it is none. Static. */
struct str text_small_word(struct str word);

/* Whether it is one in `language`, a code of language.h; of any when that is "". */
bool text_is_small_word(struct str word, const char *language);

#endif
