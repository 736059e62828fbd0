/* attacks.md, N: what a hostile client says to the server over its socket, as far as the tests of
 * the server's parts do not have it. */
#include "house.h"

#include <sys/resource.h>
#include <sys/wait.h>

static const char file[] = "0123456789";

static int open_house(void **state) {
    struct house *house = calloc(1, sizeof *house);
    assert_non_null(house);
    house_build(house);
    scratch_folder(&house->scratch, "public");
    scratch_folder(&house->scratch, "public/topic");
    scratch_put(&house->scratch, "public/index.html", "<p>Front</p>");
    scratch_put(&house->scratch, "public/topic/index.html", "<p>Topics</p>");
    scratch_put(&house->scratch, "public/a.txt", file);
    scratch_put(&house->scratch, "public/second.txt", "second");
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

/* Refused, and then the connection ends: what stands behind, another on the way may have read as
 * part of it, so it is no request. */
static void expect_end(struct house *house, struct str request) {
    struct buf all;
    buf_init(&all, 4 << 20);
    buf_add(&all, request);
    BUF_ADD(&all, "GET /second.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    struct str answer = house_ask(house, buf_str(&all));
    unsigned int status = house_status(answer);
    /* 0: the answer was lost, for the connection was reset with bytes of ours unread. */
    if (status != 0 && (status < 400 || status >= 600 || status == 500))
        fail_msg("%.80s: %.200s", request.p, answer.p);
    if (str_find(answer, STR("HTTP/1.1 2")) != SIZE_MAX ||
        str_find(answer, STR("second")) != SIZE_MAX)
        fail_msg("%.80s: smuggled: %s", request.p, answer.p);
    assert_true(str_find_case(answer, STR("microhttpd")) == SIZE_MAX);
    buf_release(&all);
}

#define START "POST /click HTTP/1.1\r\nHost: x\r\n"

/* RFC 9112, 6.3 and 11.2: where a body ends, all who see a request must agree. */
static void test_smuggling(void **state) {
    static const struct str requests[] = {
        STR_INIT(START "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        STR_INIT(START "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
        STR_INIT(START "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        STR_INIT(START "Transfer-Encoding: xchunked\r\n\r\n"),
        STR_INIT(START "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        STR_INIT(START "Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n"),
        STR_INIT(START "Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n"),
        STR_INIT(START " Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n"),
        STR_INIT(START "X: y\r\n Transfer-Encoding: chunked\r\n\r\n"),
        STR_INIT(START "Content-Length: 0\r\nContent-Length: 40\r\n\r\n"),
        STR_INIT(START "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
        STR_INIT(START "Content-Length: 0, 40\r\n\r\n"),
        STR_INIT(START "Content-Length: +0\r\n\r\n"),
        STR_INIT(START "Content-Length: 0x0\r\n\r\n"),
        STR_INIT(START "Content-Length: -1\r\n\r\n"),
        STR_INIT(START "Content-Length: 0a\r\n\r\n"),
        STR_INIT(START "Content-Length:\r\n\r\n"),
        STR_INIT(START "Content-Length: 18446744073709551616\r\n\r\n"),
        STR_INIT(START "Content-Length : 0\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \x0b"
                 "chunked\r\n\r\n"),
    };
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
        expect_end(*state, requests[i]);
}

/* N03: field lines that others may read otherwise, or that are too long. */
static void test_odd_fields(void **state) {
    static const struct str requests[] = {
        STR_INIT("GET / HTTP/1.1\r\nHost: x\r\nBad Name: 1\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\nHost: x\r\nTab\t: 1\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\nHost: x\r\nA\0B: 1\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\nHost: x\r\nA\x7f: 1\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\n: 1\r\nHost: x\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\nHost: x\r\nnothing\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
        STR_INIT("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"),
    };
    struct buf long_one;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
        expect_end(*state, requests[i]);
    buf_init(&long_one, 2 << 20);
    BUF_ADD(&long_one, "GET / HTTP/1.1\r\nHost: x\r\nA: ");
    buf_add_repeat(&long_one, 'a', 1 << 20);
    BUF_ADD(&long_one, "\r\n\r\n");
    expect_end(*state, buf_str(&long_one));
    buf_release(&long_one);
}

/* A folded line goes on with the one before it, as one may read it (RFC 9112, 5.2); one that looks
 * like a field is refused. */
static void test_folded_field(void **state) {
    struct str answer = house_get(*state, "/a.txt", "A: 1\r\n folded\r\n");
    HOUSE_STATUS(answer, 200);
    assert_true(str_eq(house_body(answer), STR(file)));
    HOUSE_STATUS(house_get(*state, "/a.txt", "A: 1\r\n Range: bytes=0-0\r\n"), 400);
}

/* N07: a NUL ends the target for the library, and what stands behind it leads nowhere. */
static void test_raw_nul(void **state) {
    static const struct str requests[] = {
        STR_INIT("GET /a.txt\0/../../secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        STR_INIT("GET /../secret\0/a.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        STR_INIT("GET /\0/secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    };
    struct house *house = *state;
    scratch_put(&house->scratch, "secret", "canary");
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
        assert_true(str_find(house_ask(house, requests[i]), STR("canary")) == SIZE_MAX);
}

/* Methods and versions that are none of ours. */
static void test_odd_lines(void **state) {
    static const struct str requests[] = {
        STR_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        STR_INIT("GET / HTTP/3.7\r\nHost: x\r\n\r\n"),
        STR_INIT("GET /\r\n\r\n"),
        STR_INIT("GET  /  HTTP/1.1\r\nHost: x\r\n\r\n"),
        STR_INIT("CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        STR_INIT("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        STR_INIT("GETGETGETGETGETGETGETGETGETGETGETGETGET / HTTP/1.1\r\nHost: x\r\n"
                 "Connection: close\r\n\r\n"),
        STR_INIT("POST / HTTP/1.1\r\nHost: x\r\nX-HTTP-Method-Override: GET\r\n"
                 "Connection: close\r\n\r\n"),
        STR_INIT("\r\n\r\n\r\n"),
        STR_INIT("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        int fd = house_connect(house);
        house_say(fd, requests[i]);
        shutdown(fd, SHUT_WR);
        struct str answer = house_hear(house, fd);
        unsigned int status = house_status(answer);
        if (status == 200 || status == 204 || status == 500)
            fail_msg("%.60s: %.200s", requests[i].p, answer.p);
    }
    HOUSE_STATUS(house_get(house, "/", ""), 200);
}

/* N25: at most one range, and never more than the file. */
static void test_range_bombs(void **state) {
    static const struct {
        const char *range;
        unsigned int status;
        size_t length; /* of a 200 or 206 */
    } cases[] = {
        {"bytes=0-,0-,0-", 200, 10},
        {"bytes=0-0,0-0", 200, 10},
        {"bytes=0-18446744073709551616", 200, 10},
        {"bytes=0-9223372036854775807", 206, 10},
        {"bytes=9223372036854775807-", 416, 0},
        {"bytes=-9223372036854775807", 206, 10},
        {"bytes=-9223372036854775808", 200, 10},
        {"bytes=-0", 416, 0},
        {"bytes=--1", 200, 10},
        {"bytes=5-4", 200, 10},
        {"bytes=-", 200, 10},
        {"bytes=", 200, 10},
        {"bytes=a-b", 200, 10},
        {"bytes=0x1-2", 200, 10},
        {"chars=0-1", 200, 10},
        {"bytes=10-", 416, 0},
        {"bytes=9-100", 206, 1},
    };
    struct house *house = *state;
    char lines[4096] = "Range: bytes=0-0";
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char line[128];
        snprintf(line, sizeof line, "Range: %s\r\n", cases[i].range);
        struct str answer = house_get(house, "/a.txt", line);
        if (house_status(answer) != cases[i].status ||
            (cases[i].length > 0 && house_body(answer).n != cases[i].length))
            fail_msg("%s: %s", cases[i].range, answer.p);
    }
    for (size_t n = strlen(lines); n + 8 < sizeof lines - 600; n += 4)
        snprintf(lines + n, sizeof lines - n, ",0-9");
    snprintf(lines + strlen(lines), sizeof lines - strlen(lines), "\r\n");
    struct str answer = house_get(house, "/a.txt", lines);
    HOUSE_STATUS(answer, 200);
    assert_int_equal(house_body(answer).n, 10);
}

/* Nothing of a target ends a line of an answer, or leads to another host. */
static void test_redirect_injection(void **state) {
    static const char *const targets[] = {
        "/topic%0d%0aX-Canary:%201",
        "/topic%0aX-Canary:%201",
        "/topic\\evil.example",
        "//evil.example/topic",
        "/evil.example//topic",
        "/%2f%2fevil.example/topic",
        "/topic?%0d%0aX-Canary:%201",
        "/topic#@evil.example",
        "http://evil.example/topic",
        "/r/%0d%0aX-Canary:%201",
        "/s/aaaaaaaaaaaa%0d%0aX-Canary:%201",
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct str answer = house_get(house, targets[i], "");
        struct str location = house_header(answer, "Location");
        assert_true(str_absent(house_header(answer, "X-Canary")));
        if (!str_absent(location) && !str_eq(location, STR("./topic/")))
            fail_msg("%s leads to %.*s", targets[i], STR_ARG(location));
    }
}

/* N22: a page for what is not there repeats nothing. */
static void test_nothing_repeated(void **state) {
    struct house *house = *state;
    static const char *const targets[] = {
        "/<script>canary</script>", "/canary",           "/?canary",
        "/canary%0d%0acanary",      "/s/canary",         "/r/canary",
        "/api/v1/canary",           "/hub/canary/canary"};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        if (str_find(house_get(house, targets[i], "Referer: canary\r\nOrigin: canary\r\n"),
                     STR("canary")) != SIZE_MAX)
            fail_msg("%s: %s", targets[i], house->answer);
}

/* N26: HEAD says what GET would. */
static void test_head(void **state) {
    static const char *const fields[] = {"ETag", "Last-Modified", "Content-Length",
                                         "Vary", "Cache-Control", "Content-Type"};
    struct house *house = *state;
    char values[6][128];
    struct str answer = house_get(house, "/a.txt", "");
    for (size_t i = 0; i < 6; i++)
        snprintf(values[i], sizeof values[i], "%.*s", STR_ARG(house_header(answer, fields[i])));
    answer = house_ask(house, STR("HEAD /a.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    for (size_t i = 0; i < 6; i++)
        HOUSE_HEADER(answer, fields[i], values[i]);
}

/* ---- N29: no descriptors ---- */

enum { LIMIT = 128, CROWD = 600 };

static pid_t start_poor(struct house *house, const char *program) {
    const struct rlimit few = {LIMIT, LIMIT};
    char line[256] = "";
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        if (setrlimit(RLIMIT_NOFILE, &few) == 0)
            execl(program, program, "-C", house->scratch.folder, "serve", "--listen", "127.0.0.1:0",
                  (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    for (size_t n = 0; n < sizeof line - 1 && strchr(line, '\n') == NULL; n++)
        if (read(ends[0], line + n, 1) != 1)
            break;
    close(ends[0]);
    const struct str start = STR("Serving Paper at http://127.0.0.1:");
    uint64_t port = 0;
    assert_true(str_starts(str_from(line), start));
    assert_true(str_to_u64(str_of(line + start.n, strlen(line) - start.n - 2), &port));
    house->port = (uint16_t)port;
    return child;
}

/* More connections than there can be descriptors: readers come through meanwhile, and after. */
static void test_poverty(void **state) {
    struct house house;
    const char *program = getenv("BROADSHEET");
    int fds[CROWD], how;
    (void)state;
    if (program == NULL || access(program, X_OK) != 0)
        skip();
    house_build(&house);
    scratch_put(&house.scratch, "edition.yaml",
                "title: Paper\nurl: https://paper.example\nid: paper\n");
    pid_t child = start_poor(&house, program);
    for (size_t i = 0; i < CROWD; i++) {
        fds[i] = house_connect(&house);
        house_say(fds[i], STR("GET / HTTP/1.1\r\nX: "));
    }
    for (int i = 0; i < 5; i++) {
        int64_t began = clock_monotonic_ms();
        HOUSE_STATUS(house_get(&house, "/healthz", ""), 200);
        assert_true(clock_monotonic_ms() - began < 5000);
    }
    for (size_t i = 0; i < CROWD; i++)
        close(fds[i]);
    HOUSE_STATUS(house_get(&house, "/readyz", ""), 503); /* nothing is published */
    kill(child, SIGTERM);
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    house_drop(&house);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_smuggling, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_odd_fields, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_folded_field, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_raw_nul, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_odd_lines, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_range_bombs, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_redirect_injection, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_nothing_repeated, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_head, open_house, drop_house),
        cmocka_unit_test(test_poverty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
