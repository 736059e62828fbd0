/* TLS of the server's own, spoken to by openssl(1) with a certificate that is made here. */
#include "house.h"

static const struct str urls[] = {STR_INIT("https://paper.example")};
static const struct str any[] = {STR_INIT("any")};

struct papers {
    struct house house; /* first */
    char certificate[512], key[512];
};

static void make_papers(struct house *house, const char *name) {
    char command[1024];
    snprintf(command, sizeof command,
             "cd %s && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
             "-days 2 -subj /CN=%s -keyout key.pem -out certificate.pem 2>/dev/null",
             house->scratch.folder, name);
    assert_int_equal(system(command), 0);
}

static enum status reread(void *state, struct server *server, struct error *error) {
    struct house *house = state;
    return serve_change(server, &house->options, error);
}

static void build(struct papers *papers) {
    struct house *house = &papers->house;
    house_build(house);
    make_papers(house, "first.example");
    scratch_folder(&house->scratch, "public");
    scratch_put(&house->scratch, "public/index.html", "<p>Front</p>");
    snprintf(papers->certificate, sizeof papers->certificate, "%s",
             scratch_path(&house->scratch, "certificate.pem"));
    snprintf(papers->key, sizeof papers->key, "%s", scratch_path(&house->scratch, "key.pem"));
    house->options = (struct serve_options){
        .certificate = papers->certificate,
        .key = papers->key,
        .redirect = STR("127.0.0.1:0"),
        .hsts = 86400,
        .urls = urls,
        .url_count = 1,
        .hosts = any,
        .host_count = 1,
        .reread = reread,
        .state = house,
    };
}

static int open_house(void **state) {
    struct papers *papers = calloc(1, sizeof *papers);
    assert_non_null(papers);
    build(papers);
    house_open_patient(&papers->house, 1000);
    *state = papers;
    return 0;
}

static int drop_house(void **state) {
    struct house *house = *state;
    house_close(house);
    house_drop(house);
    free(*state);
    return 0;
}

/* What openssl(1) prints and is answered when it says that. */
static struct str speak(struct house *house, const char *options, const char *request) {
    char command[1024];
    snprintf(command, sizeof command,
             "printf '%s' | timeout 10 openssl s_client -connect 127.0.0.1:%u %s 2>&1", request,
             house->port, options);
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): of this test's own words */
    assert_non_null(pipe);
    size_t n = fread(house->answer, 1, sizeof house->answer - 1, pipe);
    house->answer[n] = '\0';
    pclose(pipe);
    return str_of(house->answer, n);
}

static bool has(struct str text, const char *part) {
    return str_find(text, str_from(part)) != SIZE_MAX;
}

#define GET "GET / HTTP/1.1\\r\\nHost: paper.example\\r\\nConnection: close\\r\\n\\r\\n"

static void test_page(void **state) {
    struct str answer = speak(*state, "-quiet", GET);
    assert_true(has(answer, "HTTP/1.1 200 "));
    assert_true(has(answer, "<p>Front</p>"));
    assert_true(has(answer, "\r\nStrict-Transport-Security: max-age=86400\r\n"));
}

