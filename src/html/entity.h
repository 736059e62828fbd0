/* Character references without a tree. */
#ifndef HTML_ENTITY_H
#define HTML_ENTITY_H

#include "base/buf.h"
#include "base/str.h"

/* The character that HTML 4.01 names `name` (without & and ;), 0 when there is none. */
uint32_t html_entity_named(struct str name);

/* What HTML makes of a numeric reference (HTML Standard, 13.2.5.80): 0x80-0x9F are read as
 * windows-1252, surrogates and what lies past Unicode become U+FFFD; NUL gives 0, "nothing". */
uint32_t html_entity_number(uint64_t number);

/* Reads the numeric reference that stands at s[0] = '&', s[1] = '#': its character, or U+FFFD for
 * too large a number. Returns the bytes used, ';' included; 0 when it is none. */
size_t html_entity_numeric(struct str s, uint32_t *character);

/* Appends `s` with its character references decoded. False, with nothing appended, when it holds a
 * reference that takes the whole table of HTML 5 or the rules for a missing semicolon. */
bool html_entities_decode(struct str s, struct buf *out);

#endif
