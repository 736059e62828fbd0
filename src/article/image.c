#include "article/image.h"

void article_copies_write(const struct article_copy *copies, size_t count, struct json *json) {
    if (count == 0)
        return;
    json_key(json, "copies");
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json);
        json_field_str(json, "name", copies[i].name);
        json_field_int(json, "width", copies[i].width);
        json_field_int(json, "height", copies[i].height);
        json_end_object(json);
    }
    json_end_array(json);
}

enum status article_copies_read(struct arena *arena, const struct json_value *array,
                                struct article_copy **copies, size_t *count, struct error *error) {
    *count = 0;
    *copies = NULL;
    if (json_size(array) == 0)
        return STATUS_OK;
    *copies = arena_array(arena, json_size(array), struct article_copy);
    if (*copies == NULL)
        return arena_status(arena, error);
    for (const struct json_value *copy = json_first(array); copy != NULL; copy = copy->next)
        (*copies)[(*count)++] = (struct article_copy){
            .name = json_get_str(copy, "name"),
            .width = json_get_int(copy, "width", 0),
            .height = json_get_int(copy, "height", 0),
        };
    return STATUS_OK;
}

void article_images_keep(const struct article_image *before, size_t before_count,
                         struct article_image *images, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < before_count; k++)
            if (before[k].copy_count > 0 && str_eq(before[k].url, images[i].url)) {
                images[i].cached = true;
                images[i].copies = before[k].copies;
                images[i].copy_count = before[k].copy_count;
            }
}

void article_images_write(const struct article_image *images, size_t count, struct json *json) {
    json_key(json, "images");
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json);
        json_field_str(json, "url", images[i].url);
        json_field_int(json, "width", images[i].width);
        json_field_int(json, "height", images[i].height);
        json_field_bool(json, "cached", images[i].cached);
        article_copies_write(images[i].copies, images[i].copy_count, json);
        json_end_object(json);
    }
    json_end_array(json);
}

enum status article_images_read(struct arena *arena, const struct json_value *array,
                                struct article_image **images, size_t *count, struct error *error) {
    *count = 0;
    *images = arena_array(arena, json_size(array), struct article_image);
    if (*images == NULL)
        return arena_status(arena, error);
    enum status status = STATUS_OK;
    for (const struct json_value *value = json_first(array); value != NULL && status == STATUS_OK;
         value = value->next) {
        struct article_image *image = &(*images)[(*count)++];
        *image = (struct article_image){
            .url = json_get_str(value, "url"),
            .width = json_get_int(value, "width", 0),
            .height = json_get_int(value, "height", 0),
            .cached = json_get_bool(value, "cached", false),
        };
        status = article_copies_read(arena, json_get_array(value, "copies"), &image->copies,
                                     &image->copy_count, error);
    }
    return status;
}
