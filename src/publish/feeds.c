#include "publish/feeds_inside.h"

#include "publish/pages.h"
#include "publish/xml.h"

enum { ENTRY_BYTES = 1 << 20 };

enum status feeds_init(struct feeds *feeds, struct paper *paper, struct error *error) {
    *feeds = (struct feeds){.paper = paper, .count = paper->edition->topic_count + 1};
    buf_init(&feeds->atom, ENTRY_BYTES);
    buf_init(&feeds->rss, ENTRY_BYTES);
    buf_init(&feeds->html, ENTRY_BYTES);
    buf_init(&feeds->item, ENTRY_BYTES);
    feeds->pairs = arena_array(&paper->keep, feeds->count, struct feed_pair);
    if (feeds->pairs == NULL) {
        feeds->count = 0;
        return arena_status(&paper->keep, error);
    }
    for (size_t i = 0; i < feeds->count; i++) {
        struct feed_pair *pair = &feeds->pairs[i];
        pair->topic = i > 0 ? &paper->edition->topics[i - 1] : NULL;
        buf_init(&pair->atom, PUBLISH_PAGE_MOST);
        buf_init(&pair->rss, PUBLISH_PAGE_MOST);
        buf_init(&pair->items, PUBLISH_PAGE_MOST);
    }
    return STATUS_OK;
}

void feeds_release(struct feeds *feeds) {
    for (size_t i = 0; i < feeds->count; i++) {
        buf_release(&feeds->pairs[i].atom);
        buf_release(&feeds->pairs[i].rss);
        buf_release(&feeds->pairs[i].items);
    }
    buf_release(&feeds->atom);
    buf_release(&feeds->rss);
    buf_release(&feeds->html);
    buf_release(&feeds->item);
}

static void add_link(struct buf *out, size_t indent, const char *relation, const char *type,
                     struct str base, struct str path) {
    buf_add_repeat(out, ' ', indent);
    buf_printf(out, "<link rel=\"%s\"%s href=\"", relation, type);
    xml_text(out, base);
    if (!str_absent(path))
        BUF_ADD(out, "/");
    xml_text(out, path);
    BUF_ADD(out, "\"/>\n");
}

struct str feeds_author(struct arena *arena, const struct article *article) {
    struct str outlet = str_first_of(article->provider_name, article->provider_domain);
    return article->byline.n > 0 && !str_eq_case(article->byline, outlet)
               ? arena_format(arena, "%.*s, %.*s", STR_ARG(article->byline), STR_ARG(outlet))
               : outlet;
}

struct str feeds_topic_name(const struct feeds *feeds, const struct store_article *row, size_t i) {
    size_t topic = paper_topic(feeds->paper, row->topics[i]);
    return topic != SIZE_MAX ? feeds->paper->edition->topics[topic].name : STR_NONE;
}

static void write_atom(struct feeds *feeds, const struct paper_member *lead, struct str address) {
    struct buf *out = &feeds->atom;
    const struct article *article = &lead->article;
    struct str here = feeds->paper->edition->url;
    struct str target = paper_target(article);
    char text[TIME_TEXT];
    buf_clear(out);
    BUF_ADD(out, "  <entry>\n");
    xml_element(out, 4, "id",
                arena_format(&feeds->paper->arena, "%.*s/%.*s", STR_ARG(here), STR_ARG(address)));
    xml_element(out, 4, "title", article->title);
    if (!str_absent(target))
        add_link(out, 4, "alternate", "", target, STR_NONE);
    add_link(out, 4, str_absent(target) ? "alternate" : "related", " type=\"text/html\"", here,
             address);
    xml_element(out, 4, "published", str_from(time_format(article->published, text)));
    xml_element(out, 4, "updated", str_from(time_format(paper_changed(article), text)));
    BUF_ADD(out, "    <author>\n");
    xml_element(out, 6, "name", feeds_author(&feeds->paper->arena, article));
    BUF_ADD(out, "    </author>\n");
    for (size_t i = 0; i < lead->row->topic_count; i++) {
        struct str name = feeds_topic_name(feeds, lead->row, i);
        if (str_absent(name))
            continue;
        BUF_ADD(out, "    <category term=\"");
        xml_text(out, name);
        BUF_ADD(out, "\"/>\n");
    }
    if (article->excerpt.n > 0) {
        buf_clear(&feeds->html);
        xml_text(&feeds->html, article->excerpt);
        BUF_ADD(out, "    <summary type=\"html\">");
        xml_text(out, buf_str(&feeds->html));
        BUF_ADD(out, "</summary>\n");
    }
    BUF_ADD(out, "  </entry>\n");
}

