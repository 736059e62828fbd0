/* What an edition published in the past, however it is at hand: its records, or a list of addresses
 * with dates; and the sources that it watched. */
#ifndef REPLAY_ARCHIVE_H
#define REPLAY_ARCHIVE_H

#include "article/article.h"
#include "record/record.h"

enum { ARCHIVE_LIST_MOST = 64 << 20, ARCHIVE_ITEMS_MOST = 1000000 };

struct archive_item {
    struct str address; /* absent when the record has none */
    struct str title;   /* absent when it is not known */
    struct str domain;  /* the outlet's; absent when it is not known */
    int64_t time;       /* published; seconds */
    bool led;           /* was shown as a story of its own, not only below another */
    struct str keys[ARTICLE_KEYS_MOST]; /* of its addresses (article_keys) */
    size_t key_count;
};

struct archive {
    struct archive_item *items;
    size_t count, capacity;
    struct edition_source *sources; /* that it watched; none when they are not known */
    size_t source_count;
    size_t unreadable; /* records that could not be read */
};

/* Each adds to the archive; all lies in the arena. `edition` gives the rules of addresses. */

/* One record, the bytes of the file `name` (its day stands in for a time that is not stated). One
 * that cannot be read is counted and left out. */
enum status archive_add_record(struct arena *arena, const struct edition *edition, struct str name,
                               struct str bytes, struct archive *archive, struct error *error);
/* Lines of an address and a date, in either order, parted by a tab or blanks; what follows is the
 * title. Empty lines and those that begin with '#' do not count. INVALID names the line. */
enum status archive_add_list(struct arena *arena, const struct edition *edition, struct str text,
                             struct archive *archive, struct error *error);
/* The sources of an OPML file. */
enum status archive_add_sources(struct arena *arena, struct str bytes, struct archive *archive,
                                struct error *error);

#endif
