/* The configuration read anew, and proxies and names by it. */
#include "house.h"

#include "serve/limits.h"

static const struct str urls[] = {STR_INIT("https://paper.example")};
static const struct str hosts[] = {STR_INIT("www.paper.example"), STR_INIT("x")};
static const struct str here[] = {STR_INIT("127.0.0.0/8")};
static const struct str wrong[] = {STR_INIT("127.0.0.1/8")};

struct changing {
    struct house house; /* first */
    _Atomic int changes, refusals;
};

static enum status reread(void *state, struct server *server, struct error *error) {
    struct changing *changing = state;
    enum status status = serve_change(server, &changing->house.options, error);
    if (status == STATUS_OK)
        atomic_fetch_add(&changing->changes, 1);
    else
        atomic_fetch_add(&changing->refusals, 1);
    return status;
}

static int open_house(void **state) {
    struct changing *changing = calloc(1, sizeof *changing);
    assert_non_null(changing);
    struct house *house = &changing->house;
    house_build(house);
    scratch_folder(&house->scratch, "public");
    scratch_put(&house->scratch, "public/index.html", "<p>Front</p>");
    house->options = (struct serve_options){.reread = reread, .state = changing};
    house_open(house);
    *state = changing;
    return 0;
}

static int drop_house(void **state) {
    struct house *house = *state;
    house_close(house);
    house_drop(house);
    free(*state);
    return 0;
}

static void wait_for(_Atomic int *count, int want) {
    int64_t began = clock_monotonic_ms();
    while (atomic_load(count) < want) {
        assert_true(clock_monotonic_ms() - began < 5000);
        poll(NULL, 0, 5);
    }
}

static void change(struct changing *changing) {
    int before = atomic_load(&changing->changes);
    assert_int_equal(pthread_kill(changing->house.thread, SIGHUP), 0);
    wait_for(&changing->changes, before + 1);
}

