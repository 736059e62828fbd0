#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "files/files.h"
#include "image/image.h"
#include "image/webp.h"
#include <unistd.h>
#include <zlib.h>

enum { FILE_MOST = 1 << 20 };

static const int64_t widths[] = {24, 48};

/* What the program under test makes of these bytes, in its own process. */
static enum status ask(struct str bytes, struct buf *holder, struct image_set *set,
                       struct error *error) {
    buf_init(holder, IMAGE_ANSWER_BYTES_MOST);
    return image_ask(getenv("BROADSHEET"), bytes, widths, 2, holder, set, error);
}

static void read_picture(const char *name, struct buf *bytes) {
    struct error error;
    buf_init(bytes, FILE_MOST);
    if (files_read("tests/image/pictures", str_from(name), FILE_MOST, bytes, &error) != STATUS_OK)
        fail_msg("%s: %s", name, error.message);
}

/* Asked of the program: a leak checker falls over libvips in the test's own process. */
static void only_with_libvips(void) {
    int status = getenv("BROADSHEET") == NULL
                     ? -1
                     : system("\"$BROADSHEET\" picture make --width 24 "
                              "tests/image/pictures/print.jpg >/dev/null 2>&1");
    if (status == -1 || WEXITSTATUS(status) == EX_UNAVAILABLE)
        skip();
}

/* ---- pictures that the test makes ---- */

static void add_big32(struct buf *out, uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_add_byte(out, (char)(value >> shift & 0xFF));
}

static void add_chunk(struct buf *out, const char *name, struct str data) {
    add_big32(out, (uint32_t)data.n);
    size_t begin = out->n;
    buf_add_cstr(out, name);
    buf_add(out, data);
    uLong sum = crc32(0, (const Bytef *)out->p + begin, (uInt)(out->n - begin));
    add_big32(out, (uint32_t)sum);
}

static void add_packed_chunk(struct buf *out, const char *name, struct str head, size_t zeros) {
    uLongf n = compressBound(zeros);
    char *plain = calloc(1, zeros), *packed = malloc(n);
    struct buf data;
    assert_non_null(plain);
    assert_non_null(packed);
    assert_int_equal(compress((Bytef *)packed, &n, (const Bytef *)plain, zeros), Z_OK);
    buf_init(&data, head.n + n);
    buf_add(&data, head);
    buf_add(&data, str_of(packed, n));
    add_chunk(out, name, buf_str(&data));
    buf_release(&data);
    free(plain);
    free(packed);
}

/* A black PNG that says it is width by height, and holds `rows` rows of that; `secret` bytes of
 * zeros are packed into a text of its own. */
static void make_png(struct buf *out, uint32_t width, uint32_t height, size_t rows, size_t secret) {
    struct buf head;
    buf_init(out, 4 << 20);
    buf_add(out, STR("\x89PNG\r\n\x1A\n"));
    buf_init(&head, 64);
    add_big32(&head, width);
    add_big32(&head, height);
    buf_add(&head, STR("\x08\x00\x00\x00\x00"));
    add_chunk(out, "IHDR", buf_str(&head));
    buf_release(&head);
    if (secret > 0)
        add_packed_chunk(out, "zTXt", STR("Comment\0\0"), secret);
    add_packed_chunk(out, "IDAT", STR(""), rows * (1 + width));
    add_chunk(out, "IEND", STR(""));
    assert_int_equal(out->status, STATUS_OK);
}

/* ---- what is made ---- */

static const struct {
    const char *name;
    int64_t width, height; /* upright; of the picture, */
    int64_t copies[2][2];  /* and of its copies */
} pictures[] = {
    {"turned.jpg", 60, 40, {{24, 36}, {40, 60}}},  {"print.jpg", 60, 40, {{24, 16}, {48, 32}}},
    {"clear.png", 60, 40, {{24, 16}, {48, 32}}},   {"plain.webp", 60, 40, {{24, 16}, {48, 32}}},
    {"moving.webp", 60, 40, {{24, 16}, {48, 32}}}, {"moving.gif", 60, 40, {{24, 16}, {48, 32}}},
    {"plain.avif", 60, 40, {{24, 16}, {48, 32}}},
};

