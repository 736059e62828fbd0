#include "gather/kinds.h"

#include "feed/listing.h"

static struct feed_selectors selectors_of(const struct edition_source *source) {
    return (struct feed_selectors){
        .item = source->selectors[SELECT_ITEM],
        .link = source->selectors[SELECT_LINK],
        .title = source->selectors[SELECT_TITLE],
        .summary = source->selectors[SELECT_SUMMARY],
        .date = source->selectors[SELECT_DATE],
        .picture = source->selectors[SELECT_PICTURE],
    };
}

/* Of an archive also the page before this one (RFC 5005). */
static enum status read_archive(struct arena *arena, struct str bytes, struct str base,
                                struct str content_type, struct feed *feed,
                                struct feed_part **parts, size_t *part_count, struct error *error) {
    enum status status = feed_parse(arena, bytes, base, content_type, feed, error);
    if (status != STATUS_OK || str_empty(feed->older) || str_eq(feed->older, base))
        return status;
    *parts = arena_new(arena, struct feed_part);
    if (*parts == NULL)
        return arena_status(arena, error);
    **parts = (struct feed_part){feed->older, TIME_NONE};
    *part_count = 1;
    return STATUS_OK;
}

enum status source_read(struct arena *arena, const struct edition_source *source, struct str bytes,
                        struct str base, struct str content_type, struct feed *feed,
                        struct feed_part **parts, size_t *part_count, struct error *error) {
    const struct feed_selectors selectors = selectors_of(source);
    *parts = NULL;
    *part_count = 0;
    switch (source->kind) {
    case SOURCE_SITEMAP:
        return feed_parse_sitemap(arena, bytes, base, content_type, feed, parts, part_count, error);
    case SOURCE_PAGE:
        return feed_parse_listing(arena, bytes, base, content_type, &selectors, feed, error);
    case SOURCE_ARCHIVE:
        return read_archive(arena, bytes, base, content_type, feed, parts, part_count, error);
    case SOURCE_FEED:
        break;
    }
    return feed_parse(arena, bytes, base, content_type, feed, error);
}

enum status source_selectors_check(struct arena *arena, const struct edition_source *source,
                                   struct error *error) {
    const struct feed_selectors selectors = selectors_of(source);
    return feed_selectors_check(arena, &selectors, error);
}
