#include "edition/parts.h"

#include "base/utf8.h"
#include "yaml/scalar.h"

bool node_is_nothing(const struct yaml_node *node) {
    return node->kind == YAML_KIND_SCALAR && node->style == YAML_STYLE_PLAIN &&
           yaml_is_null(node->text);
}

enum status expected_value(struct edition_loader *loader, const struct yaml_node *node,
                           const char *what) {
    if (str_absent(node->key))
        return error_set_at(loader->error, STATUS_CONFIG, node->at, "expected %s", what);
    return error_set_at(loader->error, STATUS_CONFIG, node->at, "%.*s: expected %s",
                        STR_ARG(node->key), what);
}

enum status unknown_key(struct edition_loader *loader, const struct yaml_node *node,
                        const struct str *known, size_t count) {
    size_t distance;
    struct str key = utf8_cut_bytes(node->key, 100);
    size_t best = value_nearest(node->key, known, count, &distance);
    if (!value_may_mean(node->key, known[best], distance))
        return error_set_at(loader->error, STATUS_CONFIG, node->key_at, "unknown key '%.*s'",
                            STR_ARG(key));
    return error_set_at(loader->error, STATUS_CONFIG, node->key_at,
                        "unknown key '%.*s': did you mean '%.*s'?", STR_ARG(key),
                        STR_ARG(known[best]));
}

enum status read_text(struct edition_loader *loader, const struct yaml_node *node,
                      struct str *text) {
    if (node->kind != YAML_KIND_SCALAR)
        return expected_value(loader, node, "one value");
    if (!node_is_nothing(node))
        *text = str_trim(node->text);
    return STATUS_OK;
}

enum status read_texts(struct edition_loader *loader, const struct yaml_node *node,
                       struct str **texts, size_t *count) {
    if (node_is_nothing(node))
        return STATUS_OK;
    if (node->kind != YAML_KIND_LIST)
        return expected_value(loader, node, "a list");
    if (node->count > EDITION_LIST_MOST)
        return expected_value(loader, node, "a shorter list");
    *texts = arena_array(loader->arena, node->count, struct str);
    if (*texts == NULL)
        return arena_status(loader->arena, loader->error);
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
        if (item->kind != YAML_KIND_SCALAR || node_is_nothing(item) || str_trim(item->text).n == 0)
            return expected_value(loader, item, "a text");
        (*texts)[(*count)++] = str_trim(item->text);
    }
    return STATUS_OK;
}

static enum status read_pixels(struct edition_loader *loader, const struct yaml_node *node,
                               int64_t *pixels) {
    if (node->kind != YAML_KIND_SCALAR || !yaml_to_int(node->text, pixels) || *pixels < 0)
        return expected_value(loader, node, "a whole number of pixels");
    return STATUS_OK;
}

/* An image is its address, or a map of address and size. */
static enum status read_image(struct edition_loader *loader, const struct yaml_node *node,
                              struct edition_image *image) {
    static const struct str known[] = {STR_INIT("url"), STR_INIT("width"), STR_INIT("height")};
    enum status status = STATUS_OK;
    if (node->kind == YAML_KIND_SCALAR)
        status = read_text(loader, node, &image->url);
    else if (node->kind == YAML_KIND_LIST)
        return expected_value(loader, node, "an address, or url, width and height");
    for (const struct yaml_node *value = node->first; value != NULL && status == STATUS_OK;
         value = value->next) {
        if (str_eq(value->key, known[0]))
            status = read_text(loader, value, &image->url);
        else if (str_eq(value->key, known[1]))
            status = read_pixels(loader, value, &image->width);
        else if (str_eq(value->key, known[2]))
            status = read_pixels(loader, value, &image->height);
        else
            status = unknown_key(loader, value, known, 3);
    }
    if (status == STATUS_OK && image->url.n == 0)
        return expected_value(loader, node, "an image's url");
    return status;
}

