#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "files/picture.h"

#define PNG_HEAD "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"
#define RIFF(kind) "RIFF\x40\0\0\0WEBP" kind "\x30\0\0\0"

static const struct {
    const char *name;
    struct str bytes;
    const char *extension;
    int64_t width, height;
    bool fits;
} cases[] = {
    {"png", STR_INIT(PNG_HEAD "\0\0\x01\x02\0\0\0\x03"), "png", 258, 3, true},
    {"png cut", STR_INIT(PNG_HEAD "\0\0\x01\x02\0\0\0"), "png", 0, 0, false},
    {"png negative", STR_INIT(PNG_HEAD "\x80\0\0\0\0\0\0\x01"), "png", 0, 0, false},
    {"png 0x0", STR_INIT(PNG_HEAD "\0\0\0\0\0\0\0\0"), "png", 0, 0, false},
    {"png 50000 a side", STR_INIT(PNG_HEAD "\0\0\xC3\x50\0\0\xC3\x50"), "png", 50000, 50000, false},
    {"png 2^31-1", STR_INIT(PNG_HEAD "\x7F\xFF\xFF\xFF\x7F\xFF\xFF\xFF"), "png", INT32_MAX,
     INT32_MAX, false},
    {"png over 40 megapixels", STR_INIT(PNG_HEAD "\0\0\x20\0\0\0\x20\0"), "png", 8192, 8192, false},
    {"png IHDR not first", STR_INIT("\x89PNG\r\n\x1A\n\0\0\0\x0DtEXt\0\0\0\1\0\0\0\1"), "png", 0, 0,
     false},
    {"gif", STR_INIT("GIF89a\x02\x01\x05\0"), "gif", 258, 5, true},
    {"gif cut", STR_INIT("GIF87a\x02\x01\x05"), "gif", 0, 0, false},
    {"gif of another year", STR_INIT("GIF88a\x02\x01\x05\0"), "", 0, 0, false},
    {"jpeg",
     STR_INIT("\xFF\xD8\xFF\xE0\0\x04"
              "ab\xFF\xFF\xC2\0\x0B\x08\x01\x02\x03\x04"),
     "jpg", 772, 258, true},
    {"jpeg, tables first", STR_INIT("\xFF\xD8\xFF\xC4\0\x02\xFF\xC0\0\x0B\x08\0\x02\0\x04"), "jpg",
     4, 2, true},
    {"jpeg cut in its frame", STR_INIT("\xFF\xD8\xFF\xC0\0\x0B\x08\x01\x02\x03"), "jpg", 0, 0,
     false},
    {"jpeg, segment behind the end", STR_INIT("\xFF\xD8\xFF\xE0\xFF\xFF"), "jpg", 0, 0, false},
    {"jpeg, segment of length 0", STR_INIT("\xFF\xD8\xFF\xE0\0\0\0\0\0\0"), "jpg", 0, 0, false},
    {"jpeg, scan before a frame", STR_INIT("\xFF\xD8\xFF\xDA\0\x02\xFF\xC0\0\x0B\x08\0\2\0\4"),
     "jpg", 0, 0, false},
    {"webp lossy", STR_INIT(RIFF("VP8 ") "\0\0\0\x9D\x01\x2A\x10\x40\x20\x80"), "webp", 16, 32,
     true},
    {"webp lossless", STR_INIT(RIFF("VP8L") "\x2F\x0F\xC0\x07\x00"), "webp", 16, 32, true},
    {"webp extended", STR_INIT(RIFF("VP8X") "\0\0\0\0\x0F\0\0\x1F\0\0"), "webp", 16, 32, true},
    {"webp cut", STR_INIT(RIFF("VP8X") "\0\0\0\0\x0F\0\0\x1F\0"), "webp", 0, 0, false},
    {"webp of an unknown chunk", STR_INIT(RIFF("VP9 ") "\0\0\0\0\x0F\0\0\x1F\0\0"), "webp", 0, 0,
     false},
    {"avif",
     STR_INIT("\0\0\0\x10"
              "ftypavif\0\0\0\0"),
     "avif", 0, 0, false},
    {"avif compatible",
     STR_INIT("\0\0\0\x18"
              "ftypmif1\0\0\0\0miafavif"),
     "avif", 0, 0, false},
#define AVIF                                                                                       \
    "\0\0\0\x10"                                                                                   \
    "ftypavif\0\0\0\0"
#define BOX(length, kind) "\0\0\0" length kind
#define ITEM(kind) BOX("\x14", "infe") "\2\0\0\0\0\1\0\0" kind
#define SIZE BOX("\x14", "ispe") "\0\0\0\0\0\0\1\2\0\0\0\3"
#define SIZES                                                                                      \
    BOX("\x38", "iprp") BOX("\x30", "ipco") BOX("\x14", "ispe") "\0\0\0\0\0\0\0\1\0\0\0\4" SIZE
    {"avif with a size",
     STR_INIT(AVIF BOX("\x66", "meta") "\0\0\0\0" BOX("\x22", "iinf") "\0\0\0\0\0\1" ITEM("av01")
                  SIZES),
     "avif", 258, 4, true},
    {"avif of another codec",
     STR_INIT(AVIF BOX("\x66", "meta") "\0\0\0\0" BOX("\x22", "iinf") "\0\0\0\0\0\1" ITEM("hvc1")
                  SIZES),
     "avif", 0, 0, false},
    {"avif with another one beside it",
     STR_INIT(AVIF BOX("\x7A", "meta") "\0\0\0\0" BOX("\x36", "iinf") "\0\0\0\0\0\2" ITEM("av01")
                  ITEM("hvc1") SIZES),
     "avif", 0, 0, false},
    {"avif of nothing",
     STR_INIT(AVIF BOX("\x52", "meta") "\0\0\0\0" BOX("\x0E", "iinf") "\0\0\0\0\0\0" SIZES), "avif",
     0, 0, false},
    {"avif, a box behind the end",
     STR_INIT(AVIF BOX("\x67", "meta") "\0\0\0\0" BOX("\x22", "iinf") "\0\0\0\0\0\1" ITEM("av01")
                  SIZES),
     "avif", 0, 0, false},
    {"heic",
     STR_INIT("\0\0\0\x18"
              "ftypheic\0\0\0\0mif1heic"),
     "", 0, 0, false},
    {"avif behind its box",
     STR_INIT("\0\0\0\x14"
              "ftypheic\0\0\0\0mif1avif"),
     "", 0, 0, false},
    {"svg", STR_INIT("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "", 0, 0, false},
    {"tiff", STR_INIT("II*\0\x08\0\0\0\0\0\0\0\0\0\0\0"), "", 0, 0, false},
    {"bmp", STR_INIT("BM\x08\0\0\0\0\0\0\0\0\0\0\0\0\0"), "", 0, 0, false},
    {"html", STR_INIT("<!DOCTYPE html>"), "", 0, 0, false},
    {"empty", STR_INIT(""), "", 0, 0, false},
};

static void knows_pictures(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct picture picture = files_sniff(cases[i].bytes);
        if (strcmp(picture.extension, cases[i].extension) != 0 || picture.width != cases[i].width ||
            picture.height != cases[i].height || files_picture_fits(&picture) != cases[i].fits)
            fail_msg("%s: %s %ld x %ld", cases[i].name, picture.extension, (long)picture.width,
                     (long)picture.height);
    }
}

/* Every prefix, in memory of exactly its size, so that a sanitizer sees a byte too far. */
static void stays_inside(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (size_t n = 0; n <= cases[i].bytes.n; n++) {
            char *copy = malloc(n + (n == 0));
            assert_non_null(copy);
            memcpy(copy, cases[i].bytes.p, n);
            struct picture picture = files_sniff(str_of(copy, n));
            assert_true((picture.width == 0) == (picture.height == 0));
            free(copy);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_pictures),
        cmocka_unit_test(stays_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
