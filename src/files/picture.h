/* What a picture's first bytes say: its type and size. The header of an HTTP answer and the name
 * of a file are not asked (attacks.md I08, I09); SVG is no picture here (I07). Nothing is decoded.
 */
#ifndef FILES_PICTURE_H
#define FILES_PICTURE_H

#include "base/str.h"

enum {
    PICTURE_SIDE_MOST = 12000,      /* pixels */
    PICTURE_PIXELS_MOST = 40000000, /* attacks.md, default limits */
    PICTURE_BYTES_MOST = 10 << 20,
};

enum picture_type {
    PICTURE_NONE,
    PICTURE_JPEG,
    PICTURE_PNG,
    PICTURE_GIF,
    PICTURE_WEBP,
    PICTURE_AVIF,
};

struct picture {
    enum picture_type type;
    const char *extension;  /* "jpg", "png", "gif", "webp", "avif"; "" for none */
    const char *media_type; /* "image/jpeg" …; "" for none */
    int64_t width, height;  /* pixels; 0 when the header does not say, or of an AVIF that
                               is not of AV1 alone */
};

/* Looks at the bytes, linear in their number; never fails, reads no byte behind them. Needs the
 * whole file only for a JPEG's or an AVIF's size. */
struct picture files_sniff(struct str bytes);
/* Whether it is a picture that may be published or decoded: a known type, and a size within the
 * limits (I01, I02). */
bool files_picture_fits(const struct picture *picture);

#endif
