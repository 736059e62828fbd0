#include "publish/api.h"

#include "publish/pages.h"

enum { ENTRY_BYTES = 1 << 20 };

enum status api_init(struct api *api, struct paper *paper, struct error *error) {
    const struct edition *edition = paper->edition;
    *api = (struct api){.paper = paper, .count = edition->topic_count + 1};
    buf_init(&api->entry, ENTRY_BYTES);
    api->lists = arena_array(&paper->keep, api->count, struct api_list);
    if (api->lists == NULL) {
        api->count = 0;
        return arena_status(&paper->keep, error);
    }
    for (size_t i = 0; i < api->count; i++) {
        struct api_list *list = &api->lists[i];
        list->folder = i == 0 ? STR("api/news")
                              : arena_format(&paper->keep, "api/news/%.*s",
                                             STR_ARG(edition->topics[i - 1].id));
        buf_init(&list->text, PUBLISH_PAGE_MOST);
    }
    return arena_status(&paper->keep, error);
}

void api_release(struct api *api) {
    for (size_t i = 0; i < api->count; i++)
        buf_release(&api->lists[i].text);
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
    enum status status = known_get(api->paper, &api->paper->arena, KEYS_RECORD, &name, 1, error);
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

/* ---- pages ---- */

static struct str page_path(struct api *api, const struct api_list *list, int64_t number) {
    return arena_format(&api->paper->arena, "%.*s/page/%lld/index.json", STR_ARG(list->folder),
                        (long long)number);
}

static void begin_page(struct api_list *list, int64_t number) {
    list->page = number;
    list->places = list->entries = 0;
    buf_clear(&list->text);
    BUF_ADD(&list->text, "{\n  \"page\": ");
    buf_add_i64(&list->text, number);
    BUF_ADD(&list->text, ",\n  \"value\": [");
}

/* Writes the page at hand; `next` is the number of the one behind it, or 0. */
static enum status end_page(struct api *api, struct api_list *list, int64_t next,
                            struct error *error) {
    struct str path = page_path(api, list, list->page);
    buf_add(&list->text, list->entries > 0 ? STR("\n  ]") : STR("]"));
    BUF_ADD(&list->text, ",\n  \"nextPage\": ");
    if (next > 0)
        buf_add_i64(&list->text, next);
    else
        BUF_ADD(&list->text, "null");
    BUF_ADD(&list->text, "\n}");
    enum status status = buf_check(&list->text, error);
    if (status == STATUS_OK)
        status = arena_status(&api->paper->arena, error);
    if (status == STATUS_OK)
        status = pages_write(api->paper, path, buf_str(&list->text), error);
    if (status == STATUS_OK && list->page == 1) {
        path = arena_format(&api->paper->arena, "%.*s/index.json", STR_ARG(list->folder));
        status = pages_write(api->paper, path, buf_str(&list->text), error);
    }
    if (list->page > API_FRESH + 1)
        list->archived++;
    else
        list->fresh = list->page;
    list->page = 0;
    return status;
}

enum status api_remove(struct api *api, size_t list, int64_t number, struct error *error) {
    struct str path = page_path(api, &api->lists[list], number);
    return str_absent(path) ? arena_status(&api->paper->arena, error)
                            : pages_remove(api->paper, path, error);
}

/* ---- lists ---- */

/* The page that a story goes to: the one at hand, or another. `before` is the page of the archive
 * for the story before it. */
static int64_t page_of(const struct api *api, const struct api_list *list, int64_t before) {
    int64_t number = list->cut.number;
    if (list->page > API_FRESH + 1)
        return number;
    if (list->page == API_FRESH + 1)
        return number == before ? list->page : number;
    if (list->places < (size_t)api->paper->edition->publish.page_size)
        return list->page;
    return list->page < API_FRESH || number == before ? list->page + 1 : number;
}

static enum status add_to(struct api *api, size_t index, int64_t published, struct str entry,
                          struct error *error) {
    struct api_list *list = &api->lists[index];
    int64_t before = list->cut.number, size = api->paper->edition->publish.page_size;
    enum status status = cut_step(api->paper, index, size, published, &list->cut, error);
    int64_t number = list->cut.number;
    if (status != STATUS_OK)
        return status;
    if (list->page == 0)
        begin_page(list, list->newest > 0 ? number : 1);
    int64_t page = page_of(api, list, before);
    if (page != list->page) {
        status = end_page(api, list, page, error);
        begin_page(list, page);
    }
    if (page == number && list->newest == 0)
        list->newest = number;
    if (page != number && number != before && status == STATUS_OK && api->paper->narrow)
        status = api_remove(api, index, number, error); /* the first pages have its stories now */
    list->places++;
    if (!str_absent(entry)) {
        if (list->entries++ > 0)
            buf_add_byte(&list->text, ',');
        buf_add(&list->text, entry);
    }
    return status == STATUS_OK ? buf_check(&list->text, error) : status;
}

enum status api_add(struct api *api, const struct paper_story *story, struct error *error) {
    struct str entry = STR_NONE;
    enum status status =
        story->shown && !story->repeat ? make_entry(api, story, &entry, error) : STATUS_OK;
    for (size_t at = 0, list;
         status == STATUS_OK && paper_list(api->paper, story->lead, &at, &list);)
        status = add_to(api, list, story->lead->published, entry, error);
    return status;
}

void api_seek(struct api *api, size_t list, int64_t month, int64_t left) {
    struct api_list *sought = &api->lists[list];
    sought->cut = (struct cut){.month = month, .left = left};
    sought->page = 0;
    sought->archived = 0;
    sought->newest = INT64_MAX;
}

enum status api_end_list(struct api *api, size_t list, struct error *error) {
    struct api_list *ended = &api->lists[list];
    if (ended->page == 0)
        begin_page(ended, 1); /* the list is empty */
    return end_page(api, ended, 0, error);
}

enum status api_end(struct api *api, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < api->count && status == STATUS_OK; i++)
        status = api_end_list(api, i, error);
    return status == STATUS_OK ? tree_sweep(api->paper->pages, STR("api"), error) : status;
}
