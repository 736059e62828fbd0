/* Trees as text. */
#ifndef HTML_WRITE_H
#define HTML_WRITE_H

#include "base/buf.h"
#include "html/dom.h"

/* Appends what is below `top` as HTML, by the standard's fragment serialisation (13.3). Parsing
 * it gives the same tree for most trees, not for all: see the standard's warning there. */
void html_serialise(const struct html_node *top, struct buf *out);
/* Appends what is below `top` in the format of the standard's tests: "| <p>", two spaces more a
 * level, attributes sorted. */
void html_describe(const struct html_node *top, struct buf *out);

#endif
