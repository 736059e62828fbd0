#include "article/observation.h"

#include "article/cites.h"
#include "article/video.h"
#include "base/utf8.h"
#include "html/sanitize.h"
#include "text/excerpt.h"

enum {
    TITLE_MOST = 1000,       /* bytes; attacks.md */
    TEXT_MOST = 1024 * 1024, /* bytes */
    TITLE_FROM_TEXT = 80,    /* characters, for entries without a title */
    TEXT_ENOUGH = 600,       /* bytes of text that make fetching the page needless */
    SCRATCH_MOST = 64 * 1024 * 1024,
};

/* Plain text of sanitised HTML, cleaned, in the arena; absent when there is none. */
static enum status plain_text(struct arena *arena, struct str html, enum utf8_clean how,
                              size_t most, struct str *text, struct error *error) {
    struct arena scratch;
    struct buf plain;
    *text = STR_NONE;
    if (str_empty(html))
        return STATUS_OK;
    arena_init(&scratch, SCRATCH_MOST);
    buf_init(&plain, SCRATCH_MOST);
    enum status status = html_to_text(&scratch, html, &plain, error);
    if (status == STATUS_OK)
        *text = utf8_clean_copy(arena, buf_str(&plain), how, most);
    buf_release(&plain);
    arena_release(&scratch);
    return status != STATUS_OK ? status : arena_status(arena, error);
}

static void hash_text(struct arena *arena, struct observation *observation) {
    char hex[HASH_HEX + 1];
    if (str_empty(observation->text)) {
        observation->text = STR_NONE;
        observation->text_hash = STR_NONE;
        return;
    }
    hash_hex(observation->text, hex);
    observation->text_hash = arena_copy(arena, str_from(hex));
}

/* The excerpt is the outlet's own summary; the main text is kept where it says more than that. */
static enum status take_texts(struct arena *arena, const struct feed_entry *entry,
                              struct observation *observation, struct error *error) {
    struct str summary = STR_NONE;
    struct str content = STR_NONE;
    enum status status = plain_text(arena, entry->summary, UTF8_TEXT, TEXT_MOST, &summary, error);
    if (status == STATUS_OK)
        status = plain_text(arena, entry->content, UTF8_TEXT, TEXT_MOST, &content, error);
    if (status != STATUS_OK)
        return status;
    struct str lead = utf8_clean_copy(arena, str_first_of(summary, content), UTF8_LINE, TEXT_MOST);
    observation->excerpt = text_excerpt(arena, lead, OBSERVATION_EXCERPT);
    struct str longer = content.n >= summary.n ? content : summary;
    if (longer.n > observation->excerpt.n)
        observation->text = longer;
    hash_text(arena, observation);
    return arena_status(arena, error);
}

static enum status take_images(struct arena *arena, const struct feed_entry *entry,
                               struct observation *observation, struct error *error) {
    size_t count =
        entry->image_count < OBSERVATION_IMAGES_MOST ? entry->image_count : OBSERVATION_IMAGES_MOST;
    observation->images = arena_array(arena, count, struct article_image);
    if (observation->images == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < count; i++)
        observation->images[i] = (struct article_image){
            .url = entry->images[i].url,
            .width = entry->images[i].width,
            .height = entry->images[i].height,
        };
    observation->image_count = count;
    return STATUS_OK;
}

static bool is_web_address(struct str s) {
    return str_starts_case(s, STR("http://")) || str_starts_case(s, STR("https://"));
}

enum status observation_from_entry(struct arena *arena, const struct feed *feed,
                                   const struct feed_entry *entry,
                                   const struct edition_source *source,
                                   struct observation *observation, struct error *error) {
    *observation = (struct observation){
        .guid = entry->id,
        .link = str_first_of(entry->link, is_web_address(entry->id) ? entry->id : STR_NONE),
        .title = utf8_clean_copy(arena, entry->title, UTF8_LINE, TITLE_MOST),
        .byline = str_first_of(entry->author.name, STR_NONE),
        .language = str_first_of(entry->language, feed->language),
        .type = STR("article"),
        .claimed = entry->published != TIME_NONE ? entry->published : entry->updated,
        .updated = entry->updated,
        .provider_name = entry->source_title,
    };
    memcpy(observation->source, source->id, sizeof observation->source);
    if (str_empty(observation->link) && str_empty(observation->title))
        return error_set(error, STATUS_INVALID, "an entry has neither an address nor a title");
    enum status status = take_texts(arena, entry, observation, error);
    if (status == STATUS_OK)
        status = take_images(arena, entry, observation, error);
    if (status == STATUS_OK)
        status = article_cites(arena, str_first_of(entry->content, entry->summary),
                               observation->link, &observation->cites, error);
    if (status != STATUS_OK)
        return status;
    if (str_empty(observation->title))
        observation->title = text_excerpt(arena, observation->excerpt, TITLE_FROM_TEXT);
    if (str_empty(observation->title))
        observation->title = observation->link;
    observation->embed =
        video_player_known(entry->video) ? entry->video : video_player(arena, observation->link);
    if (!str_empty(observation->embed))
        observation->type = STR("video");
    return arena_status(arena, error);
}