static bool contains(struct str bytes, const char *what) {
    return str_find(bytes, str_from(what)) != SIZE_MAX;
}

static void makes_copies(void **state) {
    (void)state;
    only_with_libvips();
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        struct buf bytes, holder, again;
        struct image_set set;
        struct error error;
        read_picture(pictures[i].name, &bytes);
        if (ask(buf_str(&bytes), &holder, &set, &error) != STATUS_OK)
            fail_msg("%s: %s", pictures[i].name, error.message);
        assert_int_equal(set.count, 4);
        for (size_t k = 0; k < set.count; k++) {
            const struct image_copy *copy = &set.copies[k];
            assert_int_equal(copy->type, k < 2 ? PICTURE_WEBP : PICTURE_JPEG);
            if (copy->width != pictures[i].copies[k % 2][0] ||
                copy->height != pictures[i].copies[k % 2][1])
                fail_msg("%s: a copy of %ld x %ld", pictures[i].name, (long)copy->width,
                         (long)copy->height);
            assert_false(contains(copy->bytes, "Secret") || contains(copy->bytes, "Exif") ||
                         contains(copy->bytes, "EXIF") || contains(copy->bytes, "ICC"));
        }
        assert_int_equal(ask(buf_str(&bytes), &again, &set, &error), STATUS_OK);
        assert_true(str_eq(buf_str(&holder), buf_str(&again)));
        buf_release(&again);
        buf_release(&holder);
        buf_release(&bytes);
    }
}

static void keeps_small_ones(void **state) {
    (void)state;
    struct buf bytes, holder;
    struct image_set set;
    only_with_libvips();
    make_png(&bytes, 20, 10, 10, 0);
    assert_int_equal(ask(buf_str(&bytes), &holder, &set, NULL), STATUS_OK);
    assert_int_equal(set.count, 2);
    assert_int_equal(set.copies[0].width, 20);
    assert_int_equal(set.copies[1].type, PICTURE_JPEG);
    buf_release(&holder);
    buf_release(&bytes);
}

/* No taller than twice its width, whatever the picture. */
static void keeps_columns_short(void **state) {
    (void)state;
    struct buf bytes, holder;
    struct image_set set;
    only_with_libvips();
    make_png(&bytes, 100, 1000, 1000, 0);
    assert_int_equal(ask(buf_str(&bytes), &holder, &set, NULL), STATUS_OK);
    assert_int_equal(set.copies[set.count - 1].height, 96);
    buf_release(&holder);
    buf_release(&bytes);
}

/* ---- what is refused ---- */

static const struct {
    const char *name;
    struct str bytes;
} hostile[] = {
    {"nothing", STR_INIT("")},
    {"a page", STR_INIT("<!DOCTYPE html><title>x</title>")},
    {"svg", STR_INIT("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>")},
    {"svg in a JPEG's clothes",
     STR_INIT("\xFF\xD8\xFF<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")},
    {"svg in a GIF's clothes", STR_INIT("GIF89a=1;<svg xmlns=\"http://www.w3.org/2000/svg\"/>")},
    {"pdf", STR_INIT("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n")},
    {"postscript", STR_INIT("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")},
    {"bmp", STR_INIT("BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0")},
    {"ico", STR_INIT("\0\0\1\0\1\0\1\1\0\0\1\0\x18\0\x30\0\0\0\x16\0\0\0")},
    {"a vips image", STR_INIT("\x08\xF2\xA6\xB6\0\0\0\1\0\0\0\1\0\0\0\3\0\0\0\x08\0\0\0\0")},
    {"an AVIF of nothing", STR_INIT("\0\0\0\x18"
                                    "ftypavif\0\0\0\0avifmif1")},
};

static void expect_refused(const char *name, struct str bytes) {
    struct buf holder;
    struct image_set set;
    struct error error;
    enum status status = ask(bytes, &holder, &set, &error);
    if (status != STATUS_INVALID || set.count != 0)
        fail_msg("%s: %s", name, status_word(status));
    buf_release(&holder);
}

static void refuses_what_is_no_picture(void **state) {
    (void)state;
    only_with_libvips();
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++)
        expect_refused(hostile[i].name, hostile[i].bytes);
    static const char *const files[] = {"other.tiff", "hevc.avif"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct buf bytes;
        read_picture(files[i], &bytes);
        expect_refused(files[i], buf_str(&bytes));
        buf_release(&bytes);
    }
}