static void write_item(struct feeds *feeds, const struct paper_member *lead, struct str address,
                       struct str picture) {
    const struct article *article = &lead->article;
    struct arena *arena = &feeds->paper->arena;
    struct str here = feeds->paper->edition->url;
    struct str id = arena_format(arena, "%.*s/%.*s", STR_ARG(here), STR_ARG(address));
    struct json json;
    buf_clear(&feeds->item);
    json_init(&json, &feeds->item, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "id", id);
    json_field_str(&json, "url", str_first_of(paper_target(article), id));
    json_field_str(&json, "title", article->title);
    json_field_str(&json, "content_text", str_first_of(article->excerpt, article->title));
    if (!str_absent(picture))
        json_field_str(&json, "image",
                       arena_format(arena, "%.*s/%.*s", STR_ARG(here), STR_ARG(picture)));
    json_field_time(&json, "date_published", article->published);
    json_field_time(&json, "date_modified", paper_changed(article));
    json_key(&json, "authors");
    json_begin_array(&json);
    json_begin_object(&json);
    json_field_str(&json, "name", feeds_author(arena, article));
    json_end_object(&json);
    json_end_array(&json);
    json_key(&json, "tags");
    json_begin_array(&json);
    for (size_t i = 0; i < lead->row->topic_count; i++)
        if (!str_absent(feeds_topic_name(feeds, lead->row, i)))
            json_str(&json, feeds_topic_name(feeds, lead->row, i));
    json_end_array(&json);
    json_field_str(&json, "language", article->language);
    json_end_object(&json);
}

static enum status add_to(struct feeds *feeds, struct feed_pair *pair, int64_t changed,
                          struct error *error) {
    if (pair->entries == PUBLISH_FEED_STORIES)
        return STATUS_OK;
    if (pair->entries++ > 0)
        BUF_ADD(&pair->items, ",\n");
    buf_add(&pair->items, buf_str(&feeds->item));
    buf_add(&pair->atom, buf_str(&feeds->atom));
    buf_add(&pair->rss, buf_str(&feeds->rss));
    if (changed > pair->updated)
        pair->updated = changed;
    enum status status = buf_check(&pair->items, error);
    if (status == STATUS_OK)
        status = buf_check(&pair->rss, error);
    return status == STATUS_OK ? buf_check(&pair->atom, error) : status;
}

bool feeds_want(const struct feeds *feeds, size_t list) {
    return feeds->pairs[list].entries < PUBLISH_FEED_STORIES;
}

static bool wanted(const struct feeds *feeds, const struct store_article *lead) {
    for (size_t at = 0, list; paper_list(feeds->paper, lead, &at, &list);)
        if (feeds_want(feeds, list))
            return true;
    return false;
}

enum status feeds_add(struct feeds *feeds, const struct paper_story *story, struct str picture,
                      struct error *error) {
    const struct paper_member *lead = &story->members[0];
    if (story->repeat || !wanted(feeds, story->lead))
        return STATUS_OK;
    struct str address = paper_address(&feeds->paper->arena, story);
    int64_t changed = paper_changed(&lead->article);
    write_atom(feeds, lead, address);
    feeds_rss_item(feeds, lead, address);
    write_item(feeds, lead, address, picture);
    enum status status = buf_check(&feeds->item, error);
    if (status == STATUS_OK)
        status = buf_check(&feeds->html, error);
    if (status == STATUS_OK)
        status = buf_check(&feeds->rss, error);
    if (status == STATUS_OK)
        status = buf_check(&feeds->atom, error);
    for (size_t at = 0, list;
         status == STATUS_OK && paper_list(feeds->paper, story->lead, &at, &list);)
        status = add_to(feeds, &feeds->pairs[list], changed, error);
    return status;
}

