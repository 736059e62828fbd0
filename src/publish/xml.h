/* Text in XML 1.0, inside the room. */
#ifndef PUBLISH_XML_H
#define PUBLISH_XML_H

#include "base/buf.h"

/* Appends `text` so that an element's content or a quoted attribute reads it back: & < > " ' as
 * references, a carriage return too; characters that XML 1.0 does not have (its section 2.2: most
 * controls, U+FFFE, U+FFFF) become U+FFFD (attacks.md G15). */
void xml_text(struct buf *out, struct str text);
/* "<name>text</name>", indented by `indent` spaces, with a line end; nothing when text is absent.
 */
void xml_element(struct buf *out, size_t indent, const char *name, struct str text);

#endif
