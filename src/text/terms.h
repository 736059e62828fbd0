/* A text as the terms of a search: what goes into the index and what is asked of it. */
#ifndef TEXT_TERMS_H
#define TEXT_TERMS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"
#include "text/stem.h"

enum { TEXT_WORD_LEAST = 4 }; /* characters of a word that another may be a mistake for */

/* What makes terms of tokens; of one thread. */
struct text_termer {
    struct text_stemmer english, arabic;
};

enum status text_termer_open(struct text_termer *termer, struct error *error);
/* Safe on a zeroed one. */
void text_termer_close(struct text_termer *termer);
/* The term of a folded token: Arabic without vowel signs, article and endings, its digits as ASCII
 * has them (readers leave out what papers write); everything else with English endings cut.
 * Borrowed until the next call, or `token` itself. */
struct str text_term(struct text_termer *termer, struct str token);

/* The terms of `text`, parted by single spaces, in the arena; "" for a text without words. */
enum status text_terms(struct arena *arena, struct str text, struct str *terms,
                       struct error *error);
/* Its folded tokens, whole, and without those below TEXT_WORD_LEAST: what text/typo.h compares.
 */
enum status text_words(struct arena *arena, struct str text, struct str *words,
                       struct error *error);

#endif
