/* A text as the terms of a search: what goes into the index and what is asked of it. */
#ifndef TEXT_TERMS_H
#define TEXT_TERMS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum { TEXT_WORD_LEAST = 4 }; /* characters of a word that another may be a mistake for */

/* The folded tokens of `text` with English endings cut, parted by single spaces, in the arena; ""
 * for a text without words. */
enum status text_terms(struct arena *arena, struct str text, struct str *terms,
                       struct error *error);
/* The same with their endings, and without those below TEXT_WORD_LEAST: what text/typo.h compares.
 */
enum status text_words(struct arena *arena, struct str text, struct str *words,
                       struct error *error);

#endif
