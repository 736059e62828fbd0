/* A build without libvips (-Dpictures=disabled). */
#include "image/image.h"

bool image_available(void) {
    return false;
}

enum status image_make(struct str bytes, const int64_t *widths, size_t count, struct buf *out,
                       struct error *error) {
    (void)bytes, (void)widths, (void)count, (void)out;
    return error_set(error, STATUS_UNAVAILABLE, "this program was built without pictures");
}
