/* The feeds behind a page that is none: what it declares, links to, or has by the habit of the
 * program that made it. Candidates, not certainties: who asks fetches them in order and stops at
 * the first that feed_parse reads (attacks.md E14, E15: only when somebody subscribes, one step
 * deep). */
#ifndef FEED_DISCOVER_H
#define FEED_DISCOVER_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"
#include "html/dom.h"

enum { FEED_CANDIDATES_MOST = 40 };

/* Best first. */
enum feed_reason {
    FEED_IS_ITSELF, /* the document is a feed */
    FEED_DECLARED,  /* <link rel=alternate> with a feed's type (HTML Standard, 4.6.7.1) */
    FEED_LINKED,    /* a link that looks like one */
    FEED_BY_MAKER,  /* where the program that <meta name=generator> names keeps it */
    FEED_SECONDARY, /* declared or linked, but of comments */
    FEED_USUAL,     /* a place where many sites have one */
    FEED_SITEMAP,   /* no feed; the site's map may list its news */
};

struct feed_candidate {
    struct str url;   /* absolute, http(s) */
    struct str title; /* as the page calls it; may be absent */
    struct str type;  /* as the page says; may be absent */
    enum feed_reason reason;
};

/* Candidates of a page whose address is `base` (which must be absolute for the guesses). Each
 * address once, by the best reason, in the page's order within one reason; at most
 * FEED_CANDIDATES_MOST. All lies in the arena. */
enum status feed_discover(struct arena *arena, const struct html_document *document,
                          struct str base, struct feed_candidate **candidates, size_t *count,
                          struct error *error);
/* The same from bytes as found on the wire, which may turn out to be a feed themselves. */
enum status feed_discover_bytes(struct arena *arena, struct str bytes, struct str base,
                                struct str content_type, struct feed_candidate **candidates,
                                size_t *count, struct error *error);

/* "declared by the page" and the like; static. */
const char *feed_reason_text(enum feed_reason reason);

#endif
