/* Which coding a client takes, and what it gets over a socket. */
#include "house.h"

#include "serve/coding.h"
#include <zlib.h>

static void test_weights(void **state) {
    static const struct {
        struct str accept;
        bool brotli, gzip;
    } cases[] = {
        {STR_INIT("gzip"), false, true},
        {STR_INIT("gzip, deflate, br, zstd"), true, true},
        {STR_INIT("br;q=1.0, GZIP;q=0.8, *;q=0.1"), true, true},
        {STR_INIT("br;q=0.7, gzip"), false, true},
        {STR_INIT("BR;q=0.5, identity"), false, false},
        {STR_INIT("x-gzip"), false, true},
        {STR_INIT("*"), true, true},
        {STR_INIT("*, br;q=0"), false, true},
        {STR_INIT("gzip ; q=0.001"), false, true},
        {STR_INIT("gzip;Q=1.000"), false, true},
        {STR_INIT("gzip;q=0.5, identity;q=0.5"), false, true},
        {STR_INIT(""), false, false},
        {STR_INIT("br"), true, false},
        {STR_INIT("identity"), false, false},
        {STR_INIT("gzip;q=0"), false, false},
        {STR_INIT("gzip;q=0.000, *"), true, false},
        {STR_INIT("*;q=0"), false, false},
        {STR_INIT("gzip;q=0.5, identity"), false, false},
        {STR_INIT("gzipped"), false, false},
        /* No weights. */
        {STR_INIT("gzip;q=1.001"), false, false},
        {STR_INIT("gzip;q=2"), false, false},
        {STR_INIT("gzip;q=-1"), false, false},
        {STR_INIT("gzip;q=0.0001"), false, false},
        {STR_INIT("gzip;q="), false, false},
        {STR_INIT("gzip;q=1x"), false, false},
        {STR_INIT("gzip;level=9"), false, false},
    };
    (void)state;
    assert_false(serve_coding_taken(STR_NONE, SERVE_GZIP));
    assert_true(serve_coding_taken(STR_NONE, SERVE_IDENTITY));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (serve_coding_taken(cases[i].accept, SERVE_BROTLI) != cases[i].brotli ||
            serve_coding_taken(cases[i].accept, SERVE_GZIP) != cases[i].gzip)
            fail_msg("%.*s", STR_ARG(cases[i].accept));
}

