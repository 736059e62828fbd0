/* How common words are in the edition's own texts: a model that is cut at a UTC day. Each is a
 * fact, a text by its hash (text/background.h); the last one holds from then on. */
#ifndef PRESS_COUNTED_H
#define PRESS_COUNTED_H

#include "press/facts.h"
#include "text/background.h"

#define COUNTED_KEY STR("background") /* in KEYS_STATE: the hash of the model that holds */

/* The model that holds in derived state, in the arena; *hash absent where none does. INVALID when
 * the store does not have it. */
enum status counted_read(struct store *store, struct arena *arena, struct str *hash,
                         struct text_background *model, struct error *error);

/* Of the last one that was cut, folded or not: the day before which its articles were published. */
enum status counted_day(struct store *store, struct arena *arena, int64_t *day,
                        struct error *error);

#endif
