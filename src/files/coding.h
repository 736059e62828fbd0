/* Bytes in the codings of the web (RFC 9110, 8.4), for files and for answers. The same bytes give
 * the same, by the same library. */
#ifndef FILES_CODING_H
#define FILES_CODING_H

#include "base/buf.h"

enum {
    FILES_CODED_LEAST = 1024, /* bytes of a text that is worth it */
    FILES_GZIP_LEVEL = 6,     /* of what is kept: from 1 to 9 */
    FILES_BROTLI_QUALITY =
        5, /* the same, from 0 to 11: smaller than gzip's best, as fast as its 6 */
};

/* Append `bytes` as gzip (RFC 1952), as brotli (RFC 7932). MEMORY also where the library cannot be
 * loaded; LIMIT by what `out` may hold. */
enum status files_gzip(int level, struct str bytes, struct buf *out);
enum status files_brotli(int quality, struct str bytes, struct buf *out);

#endif
