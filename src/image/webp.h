/* WebP's container (RFC 9649), for this room. */
#ifndef IMAGE_WEBP_H
#define IMAGE_WEBP_H

#include "base/buf.h"

/* Appends the picture without the chunks that are about it and not part of it (ICCP, EXIF, XMP):
 * some versions of libvips write one whatever they are told. False, and `out` as before, for what
 * is no whole WebP. */
bool image_webp_bare(struct str bytes, struct buf *out);

#endif