/* attacks.md I04: cut short, they are dropped. (What follows the first picture of an animation, or
 * a GIF's end mark, is not missed.) */
static void refuses_what_is_cut(void **state) {
    (void)state;
    only_with_libvips();
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        struct buf bytes;
        bool moving = contains(str_from(pictures[i].name), "moving");
        read_picture(pictures[i].name, &bytes);
        for (size_t part = 1; part < (moving ? 3 : 8); part++)
            expect_refused(pictures[i].name, str_take(buf_str(&bytes), bytes.n * part / 8));
        buf_release(&bytes);
    }
}

static const struct {
    const char *name;
    uint32_t width, height;
    size_t rows, secret;
    bool good;
} sizes[] = {
    {"of one pixel", 1, 1, 1, 0, true},
    {"of 36 megapixels", 6000, 6000, 6000, 0, true},
    {"of over 40 megapixels", 8000, 8000, 1, 0, false},
    {"of 50,000 a side", 50000, 50000, 1, 0, false},
    {"of no height", 10, 0, 1, 0, false},
    {"of half the rows that it says", 100, 100, 50, 0, false},
    {"with 100 MB of text", 100, 100, 100, 100000000, true},
};

/* I01, I02: what a header says is judged before anything is decoded; what it hides costs nothing.
 */
static void judges_sizes(void **state) {
    (void)state;
    only_with_libvips();
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct buf bytes, holder;
        struct image_set set;
        struct error error = {0};
        make_png(&bytes, sizes[i].width, sizes[i].height, sizes[i].rows, sizes[i].secret);
        enum status status = ask(buf_str(&bytes), &holder, &set, &error);
        if (status != (sizes[i].good ? STATUS_OK : STATUS_INVALID))
            fail_msg("a PNG %s: %s (%s)", sizes[i].name, status_word(status), error.message);
        buf_release(&holder);
        buf_release(&bytes);
    }
}

/* What stands behind a picture, as in a file that is a page or an archive, too, stays behind. */
static void leaves_the_other_half(void **state) {
    (void)state;
    struct buf bytes, holder;
    struct image_set set;
    only_with_libvips();
    read_picture("turned.jpg", &bytes);
    BUF_ADD(&bytes, "<script>alert(1)</script>PK\x03\x04");
    assert_int_equal(ask(buf_str(&bytes), &holder, &set, NULL), STATUS_OK);
    assert_false(contains(buf_str(&holder), "script") || contains(buf_str(&holder), "PK\x03\x04"));
    buf_release(&holder);
    buf_release(&bytes);
}

/* ---- what answers is not believed ---- */

static const struct {
    const char *program;
    enum status status;
} programs[] = {
    {"tests/image/without.sh", STATUS_UNAVAILABLE},
    {"/nonexistent", STATUS_INVALID},
    {"/bin/false", STATUS_INVALID},
    {"/bin/true", STATUS_INVALID}, /* says nothing */
    {"/bin/echo", STATUS_INVALID}, /* says something else */
    {"tests/image/endless.sh", STATUS_LIMIT},
};

static void survives_any_program(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        struct buf holder;
        struct image_set set;
        struct error error;
        buf_init(&holder, 1 << 20);
        enum status status =
            image_ask(programs[i].program, STR("x"), widths, 2, &holder, &set, &error);
        if (status != programs[i].status)
            fail_msg("%s: %s", programs[i].program, status_word(status));
        buf_release(&holder);
    }
}

#define WEBP_OF_16 "RIFF\x16\0\0\0WEBPVP8L\x0A\0\0\0\x2F\x0F\xC0\x03\x00\0\0\0\0\0"
#define LINE(copy) "{\"width\":60,\"height\":40,\"copies\":[" copy "]}\n"
#define COPY(type, width, bytes)                                                                   \
    "{\"type\":\"" type "\",\"width\":" width ",\"height\":16,\"bytes\":" bytes "}"

