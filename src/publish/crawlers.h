/* robots.txt (RFC 9309), inside the room: open to all; where the edition refuses them
 * (publish.aiCrawlers), closed to the crawlers of crawlers.def; and where the sitemaps are. */
#ifndef PUBLISH_CRAWLERS_H
#define PUBLISH_CRAWLERS_H

#include "publish/paper.h"

enum status crawlers_write(struct paper *paper, struct error *error);

#endif
