/* Character references (HTML Standard, 13.2.5.72 to 13.2.5.80), without a tokenizer. */
#ifndef HTML_ENTITY_H
#define HTML_ENTITY_H

#include "base/buf.h"
#include "base/str.h"

/* The character that the standard's table names `name` (without & and ;); 0 when there is none, or
 * when it names two. */
uint32_t html_entity_named(struct str name);

/* What HTML makes of a numeric reference (13.2.5.80): 0x80-0x9F are read as windows-1252,
 * surrogates and what lies past Unicode become U+FFFD; NUL gives 0, "nothing". */
uint32_t html_entity_number(uint64_t number);

/* Reads the numeric reference that stands at s[0] = '&', s[1] = '#': its character, or U+FFFD for
 * too large a number. Returns the bytes used, ';' included; 0 when it is none. */
size_t html_entity_numeric(struct str s, uint32_t *character);

/* Reads the reference at s[0] = '&' as the tokenizer does, by the longest name that fits, ';'
 * missing or not, and appends its characters to `out`. Returns the bytes used; 0, with nothing
 * appended, when the '&' is just that. In an attribute's value a name without ';' before '=' or an
 * alphanumeric is none (13.2.5.73). NUL becomes U+FFFD. */
size_t html_entity_read(struct str s, bool attribute, struct buf *out);

/* Appends `s` with its character references decoded; errors stick in `out`. */
void html_entities_decode(struct str s, struct buf *out);

#endif
