/* Codings within their caps, and long bodies. */
#include "fetch/world.h"

#include <zlib.h>

/* "hello" as the usual tools write it, and bombs: zeros, brotli's 64 MiB in 75 bytes. */
static const unsigned char brotli_hello[] = {0x0F, 0x02, 0x80, 'h', 'e', 'l', 'l', 'o', 0x03};
static const unsigned char zstd_hello[] = {0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x05, 0x29,
                                           0x00, 0x00, 'h',  'e',  'l',  'l',  'o'};
/* A frame that says its window is 128 MiB (27), with an empty last block. */
static const unsigned char zstd_wide[] = {0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x88, 0x01, 0x00, 0x00};

static size_t coded(char *out, size_t size, const char *coding, const void *bytes, size_t count,
                    const char *more) {
    const char *field = coding[0] != '\0' ? "Content-Encoding: " : "Content-Type: x";
    int n = snprintf(out, size, "HTTP/1.1 200 OK\r\n%s%s\r\n\r\n", field, coding);
    memcpy(out + n, bytes, count);
    size_t extra = strlen(more);
    memcpy(out + n + count, more, extra);
    return (size_t)n + count + extra;
}

static const unsigned char gzip_hello[] = {0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02,
                                           0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x86,
                                           0xA6, 0x10, 0x36, 0x05, 0x00, 0x00, 0x00};

/* gzip of 8 MiB of zeros, in `out`. */
static size_t gzip_bomb(unsigned char *out, size_t size) {
    static unsigned char zeros[64 * 1024];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_out = out;
    z.avail_out = (unsigned)size;
    for (int i = 0; i < 128; i++) {
        z.next_in = zeros;
        z.avail_in = sizeof zeros;
        assert_int_equal(deflate(&z, i < 127 ? Z_NO_FLUSH : Z_FINISH),
                         i < 127 ? Z_OK : Z_STREAM_END);
    }
    size_t n = size - z.avail_out;
    deflateEnd(&z);
    return n;
}

static void decodes_within_caps(void **state) {
    (void)state;
    /* zstd: blocks of 128 KiB of one byte each, four bytes a block; 4,000 of them. */
    static unsigned char bomb[6 + 4000 * 4] = {0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38};
    for (size_t i = 6; i < sizeof bomb; i += 4)
        memcpy(bomb + i, (const unsigned char[]){0x02, 0x00, 0x10, 0x00}, 4);
    static unsigned char packed_bomb[16000];
    const size_t packed_size = gzip_bomb(packed_bomb, sizeof packed_bomb);
    const struct {
        const char *path, *coding;
        const void *bytes;
        size_t count;
        const char *more;
        enum fetch_class class;
    } rows[] = {
        {"/br", "br", brotli_hello, sizeof brotli_hello, "", FETCH_OK},
        {"/br-garbage", "BR", brotli_hello, sizeof brotli_hello, "and more", FETCH_OK},
        {"/br-cut", "br", brotli_hello, sizeof brotli_hello - 1, "", FETCH_TRUNCATED},
        {"/br-not", "br", "\xFF\xFF\xFF", 3, "", FETCH_BAD_RESPONSE},
        {"/br-twice", "br, br", brotli_hello, sizeof brotli_hello, "", FETCH_BAD_RESPONSE},
        {"/br-none", "br", "", 0, "", FETCH_EMPTY},
        {"/zstd", "zstd", zstd_hello, sizeof zstd_hello, "", FETCH_OK},
        {"/zstd-garbage", "zstd", zstd_hello, sizeof zstd_hello, "and more", FETCH_OK},
        {"/zstd-cut", "zstd", zstd_hello, sizeof zstd_hello - 1, "", FETCH_TRUNCATED},
        {"/zstd-not", "zstd", "hello", 5, "", FETCH_BAD_RESPONSE},
        {"/zstd-wide", "zstd", zstd_wide, sizeof zstd_wide, "", FETCH_BAD_RESPONSE},
        {"/zstd-bomb", "zstd", bomb, sizeof bomb, "", FETCH_TOO_LARGE},
        /* Files that are kept packed, which no field tells. */
        {"/packed", "", gzip_hello, sizeof gzip_hello, "", FETCH_OK},
        {"/packed-garbage", "", gzip_hello, sizeof gzip_hello, "and more", FETCH_OK},
        {"/packed-cut", "", gzip_hello, sizeof gzip_hello - 1, "", FETCH_TRUNCATED},
        {"/packed-not", "", "\x1F not", 5, "", FETCH_BAD_RESPONSE},
        {"/packed-bomb", "", packed_bomb, packed_size, "", FETCH_TOO_LARGE},
        {"/compress", "compress", "x", 1, "", FETCH_BAD_RESPONSE},
    };
    enum { ROWS = sizeof rows / sizeof rows[0] };
    static char answers[ROWS][20000];
    struct kept kept[ROWS];
    struct world world;
    world_open(&world);
    for (size_t i = 0; i < ROWS; i++) {
        size_t n = coded(answers[i], sizeof answers[i], rows[i].coding, rows[i].bytes,
                         rows[i].count, rows[i].more);
        path_of(&world.site, rows[i].path)->bytes = str_of(answers[i], n);
        ask(&world, &world.site, rows[i].path, FETCH_FEED, 0, &kept[i]);
    }
    run(&world);
    for (size_t i = 0; i < ROWS; i++)
        if (kept[i].class != rows[i].class ||
            strcmp(kept[i].body, rows[i].class == FETCH_OK ? "hello" : "") != 0)
            fail_msg("%s: %s (%s), '%s'", rows[i].path, fetch_class_word(kept[i].class),
                     kept[i].message, kept[i].body);
    world_close(&world);
}

/* Long bodies beside one another, when memory is set aside for less than all: each comes whole. */
static void makes_room_for_long_bodies(void **state) {
    (void)state;
    enum { SITES = 6 };
    static struct site sites[SITES];
    struct kept kept[SITES];
    struct str allow[SITES];
    struct world world;
    struct buf body;
    world_open(&world);
    buf_init(&body, 8 << 20);
    BUF_ADD(&body, OK);
    buf_add_repeat(&body, 'x', 3 << 20);
    for (int i = 0; i < SITES; i++) {
        site_start(&sites[i], "127.0.0.1");
        path_of(&sites[i], "/")->bytes = buf_str(&body);
        allow[i] = str_from(sites[i].server.address);
    }
    world.config.allow = allow;
    world.config.allow_count = SITES;
    world.config.limits.feed_bytes = 100 << 20;
    start(&world);
    for (int i = 0; i < SITES; i++)
        ask(&world, &sites[i], "/", FETCH_FEED, 0, &kept[i]);
    run(&world);
    for (int i = 0; i < SITES; i++) {
        assert_int_equal(kept[i].class, FETCH_OK);
        assert_int_equal(kept[i].body_bytes, 3 << 20);
        server_stop(&sites[i].server);
    }
    world_close(&world);
    buf_release(&body);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_within_caps),
        cmocka_unit_test(makes_room_for_long_bodies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
