/* The kinds of sources: whatever is watched becomes a feed. */
#ifndef GATHER_KINDS_H
#define GATHER_KINDS_H

#include "edition/edition.h"
#include "feed/sitemap.h"

/* Reads a source's bytes by its kind, found at `base` (absent: nowhere in particular). *parts are
 * further documents that are to be read like it: the maps that a map of maps names (the latest
 * first; it has no entries), or the next older page of an archive (at most one). All lies in the
 * arena. Errors are those of the kind's reader. */
enum status source_read(struct arena *arena, const struct edition_source *source, struct str bytes,
                        struct str base, struct str content_type, struct feed *feed,
                        struct feed_part **parts, size_t *part_count, struct error *error);

/* What is wrong with what it says of itself (selectors, that is). INVALID. */
enum status source_selectors_check(struct arena *arena, const struct edition_source *source,
                                   struct error *error);

#endif
