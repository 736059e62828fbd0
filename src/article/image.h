/* A picture of an article, as feeds and pages state it. */
#ifndef ARTICLE_IMAGE_H
#define ARTICLE_IMAGE_H

#include "base/arena.h"
#include "base/json.h"
#include "base/json_read.h"
#include "base/status.h"

/* A small copy of our own: the file pictures/<first two>/<name>. */
struct article_copy {
    struct str name;       /* half the SHA-256 of all copies, "-<width>.webp" or ".jpg" */
    int64_t width, height; /* pixels */
};

struct article_image {
    struct str url;
    int64_t width, height; /* 0 unknown */
    bool cached;           /* a copy was held when it was observed, or has been made since */
    struct article_copy *copies;
    size_t copy_count;
};

/* The member "images" of an open object: an array, empty for none. */
void article_images_write(const struct article_image *images, size_t count, struct json *json);
/* Reads what was written, from the member's value (NULL: none). Borrows its texts. */
enum status article_images_read(struct arena *arena, const struct json_value *array,
                                struct article_image **images, size_t *count, struct error *error);

/* The member "copies" alone; nothing for none. */
void article_copies_write(const struct article_copy *copies, size_t count, struct json *json);
enum status article_copies_read(struct arena *arena, const struct json_value *array,
                                struct article_copy **copies, size_t *count, struct error *error);
/* Those whose address was among `before` have the copies of that. */
void article_images_keep(const struct article_image *before, size_t before_count,
                         struct article_image *images, size_t count);

#endif
