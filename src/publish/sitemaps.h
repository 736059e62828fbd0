/* sitemap.xml after sitemaps.org, inside the room: the front page, topics, stories. Behind
 * `most` addresses it becomes an index of sitemap/1.xml, sitemap/2.xml, … */
#ifndef PUBLISH_SITEMAPS_H
#define PUBLISH_SITEMAPS_H

#include "publish/paper.h"

struct sitemaps {
    struct paper *paper;
    struct buf page;
    size_t most;
    size_t entries; /* in `page` */
    size_t parts;   /* written */
};

void sitemaps_init(struct sitemaps *sitemaps, struct paper *paper, size_t most);
void sitemaps_release(struct sitemaps *sitemaps);
/* `path` is below the edition's address; `changed` may be TIME_NONE. */
enum status sitemaps_add(struct sitemaps *sitemaps, struct str path, int64_t changed,
                         struct error *error);
enum status sitemaps_end(struct sitemaps *sitemaps, struct error *error);

#endif
