/* Markup inside a feed's text, written down as HTML while the XML goes by. */
#ifndef FEED_MARKUP_H
#define FEED_MARKUP_H

#include "base/buf.h"
#include "base/str.h"

/* Text and attribute values, escaped. */
void feed_markup_text(struct buf *out, struct str text);
void feed_markup_start(struct buf *out, struct str name);
void feed_markup_attribute(struct buf *out, struct str name, struct str value);
void feed_markup_end(struct buf *out, struct str name);
/* Whether an attribute of this name holds an address. */
bool feed_markup_is_link(struct str name);

/* Appends what base64 (RFC 4648, white space allowed) stands for; false when it is none. */
bool feed_base64(struct str text, struct buf *out);

#endif
