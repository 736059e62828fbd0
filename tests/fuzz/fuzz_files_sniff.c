#include "files/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct picture picture = files_sniff(str_of((const char *)data, size));
    bool known = picture.type != PICTURE_NONE;
    if (picture.width < 0 || picture.height < 0 || picture.width > INT32_MAX ||
        picture.height > INT32_MAX || (picture.width == 0) != (picture.height == 0))
        abort();
    if (known != (picture.extension[0] != '\0') || known != (picture.media_type[0] != '\0'))
        abort();
    if (files_picture_fits(&picture) &&
        (!known || picture.width > PICTURE_SIDE_MOST || picture.height > PICTURE_SIDE_MOST))
        abort();
    return 0;
}