enum status feeds_write(struct feeds *feeds, struct str path, struct buf *out,
                        struct error *error) {
    enum status status = arena_status(&feeds->paper->arena, error);
    if (status == STATUS_OK)
        status = buf_check(out, error);
    if (status == STATUS_OK)
        status = pages_write(feeds->paper, path, buf_str(out), error);
    buf_release(out);
    return status;
}

static enum status end_atom(struct feeds *feeds, struct feed_pair *pair,
                            const struct feed_place *place, struct error *error) {
    const struct edition *edition = feeds->paper->edition;
    struct arena *arena = &feeds->paper->arena;
    struct str path = arena_format(arena, "%.*sfeed.xml", STR_ARG(place->folder));
    struct buf out;
    char text[TIME_TEXT];
    buf_init(&out, PUBLISH_PAGE_MOST);
    BUF_ADD(&out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                  "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    xml_text(&out, edition->locale);
    BUF_ADD(&out, "\">\n");
    xml_element(&out, 2, "id",
                arena_format(arena, "%.*s/%.*s", STR_ARG(edition->url), STR_ARG(place->folder)));
    xml_element(&out, 2, "title", place->title);
    add_link(&out, 2, "self", " type=\"application/atom+xml\"", edition->url, path);
    add_link(&out, 2, "alternate", " type=\"text/html\"", edition->url, place->folder);
    xml_element(&out, 2, "updated", str_from(time_format(pair->updated, text)));
    BUF_ADD(&out, "  <generator>Broadsheet</generator>\n");
    buf_add(&out, buf_str(&pair->atom));
    BUF_ADD(&out, "</feed>\n");
    return feeds_write(feeds, path, &out, error);
}

static enum status end_items(struct feeds *feeds, struct feed_pair *pair,
                             const struct feed_place *place, struct error *error) {
    const struct edition *edition = feeds->paper->edition;
    struct arena *arena = &feeds->paper->arena;
    struct str path = arena_format(arena, "%.*sfeed.json", STR_ARG(place->folder));
    struct buf out;
    struct json json;
    buf_init(&out, PUBLISH_PAGE_MOST);
    json_init(&json, &out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "version", STR("https://jsonfeed.org/version/1.1"));
    json_field_str(&json, "title", place->title);
    json_field_str(&json, "home_page_url",
                   arena_format(arena, "%.*s/%.*s", STR_ARG(edition->url), STR_ARG(place->folder)));
    json_field_str(&json, "feed_url",
                   arena_format(arena, "%.*s/%.*s", STR_ARG(edition->url), STR_ARG(path)));
    json_field_str(&json, "language", edition->locale);
    json_key(&json, "items");
    json_begin_array(&json);
    BUF_ADD(&out, "\n");
    buf_add(&out, buf_str(&pair->items));
    BUF_ADD(&out, "\n");
    json_end_array(&json);
    json_end_object(&json);
    BUF_ADD(&out, "\n");
    return feeds_write(feeds, path, &out, error);
}

enum status feeds_end_list(struct feeds *feeds, size_t list, struct error *error) {
    struct arena *arena = &feeds->paper->arena;
    struct feed_pair *pair = &feeds->pairs[list];
    struct feed_place place = {.folder = STR(""), .title = feeds->paper->edition->title};
    if (pair->topic != NULL) {
        place.folder = paper_topic_address(arena, pair->topic);
        place.title = arena_format(arena, "%.*s: %.*s", STR_ARG(feeds->paper->edition->title),
                                   STR_ARG(pair->topic->name));
    }
    enum status status = end_atom(feeds, pair, &place, error);
    if (status == STATUS_OK)
        status = end_items(feeds, pair, &place, error);
    return status == STATUS_OK ? feeds_rss_end(feeds, pair, &place, error) : status;
}

enum status feeds_end(struct feeds *feeds, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < feeds->count && status == STATUS_OK; i++)
        status = feeds_end_list(feeds, i, error);
    return status;
}