/* Whole, itself, and nothing behind it. */
static void test_belonging(void **state) {
    const struct str text = STR("To be, or not to be, to be or not to be.");
    (void)state;
    for (int i = 0; i < SERVE_CODINGS; i++)
        for (int effort = 0; effort <= SERVE_ONCE_EFFORT; effort++) {
            enum serve_coding coding = (enum serve_coding)i;
            struct buf out;
            buf_init(&out, 1000);
            assert_int_equal(serve_coding_write(coding, (enum serve_effort)effort, text, &out),
                             STATUS_OK);
            struct str coded = buf_str(&out);
            assert_true(serve_coding_is(coding, coded, text));
            assert_false(serve_coding_is(coding, coded, str_skip(text, 1)));
            assert_false(serve_coding_is(coding, coded, str_take(text, text.n - 1)));
            assert_false(serve_coding_is(coding, str_take(coded, coded.n - 1), text));
            assert_false(serve_coding_is(coding, STR(""), text));
            buf_add_byte(&out, 'x');
            assert_false(serve_coding_is(coding, buf_str(&out), text));
            buf_release(&out);
        }
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

static struct str get(struct house *house, const char *target, const char *coding) {
    char line[100];
    snprintf(line, sizeof line, "Accept-Encoding: %s\r\n", coding);
    return house_get(house, target, line);
}

static void test_brotli(void **state) {
    struct house *house = *state;
    for (int i = 0; i < 2; i++) { /* made, then kept */
        struct str answer = get(house, "/", "gzip, br");
        char page[PAGE];
        memset(page, 'a', PAGE);
        HOUSE_HEADER(answer, "Content-Encoding", "br");
        HOUSE_HEADER(answer, "Vary", "Accept-Encoding");
        assert_true(str_ends(house_header(answer, "ETag"), STR("-br\"")));
        assert_true(serve_coding_is(SERVE_BROTLI, house_body(answer), str_of(page, PAGE)));
    }
    expect_page(get(house, "/", "gzip"), 'a');
}

/* The page for what is not there shrinks, too, and keeps its status. */
static void test_missing(void **state) {
    struct house *house = *state;
    char page[PAGE + 1];
    memset(page, 'm', PAGE);
    page[PAGE] = '\0';
    scratch_put(&house->scratch, "public/404.html", page);
    for (int i = 0; i < 2; i++) {
        struct str answer = get(house, "/none", "gzip");
        HOUSE_STATUS(answer, 404);
        HOUSE_HEADER(answer, "Content-Encoding", "gzip");
        answer = house_get(house, "/none", "If-None-Match: *\r\n");
        HOUSE_STATUS(answer, 404);
        assert_int_equal(house_body(answer).n, PAGE);
    }
}

/* What is looked up shrinks each time, and its tag is that of its own bytes. */
static void test_looked_up(void **state) {
    struct house *house = *state;
    char tag[96], line[200];
    struct str answer = get(house, "/api/v1/openapi.json", "gzip");
    HOUSE_HEADER(answer, "Content-Encoding", "gzip");
    assert_true(str_find(house_header(answer, "Vary"), STR("Accept-Encoding")) != SIZE_MAX);
    size_t coded = house_body(answer).n;
    snprintf(tag, sizeof tag, "%.*s", STR_ARG(house_header(answer, "ETag")));
    answer = house_get(house, "/api/v1/openapi.json", "");
    assert_true(str_absent(house_header(answer, "Content-Encoding")));
    assert_true(house_body(answer).n > 2 * coded);
    assert_false(str_eq(house_header(answer, "ETag"), str_from(tag)));
    snprintf(line, sizeof line, "Accept-Encoding: gzip\r\nIf-None-Match: %s\r\n", tag);
    HOUSE_STATUS(house_get(house, "/api/v1/openapi.json", line), 304);
    snprintf(line, sizeof line, "If-None-Match: %s\r\n", tag);
    HOUSE_STATUS(house_get(house, "/api/v1/openapi.json", line), 200);
}

static void put_beside(struct house *house, enum serve_coding coding, const char *name,
                       char letter) {
    char page[PAGE];
    struct buf out;
    memset(page, letter, PAGE);
    buf_init(&out, 2 * PAGE);
    /* Not as the server does it, so that it can be told apart. */
    assert_int_equal(serve_coding_write(coding, SERVE_ONCE_EFFORT, str_of(page, PAGE), &out),
                     STATUS_OK);
    int fd =
        open(scratch_path(&house->scratch, name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, out.p, out.n), out.n);
    close(fd);
    buf_release(&out);
}

/* What lies beside a page has no address of its own, whatever lies alone has. */
static void test_no_address(void **state) {
    struct house *house = *state;
    put_beside(house, SERVE_GZIP, "public/index.html.gz", 'a');
    put_beside(house, SERVE_BROTLI, "public/index.html.br", 'a');
    put_beside(house, SERVE_GZIP, "public/data.csv.gz", 'a');
    HOUSE_STATUS(house_get(house, "/index.html.gz", ""), 404);
    HOUSE_STATUS(house_get(house, "/index.html.br", ""), 404);
    struct str answer = house_get(house, "/data.csv.gz", "Accept-Encoding: gzip\r\n");
    HOUSE_STATUS(answer, 200);
    assert_true(str_absent(house_header(answer, "Content-Encoding")));
    HOUSE_STATUS(house_get(house, "/data.csv", ""), 404);
}

/* A new page is seen at once; NAME.gz and NAME.br are taken where they are of NAME. */
static void test_change(void **state) {
    struct house *house = *state;
    expect_page(house_get(house, "/", "Accept-Encoding: gzip\r\n"), 'a');
    assert_int_equal(unlink(scratch_path(&house->scratch, "public/index.html")), 0);
    put_page(house, 'b');
    expect_page(house_get(house, "/", "Accept-Encoding: gzip\r\n"), 'b');
    put_page(house, 'c');
    put_beside(house, SERVE_GZIP, "public/index.html.gz", 'c');
    put_beside(house, SERVE_BROTLI, "public/index.html.br", 'x'); /* of another page */
    struct stat info;
    assert_int_equal(stat(scratch_path(&house->scratch, "public/index.html.gz"), &info), 0);
    struct str answer = get(house, "/", "gzip");
    expect_page(answer, 'c');
    assert_int_equal(house_body(answer).n, info.st_size);
    answer = get(house, "/", "br");
    HOUSE_HEADER(answer, "Content-Encoding", "br");
    struct buf wrong;
    buf_init(&wrong, 2 * PAGE);
    char page[PAGE];
    memset(page, 'x', PAGE);
    serve_coding_write(SERVE_BROTLI, SERVE_ONCE_EFFORT, str_of(page, PAGE), &wrong);
    assert_false(str_eq(house_body(answer), buf_str(&wrong)));
    buf_release(&wrong);
    put_page(house, 'd');
    expect_page(get(house, "/", "gzip"), 'd');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weights),
        cmocka_unit_test(test_belonging),
        cmocka_unit_test_setup_teardown(test_brotli, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_missing, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_looked_up, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_no_address, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_page, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_change, open_house, drop_house),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