/* RFC 8996: nothing before 1.2. RFC 7301: the client may offer more than we speak. */
static void test_protocols(void **state) {
    static const struct {
        const char *options;
        bool good;
    } cases[] = {
        {"-tls1_3 -alpn h2,http/1.1", true},
        {"-tls1_2 -alpn http/1.1", true},
        {"-tls1_1 -cipher ALL:@SECLEVEL=0", false},
        {"-tls1 -cipher ALL:@SECLEVEL=0", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str answer = speak(*state, cases[i].options, "");
        if (has(answer, "BEGIN CERTIFICATE") != cases[i].good ||
            has(answer, "ALPN protocol: http/1.1") != cases[i].good)
            fail_msg("%s: %s", cases[i].options, answer.p);
    }
}

/* Plain requests are told where to go, and nothing that they say decides it. */
static void test_redirects(void **state) {
    static const struct {
        const char *request;
        unsigned int status;
        const char *location;
    } cases[] = {
        {"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 301, "https://paper.example/"},
        {"HEAD /a?b HTTP/1.1\r\nHost: x\r\n\r\n", 301, "https://paper.example/a?b"},
        {"GET /search?q=a+b%20c&d=&e HTTP/1.1\r\nHost: x\r\n\r\n", 301,
         "https://paper.example/search?q=a+b%20c&d=&e"},
        {"GET //evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n", 301,
         "https://paper.example//evil.example/"},
        {"GET /%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\n\r\n", 301,
         "https://paper.example/%0d%0aSet-Cookie:%20a=b"},
        {"GET http://evil.example/a HTTP/1.1\r\nHost: x\r\n\r\n", 301, "https://paper.example/a"},
        {"GET .evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n", 400, ""},
        {"GET @evil.example HTTP/1.1\r\nHost: x\r\n\r\n", 400, ""},
        {"GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n", 400, ""},
        {"POST /click HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\n", 308,
         "https://paper.example/click"},
    };
    struct house *house = *state;
    uint16_t port = house->port;
    house->port = house_port(serve_redirect_address(house->server));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str answer = house_ask(house, str_from(cases[i].request));
        struct str location = house_header(answer, "Location");
        if (house_status(answer) != cases[i].status ||
            !str_eq(str_first_of(location, STR("")), str_from(cases[i].location)))
            fail_msg("%s: %s", cases[i].request, answer.p);
        assert_true(str_absent(house_header(answer, "Strict-Transport-Security")));
    }
    house->port = port;
}

/* N01 for TLS: whoever is slow to shake hands is cut off, and holds nobody meanwhile. */
static void test_slow_handshakes(void **state) {
    enum { SLOW = 40 };
    struct house *house = *state;
    int fds[SLOW];
    for (size_t i = 0; i < SLOW; i++) {
        fds[i] = house_connect(house);
        house_say(fds[i], STR("\x16\x03\x01\x02"));
    }
    int64_t began = clock_monotonic_ms();
    assert_true(has(speak(house, "-quiet", GET), "HTTP/1.1 200 "));
    assert_true(clock_monotonic_ms() - began < 900);
    for (size_t i = 0; i < SLOW; i++) {
        char bytes[64];
        struct pollfd entry = {.fd = fds[i], .events = POLLIN | POLLRDHUP};
        assert_true(poll(&entry, 1, 5000) > 0);
        while (recv(fds[i], bytes, sizeof bytes, 0) > 0)
            continue;
        close(fds[i]);
    }
    assert_true(clock_monotonic_ms() - began >= 800);
}

/* Who speaks no TLS gets no answer, and does no harm. */
static void test_plain_words(void **state) {
    struct house *house = *state;
    assert_int_equal(house_status(house_get(house, "/", "")), 0);
    assert_true(has(speak(house, "-quiet", GET), "HTTP/1.1 200 "));
}

static void signal_change(struct house *house) {
    assert_int_equal(pthread_kill(house->thread, SIGHUP), 0);
}

/* A certificate is renewed without an end; one that cannot be used changes nothing. */
static void test_renewal(void **state) {
    struct house *house = *state;
    assert_true(has(speak(house, "", ""), "CN = first.example"));
    make_papers(house, "second.example");
    signal_change(house);
    int64_t began = clock_monotonic_ms();
    while (!has(speak(house, "", ""), "CN = second.example"))
        assert_true(clock_monotonic_ms() - began < 5000);
    scratch_put(&house->scratch, "key.pem", "nonsense");
    signal_change(house);
    for (int i = 0; i < 3; i++)
        assert_true(has(speak(house, "", ""), "CN = second.example"));
}

static void test_bad_papers(void **state) {
    static const struct {
        const char *certificate, *key;
        enum status status;
        const char *words;
    } cases[] = {
        {"none.pem", "key.pem", STATUS_NOT_FOUND, "none.pem: No such file"},
        {"certificate.pem", "none.pem", STATUS_NOT_FOUND, "none.pem: No such file"},
        {"public", "key.pem", STATUS_CONFIG, "public: is not a file"},
        {"public/index.html", "key.pem", STATUS_CONFIG, "cannot be used: "},
        {"certificate.pem", "public/index.html", STATUS_CONFIG, "cannot be used: "},
        {"certificate.pem", "other.pem", STATUS_CONFIG, "do not match"},
    };
    struct papers papers = {0};
    struct house *house = &papers.house;
    char command[1024];
    (void)state;
    build(&papers);
    snprintf(command, sizeof command, "openssl genrsa -out %s 2048 2>/dev/null",
             scratch_path(&house->scratch, "other.pem"));
    assert_int_equal(system(command), 0);
    house->options.folder = house->scratch.folder;
    house->options.listen = STR("127.0.0.1:0");
    house->options.where = STR("sqlite:state/");
    house->options.clock = &house->clock;
    house->options.certificate = papers.certificate;
    house->options.key = papers.key;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error = {0};
        struct server *server;
        snprintf(papers.certificate, sizeof papers.certificate, "%s",
                 scratch_path(&house->scratch, cases[i].certificate));
        snprintf(papers.key, sizeof papers.key, "%s", scratch_path(&house->scratch, cases[i].key));
        enum status status = serve_open(&house->options, &server, &error);
        if (status != cases[i].status || strstr(error.message, cases[i].words) == NULL)
            fail_msg("%s, %s: %s", cases[i].certificate, cases[i].key, error.message);
        serve_close(server);
    }
    house_drop(house);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_page, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_protocols, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_redirects, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_slow_handshakes, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_plain_words, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_renewal, open_house, drop_house),
        cmocka_unit_test(test_bad_papers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
