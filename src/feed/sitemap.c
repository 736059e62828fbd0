#include "feed/sitemap.h"

#include "date/date.h"
#include "feed/build.h"
#include "html/decode.h"
#include "xml/xml.h"

enum space { MAP, NEWS, IMAGE, VIDEO, OTHER };

enum { DECODED_MOST = 4 * FEED_BYTES_MOST, TEXT_MOST = 64 * 1024, PENDING_MOST = 16 * 1024 * 1024 };

/* Which text an element holds: by vocabulary, name, and the field that it fills. */
static const struct {
    enum space space;
    struct str name;
    enum feed_field field;
    int rank;
} leaves[] = {
    {MAP, STR_INIT("loc"), FIELD_LINK, 0},
    {MAP, STR_INIT("lastmod"), FIELD_UPDATED, 0},
    {NEWS, STR_INIT("title"), FIELD_TITLE, 0},
    {NEWS, STR_INIT("publication_date"), FIELD_PUBLISHED, 0},
    {NEWS, STR_INIT("keywords"), FIELD_CATEGORY, 0},
    {NEWS, STR_INIT("language"), FIELD_LANGUAGE, 0},
    {NEWS, STR_INIT("name"), FIELD_NAME, 0},
    {IMAGE, STR_INIT("loc"), FIELD_IMAGE_URL, 0},
    {VIDEO, STR_INIT("thumbnail_loc"), FIELD_IMAGE_URL, 1},
};

struct map_reader {
    struct feed_builder *builder;
    struct xml_reader xml;
    struct arena pending; /* of one entry */
    struct buf text;
    struct feed_raw raw;
    enum feed_field field; /* whose text is being read; FIELD_NONE: no one's */
    size_t depth;
    bool index, news, full;
    size_t without_news;
    struct feed_part *parts;
    size_t part_count, part_capacity;
};

static unsigned space_of(struct str address, struct str prefix) {
    static const struct {
        const char *mark;
        struct str prefix;
        enum space space;
    } known[] = {{"sitemap-news", STR_INIT("news"), NEWS},
                 {"sitemap-image", STR_INIT("image"), IMAGE},
                 {"sitemap-video", STR_INIT("video"), VIDEO}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_find(address, str_from(known[i].mark)) != SIZE_MAX ||
            (str_absent(address) && str_eq(prefix, known[i].prefix)))
            return known[i].space;
    return prefix.n == 0 || str_find(address, STR("sitemap")) != SIZE_MAX ? MAP : OTHER;
}

static void on_start(struct map_reader *r, const struct xml_event *tag) {
    r->depth++;
    if (r->depth == 1)
        r->index = str_eq_case(tag->name, STR("sitemapindex"));
    r->news = r->news || (tag->space == NEWS && str_eq(tag->name, STR("news")));
    r->field = FIELD_NONE;
    buf_clear(&r->text);
    for (size_t i = 0; i < sizeof leaves / sizeof leaves[0] && r->depth > 2; i++)
        if (tag->space == (unsigned)leaves[i].space && str_eq(tag->name, leaves[i].name))
            r->field = leaves[i].field;
}

static void take_keywords(struct map_reader *r, struct str text) {
    struct str part;
    while (str_next(&text, ',', &part))
        feed_build_category(r->builder, &r->raw, str_trim(part));
}

/* An element that held a text ends. */
static void take_text(struct map_reader *r) {
    struct str text = str_trim(buf_str(&r->text));
    struct str base = r->builder->base;
    switch ((int)r->field) {
    case FIELD_LINK:
        if (str_absent(r->raw.link.text))
            r->raw.link.text = feed_build_link(r->builder, text, base);
        break;
    case FIELD_CATEGORY:
        take_keywords(r, text);
        break;
    case FIELD_IMAGE_URL:
        feed_build_image(r->builder, &r->raw, text, base, 0, 0);
        break;
    case FIELD_NAME:
        r->raw.source_title = arena_copy(&r->pending, text);
        break;
    default:
        feed_raw_set(&r->raw, r->field,
                     (struct feed_value){.text = arena_copy(&r->pending, text), .base = base});
    }
    r->field = FIELD_NONE;
}

static void add_part(struct map_reader *r) {
    struct feed_part part = {.url = r->raw.link.text, .modified = TIME_NONE};
    (void)date_parse(str_trim(r->raw.fields[FIELD_UPDATED].text), &part.modified, NULL);
    if (str_absent(part.url) || arena_grow(r->builder->arena, &r->parts, &r->part_capacity,
                                           r->part_count + 1, sizeof part) != STATUS_OK)
        return;
    r->parts[r->part_count++] = part;
}