enum status read_images(struct edition_loader *loader, const struct yaml_node *node,
                        struct edition_image **images, size_t *count) {
    if (node_is_nothing(node))
        return STATUS_OK;
    if (node->kind != YAML_KIND_LIST)
        return expected_value(loader, node, "a list");
    *images = arena_array(loader->arena, node->count, struct edition_image);
    if (*images == NULL)
        return arena_status(loader->arena, loader->error);
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
        enum status status = read_image(loader, item, &(*images)[*count]);
        if (status != STATUS_OK)
            return status;
        ++*count;
    }
    return STATUS_OK;
}

/* "03-databases.yaml" in topics/ is "databases". */
static struct str id_from_path(struct str path) {
    struct str name = str_skip(path, str_find_last_byte(path, '/') + 1);
    name = str_take(name, str_find_last_byte(name, '.'));
    size_t digits = 0;
    while (digits < name.n && ascii_is_digit(name.p[digits]))
        digits++;
    if (digits > 0 && digits + 1 < name.n && name.p[digits] == '-')
        name = str_skip(name, digits + 1);
    return name;
}

/* `taxonomy` and `services` stand in the files of earlier editions; nothing here needs them. */
static const struct str topic_keys[] = {
    STR_INIT("taxonomy"), STR_INIT("_id"),         STR_INIT("name"),     STR_INIT("shortname"),
    STR_INIT("parent"),   STR_INIT("description"), STR_INIT("keywords"), STR_INIT("hashtags"),
    STR_INIT("images"),   STR_INIT("services"),
};
enum topic_key {
    TOPIC_TAXONOMY,
    TOPIC_ID,
    TOPIC_NAME,
    TOPIC_SHORTNAME,
    TOPIC_PARENT,
    TOPIC_DESCRIPTION,
    TOPIC_KEYWORDS,
    TOPIC_HASHTAGS,
    TOPIC_IMAGES,
    TOPIC_SERVICES,
    TOPIC_KEYS,
};

static enum status topic_value(struct edition_loader *loader, const struct yaml_node *node,
                               struct edition_topic *topic) {
    size_t key = 0;
    while (key < TOPIC_KEYS && !str_eq(topic_keys[key], node->key))
        key++;
    switch (key) {
    case TOPIC_TAXONOMY:
    case TOPIC_SERVICES:
        return STATUS_OK;
    case TOPIC_ID:
        return read_text(loader, node, &topic->id);
    case TOPIC_NAME:
        return read_text(loader, node, &topic->name);
    case TOPIC_SHORTNAME:
        return read_text(loader, node, &topic->shortname);
    case TOPIC_PARENT:
        return read_text(loader, node, &topic->parent);
    case TOPIC_DESCRIPTION:
        return read_text(loader, node, &topic->description);
    case TOPIC_KEYWORDS:
        return read_texts(loader, node, &topic->keywords, &topic->keyword_count);
    case TOPIC_HASHTAGS:
        return read_texts(loader, node, &topic->hashtags, &topic->hashtag_count);
    case TOPIC_IMAGES:
        return read_images(loader, node, &topic->images, &topic->image_count);
    default:
        return unknown_key(loader, node, topic_keys, TOPIC_KEYS);
    }
}

enum status topic_read(struct edition_loader *loader, const struct edition_file *file,
                       struct edition_topic *topic) {
    struct str text;
    struct yaml_node *root;
    topic->parent_index = SIZE_MAX;
    enum status status = yaml_lines(loader->arena, file->bytes, &text, loader->error);
    if (status == STATUS_OK)
        status = yaml_read(loader->arena, text, 1, EDITION_FILE_DEPTH, &root, loader->error);
    if (status != STATUS_OK)
        return status;
    if (root->kind != YAML_KIND_MAP)
        return error_set_at(loader->error, STATUS_CONFIG, root->at,
                            "expected a topic: keys with values");
    for (const struct yaml_node *node = root->first; node != NULL && status == STATUS_OK;
         node = node->next)
        status = topic_value(loader, node, topic);
    if (status != STATUS_OK)
        return status;
    if (topic->name.n == 0)
        return error_set_at(loader->error, STATUS_CONFIG, root->at, "a topic needs a name");
    if (topic->id.n == 0)
        topic->id = id_from_path(file->path);
    if (topic->shortname.n == 0)
        topic->shortname = topic->name;
    return STATUS_OK;
}
