/* An allow-list over the tree, written anew: what comes out is inert in any browser. */
#ifndef HTML_SANITIZE_H
#define HTML_SANITIZE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

/* Appends the sanitised form of the fragment `html` to `out`: links absolute against `base` and
 * http(s) (mailto for <a>) only, rel="noopener noreferrer" on links, loading="lazy" on pictures,
 * 1-pixel pictures and all active content left out. `scratch` holds the tree meanwhile. */
enum status html_sanitize(struct arena *scratch, struct str html, struct str base, struct buf *out,
                          struct error *error);

/* The same for plain text: it is escaped, and no tag stands in it. */
enum status html_sanitize_text(struct str text, struct buf *out, struct error *error);

struct html_node;
/* The same for what lies below `node` of a tree that stands already. */
enum status html_sanitize_node(struct arena *scratch, const struct html_node *node, struct str base,
                               struct buf *out, struct error *error);

/* Plain text of a fragment of HTML, entities decoded, for titles and excerpts. When `html` holds no
 * '<' and no '&' it is copied as it is. */
enum status html_to_text(struct arena *scratch, struct str html, struct buf *out,
                         struct error *error);

#endif
