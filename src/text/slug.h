/* The slug of a title, as file names of records have it (spec/record-format.md, section 1). */
#ifndef TEXT_SLUG_H
#define TEXT_SLUG_H

#include "base/buf.h"

enum { TEXT_SLUG_MOST = 150 }; /* bytes */

/* Appends the slug of `title` to `out`: 1 to TEXT_SLUG_MOST bytes of a-z, 0-9, '_' and '-',
 * neither starting nor ending with '-'; "article" for a title that leaves nothing. Ill-formed bytes
 * are dropped like any other character outside the Latin alphabet. */
void text_slug(struct str title, struct buf *out);

#endif
