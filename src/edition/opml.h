/* OPML 2.0 in and out (sources.opml; `source import`, `source export`). */
#ifndef EDITION_OPML_H
#define EDITION_OPML_H

#include "edition/edition.h"

/* Reads outlines with an xmlUrl. `edition` gives the topics that a `topic` attribute may name; NULL
 * takes any (topic stays SIZE_MAX). Sources and their texts lie in the arena. Foreign attributes
 * are ignored; the same xmlUrl twice keeps the first. Credentials in an address are refused (C24).
 */
enum status opml_read(struct arena *arena, struct str bytes, const struct edition *edition,
                      struct edition_source **sources, size_t *count, struct error *error);

/* What a file of others had that cannot be watched: how many, and what is wrong with the first. */
struct opml_refused {
    size_t count;
    struct error first;
};
/* The same of a file that somebody else wrote: outlines that are no sources for us are left out,
 * topics and attributes that the edition does not know are passed over. */
enum status opml_read_others(struct arena *arena, struct str bytes, const struct edition *edition,
                             struct edition_source **sources, size_t *count,
                             struct opml_refused *refused, struct error *error);

/* Writes them with all our attributes, attribute-escaped: reading gives equal sources (G14). */
void opml_write(const struct edition *edition, const struct edition_source *sources, size_t count,
                struct buf *out);

/* Adds sources behind the last one of a file that opml_read reads, but those that are in it
 * already; all else in it stays to the byte. Empty bytes make a new file. INVALID where there is no
 * place for them. */
enum status opml_insert(struct arena *arena, struct str bytes, const struct edition *edition,
                        const struct edition_source *sources, size_t count, struct buf *out,
                        struct error *error);

enum opml_change { OPML_PAUSE, OPML_RESUME, OPML_REMOVE };
/* Changes the sources of these addresses in a file that opml_read reads; all else in it stays to
 * the byte. One that goes takes its line with it where it has one of its own; outlines that it has
 * in it stay. Addresses that are not there change nothing. */
enum status opml_change(struct arena *arena, struct str bytes, const struct edition *edition,
                        enum opml_change change, const struct str *urls, size_t count,
                        struct buf *out, struct error *error);

#endif
