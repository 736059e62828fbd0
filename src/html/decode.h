/* Bytes to UTF-8: which encoding, and the conversion (attacks.md F04, F08). */
#ifndef HTML_DECODE_H
#define HTML_DECODE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

/* Finds the encoding (BOM, then the charset of `content_type`, then a declaration in the bytes: an
 * XML declaration, or <meta>; else UTF-8 if the bytes are, else by statistics) and appends the
 * text as UTF-8 to `out`, ill-formed parts as U+FFFD, NUL dropped. Only labels of the Encoding
 * Standard are known; no label from outside ever reaches iconv. `*encoding`, when not NULL, gets
 * the standard's name, static. */
enum status html_decode(struct str bytes, struct str content_type, struct buf *out,
                        const char **encoding, struct error *error);

/* The same where most documents need no change: `*text` is `bytes` itself behind its mark when it
 * is UTF-8 without fault, else it is made in `holder`. */
enum status html_decode_view(struct str bytes, struct str content_type, struct buf *holder,
                             struct str *text, struct error *error);

#endif
