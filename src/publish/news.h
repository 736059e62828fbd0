/* news-sitemap.xml, inside the room: stories of the last two days, as search engines for news want
 * them (the namespace http://www.google.com/schemas/sitemap-news/0.9), at most
 * PUBLISH_NEWS_MOST. Nothing here knows the time, so the days are counted back from the newest
 * story. */
#ifndef PUBLISH_NEWS_H
#define PUBLISH_NEWS_H

#include "publish/paper.h"

/* The time from which on it has stories; INT64_MAX when there is none. */
enum status news_from(struct paper *paper, int64_t *from, struct error *error);
enum status news_write(struct paper *paper, struct error *error);

#endif
