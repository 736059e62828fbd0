/* libvips, loaded by the process that makes a picture's copies (base/late.h). */
#include "base/late.h"

#include "image/vips.h"
#include <stdlib.h>
#include <vips/vips.h>

/* Most take pairs of names and values, so they are called here and nowhere else. */
#define FUNCTIONS(F)                                                                               \
    LATE_BY_HAND(F, vips_init)                                                                     \
    LATE_BY_HAND(F, vips_block_untrusted_set)                                                      \
    LATE_BY_HAND(F, vips_operation_block_set)                                                      \
    LATE_BY_HAND(F, vips_concurrency_set)                                                          \
    LATE_BY_HAND(F, vips_cache_set_max)                                                            \
    LATE_BY_HAND(F, vips_error_buffer)                                                             \
    LATE_BY_HAND(F, vips_image_new_from_buffer)                                                    \
    LATE_BY_HAND(F, vips_image_get_width)                                                          \
    LATE_BY_HAND(F, vips_image_get_height)                                                         \
    LATE_BY_HAND(F, vips_image_get_fields)                                                         \
    LATE_BY_HAND(F, vips_image_remove)                                                             \
    LATE_BY_HAND(F, vips_image_hasalpha)                                                           \
    LATE_BY_HAND(F, vips_image_copy_memory)                                                        \
    LATE_BY_HAND(F, vips_thumbnail_buffer)                                                         \
    LATE_BY_HAND(F, vips_thumbnail_image)                                                          \
    LATE_BY_HAND(F, vips_flatten)                                                                  \
    LATE_BY_HAND(F, vips_array_double_new)                                                         \
    LATE_BY_HAND(F, vips_area_unref)                                                               \
    LATE_BY_HAND(F, vips_jpegsave_buffer)                                                          \
    LATE_BY_HAND(F, vips_webpsave_buffer)                                                          \
    LATE_BY_HAND(F, g_object_unref)                                                                \
    LATE_BY_HAND(F, g_strfreev)                                                                    \
    LATE_BY_HAND(F, g_free)

LATE_LIBRARY(SONAME_VIPS, FUNCTIONS)

enum { JPEG_QUALITY = 80, WEBP_QUALITY = 75, WEBP_EFFORT = 4 };

bool image_vips_present(void) {
    return late_ready();
}

/* The name of the loaders that read a type, from memory or elsewhere. */
static const char *loader_of(enum picture_type type) {
    static const char *const names[] = {
        [PICTURE_JPEG] = "VipsForeignLoadJpeg", [PICTURE_PNG] = "VipsForeignLoadPng",
        [PICTURE_GIF] = "VipsForeignLoadNsgif", [PICTURE_WEBP] = "VipsForeignLoadWebp",
        [PICTURE_AVIF] = "VipsForeignLoadHeif",
    };
    return type > PICTURE_NONE && type <= PICTURE_AVIF ? names[type] : NULL;
}

/* Loaders that come as modules (ImageMagick's, Poppler's, OpenSlide's, and HEIF's) lie below the
 * library's own folder, and all are loaded at its start, or none. Only AVIF needs one of them. */
static bool choose_modules(enum picture_type type) {
    return type == PICTURE_AVIF || setenv("VIPSHOME", "/nonexistent", 1) == 0;
}

/* No code made at run time, which is other code on another processor; no warnings, which a broken
 * picture gives by the thousand. */
static bool choose_ways(void) {
    return setenv("VIPS_NOVECTOR", "1", 1) == 0 && setenv("VIPS_WARNING", "0", 1) == 0;
}

bool image_vips_start(enum picture_type type) {
    const char *loader = loader_of(type);
    if (loader == NULL || !late_ready() || !choose_ways() || !choose_modules(type) ||
        late.vips_init("picture") != 0)
        return false;
    late.vips_block_untrusted_set(TRUE);
    late.vips_operation_block_set("VipsForeignLoad", TRUE);
    late.vips_operation_block_set(loader, FALSE);
    late.vips_concurrency_set(1);
    late.vips_cache_set_max(0);
    return true;
}

VipsImage *image_vips_open(struct str bytes) {
    return late.vips_image_new_from_buffer(bytes.p, bytes.n, "", "access", VIPS_ACCESS_SEQUENTIAL,
                                           NULL);
}

void image_vips_drop(VipsImage *image) {
    if (image != NULL)
        late.g_object_unref(image);
}

int64_t image_vips_width(const VipsImage *image) {
    return late.vips_image_get_width(image);
}

int64_t image_vips_height(const VipsImage *image) {
    return late.vips_image_get_height(image);
}

/* The pixels themselves, without what came with them: profiles, EXIF, XMP, comments. Later steps
 * read nothing of the original. */
static VipsImage *settle(VipsImage *image) {
    VipsImage *copy = late.vips_image_copy_memory(image);
    char **fields = copy != NULL ? late.vips_image_get_fields(copy) : NULL;
    for (size_t i = 0; fields != NULL && fields[i] != NULL; i++)
        late.vips_image_remove(copy, fields[i]); /* of its size and the like it keeps them */
    if (fields != NULL)
        late.g_strfreev(fields);
    image_vips_drop(image);
    return copy;
}

VipsImage *image_vips_shrink(struct str bytes, int64_t width, int64_t height) {
    VipsImage *out = NULL;
    if (late.vips_thumbnail_buffer((void *)(uintptr_t)bytes.p, bytes.n, &out, (int)width, "height",
                                   (int)height, "size", VIPS_SIZE_DOWN, "export_profile", "srgb",
                                   "option_string", "[fail_on=truncated]", NULL) != 0)
        return NULL;
    return settle(out);
}

VipsImage *image_vips_shrink_again(VipsImage *image, int64_t width, int64_t height) {
    VipsImage *out = NULL;
    if (late.vips_thumbnail_image(image, &out, (int)width, "height", (int)height, "size",
                                  VIPS_SIZE_DOWN, NULL) != 0)
        return NULL;
    return settle(out);
}

static VipsImage *without_alpha(VipsImage *image) {
    const double white[] = {255, 255, 255};
    VipsImage *out = NULL;
    VipsArrayDouble *background = late.vips_array_double_new(white, 3);
    if (late.vips_flatten(image, &out, "background", background, NULL) != 0)
        out = NULL;
    late.vips_area_unref((VipsArea *)background);
    return out;
}

static bool save_jpeg(VipsImage *image, void **bytes, size_t *n) {
    VipsImage *flat = late.vips_image_hasalpha(image) ? without_alpha(image) : NULL;
    if (flat == NULL && late.vips_image_hasalpha(image))
        return false;
    bool good = late.vips_jpegsave_buffer(flat != NULL ? flat : image, bytes, n, "Q", JPEG_QUALITY,
                                          "optimize_coding", TRUE, "strip", TRUE, NULL) == 0;
    image_vips_drop(flat);
    return good;
}

bool image_vips_save(VipsImage *image, enum picture_type type, void **bytes, size_t *n) {
    if (type == PICTURE_JPEG)
        return save_jpeg(image, bytes, n);
    return late.vips_webpsave_buffer(image, bytes, n, "Q", WEBP_QUALITY, "effort", WEBP_EFFORT,
                                     "strip", TRUE, NULL) == 0;
}

void image_vips_free(void *bytes) {
    late.g_free(bytes);
}

const char *image_vips_said(void) {
    return late.vips_error_buffer();
}
