/* Inside story/: how common a word is before any article was read.
 *
 * A word is as common as in the one language that has it most, of those that are spoken: English,
 * what is not written in Latin letters, and each language of a live article. So German's "die"
 * makes no death common in English, and an index restored from its live articles knows the same.
 * The edition's own texts, where they were counted (settings.background), outweigh the lists. */
#ifndef STORY_PRIOR_H
#define STORY_PRIOR_H

#include "story/index.h"

/* Lists the words of all languages; once, in an index that is empty. */
enum status story_prior_open(struct story_index *index);
/* Of a new term, of which no list tells anything. */
void story_prior_begin(struct story_index *index, uint32_t number);
/* What story_live.language is for a document's language. */
uint32_t story_prior_language(struct str tag);
/* One live article more, or one fewer, is in a language. */
void story_prior_come(struct story_index *index, uint32_t language);
void story_prior_go(struct story_index *index, uint32_t language);

#endif
