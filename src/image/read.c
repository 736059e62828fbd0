#include "image/image.h"

#include "base/json_read.h"

enum { LINE_MEMORY = 1 << 20, LINE_MOST = 8192 };

static enum status no_answer(struct error *error) {
    return error_set(error, STATUS_INVALID, "what made the picture gave no proper answer");
}

/* The next copy: what its own bytes say must be what was said of it, and no more than was wanted.
 */
static bool take(const struct json_value *item, struct str *rest, int64_t most,
                 struct image_copy *copy) {
    int64_t n = json_get_int(item, "bytes", 0);
    if (n <= 0 || n > IMAGE_COPY_BYTES_MOST || (uint64_t)n > rest->n)
        return false;
    copy->bytes = str_take(*rest, (size_t)n);
    *rest = str_skip(*rest, (size_t)n);
    struct picture picture = files_sniff(copy->bytes);
    copy->type = picture.type;
    copy->width = picture.width;
    copy->height = picture.height;
    return (picture.type == PICTURE_JPEG || picture.type == PICTURE_WEBP) && picture.width > 0 &&
           picture.width <= most && picture.height <= IMAGE_TALL * most &&
           picture.width == json_get_int(item, "width", 0) &&
           picture.height == json_get_int(item, "height", 0);
}

static bool take_all(const struct json_value *line, struct str rest, const int64_t *widths,
                     size_t count, struct image_set *set) {
    const struct json_value *copies = json_get_array(line, "copies");
    set->width = json_get_int(line, "width", 0);
    set->height = json_get_int(line, "height", 0);
    if (set->width <= 0 || set->width > PICTURE_SIDE_MOST || set->height <= 0 ||
        set->height > PICTURE_SIDE_MOST || json_size(copies) == 0 || json_size(copies) > 2 * count)
        return false;
    for (const struct json_value *item = json_first(copies); item != NULL; item = item->next)
        if (!take(item, &rest, widths[count - 1], &set->copies[set->count++]))
            return false;
    return rest.n == 0;
}

enum status image_read(struct str answer, const int64_t *widths, size_t count,
                       struct image_set *set, struct error *error) {
    const struct json_value *line;
    struct arena arena;
    size_t end = str_find_byte(str_take(answer, LINE_MOST), '\n');
    *set = (struct image_set){0};
    if (end == SIZE_MAX || count == 0 || count > IMAGE_WIDTHS_MOST)
        return no_answer(error);
    arena_init(&arena, LINE_MEMORY);
    enum status status = json_read(&arena, str_take(answer, end), &line, error);
    if (status == STATUS_OK && !take_all(line, str_skip(answer, end + 1), widths, count, set))
        status = no_answer(error);
    arena_release(&arena);
    if (status != STATUS_OK)
        *set = (struct image_set){0};
    return status == STATUS_LIMIT ? no_answer(error) : status;
}
