#include "files/picture.h"

static unsigned byte_at(struct str s, size_t at) {
    return (unsigned char)s.p[at];
}
static int64_t big16(struct str s, size_t at) {
    return (int64_t)(byte_at(s, at) << 8 | byte_at(s, at + 1));
}
static int64_t big32(struct str s, size_t at) {
    return big16(s, at) << 16 | big16(s, at + 2);
}
static int64_t little16(struct str s, size_t at) {
    return (int64_t)(byte_at(s, at) | byte_at(s, at + 1) << 8);
}
static int64_t little24(struct str s, size_t at) {
    return little16(s, at) | (int64_t)byte_at(s, at + 2) << 16;
}
static bool has(struct str s, size_t at, struct str what) {
    return at <= s.n && str_starts(str_skip(s, at), what);
}

/* ITU-T T.81, B.1.1: segments up to the first frame header (SOF). */
static void size_jpeg(struct str s, struct picture *picture) {
    size_t at = 2;
    while (at + 4 <= s.n && byte_at(s, at) == 0xFF) {
        unsigned marker = byte_at(s, at + 1);
        if (marker == 0xFF) { /* fill byte */
            at++;
            continue;
        }
        bool frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame && at + 9 <= s.n) {
            picture->height = big16(s, at + 5);
            picture->width = big16(s, at + 7);
        }
        bool alone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        if (frame || marker == 0xD9 || marker == 0xDA)
            return;
        size_t length = alone ? 0 : (size_t)big16(s, at + 2);
        if (!alone && length < 2)
            return;
        at += 2 + length;
    }
}

/* PNG 1.2, 11.2.2: IHDR comes first. */
static void size_png(struct str s, struct picture *picture) {
    if (s.n < 24 || !has(s, 8, STR("\0\0\0\x0DIHDR")))
        return;
    int64_t width = big32(s, 16);
    int64_t height = big32(s, 20);
    if (width > INT32_MAX || height > INT32_MAX)
        return;
    picture->width = width;
    picture->height = height;
}

static void size_gif(struct str s, struct picture *picture) {
    if (s.n < 10)
        return;
    picture->width = little16(s, 6);
    picture->height = little16(s, 8);
}

/* RFC 9649, 2.5-2.7: the first chunk is VP8X, VP8L or VP8. */
static void size_webp(struct str s, struct picture *picture) {
    if (has(s, 12, STR("VP8X")) && s.n >= 30) {
        picture->width = little24(s, 24) + 1;
        picture->height = little24(s, 27) + 1;
    } else if (has(s, 12, STR("VP8L")) && s.n >= 25 && byte_at(s, 20) == 0x2F) {
        int64_t bits = little24(s, 21) | (int64_t)byte_at(s, 24) << 24;
        picture->width = (bits & 0x3FFF) + 1;
        picture->height = (bits >> 14 & 0x3FFF) + 1;
    } else if (has(s, 12, STR("VP8 ")) && s.n >= 30 && has(s, 23, STR("\x9D\x01\x2A"))) {
        picture->width = little16(s, 26) & 0x3FFF;
        picture->height = little16(s, 28) & 0x3FFF;
    }
}

/* ISO/IEC 14496-12, 4.3: major brand, version, then compatible brands up to the box's end. */
static bool is_avif(struct str s) {
    if (s.n < 16 || !has(s, 4, STR("ftyp")))
        return false;
    size_t end = (size_t)big32(s, 0);
    if (end > s.n)
        end = s.n;
    if (end > 256)
        end = 256;
    for (size_t at = 8; at + 4 <= end; at += at == 8 ? 8 : 4)
        if (has(s, at, STR("avif")) || has(s, at, STR("avis")))
            return true;
    return false;
}

struct picture files_sniff(struct str bytes) {
    struct picture picture = {.extension = "", .media_type = ""};
    if (has(bytes, 0, STR("\xFF\xD8\xFF"))) {
        picture = (struct picture){PICTURE_JPEG, "jpg", "image/jpeg", 0, 0};
        size_jpeg(bytes, &picture);
    } else if (has(bytes, 0, STR("\x89PNG\r\n\x1A\n"))) {
        picture = (struct picture){PICTURE_PNG, "png", "image/png", 0, 0};
        size_png(bytes, &picture);
    } else if (has(bytes, 0, STR("GIF87a")) || has(bytes, 0, STR("GIF89a"))) {
        picture = (struct picture){PICTURE_GIF, "gif", "image/gif", 0, 0};
        size_gif(bytes, &picture);
    } else if (has(bytes, 0, STR("RIFF")) && has(bytes, 8, STR("WEBP"))) {
        picture = (struct picture){PICTURE_WEBP, "webp", "image/webp", 0, 0};
        size_webp(bytes, &picture);
    } else if (is_avif(bytes)) {
        picture = (struct picture){PICTURE_AVIF, "avif", "image/avif", 0, 0};
    }
    if (picture.width == 0 || picture.height == 0)
        picture.width = picture.height = 0;
    return picture;
}

bool files_picture_fits(const struct picture *picture) {
    if (picture->type == PICTURE_NONE)
        return false;
    if (picture->width == 0)
        return picture->type == PICTURE_AVIF;
    return picture->width <= PICTURE_SIDE_MOST && picture->height <= PICTURE_SIDE_MOST &&
           picture->width * picture->height <= PICTURE_PIXELS_MOST;
}
