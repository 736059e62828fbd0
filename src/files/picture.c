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

struct box {
    struct str kind, body;
};

/* ISO/IEC 14496-12, 4.2: a length, a name, what the length says; a length of 0 goes to the end. The
 * box is taken off `rest`; false at its end and where no whole box begins. */
static bool next_box(struct str *rest, struct box *box) {
    if (rest->n < 8)
        return false;
    uint64_t size = (uint64_t)big32(*rest, 0);
    size_t head = size == 1 ? 16 : 8;
    if (size == 1 && rest->n >= 16)
        size = (uint64_t)big32(*rest, 8) << 32 | (uint64_t)big32(*rest, 12);
    if (size == 0)
        size = rest->n;
    if (size < head || size > rest->n)
        return false;
    box->kind = str_of(rest->p + 4, 4);
    box->body = str_skip(str_take(*rest, (size_t)size), head);
    *rest = str_skip(*rest, (size_t)size);
    return true;
}

/* The first box of that kind; without bytes when there is none. */
static struct str find_box(struct str rest, struct str kind) {
    struct box box;
    while (next_box(&rest, &box))
        if (str_eq(box.kind, kind))
            return box.body;
    return STR("");
}

/* 8.11.6: what the file's items are. An AVIF has pictures of AV1, grids of those, and data about
 * them; libraries that read one decode whatever else they find, too. */
static bool is_all_av1(struct str infos) {
    static const struct str known[] = {STR_INIT("av01"), STR_INIT("grid"), STR_INIT("Exif"),
                                       STR_INIT("mime"), STR_INIT("uri ")};
    struct box box;
    size_t pictures = 0;
    while (next_box(&infos, &box)) {
        size_t at = box.body.n > 0 && byte_at(box.body, 0) == 3 ? 10 : 8;
        bool good = false;
        for (size_t i = 0; i < sizeof known / sizeof known[0] && !good; i++)
            good = has(box.body, at, known[i]);
        if (!good)
            return false;
        pictures += has(box.body, at, known[0]);
    }
    return pictures > 0;
}

/* 8.11 and ISO/IEC 23008-12, 6.5.3: the largest of the sizes that are stated for any item. */
static void size_avif(struct str s, struct picture *picture) {
    struct str meta = str_skip(find_box(s, STR("meta")), 4);
    struct str infos = find_box(meta, STR("iinf"));
    struct str rest = find_box(find_box(meta, STR("iprp")), STR("ipco"));
    struct box box;
    if (infos.n < 4 || !is_all_av1(str_skip(infos, byte_at(infos, 0) == 0 ? 6 : 8)))
        return;
    while (next_box(&rest, &box)) {
        if (!str_eq(box.kind, STR("ispe")) || box.body.n < 12)
            continue;
        int64_t width = big32(box.body, 4), height = big32(box.body, 8);
        picture->width = width > picture->width ? width : picture->width;
        picture->height = height > picture->height ? height : picture->height;
    }
    if (picture->width > INT32_MAX || picture->height > INT32_MAX)
        picture->width = picture->height = 0;
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
        size_avif(bytes, &picture);
    }
    if (picture.width == 0 || picture.height == 0)
        picture.width = picture.height = 0;
    return picture;
}

bool files_picture_fits(const struct picture *picture) {
    return picture->type != PICTURE_NONE && picture->width > 0 &&
           picture->width <= PICTURE_SIDE_MOST && picture->height <= PICTURE_SIDE_MOST &&
           picture->width * picture->height <= PICTURE_PIXELS_MOST;
}
