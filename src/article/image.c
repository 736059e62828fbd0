#include "article/image.h"

void article_images_write(const struct article_image *images, size_t count, struct json *json) {
    json_key(json, "images");
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json);
        json_field_str(json, "url", images[i].url);
        json_field_int(json, "width", images[i].width);
        json_field_int(json, "height", images[i].height);
        json_field_bool(json, "cached", images[i].cached);
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
    for (const struct json_value *image = json_first(array); image != NULL; image = image->next)
        (*images)[(*count)++] = (struct article_image){
            .url = json_get_str(image, "url"),
            .width = json_get_int(image, "width", 0),
            .height = json_get_int(image, "height", 0),
            .cached = json_get_bool(image, "cached", false),
        };
    return STATUS_OK;
}