/* Requests that had begun are answered; a kept-open connection goes on being answered. */
static void test_nothing_is_lost(void **state) {
    struct changing *changing = *state;
    struct house *house = &changing->house;
    int begun = house_connect(house);
    int idle = house_connect(house);
    char bytes[4096];
    house_say(idle, STR("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    assert_true(recv(idle, bytes, sizeof bytes, 0) > 12);
    house_say(begun, STR("GET / HTTP/1.1\r\nHost: x\r\nConnec"));
    HOUSE_STATUS(house_get(house, "/", ""), 200);
    for (int i = 0; i < 3; i++)
        change(changing);
    HOUSE_STATUS(house_get(house, "/", ""), 200);
    house_say(begun, STR("tion: close\r\n\r\n"));
    HOUSE_STATUS(house_hear(house, begun), 200);
    house_say(idle, STR("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    HOUSE_STATUS(house_hear(house, idle), 200);
    /* As often as one likes, once those have left. */
    for (int i = 0; i < 20; i++)
        change(changing);
    HOUSE_STATUS(house_get(house, "/", ""), 200);
}

static void test_bad_change(void **state) {
    struct changing *changing = *state;
    struct house *house = &changing->house;
    house->options.urls = urls;
    house->options.url_count = 1;
    house->options.proxies = wrong;
    house->options.proxy_count = 1;
    assert_int_equal(pthread_kill(house->thread, SIGHUP), 0);
    wait_for(&changing->refusals, 1);
    HOUSE_STATUS(house_ask(house, STR("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")),
                 200); /* any host still */
    house->options.proxy_count = 0;
    change(changing);
    HOUSE_STATUS(house_ask(house, STR("GET / HTTP/1.1\r\nHost: x\r\n\r\n")), 421);
}

/* attacks.md N08. */
static void test_hosts(void **state) {
    static const struct {
        const char *line;
        unsigned int status;
    } cases[] = {
        {"paper.example", 200},
        {"PAPER.example:8443", 200},
        {"paper.example.", 200},
        {"www.paper.example", 200},
        {"localhost:8080", 200},
        {"127.0.0.1:8080", 200},
        {"[::1]:8080", 200},
        {"[2001:db8::1]", 200},
        {"evil.example", 421},
        {"paper.example.evil.example", 421},
        {"evilpaper.example", 421},
        {"paper.example:80@evil.example", 200}, /* our name; nothing is made of the rest */
        {"evil.example:80@paper.example", 421},
        {"127.0.0.1.evil.example", 421},
        {"", 421},
        {"[", 421},
        {"[evil.example]", 421},
    };
    struct changing *changing = *state;
    struct house *house = &changing->house;
    char request[256];
    house->options.urls = urls;
    house->options.url_count = 1;
    house->options.hosts = hosts;
    house->options.host_count = 1;
    change(changing);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
                 cases[i].line);
        struct str answer = house_ask(house, str_from(request));
        if (house_status(answer) != cases[i].status)
            fail_msg("%u wanted for '%s': %.100s", cases[i].status, cases[i].line, answer.p);
        assert_true(str_find(answer, STR("evil")) == SIZE_MAX);
    }
    /* The target's authority goes before Host's (RFC 9112, 3.2.2). */
    HOUSE_STATUS(house_ask(house, STR("GET http://evil.example/ HTTP/1.1\r\nHost: paper.example"
                                      "\r\nConnection: close\r\n\r\n")),
                 421);
    HOUSE_STATUS(house_ask(house, STR("GET https://paper.example/ HTTP/1.1\r\nHost: paper.example"
                                      "\r\nConnection: close\r\n\r\n")),
                 200);
}

static unsigned int ask_as(struct house *house, const char *client) {
    char lines[256];
    snprintf(lines, sizeof lines, "X-Forwarded-For: %s\r\n", client);
    return house_status(house_get(house, "/api/v1/openapi.json", lines));
}

/* attacks.md N09: another address in a header makes another client only where our proxy says so. */
static void test_limits_behind_proxy(void **state) {
    struct changing *changing = *state;
    struct house *house = &changing->house;
    house->options.per_minute = 1;
    change(changing);
    for (int i = 0; i < SERVE_LIMITS_BURST; i++)
        assert_int_equal(ask_as(house, i % 2 == 0 ? "203.0.113.1" : "203.0.113.2"), 200);
    assert_int_equal(ask_as(house, "203.0.113.3"), 429);
    house->options.proxies = here;
    house->options.proxy_count = 1;
    change(changing);
    for (int i = 0; i < SERVE_LIMITS_BURST; i++)
        assert_int_equal(ask_as(house, "203.0.113.3"), 200);
    assert_int_equal(ask_as(house, "203.0.113.3"), 429);
    assert_int_equal(ask_as(house, "203.0.113.4"), 200);
    /* What the client wrote stands before what the proxy adds. */
    assert_int_equal(ask_as(house, "203.0.113.5, 203.0.113.3"), 429);
    assert_int_equal(ask_as(house, "127.0.0.1, 203.0.113.3, 127.0.0.9"), 429);
    /* The other field is the client's own to write. */
    HOUSE_STATUS(house_get(house, "/api/v1/openapi.json",
                           "Forwarded: for=203.0.113.9\r\nX-Forwarded-For: 203.0.113.3\r\n"),
                 429);
    /* Nor does it open what is this machine's own. */
    HOUSE_STATUS(house_get(house, "/metrics", "X-Forwarded-For: 127.0.0.1\r\n"), 404);
}

/* Whether readers came by TLS, the proxy knows; without one nobody's word is taken. */
static void test_scheme_behind_proxy(void **state) {
    struct changing *changing = *state;
    struct house *house = &changing->house;
    house->options.urls = urls;
    house->options.url_count = 1;
    house->options.hosts = hosts;
    house->options.host_count = 2;
    house->options.hsts = 60;
    house->options.plain_redirects = true;
    change(changing);
    struct str answer = house_get(house, "/", "X-Forwarded-Proto: https\r\n");
    HOUSE_STATUS(answer, 200);
    assert_true(str_absent(house_header(answer, "Strict-Transport-Security")));
    HOUSE_STATUS(house_get(house, "/", "X-Forwarded-Proto: http\r\n"), 200);
    house->options.proxies = here;
    house->options.proxy_count = 1;
    change(changing);
    answer = house_get(house, "/", "X-Forwarded-Proto: https\r\n");
    HOUSE_STATUS(answer, 200);
    HOUSE_HEADER(answer, "Strict-Transport-Security", "max-age=60");
    answer = house_get(house, "/", "");
    HOUSE_STATUS(answer, 200);
    assert_true(str_absent(house_header(answer, "Strict-Transport-Security")));
    answer = house_get(house, "/a?b=c", "X-Forwarded-Proto: http\r\n");
    HOUSE_STATUS(answer, 301);
    HOUSE_HEADER(answer, "Location", "https://paper.example/a?b=c");
    house->options.standard = true;
    change(changing);
    answer = house_get(house, "/", "Forwarded: for=203.0.113.1;proto=https\r\n");
    HOUSE_HEADER(answer, "Strict-Transport-Security", "max-age=60");
    answer = house_get(house, "/", "X-Forwarded-Proto: https\r\n");
    assert_true(str_absent(house_header(answer, "Strict-Transport-Security")));
}

/* A proxy brings the connections of many; the cap is each reader's own. */
static void test_connections_of_proxy(void **state) {
    enum { MANY = SERVE_CONNECTIONS_ADDRESS + 20 };
    struct changing *changing = *state;
    struct house *house = &changing->house;
    int fds[MANY];
    house->options.proxies = here;
    house->options.proxy_count = 1;
    change(changing);
    for (size_t i = 0; i < MANY; i++) {
        fds[i] = house_connect(house);
        house_say(fds[i], STR("GET / HTTP/1.1\r\n"));
    }
    HOUSE_STATUS(house_get(house, "/", ""), 200);
    for (size_t i = 0; i < MANY; i++) {
        house_say(fds[i], STR("Host: x\r\nConnection: close\r\n\r\n"));
        HOUSE_STATUS(house_hear(house, fds[i]), 200);
    }
}

/* ---- the end ---- */

enum { BIG = 8 << 20 };

static void put_big(struct house *house) {
    int fd =
        open(scratch_path(&house->scratch, "public/big.bin"), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, BIG), 0);
    close(fd);
}

/* Asks for more than fits between the two, so that the answer is under way for as long as nobody
 * reads it. */
static int ask_big(struct house *house, size_t *got) {
    char bytes[1024];
    int fd = house_connect(house);
    house_say(fd, STR("GET /big.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    ssize_t n = recv(fd, bytes, sizeof bytes, 0);
    assert_true(n > 0);
    *got = (size_t)n;
    return fd;
}

static bool is_refused(const struct house *house) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(house->port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bool refused = connect(fd, (struct sockaddr *)&at, sizeof at) != 0;
    close(fd);
    return refused;
}

/* No one comes in any more; who is being answered is answered. */
static void test_ends_gracefully(void **state) {
    struct house *house = *state;
    static char bytes[1 << 16];
    size_t got;
    put_big(house);
    int fd = ask_big(house, &got);
    serve_stop(house->server);
    int64_t began = clock_monotonic_ms();
    while (!is_refused(house))
        assert_true(clock_monotonic_ms() - began < 2000);
    struct pollfd entry = {.fd = fd, .events = POLLIN};
    for (ssize_t n = 1; n > 0; got += n > 0 ? (size_t)n : 0) {
        assert_true(poll(&entry, 1, 10000) > 0);
        n = recv(fd, bytes, sizeof bytes, 0);
    }
    assert_true(got > BIG);
    close(fd);
}

/* Nor does one who never reads keep it from ending. */
static void test_ends_in_time(void **state) {
    struct house *house = *state;
    size_t got;
    put_big(house);
    int fd = ask_big(house, &got);
    int64_t began = clock_monotonic_ms();
    serve_stop(house->server);
    pthread_join(house->thread, NULL);
    assert_true(clock_monotonic_ms() - began < SERVE_GRACE_MS + 2000);
    close(fd);
    serve_close(house->server);
    house_open(house); /* for drop_house */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_is_lost, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_ends_gracefully, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_ends_in_time, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_bad_change, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_hosts, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_limits_behind_proxy, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_scheme_behind_proxy, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_connections_of_proxy, open_house, drop_house),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
