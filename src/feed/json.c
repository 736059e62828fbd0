/* JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). Members of a wrong type read as
 * missing. */
#include "feed/build.h"

#include "base/json_read.h"

static void set_text(struct feed_builder *builder, struct feed_raw *raw, enum feed_field field,
                     struct str text, enum feed_kind kind, int rank) {
    if (!str_absent(text))
        feed_raw_set(
            raw, field,
            (struct feed_value){.text = text, .base = builder->base, .kind = kind, .rank = rank});
}

static void read_authors(struct feed_raw *raw, const struct json_value *object) {
    const struct json_value *author = json_get_object(object, "author"); /* 1.0 */
    const struct json_value *authors = json_get_array(object, "authors");
    if (json_size(authors) > 0)
        author = json_first(authors);
    raw->person.name = json_get_str(author, "name");
    struct str url = json_get_str(author, "url");
    if (str_starts_case(url, STR("mailto:")))
        raw->person.email = str_skip(url, 7);
}

/* Ids should be strings; numbers are met, too. */
static struct str id_of(struct feed_builder *builder, const struct json_value *item) {
    const struct json_value *id = json_get(item, "id");
    if (id == NULL || json_is(id, JSON_STRING))
        return json_as_str(id);
    int64_t number;
    return json_as_int(id, &number) ? arena_format(builder->arena, "%lld", (long long)number)
                                    : STR_NONE;
}

static void read_attachments(struct feed_builder *builder, struct feed_raw *raw,
                             const struct json_value *item) {
    const struct json_value *attachment = json_first(json_get_array(item, "attachments"));
    for (size_t i = 0; attachment != NULL && i < FEED_ENCLOSURES_MOST; i++) {
        feed_build_enclosure(builder, raw, json_get_str(attachment, "url"), builder->base,
                             json_get_str(attachment, "mime_type"),
                             json_get_int(attachment, "size_in_bytes", -1));
        attachment = attachment->next;
    }
}

static void read_item(struct feed_builder *builder, const struct json_value *item) {
    struct feed_raw raw = {0};
    struct str link = feed_build_link(builder, json_get_str(item, "url"), builder->base);
    if (str_absent(link))
        link = feed_build_link(builder, json_get_str(item, "external_url"), builder->base);
    raw.link.text = link;
    set_text(builder, &raw, FIELD_ID, id_of(builder, item), KIND_TEXT, 0);
    set_text(builder, &raw, FIELD_TITLE, json_get_str(item, "title"), KIND_TEXT, 0);
    set_text(builder, &raw, FIELD_SUMMARY, json_get_str(item, "summary"), KIND_TEXT, 0);
    set_text(builder, &raw, FIELD_CONTENT, json_get_str(item, "content_html"), KIND_HTML, 0);
    set_text(builder, &raw, FIELD_CONTENT, json_get_str(item, "content_text"), KIND_TEXT, 1);
    set_text(builder, &raw, FIELD_PUBLISHED, json_get_str(item, "date_published"), KIND_TEXT, 0);
    set_text(builder, &raw, FIELD_UPDATED, json_get_str(item, "date_modified"), KIND_TEXT, 0);
    set_text(builder, &raw, FIELD_LANGUAGE, json_get_str(item, "language"), KIND_TEXT, 0);
    read_authors(&raw, item);
    const struct json_value *tag = json_first(json_get_array(item, "tags"));
    for (size_t i = 0; tag != NULL && i < 4 * FEED_CATEGORIES_MOST; i++, tag = tag->next)
        feed_build_category(builder, &raw, json_as_str(tag));
    feed_build_image(builder, &raw, json_get_str(item, "image"), builder->base, 0, 0);
    feed_build_image(builder, &raw, json_get_str(item, "banner_image"), builder->base, 0, 0);
    read_attachments(builder, &raw, item);
    feed_build_entry(builder, &raw);
}

static void read_top(struct feed_builder *builder, const struct json_value *top) {
    struct feed_raw raw = {0};
    raw.link.text = feed_build_link(builder, json_get_str(top, "home_page_url"), builder->base);
    set_text(builder, &raw, FIELD_TITLE, json_get_str(top, "title"), KIND_TEXT, 0);
    set_text(builder, &raw, FIELD_SUMMARY, json_get_str(top, "description"), KIND_TEXT, 0);
    set_text(builder, &raw, FIELD_LANGUAGE, json_get_str(top, "language"), KIND_TEXT, 0);
    set_text(builder, &raw, FIELD_IMAGE_URL, json_get_str(top, "icon"), KIND_TEXT, 0);
    set_text(builder, &raw, FIELD_IMAGE_URL, json_get_str(top, "favicon"), KIND_TEXT, 1);
    set_text(builder, &raw, FIELD_ID, json_get_str(top, "feed_url"), KIND_TEXT, 0);
    read_authors(&raw, top);
    const struct json_value *hubs = json_get_array(top, "hubs");
    if (json_size(hubs) > 0)
        raw.hub = feed_build_link(builder, json_get_str(json_first(hubs), "url"), builder->base);
    raw.self = feed_build_link(builder, json_get_str(top, "feed_url"), builder->base);
    raw.older = feed_build_link(builder, json_get_str(top, "next_url"), builder->base);
    feed_build_feed(builder, &raw);
}

/* A JSON Feed has no times of its own: those of its newest items. */
static void take_newest_times(struct feed *feed) {
    for (size_t i = 0; i < feed->entry_count; i++) {
        const struct feed_entry *entry = &feed->entries[i];
        feed->updated = entry->updated > feed->updated ? entry->updated : feed->updated;
        feed->published = entry->published > feed->published ? entry->published : feed->published;
    }
}

enum status feed_read_json(struct feed_builder *builder, struct str text, struct error *error) {
    const struct json_value *top;
    enum status status = json_read(builder->arena, text, &top, error);
    if (status != STATUS_OK)
        return status;
    struct str version = json_get_str(top, "version");
    const struct json_value *items = json_get_array(top, "items");
    if (items == NULL && str_find(version, STR("jsonfeed.org")) == SIZE_MAX)
        return error_set(error, STATUS_INVALID, "it is JSON but not a feed: it has no items");
    builder->feed->format =
        str_find(version, STR("version/1.1")) != SIZE_MAX ? "jsonfeed1.1" : "jsonfeed1.0";
    struct str base = feed_build_link(builder, json_get_str(top, "feed_url"), builder->base);
    if (str_empty(builder->base) && !str_absent(base))
        builder->base = base;
    read_top(builder, top);
    const struct json_value *item = json_first(items);
    for (size_t i = 0; item != NULL && !arena_failed(builder->arena); i++, item = item->next) {
        if (builder->feed->entry_count >= FEED_ENTRIES_MOST) {
            feed_build_warn(builder, "entries past the first %d are left out", FEED_ENTRIES_MOST);
            break;
        }
        if (json_is(item, JSON_OBJECT))
            read_item(builder, item);
        else
            feed_build_warn(builder, "item %zu is no object", i + 1);
    }
    take_newest_times(builder->feed);
    return STATUS_OK;
}
