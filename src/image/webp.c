#include "image/webp.h"

enum {
    HEAD = 12,                      /* "RIFF", the length of what follows, "WEBP" */
    CHUNK = 8,                      /* a name, the length of what follows */
    FLAGS_OUT = 0x20 | 0x08 | 0x04, /* of VP8X: ICC profile, EXIF, XMP */
};

static size_t little32(struct str s, size_t at) {
    size_t value = 0;
    for (size_t i = 4; i-- > 0;)
        value = value << 8 | (unsigned char)s.p[at + i];
    return value;
}

static bool is_about_it(struct str chunk) {
    return str_starts(chunk, STR("ICCP")) || str_starts(chunk, STR("EXIF")) ||
           str_starts(chunk, STR("XMP "));
}

/* Sections 2.3 and 2.7; a chunk of an odd length has a byte behind it. */
bool image_webp_bare(struct str bytes, struct buf *out) {
    size_t begin = out->n;
    if (bytes.n < HEAD || !str_starts(bytes, STR("RIFF")) ||
        !str_starts(str_skip(bytes, 8), STR("WEBP")) || little32(bytes, 4) + 8 != bytes.n)
        return false;
    buf_add(out, str_take(bytes, HEAD));
    for (size_t at = HEAD, size; at < bytes.n; at += size) {
        struct str rest = str_skip(bytes, at);
        size = rest.n >= CHUNK ? CHUNK + (little32(rest, 4) + 1) / 2 * 2 : SIZE_MAX;
        if (size > rest.n) {
            buf_truncate(out, begin);
            return false;
        }
        if (is_about_it(rest))
            continue;
        size_t flags = out->n + CHUNK;
        buf_add(out, str_take(rest, size));
        if (str_starts(rest, STR("VP8X")) && size > CHUNK && out->status == STATUS_OK)
            out->p[flags] = (char)(out->p[flags] & ~FLAGS_OUT);
    }
    if (out->status != STATUS_OK)
        return false;
    size_t length = out->n - begin - 8;
    for (size_t i = 0; i < 4; i++)
        out->p[begin + 4 + i] = (char)(length >> 8 * i & 0xFF);
    return true;
}
