/* Articles as the store has them, inside the room, each with what else is asked of it for a list.
 *
 * The lists of a paper overlap: the newest stories stand in all of them. Where what changed is
 * published, an entry is read once and remembered, and lists are read by their ids; where
 * everything is, each is read where it stands. */
#ifndef PUBLISH_ENTRIES_H
#define PUBLISH_ENTRIES_H

#include "publish/paper.h"

struct paper_entry {
    const struct store_article *row;
    const struct store_story *story; /* its id is "" where the article has none */
    struct str slug;                 /* of its story; absent before it has one */
    bool repeat;                     /* its story is one */
    bool remembered, read;
    struct article article; /* once it was read: entries_member */
};

/* Those that the query finds, and those with these ids: NULL for one that is not there. They lie in
 * `arena`, or in the paper's memory. */
enum status entries_list(struct paper *paper, struct arena *arena, const struct store_query *query,
                         struct paper_entry ***entries, size_t *count, struct error *error);
enum status entries_get(struct paper *paper, struct arena *arena, const struct str *ids,
                        size_t count, struct paper_entry ***entries, struct error *error);

/* paper_member of the entry. */
enum status entries_member(struct paper *paper, struct arena *arena, struct paper_entry *entry,
                           struct paper_member *member, struct error *error);

#endif
