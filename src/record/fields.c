#include "record/fields.h"

#include <stddef.h>

#define TOP(key, form, member, has, group)                                                         \
    { STR_INIT(key), form, offsetof(struct record, member), offsetof(struct record, has), group }

static const struct record_field top_fields[] = {
    TOP("category", FORM_PLAIN, category, category, 1),
    TOP("title", FORM_QUOTED, title, title, 1),
    TOP("excerpt", FORM_EXCERPT, excerpt, excerpt, 1),
    TOP("publishedDateTime", FORM_TIME, published_time, published_time, 1),
    TOP("originalUrl", FORM_QUOTED, original_url, original_url, 1),
    TOP("webUrl", FORM_QUOTED, web_url, web_url, 1),
    TOP("ampWebUrl", FORM_QUOTED, amp_url, amp_url, 1),
    TOP("cdnAmpWebUrl", FORM_QUOTED, cdn_amp_url, cdn_amp_url, 1),
    TOP("type", FORM_PLAIN, type, type, 1),
    TOP("quality", FORM_INTEGER, quality, has_quality, 1),
    TOP("heat", FORM_INTEGER, heat, has_heat, 1),
    TOP("removed", FORM_FLAG, removed, removed, 1),
    TOP("published", FORM_BOOL, published, has_published, 1),
    TOP("featuredContent", FORM_QUOTED, featured_content, featured_content, 2),
    TOP("provider", FORM_PROVIDER, provider, provider, 3),
    TOP("topics", FORM_NAMES, topics, topic_count, 4),
    TOP("images", FORM_IMAGES, images, image_count, 5),
    TOP("related", FORM_RELATED, related, related_count, 6),
    TOP("secured", FORM_QUOTED, secured, secured, 7),
};

#define RELATED(key, form, member, has)                                                            \
    {                                                                                              \
        STR_INIT(key), form, offsetof(struct record_related, member),                              \
            offsetof(struct record_related, has), 0                                                \
    }

static const struct record_field related_fields[] = {
    RELATED("title", FORM_QUOTED, title, title),
    RELATED("excerpt", FORM_EXCERPT, excerpt, excerpt),
    RELATED("publishedDateTime", FORM_TIME, published, published),
    RELATED("webUrl", FORM_QUOTED, web_url, web_url),
    RELATED("ampWebUrl", FORM_QUOTED, amp_url, amp_url),
    RELATED("cdnAmpWebUrl", FORM_QUOTED, cdn_amp_url, cdn_amp_url),
    RELATED("type", FORM_PLAIN, type, type),
    RELATED("provider", FORM_PROVIDER, provider, provider),
    RELATED("quality", FORM_INTEGER, quality, has_quality),
    RELATED("images", FORM_IMAGES, images, image_count),
};

#define PROVIDER(key, form, member, has)                                                           \
    {                                                                                              \
        STR_INIT(key), form, offsetof(struct record_provider, member),                             \
            offsetof(struct record_provider, has), 0                                               \
    }

static const struct record_field provider_fields[] = {
    PROVIDER("name", FORM_PLAIN, name, name),
    PROVIDER("domain", FORM_PLAIN, domain, domain),
    PROVIDER("images", FORM_IMAGES, images, image_count),
};

#define IMAGE(key, form, member)                                                                   \
    {                                                                                              \
        STR_INIT(key), form, offsetof(struct record_image, member),                                \
            offsetof(struct record_image, member), 0                                               \
    }

static const struct record_field image_fields[] = {
    IMAGE("url", FORM_QUOTED, url),     IMAGE("width", FORM_SIZE, width),
    IMAGE("height", FORM_SIZE, height), IMAGE("isCached", FORM_FLAG, cached),
    IMAGE("title", FORM_QUOTED, title), IMAGE("attribution", FORM_QUOTED, attribution),
};

#define TABLE(fields, type, what, needs_first)                                                     \
    { fields, sizeof fields / sizeof fields[0], sizeof(type), what, needs_first }

const struct record_table record_table_top = TABLE(top_fields, struct record, "a record", false);
const struct record_table record_table_related =
    TABLE(related_fields, struct record_related, "a related article", true);
const struct record_table record_table_provider =
    TABLE(provider_fields, struct record_provider, "a provider", false);
const struct record_table record_table_image =
    TABLE(image_fields, struct record_image, "an image", true);

const struct record_table *record_table_of(enum record_form form) {
    return form == FORM_PROVIDER  ? &record_table_provider
           : form == FORM_RELATED ? &record_table_related
                                  : &record_table_image;
}

void record_clear(const struct record_table *table, void *item) {
    memset(item, 0, table->size);
    for (size_t i = 0; i < table->count; i++) {
        const struct record_field *field = &table->fields[i];
        if (field->form == FORM_TIME)
            *(int64_t *)record_at(item, field->offset) = TIME_NONE;
        else if (field->form == FORM_SIZE)
            *(int64_t *)record_at(item, field->offset) = -1;
    }
}
