/* Content codings (RFC 9110, 8.4 and 12.5.3): does the client take gzip, is it worth it, and the
 * coding itself. */
#ifndef SERVE_CODING_H
#define SERVE_CODING_H

#include "base/buf.h"

enum {
    SERVE_CODED_LEAST = 1024,   /* bytes of a file that is worth it */
    SERVE_CODED_MOST = 1 << 20, /* bytes of one that is compressed here, while all others wait */
};

/* Whether a request with this Accept-Encoding (absent: anything, of which we take no coding) is
 * answered in gzip: where it is acceptable and no worse than the bytes as they are. A weight that
 * is none (RFC 9110, 12.4.2) refuses its coding. */
bool serve_coding_takes_gzip(struct str accept_encoding);
/* Whether bytes of a Content-Type are text, which shrinks. */
bool serve_coding_shrinks(struct str type);
/* Appends `bytes` as gzip (RFC 1952); the same bytes give the same. MEMORY also where zlib cannot
 * be loaded; LIMIT by what `out` may hold. */
enum status serve_coding_gzip(struct str bytes, struct buf *out);

#endif
