/* Makes HTML safe to hand to a parser that trusts its input: linear, before any tree. */
#ifndef HTML_TAME_H
#define HTML_TAME_H

#include "base/buf.h"
#include "base/str.h"

enum {
    HTML_DEPTH_MOST = 256,
    HTML_ATTRIBUTES_MOST = 256,
    HTML_NODES_MOST = 500 * 1000,
};

/* Appends `html` to `out` without what no reader of ours needs (comments, scripts that are no
 * JSON-LD, styles, SVG, MathML, raw-text elements) and within the caps: attributes of an element,
 * elements, and elements open at once, for which it follows the standard's stack of open elements
 * closely enough never to count too few by more than a constant factor. `<` in what stays of
 * scripts and titles is escaped, so that tags are what they look like. Errors stick in `out`. */
void html_tame(struct str html, struct buf *out);

#endif
