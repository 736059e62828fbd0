/* Requests and answers over a socket. */
#include "house.h"

#include <sys/wait.h>

static const char page[] = "<!doctype html><title>Front</title>";
static const char missing[] = "<!doctype html><title>Not here</title>";

static int open_house(void **state) {
    struct house *house = malloc(sizeof *house);
    house_build(house);
    struct scratch *scratch = &house->scratch;
    static const char *const folders[] = {"public",          "public/topic",  "public/topic/ai",
                                          "public/pictures", "public/empty",  "public/r",
                                          "public/.hidden",  "public/outside"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        scratch_folder(scratch, folders[i]);
    scratch_put(scratch, "secret", "canary");
    scratch_put(scratch, "public/index.html", page);
    scratch_put(scratch, "public/404.html", missing);
    scratch_put(scratch, "public/nothing.txt", "");
    scratch_put(scratch, "public/style.css", "body{}");
    scratch_put(scratch, "public/feed.xml", "<feed/>");
    scratch_put(scratch, "public/topic/ai/index.html", "ai");
    scratch_put(scratch, "public/pictures/a.png", "0123456789");
    scratch_put(scratch, "public/.hidden/canary", "canary");
    scratch_put(scratch, "public/.canary", "canary");
    assert_int_equal(symlink("../secret", scratch_path(scratch, "public/link")), 0);
    assert_int_equal(symlink("/", scratch_path(scratch, "public/outside/root")), 0);
    assert_int_equal(mkfifo(scratch_path(scratch, "public/fifo"), 0600), 0);
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

static void test_files(void **state) {
    static const struct {
        const char *target;
        unsigned int status;
        const char *type, *cache, *body;
    } cases[] = {
        {"/", 200, "text/html; charset=utf-8", "no-cache", page},
        {"/index.html", 200, "text/html; charset=utf-8", "no-cache", page},
        {"/?q=1", 200, "text/html; charset=utf-8", "no-cache", page},
        {"http://evil.example/", 200, "text/html; charset=utf-8", "no-cache", page},
        {"/topic/ai/", 200, "text/html; charset=utf-8", "no-cache", "ai"},
        {"/style.css", 200, "text/css; charset=utf-8", "no-cache", "body{}"},
        {"/feed.xml", 200, "application/atom+xml; charset=utf-8", "no-cache", "<feed/>"},
        {"/nothing.txt", 200, "text/plain; charset=utf-8", "no-cache", ""},
        {"/pictures/a.png", 200, "image/png", "public, max-age=31536000, immutable", "0123456789"},
        {"/none", 404, "text/html; charset=utf-8", "no-cache", missing},
        {"/topic/", 404, "text/html; charset=utf-8", "no-cache", missing},
        {"/index.html/", 404, "text/html; charset=utf-8", "no-cache", missing},
        {"/r/aaaaaaaaaaaa", 404, "text/html; charset=utf-8", "no-cache", missing},
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str answer = house_get(house, cases[i].target, "");
        HOUSE_STATUS(answer, cases[i].status);
        HOUSE_HEADER(answer, "Content-Type", cases[i].type);
        HOUSE_HEADER(answer, "Cache-Control", cases[i].cache);
        assert_true(str_eq(house_body(answer), str_from(cases[i].body)));
    }
}

static void test_folder_redirects(void **state) {
    struct house *house = *state;
    struct str answer = house_get(house, "/topic/ai", "");
    HOUSE_STATUS(answer, 301);
    HOUSE_HEADER(answer, "Location", "./ai/");
    HOUSE_STATUS(house_get(house, "/empty", ""), 404);
    HOUSE_STATUS(house_get(house, "/empty/", ""), 404);
}

/* attacks.md N07: whatever is asked for, nothing but public/ is answered with. */
static void test_traversal(void **state) {
    static const char *const targets[] = {
        "/../secret",
        "/../../etc/passwd",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "/%2e%2e%2fsecret",
        "/%c0%ae%c0%ae/secret",
        "//etc/passwd",
        "/static/..;/secret",
        "/\\..\\secret",
        "/%5c..%5csecret",
        "/index.html%00",
        "/index.html.",
        "/.canary",
        "/.hidden/canary",
        "/%2ehidden/canary",
        "/link",
        "/outside/root/etc/passwd",
        "/outside/root",
        "/fifo",
        "/topic/../index.html",
        "/./index.html",
        "/%252e%252e/secret",
        "*",
        "/..",
        "/...",
        "http://x/../secret",
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct str answer = house_get(house, targets[i], "");
        unsigned int status = house_status(answer);
        if (status != 404 && status != 400)
            fail_msg("%s: %.100s", targets[i], answer.p);
        assert_true(str_find(answer, STR("canary")) == SIZE_MAX);
        assert_true(str_find(answer, STR("root:")) == SIZE_MAX);
    }
}

static void test_security_headers(void **state) {
    static const char *const requests[] = {
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /topic/ai HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\nConnection: close\r\n\r\n",
        "POST /click HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct str answer = house_ask(house, str_from(requests[i]));
        struct str policy = house_header(answer, "Content-Security-Policy");
        assert_true(str_starts(policy, STR("default-src 'none';")));
        assert_true(str_find(policy, STR("frame-ancestors 'none'")) != SIZE_MAX);
        assert_true(str_find(policy, STR("unsafe")) == SIZE_MAX);
        HOUSE_HEADER(answer, "X-Content-Type-Options", "nosniff");
        HOUSE_HEADER(answer, "X-Frame-Options", "DENY");
        HOUSE_HEADER(answer, "Referrer-Policy", "strict-origin-when-cross-origin");
        assert_true(str_absent(house_header(answer, "Server")));
        assert_true(str_find_case(answer, STR("microhttpd")) == SIZE_MAX);
        assert_true(str_find_case(answer, STR("broadsheet")) == SIZE_MAX);
    }
}

static void test_head(void **state) {
    struct house *house = *state;
    struct str answer =
        house_ask(house, STR("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    char length[24];
    HOUSE_STATUS(answer, 200);
    snprintf(length, sizeof length, "%zu", strlen(page));
    HOUSE_HEADER(answer, "Content-Length", length);
    assert_int_equal(house_body(answer).n, 0);
    answer = house_ask(house, STR("HEAD /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    HOUSE_STATUS(answer, 404);
    assert_int_equal(house_body(answer).n, 0);
}

static void test_not_modified(void **state) {
    struct house *house = *state;
    char lines[256], etag[64], date[64];
    struct str answer = house_get(house, "/", "");
    snprintf(etag, sizeof etag, "%.*s", STR_ARG(house_header(answer, "ETag")));
    snprintf(date, sizeof date, "%.*s", STR_ARG(house_header(answer, "Last-Modified")));
    assert_true(etag[0] == '"');
    snprintf(lines, sizeof lines, "If-None-Match: %s\r\n", etag);
    answer = house_get(house, "/", lines);
    HOUSE_STATUS(answer, 304);
    HOUSE_HEADER(answer, "ETag", etag);
    HOUSE_HEADER(answer, "Last-Modified", date);
    HOUSE_HEADER(answer, "Cache-Control", "no-cache");
    assert_int_equal(house_body(answer).n, 0);
    snprintf(lines, sizeof lines, "If-Modified-Since: %s\r\n", date);
    HOUSE_STATUS(house_get(house, "/", lines), 304);
    HOUSE_STATUS(house_get(house, "/", "If-None-Match: \"a\"\r\n"), 200);
    /* Replaced, as publishing does: another file in its place. */
    scratch_put(&house->scratch, "public/fresh", page);
    char from[512];
    snprintf(from, sizeof from, "%s", scratch_path(&house->scratch, "public/fresh"));
    assert_int_equal(rename(from, scratch_path(&house->scratch, "public/index.html")), 0);
    snprintf(lines, sizeof lines, "If-None-Match: %s\r\n", etag);
    HOUSE_STATUS(house_get(house, "/", lines), 200);
}

static void test_ranges(void **state) {
    struct house *house = *state;
    struct str answer = house_get(house, "/pictures/a.png", "Range: bytes=2-4\r\n");
    HOUSE_STATUS(answer, 206);
    HOUSE_HEADER(answer, "Content-Range", "bytes 2-4/10");
    assert_true(str_eq(house_body(answer), STR("234")));
    answer = house_get(house, "/pictures/a.png", "Range: bytes=10-\r\n");
    HOUSE_STATUS(answer, 416);
    HOUSE_HEADER(answer, "Content-Range", "bytes */10");
    answer = house_get(house, "/pictures/a.png", "Range: bytes=0-1,3-4\r\n");
    HOUSE_STATUS(answer, 200);
    assert_int_equal(house_body(answer).n, 10);
    HOUSE_STATUS(house_get(house, "/nothing.txt", "Range: bytes=0-\r\n"), 416);
}

static void test_methods(void **state) {
    static const struct {
        const char *method, *target, *allow;
    } cases[] = {
        {"POST", "/", "GET, HEAD"},      {"PUT", "/index.html", "GET, HEAD"},
        {"DELETE", "/", "GET, HEAD"},    {"OPTIONS", "/", "GET, HEAD"},
        {"TRACE", "/none", "GET, HEAD"}, {"POST", "/r/aaaaaaaaaaaa", "GET, HEAD"},
        {"GET", "/click", "POST"},       {"HEAD", "/click", "POST"},
        {"get", "/", "GET, HEAD"},
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char request[256];
        snprintf(request, sizeof request, "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                 cases[i].method, cases[i].target);
        struct str answer = house_ask(house, str_from(request));
        HOUSE_STATUS(answer, 405);
        HOUSE_HEADER(answer, "Allow", cases[i].allow);
    }
}

/* attacks.md N03, N05, N08: bodies, headers and hosts that are too big or say two things. */
static void test_frames(void **state) {
    static const struct {
        const char *request;
        unsigned int status;
    } cases[] = {
        {"POST /click HTTP/1.1\r\nHost: x\r\nContent-Length: 1025\r\n\r\n", 413},
        {"POST /click HTTP/1.1\r\nHost: x\r\nContent-Length: 10737418240\r\n\r\n", 413},
        {"POST /click HTTP/1.1\r\nHost: x\r\nContent-Length: 10737418240\r\n"
         "Expect: 100-continue\r\n\r\n",
         413},
        {"POST /click HTTP/1.1\r\nHost: x\r\n\r\n", 411},
        {"POST /click HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
         "chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
         411},
        {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /", 413},
        {"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 413},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde", 405},
        {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400},
        {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: x\r\nBad Name: 1\r\nConnection: close\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: x\r\nB\x01: 1\r\nConnection: close\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: evil.example:99\r\nConnection: close\r\n\r\n", 200},
        {"GET / HTTP/1.0\r\n\r\n", 200},
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str answer = house_ask(house, str_from(cases[i].request));
        if (house_status(answer) != cases[i].status)
            fail_msg("%u wanted for %s: %.200s", cases[i].status, cases[i].request, answer.p);
        assert_true(str_find(answer, STR("100 Continue")) == SIZE_MAX);
        assert_true(str_find(answer, STR("evil.example")) == SIZE_MAX);
    }
}

static void test_huge_headers(void **state) {
    struct house *house = *state;
    struct buf request;
    buf_init(&request, 4 << 20);
    BUF_ADD(&request, "GET /");
    buf_add_repeat(&request, 'a', 1 << 20);
    BUF_ADD(&request, " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    unsigned int status = house_status(house_ask(house, buf_str(&request)));
    assert_true(status == 414 || status == 0); /* 0: reset with our bytes unread */
    buf_clear(&request);
    BUF_ADD(&request, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
    for (int i = 0; i < 10000; i++)
        BUF_ADD(&request, "A: b\r\n");
    BUF_ADD(&request, "\r\n");
    status = house_status(house_ask(house, buf_str(&request)));
    assert_true(status == 431 || status == 413 || status == 0);
    buf_clear(&request);
    BUF_ADD(&request, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
    for (int i = 0; i < 250; i++)
        BUF_ADD(&request, "A: b\r\n");
    BUF_ADD(&request, "\r\n");
    HOUSE_STATUS(house_ask(house, buf_str(&request)), 431);
    buf_release(&request);
    HOUSE_STATUS(house_get(house, "/", ""), 200);
}

/* Two requests on one connection, and three sent at once. */
static void test_keep_alive(void **state) {
    struct house *house = *state;
    int fd = house_connect(house);
    house_say(fd, STR("GET /style.css HTTP/1.1\r\nHost: x\r\n\r\n"
                      "POST /click HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab"
                      "GET /none HTTP/1.1\r\nHost: x\r\n\r\n"
                      "GET /feed.xml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    struct str rest = house_hear(house, fd);
    static const char *const starts[] = {"HTTP/1.1 200", "HTTP/1.1 204", "HTTP/1.1 404",
                                         "HTTP/1.1 200"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        size_t at = str_find(rest, str_from(starts[i]));
        assert_true(at != SIZE_MAX);
        rest = str_skip(rest, at + 1);
    }
    assert_true(str_ends(rest, STR("<feed/>")));
}

/* attacks.md O04: who asks and goes away harms nobody. */
static void test_gone_client(void **state) {
    struct house *house = *state;
    for (int i = 0; i < 50; i++) {
        int fd = house_connect(house);
        const struct linger now = {.l_onoff = 1};
        house_say(fd, STR("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"));
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close(fd);
    }
    HOUSE_STATUS(house_get(house, "/", ""), 200);
}

/* Before the first run there is nothing, and that is no error. */
static void test_before_first_run(void **state) {
    struct house house;
    (void)state;
    house_build(&house);
    house_open(&house);
    struct str answer = house_get(&house, "/", "");
    HOUSE_STATUS(answer, 404);
    HOUSE_HEADER(answer, "Content-Type", "text/plain; charset=utf-8");
    HOUSE_STATUS(house_get(&house, "/r/aaaaaaaaaaaa", ""), 404);
    answer = house_ask(&house, STR("POST /click HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n"
                                   "User-Agent: Mozilla\r\nConnection: close\r\n\r\naaaaaaaaaaaa"));
    HOUSE_STATUS(answer, 204);
    house_close(&house);
    assert_false(scratch_has(&house.scratch, "state")); /* nor was anything made */
    house_drop(&house);
}

static void test_addresses(void **state) {
    static const struct {
        const char *listen;
        enum status status;
    } cases[] = {
        {"", STATUS_USAGE},
        {"8080", STATUS_USAGE},
        {"127.0.0.1", STATUS_USAGE},
        {"127.0.0.1:", STATUS_USAGE},
        {"127.0.0.1:65536", STATUS_USAGE},
        {"127.0.0.1:-1", STATUS_USAGE},
        {"example.com:80", STATUS_USAGE},
        {"::1:0", STATUS_USAGE},
        {"[127.0.0.1]:0", STATUS_USAGE},
        {"203.0.113.1:0", STATUS_UNAVAILABLE},
        {"localhost:0", STATUS_OK},
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct server *server = NULL;
        struct serve_options options = {.folder = house->scratch.folder,
                                        .listen = str_from(cases[i].listen),
                                        .where = STR("sqlite:state/"),
                                        .clock = &house->clock};
        assert_int_equal(serve_open(&options, &server, NULL), cases[i].status);
        serve_close(server);
    }
}

static void test_port_in_use(void **state) {
    struct house *house = *state;
    char listen[64];
    struct server *server;
    struct error error;
    snprintf(listen, sizeof listen, "127.0.0.1:%u", (unsigned)house->port);
    const struct serve_options options = {.folder = house->scratch.folder,
                                          .listen = str_from(listen),
                                          .where = STR("sqlite:state/"),
                                          .clock = &house->clock};
    assert_int_equal(serve_open(&options, &server, &error), STATUS_UNAVAILABLE);
    assert_non_null(strstr(error.message, "--listen"));
    assert_non_null(strstr(error.message, listen));
    assert_null(server);
}

/* attacks.md N01: a byte now and then does not keep a connection, nor the others out. */
static void test_slow_header(void **state) {
    struct house house;
    (void)state;
    house_build(&house);
    house_open_patient(&house, 400);
    int slow = house_connect(&house);
    house_say(slow, STR("GET / HT"));
    int slow_body = house_connect(&house);
    house_say(slow_body, STR("POST /click HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\na"));
    int64_t began = clock_monotonic_ms();
    bool cut = false;
    while (!cut && clock_monotonic_ms() - began < 5000) {
        struct pollfd entry = {.fd = slow, .events = POLLIN | POLLRDHUP};
        house_say(slow, STR("T"));
        house_say(slow_body, STR("a"));
        HOUSE_STATUS(house_get(&house, "/", ""), 404);
        cut = poll(&entry, 1, 50) > 0;
    }
    int64_t took = clock_monotonic_ms() - began;
    assert_true(cut && took >= 300 && took < 3000);
    char byte;
    assert_true(recv(slow_body, &byte, 1, 0) <= 0);
    close(slow);
    close(slow_body);
    house_close(&house);
    house_drop(&house);
}

/* Many that wait, from the address of one that asks: it is answered, they make room. */
static void test_crowd(void **state) {
    enum { CROWD = SERVE_CONNECTIONS_ADDRESS * 2 };
    struct house *house = *state;
    int *fds = calloc(CROWD, sizeof *fds);
    for (size_t i = 0; i < CROWD; i++) {
        fds[i] = house_connect(house);
        house_say(fds[i], STR("GET / HTTP/1.1\r\nX: "));
    }
    for (int i = 0; i < 20; i++) {
        int64_t began = clock_monotonic_ms();
        HOUSE_STATUS(house_get(house, "/", ""), 200);
        assert_true(clock_monotonic_ms() - began < 1000);
    }
    for (size_t i = 0; i < CROWD; i++)
        close(fds[i]);
    free(fds);
}

/* The program itself: says where it is, ends well on SIGTERM. */
static void test_command(void **state) {
    struct house house;
    int ends[2], how;
    char line[256] = "";
    const char *program = getenv("BROADSHEET");
    (void)state;
    if (program == NULL || access(program, X_OK) != 0)
        skip();
    house_build(&house);
    scratch_put(&house.scratch, "edition.yaml",
                "title: A \"Paper\"\nurl: https://paper.example\nid: paper\n");
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        execl(program, program, "-C", house.scratch.folder, "serve", "--listen", "127.0.0.1:0",
              (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    for (size_t n = 0; n < sizeof line - 1 && strchr(line, '\n') == NULL; n++)
        if (read(ends[0], line + n, 1) != 1)
            break;
    struct str said = str_from(line);
    struct str start = STR("Serving A \"Paper\" at http://127.0.0.1:");
    uint64_t port = 0;
    assert_true(str_starts(said, start) && str_ends(said, STR("/\n")));
    assert_true(str_to_u64(str_of(said.p + start.n, said.n - start.n - 2), &port));
    house.port = (uint16_t)port;
    HOUSE_STATUS(house_get(&house, "/", ""), 404);
    assert_int_equal(kill(child, SIGTERM), 0);
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    close(ends[0]);
    house_drop(&house);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_folder_redirects),
        cmocka_unit_test(test_traversal),
        cmocka_unit_test(test_security_headers),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_not_modified),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_frames),
        cmocka_unit_test(test_huge_headers),
        cmocka_unit_test(test_keep_alive),
        cmocka_unit_test(test_gone_client),
        cmocka_unit_test(test_before_first_run),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_port_in_use),
        cmocka_unit_test(test_slow_header),
        cmocka_unit_test(test_crowd),
        cmocka_unit_test(test_command),
    };
    return cmocka_run_group_tests(tests, open_house, drop_house);
}
