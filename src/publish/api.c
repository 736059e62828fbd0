#include "publish/api.h"

enum { ENTRY_BYTES = 1 << 20 };

enum status api_init(struct api *api, struct paper *paper, struct error *error) {
    const struct edition *edition = paper->edition;
    *api = (struct api){.paper = paper, .count = edition->topic_count + 1};
    buf_init(&api->entry, ENTRY_BYTES);
    api->pages = arena_array(&paper->keep, api->count, struct api_pages);
    if (api->pages == NULL) {
        api->count = 0;
        return arena_status(&paper->keep, error);
    }
    for (size_t i = 0; i < api->count; i++) {
        struct api_pages *pages = &api->pages[i];
        pages->folder = i == 0 ? STR("api/news")
                               : arena_format(&paper->keep, "api/news/%.*s",
                                              STR_ARG(edition->topics[i - 1].id));
        pages->number = 1;
        buf_init(&pages->page, PUBLISH_PAGE_MOST);
    }
    return arena_status(&paper->keep, error);
}

void api_release(struct api *api) {
    for (size_t i = 0; i < api->count; i++)
        buf_release(&api->pages[i].page);
    buf_release(&api->entry);
}

/* The example writes absent values as null. */
static void field_or_null(struct json *json, const char *key, struct str value) {
    json_key(json, key);
    if (str_absent(value))
        json_null(json);
    else
        json_str(json, value);
}

static void field_null(struct json *json, const char *key) {
    json_key(json, key);
    json_null(json);
}

static void size_or_null(struct json *json, const char *key, int64_t size) {
    json_key(json, key);
    if (size > 0)
        json_int(json, size);
    else
        json_null(json);
}

static void write_image(struct json *json, struct str url, int64_t width, int64_t height,
                        bool cached) {
    json_begin_object(json);
    field_or_null(json, "url", url);
    size_or_null(json, "width", width);
    size_or_null(json, "height", height);
    field_null(json, "title");
    field_null(json, "attribution");
    json_field_bool(json, "isCached", cached);
    json_end_object(json);
}

static void write_images(struct json *json, const struct article *article) {
    if (article->image_count == 0) {
        field_null(json, "images");
        return;
    }
    json_key(json, "images");
    json_begin_array(json);
    for (size_t i = 0; i < article->image_count; i++) {
        const struct article_image *image = &article->images[i];
        write_image(json, image->url, image->width, image->height, image->cached);
    }
    json_end_array(json);
}

static void write_provider(struct api *api, struct json *json, const struct article *article) {
    struct edition_image logo;
    struct paper *paper = api->paper;
    json_key(json, "provider");
    json_begin_object(json);
    field_or_null(json, "name", str_first_of(article->provider_name, article->provider_domain));
    field_or_null(json, "domain", article->provider_domain);
    if (paper_logo(&paper->arena, paper->edition, article->provider_domain, &logo)) {
        json_key(json, "images");
        json_begin_array(json);
        write_image(json, logo.url, logo.width, logo.height, false);
        json_end_array(json);
    } else {
        field_null(json, "images");
    }
    field_null(json, "publishers");
    field_null(json, "authors");
    json_end_object(json);
}

static void write_times(struct json *json, const struct article *article) {
    char text[TIME_TEXT];
    field_or_null(json, "publishedDateTime", str_from(time_format(article->published, text)));
    struct str updated = STR_NONE;
    if (article->updated != TIME_NONE)
        updated = str_from(time_format(article->updated, text));
    field_or_null(json, "updatedDateTime", updated);
}

static void write_names(struct api *api, struct json *json, const struct store_article *row) {
    const struct paper *paper = api->paper;
    field_or_null(json, "locale", paper->edition->locale);
    json_key(json, "categories");
    json_begin_array(json);
    json_str(json, STR("news"));
    json_end_array(json);
    json_key(json, "topics");
    json_begin_array(json);
    for (size_t i = 0; i < row->topic_count; i++) {
        size_t topic = paper_topic(paper, row->topics[i]);
        json_str(json, topic != SIZE_MAX ? paper->edition->topics[topic].name : row->topics[i]);
    }
    json_end_array(json);
}

