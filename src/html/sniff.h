/* Which encoding a document is in, for html_decode. */
#ifndef HTML_SNIFF_H
#define HTML_SNIFF_H

#include "html/encoding.h"

/* What a <meta> declares (HTML Standard, 13.2.3.2): by the standard's prescan of the first 1,024
 * bytes, else, as a browser changes its mind when it meets one later, by one anywhere that does not
 * stand in a script, a style or other raw text. NULL when there is none. */
const struct html_encoding *html_sniff_meta(struct str bytes);

/* For a document that declares nothing and is not UTF-8: by the bytes that its script makes
 * frequent. Never NULL; windows-1252 when nothing fits better. */
const struct html_encoding *html_sniff_bytes(struct str bytes);

#endif
