/* A text as the terms of a search: what goes into the index and what is asked of it. */
#ifndef TEXT_TERMS_H
#define TEXT_TERMS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

/* The folded tokens of `text` with English endings cut, parted by single spaces, in the arena; ""
 * for a text without words. */
enum status text_terms(struct arena *arena, struct str text, struct str *terms,
                       struct error *error);

#endif
