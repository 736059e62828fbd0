/* The few calls of libvips that are made, without its variable arguments (for this room). Images
 * are counted references: image_vips_drop gives one back, and is safe on NULL. All return false, or
 * NULL, where libvips refuses. */
#ifndef IMAGE_VIPS_H
#define IMAGE_VIPS_H

#include "base/str.h"
#include "files/picture.h"
#include <stdbool.h>

struct _VipsImage;

/* Whether the library is there. */
bool image_vips_present(void);
/* Starts it for one picture of this type: one thread, no cache, no loader but that type's. The
 * process is the library's own from here on. */
bool image_vips_start(enum picture_type type);
/* Its header; the bytes are borrowed while the image lives. */
struct _VipsImage *image_vips_open(struct str bytes);
void image_vips_drop(struct _VipsImage *image);
int64_t image_vips_width(const struct _VipsImage *image);
int64_t image_vips_height(const struct _VipsImage *image);
/* Decoded, upright, in sRGB, and no larger than width by height; in memory of its own. */
struct _VipsImage *image_vips_shrink(struct str bytes, int64_t width, int64_t height);
/* The same of an image that is upright and in sRGB already. */
struct _VipsImage *image_vips_shrink_again(struct _VipsImage *image, int64_t width, int64_t height);
/* The image's bytes, as WebP or JPEG, without metadata; the caller's to give to image_vips_free. A
 * JPEG has white where the image is transparent. */
bool image_vips_save(struct _VipsImage *image, enum picture_type type, void **bytes, size_t *n);
void image_vips_free(void *bytes);
/* What was refused, in words of the library. */
const char *image_vips_said(void);

#endif