static void end_entry(struct map_reader *r) {
    if (r->index) {
        if (r->part_count < FEED_ENTRIES_MOST)
            add_part(r);
    } else if (!r->news || str_absent(r->raw.link.text)) {
        r->without_news++;
    } else {
        feed_raw_set(&r->raw, FIELD_ID, (struct feed_value){.text = r->raw.link.text});
        if (!feed_build_entry(r->builder, &r->raw) && !r->full) {
            r->full = true;
            feed_build_warn(r->builder, "entries past the first %d are left out",
                            FEED_ENTRIES_MOST);
        }
    }
    feed_raw_clear(&r->raw);
    arena_reset(&r->pending);
    r->news = false;
}

static void on_end(struct map_reader *r) {
    if (r->field != FIELD_NONE)
        take_text(r);
    if (r->depth == 2)
        end_entry(r);
    r->depth--;
}

static void read_events(struct map_reader *r, struct str text) {
    static const struct str flat[] = {STR_INIT("url"), STR_INIT("sitemap")};
    static const struct xml_habits habits = {space_of, flat, 2};
    struct xml_event event;
    xml_begin(&r->xml, text, &habits);
    while (xml_next(&r->xml, &event)) {
        if (event.kind == XML_START)
            on_start(r, &event);
        else if (event.kind == XML_END)
            on_end(r);
        else if (r->field != FIELD_NONE && r->text.n < TEXT_MOST)
            buf_add(&r->text, str_take(event.text, TEXT_MOST));
    }
}

static enum status check_root(const struct map_reader *r, struct error *error) {
    struct str root = r->xml.root;
    size_t colon = str_find_byte(root, ':');
    struct str name = colon == SIZE_MAX ? root : str_skip(root, colon + 1);
    if (str_absent(root))
        return error_set(error, STATUS_INVALID, "it is no XML, so not a map of a site");
    if (!str_eq_case(name, STR("urlset")) && !str_eq_case(name, STR("sitemapindex")))
        return error_set(error, STATUS_INVALID, "it is no map of a site: it begins with <%.*s>",
                         STR_ARG(str_take(root, 40)));
    return STATUS_OK;
}

/* Latest first, those that do not say last; else in the index's order. */
static void sort_parts(struct feed_part *parts, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct feed_part one = parts[i];
        size_t k = i;
        for (; k > 0 && parts[k - 1].modified < one.modified; k--)
            parts[k] = parts[k - 1];
        parts[k] = one;
    }
}

static enum status finish(struct map_reader *r, struct feed_part **parts, size_t *part_count,
                          struct error *error) {
    enum status status = check_root(r, error);
    if (status != STATUS_OK)
        return status;
    struct feed *feed = r->builder->feed;
    feed->format = "sitemap";
    if (r->without_news > 0)
        feed_build_warn(r->builder, "%zu addresses without news are left out", r->without_news);
    if (r->xml.repairs > 0)
        feed_build_warn(r->builder, "not well-formed XML: mended in %zu places", r->xml.repairs);
    sort_parts(r->parts, r->part_count);
    *parts = r->parts;
    *part_count = r->part_count < FEED_PARTS_MOST ? r->part_count : FEED_PARTS_MOST;
    return buf_check(&r->text, error);
}

enum status feed_parse_sitemap(struct arena *arena, struct str bytes, struct str url,
                               struct str content_type, struct feed *feed, struct feed_part **parts,
                               size_t *part_count, struct error *error) {
    struct feed_builder builder;
    struct buf decoded;
    struct str text;
    feed_clear(feed);
    *parts = NULL;
    *part_count = 0;
    if (bytes.n > FEED_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "the map is longer than %d bytes", FEED_BYTES_MOST);
    struct map_reader *r = arena_new(arena, struct map_reader);
    if (r == NULL)
        return arena_status(arena, error);
    buf_init(&decoded, DECODED_MOST);
    feed_build_begin(&builder, arena, feed, url);
    r->builder = &builder;
    arena_init(&r->pending, PENDING_MOST);
    buf_init(&r->text, 2 * TEXT_MOST);
    enum status status = html_decode_view(bytes, content_type, &decoded, &text, error);
    if (status == STATUS_OK) {
        read_events(r, str_trim(text));
        status = xml_end(&r->xml, error);
    }
    if (status == STATUS_OK)
        status = finish(r, parts, part_count, error);
    if (status == STATUS_OK && arena_failed(arena))
        status = arena_status(arena, error);
    feed_build_end(&builder);
    arena_release(&r->pending);
    buf_release(&r->text);
    buf_release(&decoded);
    return status;
}