static enum status add_page_image(struct arena *arena, const struct page *page,
                                  struct observation *observation, struct error *error) {
    if (observation->image_count > 0 || str_empty(page->image_url))
        return STATUS_OK;
    observation->images = arena_new(arena, struct article_image);
    if (observation->images == NULL)
        return arena_status(arena, error);
    observation->images[0] = (struct article_image){
        .url = page->image_url, .width = page->image_width, .height = page->image_height};
    observation->image_count = 1;
    return STATUS_OK;
}

enum status observation_add_page(struct arena *arena, const struct page *page,
                                 struct observation *observation, struct error *error) {
    observation->canonical = page->canonical_url;
    observation->amp = page->amp_url;
    observation->site_name = page->site_name;
    observation->title = str_first_of(observation->title, page->title);
    observation->byline = str_first_of(observation->byline, page->byline);
    observation->language = str_first_of(page->language, observation->language);
    if (observation->claimed == TIME_NONE)
        observation->claimed = page->published;
    if (observation->updated == TIME_NONE)
        observation->updated = page->modified;
    if (str_empty(observation->excerpt))
        observation->excerpt = text_excerpt(arena, page->excerpt, OBSERVATION_EXCERPT);
    if (page->text.n > observation->text.n) {
        observation->text = page->text;
        hash_text(arena, observation);
    }
    observation->feed = page->feed;
    observation->paywalled = page->paywalled;
    struct str cites;
    struct str own = str_first_of(page->canonical_url, observation->link);
    enum status status = article_cites(arena, page->html, own, &cites, error);
    if (status != STATUS_OK)
        return status;
    observation->cites = str_first_of(cites, observation->cites);
    return add_page_image(arena, page, observation, error);
}

enum status observation_from_page(struct arena *arena, const struct page *page,
                                  struct observation *observation, struct error *error) {
    *observation = (struct observation){
        .link = str_first_of(page->url, page->canonical_url),
        .type = STR("article"),
        .claimed = TIME_NONE,
        .updated = TIME_NONE,
    };
    enum status status = observation_add_page(arena, page, observation, error);
    if (status != STATUS_OK)
        return status;
    if (str_empty(observation->link))
        return error_set(error, STATUS_INVALID, "the page does not say what its address is");
    observation->title = str_first_of(observation->title, observation->link);
    observation->embed = video_player(arena, observation->link);
    if (!str_empty(observation->embed))
        observation->type = STR("video");
    return arena_status(arena, error);
}

bool observation_wants_page(const struct observation *observation) {
    return !str_empty(observation->link) && observation->text.n < TEXT_ENOUGH &&
           str_eq(observation->type, STR("article"));
}

void observation_write(const struct observation *observation, struct json *json) {
    json_begin_object(json);
    json_field_text(json, "source", str_from(observation->source));
    json_field_text(json, "guid", observation->guid);
    json_field_text(json, "link", observation->link);
    json_field_text(json, "canonical", observation->canonical);
    json_field_text(json, "amp", observation->amp);
    json_field_text(json, "title", observation->title);
    json_field_text(json, "excerpt", observation->excerpt);
    json_field_text(json, "byline", observation->byline);
    json_field_text(json, "language", observation->language);
    json_field_text(json, "type", observation->type);
    json_field_text(json, "embed", observation->embed);
    json_field_time(json, "claimed", observation->claimed);
    json_field_time(json, "updated", observation->updated);
    if (observation->image_count > 0)
        article_images_write(observation->images, observation->image_count, json);
    json_field_text(json, "providerName", observation->provider_name);
    json_field_text(json, "siteName", observation->site_name);
    json_field_text(json, "text", observation->text_hash);
    json_field_text(json, "feed", observation->feed);
    json_field_text(json, "cites", observation->cites);
    page_rights_write(&observation->rights, "rights", json);
    if (observation->paywalled)
        json_field_bool(json, "paywalled", true);
    if (observation->gone)
        json_field_bool(json, "gone", true);
    if (observation->emptied)
        json_field_bool(json, "emptied", true);
    json_end_object(json);
}

enum status observation_read(struct arena *arena, const struct json_value *object,
                             struct observation *observation, struct error *error) {
    *observation = (struct observation){
        .guid = json_get_str(object, "guid"),
        .link = json_get_str(object, "link"),
        .canonical = json_get_str(object, "canonical"),
        .amp = json_get_str(object, "amp"),
        .title = json_get_str(object, "title"),
        .excerpt = json_get_str(object, "excerpt"),
        .byline = json_get_str(object, "byline"),
        .language = json_get_str(object, "language"),
        .type = json_get_str(object, "type"),
        .embed = json_get_str(object, "embed"),
        .claimed = json_get_time(object, "claimed"),
        .updated = json_get_time(object, "updated"),
        .provider_name = json_get_str(object, "providerName"),
        .site_name = json_get_str(object, "siteName"),
        .text_hash = json_get_str(object, "text"),
        .rights = page_rights_from(json_get_object(object, "rights")),
        .feed = json_get_str(object, "feed"),
        .cites = json_get_str(object, "cites"),
        .paywalled = json_get_bool(object, "paywalled", false),
        .gone = json_get_bool(object, "gone", false),
        .emptied = json_get_bool(object, "emptied", false),
    };
    struct str source = json_get_str(object, "source");
    if (id_valid(source))
        memcpy(observation->source, source.p, ID_LENGTH);
    if (str_empty(observation->title))
        return error_set(error, STATUS_INVALID, "an observation without a title");
    return article_images_read(arena, json_get_array(object, "images"), &observation->images,
                               &observation->image_count, error);
}
