#include "image/image.h"

#include "base/json.h"
#include "base/utf8.h"
#include "image/vips.h"
#include "image/webp.h"

struct made {
    enum picture_type type;
    int64_t width, height;
    struct buf bytes;
};

struct making {
    struct str bytes;
    enum picture_type type;
    int64_t width, height;
    struct _VipsImage *sizes[IMAGE_WIDTHS_MOST]; /* the smallest first */
    size_t size_count;
    struct made copies[IMAGE_COPIES_MOST];
    size_t count;
    struct error *error;
};

bool image_available(void) {
    return image_vips_present();
}

static enum status refuse(struct making *making, const char *what) {
    struct buf said;
    buf_init(&said, 4096);
    utf8_clean(str_take(str_from(image_vips_said()), 400), UTF8_LINE, &said);
    enum status status = error_set(making->error, STATUS_INVALID, "%s: %s", what, buf_cstr(&said));
    buf_release(&said);
    return status;
}

static enum status check_size(struct making *making, int64_t width, int64_t height) {
    const struct picture picture = {.type = making->type, .width = width, .height = height};
    if (width == 0 || height == 0)
        return error_set(making->error, STATUS_INVALID, "its header does not say how large it is");
    if (files_picture_fits(&picture))
        return STATUS_OK;
    return error_set(making->error, STATUS_LIMIT, "%lld by %lld pixels are too many",
                     (long long)width, (long long)height);
}

/* What its first bytes say, then what libvips makes of its header; nothing is decoded. */
static enum status look(struct making *making) {
    struct picture picture = files_sniff(making->bytes);
    making->type = picture.type;
    if (picture.type == PICTURE_NONE)
        return error_set(making->error, STATUS_INVALID, "this is no JPEG, PNG, GIF, WebP or AVIF");
    enum status status = check_size(making, picture.width, picture.height);
    if (status != STATUS_OK)
        return status;
    if (!image_vips_start(picture.type))
        return error_set(making->error, STATUS_UNAVAILABLE, "there is no libvips");
    struct _VipsImage *image = image_vips_open(making->bytes);
    if (image == NULL)
        return refuse(making, "its header cannot be read");
    making->width = image_vips_width(image);
    making->height = image_vips_height(image);
    image_vips_drop(image);
    return check_size(making, making->width, making->height);
}

/* The largest size comes from the picture, the others from that one. A width beyond the picture's
 * own is the picture's own. */
static enum status shrink(struct making *making, const int64_t *widths, size_t count) {
    struct _VipsImage *largest =
        image_vips_shrink(making->bytes, widths[count - 1], IMAGE_TALL * widths[count - 1]);
    if (largest == NULL)
        return refuse(making, "it cannot be decoded");
    for (size_t i = 0; i + 1 < count && widths[i] < image_vips_width(largest); i++) {
        struct _VipsImage *smaller =
            image_vips_shrink_again(largest, widths[i], IMAGE_TALL * widths[i]);
        if (smaller == NULL) {
            image_vips_drop(largest);
            return refuse(making, "it cannot be made smaller");
        }
        making->sizes[making->size_count++] = smaller;
    }
    making->sizes[making->size_count++] = largest;
    return STATUS_OK;
}

static enum status save_one(struct making *making, struct _VipsImage *image, struct made *copy) {
    void *bytes = NULL;
    size_t n = 0;
    bool good = image_vips_save(image, copy->type, &bytes, &n);
    if (good && copy->type == PICTURE_WEBP)
        good = image_webp_bare(str_of(bytes, n), &copy->bytes);
    else if (good)
        buf_add(&copy->bytes, str_of(bytes, n));
    image_vips_free(bytes);
    return good ? buf_check(&copy->bytes, making->error) : refuse(making, "it cannot be written");
}

static enum status save(struct making *making, enum picture_type type) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < making->size_count && status == STATUS_OK; i++) {
        struct made *copy = &making->copies[making->count++];
        copy->type = type;
        copy->width = image_vips_width(making->sizes[i]);
        copy->height = image_vips_height(making->sizes[i]);
        buf_init(&copy->bytes, IMAGE_COPY_BYTES_MOST);
        status = save_one(making, making->sizes[i], copy);
    }
    return status;
}

static enum status write(struct making *making, struct buf *out) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_int(&json, "width", making->width);
    json_field_int(&json, "height", making->height);
    json_key(&json, "copies");
    json_begin_array(&json);
    for (size_t i = 0; i < making->count; i++) {
        json_begin_object(&json);
        json_field_str(&json, "type",
                       making->copies[i].type == PICTURE_JPEG ? STR("jpeg") : STR("webp"));
        json_field_int(&json, "width", making->copies[i].width);
        json_field_int(&json, "height", making->copies[i].height);
        json_field_int(&json, "bytes", (int64_t)making->copies[i].bytes.n);
        json_end_object(&json);
    }
    json_end_array(&json);
    json_end_object(&json);
    buf_add_byte(out, '\n');
    for (size_t i = 0; i < making->count; i++)
        buf_add(out, buf_str(&making->copies[i].bytes));
    return buf_check(out, making->error);
}

enum status image_make(struct str bytes, const int64_t *widths, size_t count, struct buf *out,
                       struct error *error) {
    struct making making = {.bytes = bytes, .error = error};
    if (count == 0 || count > IMAGE_WIDTHS_MOST)
        return error_set(error, STATUS_USAGE, "one to %d widths", IMAGE_WIDTHS_MOST);
    enum status status = look(&making);
    if (status == STATUS_OK)
        status = shrink(&making, widths, count);
    if (status == STATUS_OK)
        status = save(&making, PICTURE_WEBP);
    if (status == STATUS_OK)
        status = save(&making, PICTURE_JPEG);
    if (status == STATUS_OK)
        status = write(&making, out);
    for (size_t i = 0; i < making.count; i++)
        buf_release(&making.copies[i].bytes);
    for (size_t i = 0; i < making.size_count; i++)
        image_vips_drop(making.sizes[i]);
    return status;
}
