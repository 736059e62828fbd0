#ifndef BACKGROUND_MODEL_COUNT_H
#define BACKGROUND_MODEL_COUNT_H

#include "text/background.h"

enum { COUNTED_MOST = 2000000 }; /* different stems of one language */

/* Counts texts for a model of words. An edition counts its own by src/story/tally.h. */
struct counter;

/* NULL without memory. `seed` is that of hash tables: it changes no result. */
struct counter *counter_open(uint64_t seed);
void counter_close(struct counter *counter);
/* Counts the words of one text once each: folded tokens without those that have a digit, stemmed by
 * the language (a BCP 47 tag; a text without one is not counted). From COUNTED_MOST
 * different stems of a language on, new ones are not counted. */
enum status counter_add(struct counter *counter, struct str text, struct str language,
                        struct error *error);
/* Appends the model, as text_background_write does. The same texts in any order give the same
 * bytes. */
enum status counter_cut(const struct counter *counter, size_t most, uint32_t least, struct buf *out,
                        struct error *error);

#endif
