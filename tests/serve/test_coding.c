/* Which coding a client takes, and what it gets over a socket. */
#include "house.h"

#include "serve/coding.h"
#include <zlib.h>

static void test_weights(void **state) {
    static const struct {
        struct str accept;
        bool gzip;
    } cases[] = {
        {STR_INIT("gzip"), true},
        {STR_INIT("gzip, deflate, br, zstd"), true},
        {STR_INIT("br;q=1.0, GZIP;q=0.8, *;q=0.1"), true},
        {STR_INIT("x-gzip"), true},
        {STR_INIT("*"), true},
        {STR_INIT("gzip ; q=0.001"), true},
        {STR_INIT("gzip;Q=1.000"), true},
        {STR_INIT("gzip;q=0.5, identity;q=0.5"), true},
        {STR_INIT(""), false},
        {STR_INIT("br"), false},
        {STR_INIT("identity"), false},
        {STR_INIT("gzip;q=0"), false},
        {STR_INIT("gzip;q=0.000, *"), false},
        {STR_INIT("*;q=0"), false},
        {STR_INIT("gzip;q=0.5, identity"), false},
        {STR_INIT("gzipped"), false},
        /* No weights. */
        {STR_INIT("gzip;q=1.001"), false},
        {STR_INIT("gzip;q=2"), false},
        {STR_INIT("gzip;q=-1"), false},
        {STR_INIT("gzip;q=0.0001"), false},
        {STR_INIT("gzip;q="), false},
        {STR_INIT("gzip;q=1x"), false},
        {STR_INIT("gzip;level=9"), false},
    };
    (void)state;
    assert_false(serve_coding_takes_gzip(STR_NONE));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (serve_coding_takes_gzip(cases[i].accept) != cases[i].gzip)
            fail_msg("%.*s", STR_ARG(cases[i].accept));
}

enum { PAGE = 4000 };

static void put_page(struct house *house, char letter) {
    char page[PAGE + 1];
    memset(page, letter, PAGE);
    page[PAGE] = '\0';
    poll(NULL, 0, 20); /* the tick of file times: rewritten in place, it shall have another */
    scratch_put(&house->scratch, "public/index.html", page);
}

static int open_house(void **state) {
    struct house *house = malloc(sizeof *house);
    house_build(house);
    scratch_folder(&house->scratch, "public");
    put_page(house, 'a');
    scratch_put(&house->scratch, "public/short.html", "short");
    house_open(house);
    *state = house;
    return 0;
}

static int drop_house(void **state) {
    struct house *house = *state;
    house_close(house);
    house_drop(house);
    free(house);
    return 0;
}

/* Inflates an answer's body: PAGE bytes of one letter. */
static void expect_page(struct str answer, char letter) {
    unsigned char page[PAGE + 1];
    struct str body = house_body(answer);
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)body.p,
                  .avail_in = (unsigned)body.n,
                  .next_out = page,
                  .avail_out = sizeof page};
    HOUSE_STATUS(answer, 200);
    HOUSE_HEADER(answer, "Content-Encoding", "gzip");
    HOUSE_HEADER(answer, "Vary", "Accept-Encoding");
    assert_int_equal(inflateInit2(&z, 16 + MAX_WBITS), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    inflateEnd(&z);
    assert_int_equal(z.total_out, PAGE);
    for (size_t i = 0; i < PAGE; i++)
        assert_int_equal(page[i], letter);
}

static void test_page(void **state) {
    struct house *house = *state;
    char tag[96], line[200];
    for (int i = 0; i < 2; i++) /* made, then kept */
        expect_page(house_get(house, "/", "Accept-Encoding: gzip\r\n"), 'a');
    struct str answer = house_get(house, "/", "Accept-Encoding: gzip\r\n");
    snprintf(tag, sizeof tag, "%.*s", STR_ARG(house_header(answer, "ETag")));
    assert_true(str_ends(str_from(tag), STR("-gz\"")));
    snprintf(line, sizeof line, "Accept-Encoding: gzip\r\nIf-None-Match: %s\r\n", tag);
    answer = house_get(house, "/", line);
    HOUSE_STATUS(answer, 304);
    HOUSE_HEADER(answer, "ETag", tag);
    HOUSE_HEADER(answer, "Vary", "Accept-Encoding");
    /* The same tag from one who takes the bytes as they are. */
    snprintf(line, sizeof line, "If-None-Match: %s\r\n", tag);
    answer = house_get(house, "/", line);
    HOUSE_STATUS(answer, 200);
    HOUSE_HEADER(answer, "Vary", "Accept-Encoding");
    assert_true(str_absent(house_header(answer, "Content-Encoding")));
    assert_int_equal(house_body(answer).n, PAGE);
    snprintf(tag, sizeof tag, "%.*s", STR_ARG(house_header(answer, "ETag")));
    snprintf(line, sizeof line, "If-None-Match: %s\r\n", tag);
    HOUSE_STATUS(house_get(house, "/", line), 304);
    /* A part is one of the bytes as they are. */
    snprintf(line, sizeof line, "Accept-Encoding: gzip\r\nRange: bytes=1-3\r\nIf-Range: %s\r\n",
             tag);
    answer = house_get(house, "/", line);
    HOUSE_STATUS(answer, 206);
    HOUSE_HEADER(answer, "ETag", tag);
    assert_true(str_eq(house_body(answer), STR("aaa")));
    /* What is too short stays as it is, and says that it might have been otherwise. */
    answer = house_get(house, "/short.html", "Accept-Encoding: gzip\r\n");
    HOUSE_HEADER(answer, "Vary", "Accept-Encoding");
    assert_true(str_eq(house_body(answer), STR("short")));
}

/* A new page is seen at once; NAME.gz is taken, unless it is older than NAME. */
static void test_change(void **state) {
    struct house *house = *state;
    expect_page(house_get(house, "/", "Accept-Encoding: gzip\r\n"), 'a');
    assert_int_equal(unlink(scratch_path(&house->scratch, "public/index.html")), 0);
    put_page(house, 'b');
    expect_page(house_get(house, "/", "Accept-Encoding: gzip\r\n"), 'b');
    put_page(house, 'c');
    scratch_put(&house->scratch, "public/index.html.gz", "beside");
    struct str answer = house_get(house, "/", "Accept-Encoding: gzip\r\n");
    HOUSE_HEADER(answer, "Content-Encoding", "gzip");
    assert_true(str_eq(house_body(answer), STR("beside")));
    put_page(house, 'd');
    const struct timespec old[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
    assert_int_equal(
        utimensat(AT_FDCWD, scratch_path(&house->scratch, "public/index.html.gz"), old, 0), 0);
    expect_page(house_get(house, "/", "Accept-Encoding: gzip\r\n"), 'd');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weights),
        cmocka_unit_test_setup_teardown(test_page, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_change, open_house, drop_house),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
