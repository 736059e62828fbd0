/* Ill-formed XML made well-formed, in one linear pass, so that the parser behind it meets neither
 * errors nor the inputs that cost it too much (attacks.md E03-E11). */
#ifndef FEED_MEND_H
#define FEED_MEND_H

#include "base/buf.h"
#include "base/str.h"

struct feed_mended {
    struct str root;    /* the root element's name as found; absent when there is none; borrows */
    size_t repairs;     /* how many places were not XML */
    struct str doctype; /* the name behind <!DOCTYPE; borrows */
};

/* Appends `xml` (UTF-8) to `out` as one well-formed element: declaration, DOCTYPE, comments and
 * processing instructions left out, so that no DTD is ever seen; every tag closed in its place;
 * character references decoded, HTML's names among them, and plain internal entities replaced by
 * their text; stray '&' and '<' escaped; characters that XML does not allow left out; at most
 * FEED_DEPTH_MOST deep, FEED_ATTRIBUTES_MOST attributes an element. `mended` borrows from `xml`.
 * Errors stick in `out`. */
void feed_mend(struct str xml, struct buf *out, struct feed_mended *mended);

#endif
