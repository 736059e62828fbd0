#include "article/article.h"

static void write_history(const struct article *article, struct json *json) {
    if (article->change_count > 0) {
        json_key(json, "history");
        json_begin_array(json);
        for (size_t i = 0; i < article->change_count; i++) {
            const struct article_change *change = &article->changes[i];
            json_begin_object(json);
            json_field_time(json, "at", change->at);
            json_field_text(json, "title", change->title);
            if (change->kept < 1000)
                json_field_int(json, "kept", change->kept);
            if (change->gone)
                json_field_bool(json, "gone", true);
            if (change->back)
                json_field_bool(json, "back", true);
            json_end_object(json);
        }
        json_end_array(json);
    }
    if (!article->reworded)
        return;
    json_key(json, "first");
    json_begin_object(json);
    json_field_text(json, "title", article->first_title);
    json_field_text(json, "excerpt", article->first_excerpt);
    json_field_text(json, "text", article->first_text_hash);
    json_end_object(json);
}

static enum status read_history(struct arena *arena, const struct json_value *object,
                                struct article *article, struct error *error) {
    const struct json_value *array = json_get_array(object, "history");
    const struct json_value *first = json_get_object(object, "first");
    article->reworded = first != NULL;
    article->first_title = json_get_str(first, "title");
    article->first_excerpt = json_get_str(first, "excerpt");
    article->first_text_hash = json_get_str(first, "text");
    article->changes = arena_array(arena, json_size(array), struct article_change);
    if (article->changes == NULL)
        return arena_status(arena, error);
    for (const struct json_value *change = json_first(array); change != NULL; change = change->next)
        article->changes[article->change_count++] = (struct article_change){
            .at = json_get_time(change, "at"),
            .title = json_get_str(change, "title"),
            .kept = json_get_int(change, "kept", 1000),
            .gone = json_get_bool(change, "gone", false),
            .back = json_get_bool(change, "back", false),
        };
    return STATUS_OK;
}

void article_write(const struct article *article, struct json *json) {
    json_begin_object(json);
    json_field_str(json, "id", str_from(article->id));
    json_field_str(json, "title", article->title);
    json_field_text(json, "excerpt", article->excerpt);
    json_field_text(json, "byline", article->byline);
    json_field_text(json, "language", article->language);
    json_field_text(json, "type", article->type);
    json_field_text(json, "embed", article->embed);
    json_field_text(json, "originalUrl", article->original_url);
    json_field_text(json, "webUrl", article->web_url);
    json_field_text(json, "ampUrl", article->amp_url);
    json_field_text(json, "cdnAmpUrl", article->cdn_amp_url);
    json_field_time(json, "claimed", article->claimed);
    json_field_time(json, "published", article->published);
    json_field_time(json, "seen", article->seen);
    json_field_time(json, "updated", article->updated);
    json_field_int(json, "revisions", article->revisions);
    json_field_text(json, "providerName", article->provider_name);
    json_field_text(json, "providerDomain", article->provider_domain);
    json_field_bool(json, "official", article->official);
    if (article->paywalled)
        json_field_bool(json, "paywalled", true);
    article_images_write(article->images, article->image_count, json);
    json_field_text(json, "source", str_from(article->source));
    json_field_text(json, "text", article->text_hash);
    json_field_text(json, "feed", article->feed);
    json_field_text(json, "cites", article->cites);
    page_rights_write(&article->rights, "rights", json);
    if (article->withdrawn > 0)
        json_field_time(json, "withdrawn", article->withdrawn);
    write_history(article, json);
    json_field_bool(json, "removed", article->removed);
    json_field_bool(json, "imported", article->imported);
    json_end_object(json);
}

static void read_id(const struct json_value *object, const char *key, char out[ID_LENGTH + 1]) {
    struct str id = json_get_str(object, key);
    memset(out, 0, ID_LENGTH + 1);
    if (id_valid(id))
        memcpy(out, id.p, ID_LENGTH);
}

enum status article_read(struct arena *arena, struct str text, struct article *article,
                         struct error *error) {
    const struct json_value *object;
    enum status status = json_read(arena, text, &object, error);
    if (status != STATUS_OK)
        return status;
    *article = (struct article){
        .title = json_get_str(object, "title"),
        .excerpt = json_get_str(object, "excerpt"),
        .byline = json_get_str(object, "byline"),
        .language = json_get_str(object, "language"),
        .type = json_get_str(object, "type"),
        .embed = json_get_str(object, "embed"),
        .original_url = json_get_str(object, "originalUrl"),
        .web_url = json_get_str(object, "webUrl"),
        .amp_url = json_get_str(object, "ampUrl"),
        .cdn_amp_url = json_get_str(object, "cdnAmpUrl"),
        .claimed = json_get_time(object, "claimed"),
        .published = json_get_time(object, "published"),
        .seen = json_get_time(object, "seen"),
        .updated = json_get_time(object, "updated"),
        .revisions = json_get_int(object, "revisions", 1),
        .provider_name = json_get_str(object, "providerName"),
        .provider_domain = json_get_str(object, "providerDomain"),
        .official = json_get_bool(object, "official", false),
        .paywalled = json_get_bool(object, "paywalled", false),
        .text_hash = json_get_str(object, "text"),
        .rights = page_rights_from(json_get_object(object, "rights")),
        .feed = json_get_str(object, "feed"),
        .cites = json_get_str(object, "cites"),
        .removed = json_get_bool(object, "removed", false),
        .imported = json_get_bool(object, "imported", false),
    };
    int64_t withdrawn = json_get_time(object, "withdrawn");
    article->withdrawn = withdrawn != TIME_NONE ? withdrawn : 0;
    read_id(object, "id", article->id);
    read_id(object, "source", article->source);
    status = read_history(arena, object, article, error);
    return status != STATUS_OK
               ? status
               : article_images_read(arena, json_get_array(object, "images"), &article->images,
                                     &article->image_count, error);
}
