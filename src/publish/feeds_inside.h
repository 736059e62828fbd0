/* What the forms of a feed share. Internal to feeds.c and feeds_rss.c. */
#ifndef PUBLISH_FEEDS_INSIDE_H
#define PUBLISH_FEEDS_INSIDE_H

#include "publish/feeds.h"

/* Where a feed stands and what it is of. */
struct feed_place {
    struct str folder; /* "" or "topic/ai/" */
    struct str title;
};

/* Who wrote it, and where. */
struct str feeds_author(struct arena *arena, const struct article *article);
/* The name of the article's i-th topic; absent when the taxonomy does not have it any more. */
struct str feeds_topic_name(const struct feeds *feeds, const struct store_article *row, size_t i);

/* Writes a feed that is made, and gives its bytes back. */
enum status feeds_write(struct feeds *feeds, struct str path, struct buf *out, struct error *error);

/* Leaves the story as an item of RSS in feeds->rss. `address` is that of its page. */
void feeds_rss_item(struct feeds *feeds, const struct paper_member *lead, struct str address);
enum status feeds_rss_end(struct feeds *feeds, const struct feed_pair *pair,
                          const struct feed_place *place, struct error *error);

#endif
