/* News sitemaps as feeds (https://www.google.com/schemas/sitemap-news/0.9; sitemaps.org): what an
 * outlet published in the last two days, with titles and times, kept for search engines. */
#ifndef FEED_SITEMAP_H
#define FEED_SITEMAP_H

#include "feed/feed.h"

enum { FEED_PARTS_MOST = 100 };

/* A map that an index names. */
struct feed_part {
    struct str url;   /* absolute, http(s) */
    int64_t modified; /* TIME_NONE when it does not say */
};

/* Reads a map of a site. Its news become entries of `feed` (format "sitemap"): title, link, id (the
 * link), published, keywords as categories, pictures, and the publication's name as source title.
 * Addresses without news have no title and are left out; a warning says how many. An index has no
 * entries but `*parts`, the latest first, at most FEED_PARTS_MOST; what they name is fetched one
 * level deep. INVALID: no map of a site. */
enum status feed_parse_sitemap(struct arena *arena, struct str bytes, struct str url,
                               struct str content_type, struct feed *feed, struct feed_part **parts,
                               size_t *part_count, struct error *error);

#endif
