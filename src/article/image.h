/* A picture of an article, as feeds and pages state it. */
#ifndef ARTICLE_IMAGE_H
#define ARTICLE_IMAGE_H

#include "base/arena.h"
#include "base/json.h"
#include "base/json_read.h"
#include "base/status.h"

struct article_image {
    struct str url;
    int64_t width, height; /* 0 unknown */
    bool cached;           /* a copy was held when it was observed */
};

/* The member "images" of an open object: an array, empty for none. */
void article_images_write(const struct article_image *images, size_t count, struct json *json);
/* Reads what was written, from the member's value (NULL: none). Borrows its texts. */
enum status article_images_read(struct arena *arena, const struct json_value *array,
                                struct article_image **images, size_t *count, struct error *error);

#endif