static void write_entry(struct api *api, struct json *json, const struct paper_member *lead,
                        struct str path) {
    const struct article *article = &lead->article;
    json_begin_object(json);
    field_or_null(json, "path", path);
    field_or_null(json, "title", article->title);
    json_field_str(json, "excerpt", str_absent(article->excerpt) ? STR("") : article->excerpt);
    field_null(json, "sourceUrl");
    field_or_null(json, "webUrl", article->web_url);
    field_or_null(json, "originalUrl", article->original_url);
    field_or_null(json, "featuredContent", paper_embed(&api->paper->arena, article));
    field_null(json, "highlight");
    json_field_int(json, "heat", lead->row->heat);
    field_null(json, "tags");
    write_images(json, article);
    json_field_str(json, "content", STR(""));
    field_or_null(json, "type", article->type);
    field_or_null(json, "ampWebUrl", article->amp_url);
    field_or_null(json, "cdnAmpWebUrl", article->cdn_amp_url);
    write_times(json, article);
    write_provider(api, json, article);
    write_names(api, json, lead->row);
    json_end_object(json);
}

/* Leaves the entry as it stands in a page, with the line end and the indentation before it. */
static enum status make_entry(struct api *api, const struct paper_story *story, struct str *entry,
                              struct error *error) {
    struct store_key name = {.key = str_from(story->members[0].row->id)};
    enum status status = store_keys_get(api->paper->context->store, &api->paper->arena, KEYS_RECORD,
                                        &name, 1, error);
    if (status != STATUS_OK)
        return status;
    struct json json;
    buf_clear(&api->entry);
    json_init(&json, &api->entry, JSON_PRETTY);
    json_begin_object(&json);
    json_key(&json, "value");
    json_begin_array(&json);
    size_t before = api->entry.n;
    write_entry(api, &json, &story->members[0], name.value);
    *entry = str_skip(buf_str(&api->entry), before);
    return buf_check(&api->entry, error);
}

static void begin_page(struct api_pages *pages) {
    buf_clear(&pages->page);
    BUF_ADD(&pages->page, "{\n  \"page\": ");
    buf_add_i64(&pages->page, pages->number);
    BUF_ADD(&pages->page, ",\n  \"value\": [");
}

/* Writes the page that waits; `more` says that another follows. */
static enum status end_page(struct api *api, struct api_pages *pages, bool more,
                            struct error *error) {
    struct str folder = pages->folder;
    char path[512];
    if (pages->number == 1 && pages->entries == 0)
        begin_page(pages);
    buf_add(&pages->page, pages->entries > 0 ? STR("\n  ]") : STR("]"));
    BUF_ADD(&pages->page, ",\n  \"nextPage\": ");
    if (more)
        buf_add_i64(&pages->page, pages->number + 1);
    else
        BUF_ADD(&pages->page, "null");
    BUF_ADD(&pages->page, "\n}");
    enum status status = buf_check(&pages->page, error);
    if (status == STATUS_OK && pages->number == 1) {
        snprintf(path, sizeof path, "%.*s/index.json", STR_ARG(folder));
        status = tree_write(api->paper->pages, str_from(path), buf_str(&pages->page), error);
    }
    if (status != STATUS_OK)
        return status;
    snprintf(path, sizeof path, "%.*s/page/%lld/index.json", STR_ARG(folder),
             (long long)pages->number);
    return tree_write(api->paper->pages, str_from(path), buf_str(&pages->page), error);
}

static enum status add_to(struct api *api, struct api_pages *pages, struct str entry,
                          struct error *error) {
    if (pages->entries == api->paper->edition->publish.page_size) {
        enum status status = end_page(api, pages, true, error);
        if (status != STATUS_OK)
            return status;
        pages->number++;
        pages->entries = 0;
    }
    if (pages->entries == 0)
        begin_page(pages);
    else
        buf_add_byte(&pages->page, ',');
    buf_add(&pages->page, entry);
    pages->entries++;
    return buf_check(&pages->page, error);
}

enum status api_add(struct api *api, const struct paper_story *story, struct error *error) {
    struct str entry;
    const struct store_article *row = story->members[0].row;
    enum status status = make_entry(api, story, &entry, error);
    if (status == STATUS_OK)
        status = add_to(api, &api->pages[0], entry, error);
    for (size_t i = 0; i < row->topic_count && status == STATUS_OK; i++) {
        size_t topic = paper_topic(api->paper, row->topics[i]);
        if (topic != SIZE_MAX)
            status = add_to(api, &api->pages[topic + 1], entry, error);
    }
    return status;
}

enum status api_end(struct api *api, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < api->count && status == STATUS_OK; i++)
        status = end_page(api, &api->pages[i], false, error);
    return status == STATUS_OK ? tree_sweep(api->paper->pages, STR("api"), error) : status;
}
