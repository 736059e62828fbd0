/* What a format's reader collects, and how it becomes a feed: cleaning, resolving, choosing. */
#ifndef FEED_BUILD_H
#define FEED_BUILD_H

#include "base/buf.h"

#include "feed/feed.h"
#include "feed/names.h"

enum feed_kind { KIND_TEXT, KIND_HTML };

/* A text as found. */
struct feed_value {
    struct str text; /* absent: nothing found */
    struct str base; /* what its links are relative to */
    enum feed_kind kind;
    int rank;
};

/* The feed itself and each entry, as found. */
struct feed_raw {
    struct feed_value fields[FIELD_COUNT];
    struct feed_value link;    /* the best so far, resolved */
    struct str guid_link;      /* a guid that is an address */
    struct feed_person person; /* from an element with parts, as found */
    int person_rank;
    struct str source_title, source_url;
    struct str player;           /* of the video, resolved */
    struct str hub, self, older; /* resolved */
    bool archived;               /* `older` is of an archive, which goes before a mere page */
    unsigned skip_hours, skip_days;
    struct str *categories;
    size_t category_count, category_capacity;
    struct feed_enclosure *enclosures;
    size_t enclosure_count, enclosure_capacity;
    struct feed_image *images;
    size_t image_count, image_capacity;
};

struct feed_builder {
    struct arena *arena;
    struct arena scratch; /* of one text, cleared in between */
    struct buf text;      /* likewise */
    struct feed *feed;
    struct str base; /* the feed's address */
    size_t entry_capacity, warning_capacity;
};

void feed_build_begin(struct feed_builder *builder, struct arena *arena, struct feed *feed,
                      struct str base);
/* Forgets the entries and warnings there are: the reader begins again. */
void feed_build_again(struct feed_builder *builder);
void feed_build_end(struct feed_builder *builder);

/* Keeps `value` as `field` where it wins over what is there. Borrows. */
void feed_raw_set(struct feed_raw *raw, enum feed_field field, struct feed_value value);
void feed_raw_clear(struct feed_raw *raw);

/* Absolute, or absent when `link` cannot be followed. */
struct str feed_build_link(struct feed_builder *builder, struct str link, struct str base);
/* An hour or a day that the feed asks not to be asked at. */
void feed_build_skip(struct feed_raw *raw, enum feed_field field, struct str text);
void feed_build_category(struct feed_builder *builder, struct feed_raw *raw, struct str text);
/* Also takes pictures into the images, videos' players into `player`. `link` is as found. */
void feed_build_enclosure(struct feed_builder *builder, struct feed_raw *raw, struct str link,
                          struct str base, struct str type, int64_t length);
void feed_build_image(struct feed_builder *builder, struct feed_raw *raw, struct str link,
                      struct str base, int64_t width, int64_t height);
void feed_build_warn(struct feed_builder *builder, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Makes room for as many entries, so that a long feed's are not copied again and again. */
void feed_build_expect(struct feed_builder *builder, size_t entries);
/* Makes an entry of `raw`; false when there are enough. */
bool feed_build_entry(struct feed_builder *builder, const struct feed_raw *raw);
void feed_build_feed(struct feed_builder *builder, const struct feed_raw *raw);

/* Readers of the two syntaxes; `text` is UTF-8. */
enum status feed_read_xml(struct feed_builder *builder, struct str text, struct error *error);
enum status feed_read_json(struct feed_builder *builder, struct str text, struct error *error);

#endif
