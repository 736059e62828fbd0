/* Content codings (RFC 9110, 8.4 and 12.5.3; gzip is RFC 1952, br RFC 7932): which ones a client
 * takes, whether they are worth it, and the codings themselves. */
#ifndef SERVE_CODING_H
#define SERVE_CODING_H

#include "files/coding.h"

enum { SERVE_CODED_MOST = 1 << 20 }; /* bytes of a file that is compressed while all others wait */

/* The better one last. */
enum serve_coding { SERVE_IDENTITY, SERVE_GZIP, SERVE_BROTLI, SERVE_CODINGS };

/* How much is done for a smaller body: of a file, which is kept, or of what is made for one. */
enum serve_effort { SERVE_KEPT_EFFORT, SERVE_ONCE_EFFORT };

/* Whether a request with this Accept-Encoding (absent: anything, of which we take no coding) may be
 * answered in a coding: where it is acceptable and no worse to the client than those before it.
 * SERVE_IDENTITY always may. A weight that is none (RFC 9110, 12.4.2) refuses its coding. */
bool serve_coding_taken(struct str accept_encoding, enum serve_coding coding);
/* The best one that may be answered in. */
enum serve_coding serve_coding_best(struct str accept_encoding);
/* Whether bytes of a Content-Type are text, which shrinks. */
bool serve_coding_shrinks(struct str type);
/* "br", "gzip"; NULL for SERVE_IDENTITY. */
const char *serve_coding_name(enum serve_coding coding);
/* ".br", ".gz" behind a file's name, for its bytes in that coding; "" for SERVE_IDENTITY. */
struct str serve_coding_ending(enum serve_coding coding);

/* Appends `bytes` in a coding; the same bytes give the same. MEMORY also where the library cannot
 * be loaded; LIMIT by what `out` may hold. */
enum status serve_coding_write(enum serve_coding coding, enum serve_effort effort, struct str bytes,
                               struct buf *out);
/* Whether `coded` is `bytes` in a coding, and nothing else. */
bool serve_coding_is(enum serve_coding coding, struct str coded, struct str bytes);

#endif
