/* Feeds of what is published, inside the room: Atom 1.0 (RFC 4287), RSS 2.0 and JSON Feed 1.1, for
 * the edition and for each topic; the newest PUBLISH_FEED_STORIES. An entry links to the article;
 * its id is the story's address here, which outlives a change of the lead. */
#ifndef PUBLISH_FEEDS_H
#define PUBLISH_FEEDS_H

#include "publish/paper.h"

struct feed_pair {
    const struct edition_topic *topic; /* NULL for the edition's */
    struct buf atom, rss, items;       /* entries so far */
    size_t entries;
    int64_t updated; /* newest change in them */
};

struct feeds {
    struct paper *paper;
    struct feed_pair *pairs; /* the edition's, then each topic's */
    size_t count;
    struct buf atom, rss, item; /* the entry at hand */
    struct buf html;
};

enum status feeds_init(struct feeds *feeds, struct paper *paper, struct error *error);
void feeds_release(struct feeds *feeds);
/* Adds a story that is shown. `picture` is the path of its picture below public/, or absent. */
enum status feeds_add(struct feeds *feeds, const struct paper_story *story, struct str picture,
                      struct error *error);
/* Whether a list's feeds take more stories. */
bool feeds_want(const struct feeds *feeds, size_t list);
enum status feeds_end_list(struct feeds *feeds, size_t list, struct error *error);
enum status feeds_end(struct feeds *feeds, struct error *error);

#endif
