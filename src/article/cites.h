/* Whom an article cites: the sites that its text links to. */
#ifndef ARTICLE_CITES_H
#define ARTICLE_CITES_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum { ARTICLE_CITES_MOST = 20, ARTICLE_LINKS_READ = 200 };

/* The registrable domains of the links in `html` (as html/sanitize.h writes it) that are not the
 * article's own site, whose address is `own`: each once, in their order, parted by spaces; absent
 * when there are none. In the arena. */
enum status article_cites(struct arena *arena, struct str html, struct str own, struct str *cites,
                          struct error *error);

#endif
