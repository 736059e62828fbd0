#include "image/image.h"
#include "image/webp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is said of copies is true, and a container without its data is one that loses nothing more.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const int64_t widths[] = {24, 48};
    struct str bytes = str_of((const char *)data, size);
    struct image_set set;
    struct buf bare, again;
    if (image_read(bytes, widths, 2, &set, NULL) == STATUS_OK && set.count == 0)
        abort();
    for (size_t i = 0; i < set.count; i++) {
        struct picture picture = files_sniff(set.copies[i].bytes);
        if (set.count > 4 || picture.type != set.copies[i].type || picture.width > 48 ||
            picture.height > 96 || !files_picture_fits(&picture))
            abort();
    }
    buf_init(&bare, size + 1);
    buf_init(&again, size + 1);
    if (image_webp_bare(bytes, &bare) &&
        (!image_webp_bare(buf_str(&bare), &again) || !str_eq(buf_str(&bare), buf_str(&again))))
        abort();
    buf_release(&bare);
    buf_release(&again);
    return 0;
}