static const struct {
    const char *name;
    struct str answer;
    enum status status;
} answers[] = {
    {"good", STR_INIT(LINE(COPY("webp", "16", "30")) WEBP_OF_16), STATUS_OK},
    {"no line", STR_INIT("{}"), STATUS_INVALID},
    {"no copies", STR_INIT("{\"width\":1,\"height\":1,\"copies\":[]}\n"), STATUS_INVALID},
    {"no JSON", STR_INIT("copies\n"), STATUS_INVALID},
    {"other width", STR_INIT(LINE(COPY("webp", "15", "30")) WEBP_OF_16), STATUS_INVALID},
    {"fewer bytes", STR_INIT(LINE(COPY("webp", "16", "31")) WEBP_OF_16), STATUS_INVALID},
    {"more bytes", STR_INIT(LINE(COPY("webp", "16", "29")) WEBP_OF_16), STATUS_INVALID},
    {"negative bytes", STR_INIT(LINE(COPY("webp", "16", "-1")) WEBP_OF_16), STATUS_INVALID},
    {"a page", STR_INIT(LINE(COPY("webp", "16", "6")) "<html>"), STATUS_INVALID},
    {"five copies",
     STR_INIT(LINE(COPY("webp", "16", "30") "," COPY("webp", "16", "30") "," COPY(
         "webp", "16", "30") "," COPY("webp", "16", "30") "," COPY("webp", "16", "30"))
                  WEBP_OF_16 WEBP_OF_16 WEBP_OF_16 WEBP_OF_16 WEBP_OF_16),
     STATUS_INVALID},
};

static void believes_no_answer(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        struct image_set set;
        struct error error;
        enum status status = image_read(answers[i].answer, widths, 2, &set, &error);
        if (status != answers[i].status || (status == STATUS_OK) != (set.count == 1))
            fail_msg("%s: %s", answers[i].name, status_word(status));
    }
    const int64_t less[] = {8};
    struct image_set set;
    assert_int_equal(image_read(answers[0].answer, less, 1, &set, NULL), STATUS_INVALID);
}

/* ---- WebP's container ---- */

#define RIFF(length, chunks) "RIFF" length "\0\0\0WEBP" chunks

static const struct {
    const char *name;
    struct str bytes, bare; /* bare: absent for what is refused */
} containers[] = {
    {"plain", STR_INIT(RIFF("\x10", "VP8 \4\0\0\0abcd")),
     STR_INIT(RIFF("\x10", "VP8 \4\0\0\0abcd"))},
    {"all of it",
     STR_INIT(RIFF("\x36",
                   "VP8X\2\0\0\0\x3C\0ICCP\3\0\0\0abc\0VP8 \2\0\0\0xyEXIF\2\0\0\0abXMP \0\0\0\0")),
     STR_INIT(RIFF("\x18", "VP8X\2\0\0\0\x10\0VP8 \2\0\0\0xy"))},
    {"cut", STR_INIT(RIFF("\x10", "VP8 \5\0\0\0abcd")), {0}},
    {"a length too far", STR_INIT(RIFF("\x11", "VP8 \4\0\0\0abcd")), {0}},
    {"a cut name", STR_INIT(RIFF("\x07", "VP8")), {0}},
    {"a length of all ones",
     STR_INIT(RIFF("\x10", "VP8 \xFF\xFF\xFF\xFF"
                           "abcd")),
     {0}},
    {"no WebP", STR_INIT("RIFF\4\0\0\0WAVE"), {0}},
};

static void strips_containers(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof containers / sizeof containers[0]; i++) {
        struct buf out;
        buf_init(&out, 1024);
        BUF_ADD(&out, "before");
        bool good = image_webp_bare(containers[i].bytes, &out);
        struct str made = str_skip(buf_str(&out), 6);
        if (good != !str_absent(containers[i].bare) || !str_eq(made, containers[i].bare))
            fail_msg("%s", containers[i].name);
        buf_release(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_copies),          cmocka_unit_test(keeps_small_ones),
        cmocka_unit_test(keeps_columns_short),   cmocka_unit_test(refuses_what_is_no_picture),
        cmocka_unit_test(refuses_what_is_cut),   cmocka_unit_test(judges_sizes),
        cmocka_unit_test(leaves_the_other_half), cmocka_unit_test(survives_any_program),
        cmocka_unit_test(believes_no_answer),    cmocka_unit_test(strips_containers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
