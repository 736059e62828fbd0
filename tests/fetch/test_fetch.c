#include "fetch/fetch.h"

#include "answers.h"

/* What came back, kept beyond the callback. */
struct kept {
    int calls, status, redirects;
    enum fetch_class class;
    bool permanent;
    char body[64], message[300], final_url[300], moved[300];
    char type[100], etag[100], modified[100], hub[100];
    int64_t retry_after, fresh, ms, done_at;
    size_t body_bytes;
};

static void keep_text(char *out, size_t size, struct str text) {
    snprintf(out, size, "%.*s", STR_ARG(text));
}

static void keep(const struct fetch_response *response, void *context) {
    struct kept *kept = response->data;
    kept->calls++;
    kept->status = response->status;
    kept->class = response->class;
    kept->redirects = (int)response->redirects;
    kept->permanent = response->permanent;
    keep_text(kept->body, sizeof kept->body, response->body);
    keep_text(kept->message, sizeof kept->message, response->message);
    keep_text(kept->final_url, sizeof kept->final_url, response->final_url);
    keep_text(kept->moved, sizeof kept->moved, response->moved);
    keep_text(kept->type, sizeof kept->type, response->content_type);
    keep_text(kept->etag, sizeof kept->etag, response->etag);
    keep_text(kept->modified, sizeof kept->modified, response->last_modified);
    keep_text(kept->hub, sizeof kept->hub, response->hub);
    assert_true(str_absent(response->self));
    kept->retry_after = response->retry_after;
    kept->fresh = response->fresh;
    kept->body_bytes = response->body.n;
    kept->ms = response->ms;
    kept->done_at = clock_monotonic_ms();
    assert_true((response->class == FETCH_OK) == str_absent(response->message));
    if (context != NULL)
        ++*(int *)context;
}

struct world {
    struct server hostile, other, canary;
    struct edition_fetch config;
    struct str allow[4];
    int64_t ports[4];
    struct clock clock;
    struct fetcher *fetcher;
};

/* An answer to anybody who gets through. */
static void answer_other(struct server *server, int fd, struct str request) {
    (void)server;
    (void)request;
    server_say(fd, STR(HEAD "Content-Length: 5\r\n\r\nother"));
}

static void world_open(struct world *world) {
    server_start(&world->canary, "127.0.0.1", NULL, NULL);
    server_start(&world->other, "127.0.0.2", answer_other, NULL);
    server_start(&world->hostile, "127.0.0.1", answer, &world->canary);
    world->allow[0] = str_from(world->hostile.address);
    world->allow[1] = str_from(world->other.address);
    world->ports[0] = 80;
    world->ports[1] = 443;
    world->ports[2] = world->canary.port; /* so that only the address can be what is wrong */
    world->config = (struct edition_fetch){
        .user_agent = STR("Broadsheet-Test"),
        .connections = 16,
        .allow = world->allow,
        .allow_count = 2,
        .ports = world->ports,
        .port_count = 3,
        .limits = {.feed_bytes = 2 << 20,
                   .page_bytes = 1 << 20,
                   .picture_bytes = 4,
                   .connect_seconds = 2,
                   .first_byte_seconds = 5,
                   .total_seconds = 5,
                   .redirects = 5},
    };
    world->config.robots = ROBOTS_NONE;
    world->clock = clock_fixed(784111777); /* Sun, 06 Nov 1994 08:49:37 GMT */
    world->fetcher = NULL;
}

static void world_start(struct world *world) {
    struct fetch_options options = {.config = &world->config, .clock = &world->clock};
    struct error error = {0};
    if (fetch_open(&options, &world->fetcher, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

static void world_close(struct world *world) {
    fetch_close(world->fetcher);
    server_stop(&world->hostile);
    server_stop(&world->other);
    server_stop(&world->canary);
    assert_int_equal(atomic_load(&world->canary.hits), 0);
}

static void add(struct world *world, const char *address, const char *path, const char *etag,
                enum fetch_kind kind, struct kept *kept) {
    char url[4096];
    snprintf(url, sizeof url, "http://%s%s", address, path);
    struct fetch_request request = {
        .url = str_from(url), .etag = str_from(etag), .kind = kind, .data = kept};
    *kept = (struct kept){0};
    assert_int_equal(fetch_add(world->fetcher, &request, NULL), STATUS_OK);
}

static void run(struct world *world) {
    struct error error = {0};
    if (fetch_run(world->fetcher, keep, NULL, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_int_equal(fetch_left(world->fetcher), 0);
}

static const struct {
    const char *path;
    enum fetch_class class;
    int status;
    const char *body;
    int redirects;
} cases[] = {
    {"/ok", FETCH_OK, 200, "hello", 0},
    {"/until-close", FETCH_OK, 200, "hello", 0},
    {"/chunked", FETCH_OK, 200, "hello", 0},
    {"/trailers", FETCH_OK, 200, "hello", 0},
    {"/two-answers", FETCH_OK, 200, "hello", 0},
    {"/attractions", FETCH_OK, 200, "hello", 0},
    {"/odd-fields", FETCH_OK, 200, "hello", 0},
    {"/hints", FETCH_OK, 200, "hello", 0},
    {"/gzip", FETCH_OK, 200, "hello", 0},
    {"/gzip-members", FETCH_OK, 200, "hello, world", 0},
    {"/gzip-garbage", FETCH_OK, 200, "hello", 0},
    {"/gzip-cut", FETCH_TRUNCATED, 200, "", 0},
    {"/gzip-crc", FETCH_BAD_RESPONSE, 200, "", 0},
    {"/gzip-not", FETCH_BAD_RESPONSE, 200, "", 0},
    {"/gzip-twice", FETCH_BAD_RESPONSE, 0, "", 0},
    {"/gzip-again", FETCH_BAD_RESPONSE, 0, "", 0},
    {"/gzip-transfer", FETCH_BAD_RESPONSE, 0, "", 0},
    {"/brotli-not", FETCH_BAD_RESPONSE, 200, "", 0},
    {"/zstd-not", FETCH_BAD_RESPONSE, 200, "", 0},
    {"/deflate", FETCH_BAD_RESPONSE, 0, "", 0},
    {"/bomb", FETCH_TOO_LARGE, 200, "", 0},
    {"/endless", FETCH_TOO_LARGE, 200, "", 0},
    {"/endless-raw", FETCH_TOO_LARGE, 200, "", 0},
    {"/length-huge", FETCH_TOO_LARGE, 0, "", 0},
    {"/length-cut", FETCH_TRUNCATED, 200, "", 0},
    {"/chunk-cut", FETCH_TRUNCATED, 200, "", 0},
    {"/chunk-overflow", FETCH_BAD_RESPONSE, 200, "", 0},
    {"/chunk-huge", FETCH_BAD_RESPONSE, 200, "", 0},
    {"/chunk-negative", FETCH_BAD_RESPONSE, 200, "", 0},
    {"/chunk-hex", FETCH_BAD_RESPONSE, 200, "", 0},
    {"/chunk-no-end", FETCH_BAD_RESPONSE, 200, "", 0},
    {"/reset", FETCH_NETWORK, 200, "", 0},
    {"/nothing", FETCH_NETWORK, 0, "", 0},
    {"/header-lines", FETCH_HEADERS, 0, "", 0},
    {"/header-wide", FETCH_HEADERS, 0, "", 0},
    {"/header-hints", FETCH_HEADERS, 0, "", 0},
    {"/status-wide", FETCH_HEADERS, 0, "", 0},
    {"/empty", FETCH_EMPTY, 200, "", 0},
    {"/204", FETCH_EMPTY, 204, "", 0},
    {"/206", FETCH_BAD_RESPONSE, 206, "", 0},
    {"/304", FETCH_BAD_RESPONSE, 304, "", 0}, /* not asked for */
    {"/300", FETCH_HTTP_3XX, 300, "", 0},
    {"/301-nowhere", FETCH_HTTP_3XX, 301, "", 0},
    {"/404", FETCH_HTTP_4XX, 404, "", 0},
    {"/410", FETCH_GONE, 410, "", 0},
    {"/451", FETCH_HTTP_4XX, 451, "", 0},
    {"/500", FETCH_HTTP_5XX, 500, "", 0},
    {"/000", FETCH_BAD_RESPONSE, 0, "", 0},
    {"/099", FETCH_BAD_RESPONSE, 0, "", 0},
    {"/999", FETCH_BAD_RESPONSE, 999, "", 0},
    {"/no-status", FETCH_BAD_RESPONSE, 0, "", 0},
    {"/http9", FETCH_BAD_RESPONSE, 0, "", 0},
    {"/no-colon", FETCH_BAD_RESPONSE, 0, "", 0},
    {"/icy", FETCH_BAD_RESPONSE, 0, "", 0},
    {"/http09", FETCH_BAD_RESPONSE, 0, "", 0},
    {"/302", FETCH_OK, 200, "hello", 1},
    {"/303", FETCH_OK, 200, "hello", 1},
    {"/307", FETCH_OK, 200, "hello", 1},
    {"/301", FETCH_OK, 200, "hello", 3},
    {"/301-only", FETCH_OK, 200, "hello", 1},
    {"/to-other", FETCH_DENIED, 0, "", 1},
    {"/to-other-name", FETCH_DENIED, 0, "", 1},
    {"/to-metadata", FETCH_DENIED, 0, "", 1},
    {"/loop", FETCH_REDIRECTS, 302, "", 5},
    {"/to-file", FETCH_INVALID_URL, 302, "", 0},
    {"/to-gopher", FETCH_INVALID_URL, 302, "", 0},
    {"/to-user", FETCH_INVALID_URL, 302, "", 0},
    {"/to-backslash", FETCH_INVALID_URL, 302, "", 0},
    {"/to-slashes", FETCH_INVALID_URL, 302, "", 0},
    {"/to-two", FETCH_BAD_RESPONSE, 0, "", 0},
};
enum { CASES = sizeof cases / sizeof cases[0] };

static void judges_answers(void **state) {
    (void)state;
    struct world world;
    static struct kept kept[CASES];
    world_open(&world);
    world_start(&world);
    for (size_t i = 0; i < CASES; i++)
        add(&world, world.hostile.address, cases[i].path, NULL, FETCH_FEED, &kept[i]);
    run(&world);
    for (size_t i = 0; i < CASES; i++)
        if (kept[i].calls != 1 || kept[i].class != cases[i].class ||
            kept[i].status != cases[i].status || strcmp(kept[i].body, cases[i].body) != 0 ||
            kept[i].redirects != cases[i].redirects || strstr(kept[i].message, "secret") != NULL ||
            kept[i].ms > 4000)
            fail_msg("%s: %s (%s), HTTP %d, '%s', %d redirects", cases[i].path,
                     fetch_class_word(kept[i].class), kept[i].message, kept[i].status, kept[i].body,
                     kept[i].redirects);
    world_close(&world);
}

static void keeps_headers(void **state) {
    (void)state;
    struct world world;
    struct kept ok;
    struct kept odd;
    struct kept slow;
    struct kept dated;
    struct kept moved;
    struct kept partly;
    char expected[100];
    world_open(&world);
    world_start(&world);
    add(&world, world.hostile.address, "/ok", NULL, FETCH_FEED, &ok);
    add(&world, world.hostile.address, "/odd-fields", NULL, FETCH_FEED, &odd);
    add(&world, world.hostile.address, "/301-only", NULL, FETCH_FEED, &moved);
    add(&world, world.hostile.address, "/301", NULL, FETCH_FEED, &partly);
    add(&world, world.hostile.address, "/429", NULL, FETCH_FEED, &slow);
    run(&world);
    fetch_close(world.fetcher); /* what one host asked for is known to one fetcher */
    world_start(&world);
    add(&world, world.hostile.address, "/503", NULL, FETCH_FEED, &dated);
    run(&world);
    assert_string_equal(ok.type, "application/rss+xml; charset=utf-8");
    assert_string_equal(ok.etag, "\"v1\"");
    assert_string_equal(ok.modified, "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_int_equal(ok.fresh, 600);
    snprintf(expected, sizeof expected, "http://%s/hub?a=1,2", world.hostile.address);
    assert_string_equal(ok.hub, expected);
    assert_string_equal(odd.hub, "");
    assert_int_equal(ok.retry_after, -1);
    assert_string_equal(odd.etag, "");
    assert_string_equal(odd.modified, "");
    assert_int_equal(slow.retry_after, 120);
    assert_int_equal(dated.retry_after, 60);
    snprintf(expected, sizeof expected, "http://%s/ok", world.hostile.address);
    assert_string_equal(moved.final_url, expected);
    assert_string_equal(moved.moved, expected);
    assert_true(moved.permanent);
    assert_string_equal(partly.final_url, expected);
    assert_false(partly.permanent);
    snprintf(expected, sizeof expected, "http://%s/302", world.hostile.address);
    assert_string_equal(partly.moved, expected);
    world_close(&world);
}

static void asks_conditionally(void **state) {
    (void)state;
    struct world world;
    struct kept kept;
    world_open(&world);
    world_start(&world);
    add(&world, world.hostile.address, "/304", "\"v1\"", FETCH_FEED, &kept);
    run(&world);
    assert_int_equal(kept.class, FETCH_OK);
    assert_int_equal(kept.status, 304);
    assert_int_equal(kept.body_bytes, 0);
    assert_non_null(strstr(world.hostile.last, "\r\nIf-None-Match: \"v1\"\r\n"));
    assert_non_null(strstr(world.hostile.last, "\r\nUser-Agent: Broadsheet-Test\r\n"));
    assert_non_null(strstr(world.hostile.last, "\r\nAccept-Encoding: gzip, br, zstd\r\n"));
    assert_null(strstr(world.hostile.last, "Cookie"));
    struct fetch_request request = {.last_modified = STR("Sun, 06 Nov 1994 08:49:37 GMT"),
                                    .etag = STR("a\r\nEvil: 1"),
                                    .data = &kept};
    char url[100];
    snprintf(url, sizeof url, "http://%s/ok", world.hostile.address);
    request.url = str_from(url);
    assert_int_equal(fetch_add(world.fetcher, &request, NULL), STATUS_OK);
    run(&world);
    assert_non_null(
        strstr(world.hostile.last, "\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
    assert_null(strstr(world.hostile.last, "Evil"));
    request.last_modified = STR("yesterday");
    assert_int_equal(fetch_add(world.fetcher, &request, NULL), STATUS_OK);
    run(&world);
    assert_null(strstr(world.hostile.last, "If-Modified-Since"));
    add(&world, world.hostile.address, "/ok", NULL, FETCH_PICTURE, &kept); /* over 4 bytes */
    run(&world);
    assert_int_equal(kept.class, FETCH_TOO_LARGE);
    world_close(&world);
}

/* attacks.md C01-C12, C19-C26, C32; %u is the canary's port. */
static void denies_what_is_private(void **state) {
    (void)state;
    static const struct {
        const char *url;
        enum fetch_class class;
    } denied[] = {
        {"http://127.0.0.1:%u/", FETCH_DENIED},
        {"http://127.255.255.254:%u/", FETCH_DENIED},
        {"http://2130706433:%u/", FETCH_DENIED},
        {"http://0x7f000001:%u/", FETCH_DENIED},
        {"http://0x7f.1:%u/", FETCH_DENIED},
        {"http://0177.0.0.1:%u/", FETCH_DENIED},
        {"http://017700000001:%u/", FETCH_DENIED},
        {"http://127.1:%u/", FETCH_DENIED},
        {"http://127.0.1:%u/", FETCH_DENIED},
        {"http://0:%u/", FETCH_DENIED},
        {"http://[::]:%u/", FETCH_DENIED},
        {"http://[::1]:%u/", FETCH_DENIED},
        {"http://[0:0:0:0:0:0:0:1]:%u/", FETCH_DENIED},
        {"http://[::ffff:127.0.0.1]:%u/", FETCH_DENIED},
        {"http://[::ffff:7f00:1]:%u/", FETCH_DENIED},
        {"http://[::1%%25lo]:%u/", FETCH_INVALID_URL},
        {"http://localhost:%u/", FETCH_DENIED},
        {"http://LOCALHOST:%u/", FETCH_DENIED},
        {"http://localhost.:%u/", FETCH_DENIED},
        {"http://foo.localhost:%u/", FETCH_DENIED},
        {"http://foo.localhost.:%u/", FETCH_DENIED},
        {"http://１２７.0.0.1:%u/", FETCH_DENIED},
        {"http://①②⑦.⓪.⓪.①:%u/", FETCH_DENIED},
        {"http://127。0。0。1:%u/", FETCH_DENIED},
        {"http://169.254.169.254/latest/meta-data/", FETCH_DENIED},
        {"http://[fd00:ec2::254]/", FETCH_DENIED},
        {"http://10.0.0.1/", FETCH_DENIED},
        {"http://8.8.8.8:22/", FETCH_DENIED}, /* a port that is not listed */
        {"http://127.0.0.1:0/", FETCH_INVALID_URL},
        {"http://127.0.0.1:99999/", FETCH_INVALID_URL},
        {"http:127.0.0.1:%u/", FETCH_INVALID_URL},
        {"http:///127.0.0.1:%u/", FETCH_INVALID_URL},
        {"http:/\\127.0.0.1:%u/", FETCH_INVALID_URL},
        {"http://evil.com\\@127.0.0.1:%u/", FETCH_INVALID_URL},
        {"http://user:secret@127.0.0.1:%u/", FETCH_INVALID_URL},
        {"127.0.0.1:%u", FETCH_INVALID_URL},
        {"//127.0.0.1:%u/", FETCH_INVALID_URL},
        {"file:///etc/passwd", FETCH_INVALID_URL},
        {" file:/etc/passwd", FETCH_INVALID_URL},
        {"FILE://localhost/etc/passwd", FETCH_INVALID_URL},
        {"", FETCH_INVALID_URL},
    };
    enum { DENIED = sizeof denied / sizeof denied[0] };
    static struct kept kept[DENIED];
    struct world world;
    world_open(&world);
    char proxy[100];
    snprintf(proxy, sizeof proxy, "http://%s", world.canary.address);
    assert_int_equal(setenv("http_proxy", proxy, 1), 0);
    assert_int_equal(setenv("all_proxy", proxy, 1), 0);
    world_start(&world);
    for (size_t i = 0; i < DENIED; i++) {
        struct buf url;
        buf_init(&url, 300);
        struct str rest = str_from(denied[i].url);
        size_t mark = str_find(rest, STR("%u"));
        buf_add(&url, str_take(rest, mark == SIZE_MAX ? rest.n : mark));
        if (mark != SIZE_MAX) {
            buf_add_u64(&url, world.canary.port);
            buf_add(&url, str_skip(rest, mark + 2));
        }
        struct fetch_request request = {.url = buf_str(&url), .data = &kept[i]};
        assert_int_equal(fetch_add(world.fetcher, &request, NULL), STATUS_OK);
        buf_release(&url);
    }
    run(&world);
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    for (size_t i = 0; i < DENIED; i++)
        if (kept[i].calls != 1 || kept[i].class != denied[i].class || kept[i].status != 0 ||
            strstr(kept[i].message, "secret") != NULL)
            fail_msg("%s: %s (%s)", denied[i].url, fetch_class_word(kept[i].class),
                     kept[i].message);
    world_close(&world);
}

/* attacks.md C10: by the address itself, and by all that the machine has. */
static void denies_our_own(void **state) {
    (void)state;
    static const struct {
        const char *host; /* NULL: as it is asked */
        int port;         /* beside the asked one */
        enum fetch_class class;
    } rows[] = {
        {NULL, 0, FETCH_DENIED},  {"0.0.0.0", 0, FETCH_DENIED}, {"[::]", 0, FETCH_DENIED},
        {"0.0.0.0", 1, FETCH_OK}, {"[::1]", 0, FETCH_OK},       {"198.51.100.1", 0, FETCH_OK},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        struct kept kept;
        char text[100];
        uint64_t port;
        world_open(&world);
        struct str asked = str_from(world.hostile.address);
        size_t colon = str_find_last_byte(asked, ':');
        assert_true(str_to_u64(str_skip(asked, colon + 1), &port));
        snprintf(text, sizeof text, "%s:%d", rows[i].host, (int)port + rows[i].port);
        struct str own = rows[i].host != NULL ? str_from(text) : asked;
        struct fetch_options options = {
            .config = &world.config, .clock = &world.clock, .deny = &own, .deny_count = 1};
        assert_int_equal(fetch_open(&options, &world.fetcher, NULL), STATUS_OK);
        add(&world, world.hostile.address, "/ok", NULL, FETCH_FEED, &kept);
        run(&world);
        assert_int_equal(kept.class, rows[i].class);
        assert_int_equal(atomic_load(&world.hostile.hits), rows[i].class == FETCH_OK);
        world_close(&world);
    }
}

/* A silent server, one that drips for ever, one that nobody is at: each ends in its time, and a
 * healthy one beside them does not wait (A01, A04, G4). */
static void ends_in_time(void **state) {
    (void)state;
    struct world world;
    struct kept silent;
    struct kept drip;
    struct kept healthy;
    world_open(&world);
    struct server dripping;
    server_start(&dripping, "127.0.0.3", answer, NULL);
    world.allow[2] = str_from(dripping.address);
    world.config.allow_count = 3;
    world.config.limits.first_byte_seconds = 1;
    world.config.limits.total_seconds = 2;
    world_start(&world);
    add(&world, world.hostile.address, "/silent", NULL, FETCH_FEED, &silent);
    add(&world, dripping.address, "/drip", NULL, FETCH_FEED, &drip);
    add(&world, world.other.address, "/", NULL, FETCH_FEED, &healthy);
    run(&world);
    assert_int_equal(silent.class, FETCH_TIMEOUT);
    assert_in_range(silent.ms, 1000, 1900);
    assert_int_equal(drip.class, FETCH_TIMEOUT);
    assert_in_range(drip.ms, 1900, 4000);
    assert_int_equal(healthy.class, FETCH_OK);
    assert_string_equal(healthy.body, "other");
    assert_true(healthy.done_at < silent.done_at);
    server_stop(&dripping);
    world_close(&world);
}

static void is_polite(void **state) {
    (void)state;
    struct world world;
    struct kept kept[6];
    world_open(&world);
    world.config.per_host_delay = 60;
    world_start(&world);
    for (int i = 0; i < 4; i++)
        add(&world, world.other.address, "/", NULL, FETCH_FEED, &kept[i]);
    add(&world, world.hostile.address, "/301", NULL, FETCH_FEED, &kept[4]);
    run(&world);
    for (int i = 0; i < 4; i++)
        assert_int_equal(kept[i].class, FETCH_OK);
    assert_int_equal(atomic_load(&world.other.hits), 4);
    assert_int_equal(atomic_load(&world.other.most_open), 1);
    for (int i = 1; i < 4; i++)
        assert_true(world.other.times[i] - world.other.times[i - 1] >= 55);
    /* A redirect within a host is one visit. */
    assert_int_equal(atomic_load(&world.hostile.hits), 4);
    assert_true(kept[4].done_at < kept[3].done_at);
    world_close(&world);
}

/* A redirect to another host that is allowed arrives there, and waits in its queue. */
static void changes_hosts(void **state) {
    (void)state;
    struct world world;
    struct kept kept[2];
    struct server gate;
    world_open(&world);
    world.config.per_host_delay = 50;
    server_start(&gate, "127.0.0.3", answer, &world.hostile);
    world.allow[2] = str_from(gate.address);
    world.config.allow_count = 3;
    world_start(&world);
    add(&world, world.hostile.address, "/ok", NULL, FETCH_FEED, &kept[0]);
    add(&world, gate.address, "/to-other", NULL, FETCH_FEED, &kept[1]);
    run(&world);
    assert_int_equal(kept[1].status, 0); /* that server has nothing at "/": it closes */
    assert_int_equal(kept[1].class, FETCH_NETWORK);
    assert_int_equal(kept[1].redirects, 1);
    assert_int_equal(atomic_load(&world.hostile.hits), 2);
    assert_int_equal(atomic_load(&world.hostile.most_open), 1);
    assert_true(world.hostile.times[1] - world.hostile.times[0] >= 45);
    server_stop(&gate);
    world_close(&world);
}

struct following {
    struct world *world;
    struct kept *kept;
    int calls;
};

static void follow_up(const struct fetch_response *response, void *context) {
    struct following *following = context;
    keep(response, NULL);
    if (++following->calls == 1)
        add(following->world, following->world->hostile.address, "/404", NULL, FETCH_PAGE,
            following->kept);
}

static void takes_more_while_answering(void **state) {
    (void)state;
    struct world world;
    struct kept kept[2];
    world_open(&world);
    world_start(&world);
    struct following following = {&world, &kept[1], 0};
    add(&world, world.hostile.address, "/ok", NULL, FETCH_FEED, &kept[0]);
    assert_int_equal(fetch_run(world.fetcher, follow_up, &following, NULL), STATUS_OK);
    assert_int_equal(following.calls, 2);
    assert_int_equal(kept[1].class, FETCH_HTTP_4XX);
    /* Left alone in the middle of things. */
    add(&world, world.hostile.address, "/silent", NULL, FETCH_FEED, &kept[0]);
    add(&world, world.hostile.address, "/ok", NULL, FETCH_FEED, &kept[1]);
    assert_int_equal(fetch_step(world.fetcher, 10, keep, NULL, NULL), STATUS_OK);
    assert_int_equal(fetch_left(world.fetcher), 2);
    world_close(&world);
}

static void goes_through_a_proxy(void **state) {
    (void)state;
    struct world world;
    struct kept named;
    struct kept private;
    struct kept port;
    char proxy[100];
    world_open(&world);
    snprintf(proxy, sizeof proxy, "http://%s", world.other.address);
    world.config.proxy = str_from(proxy);
    world_start(&world);
    add(&world, "news.example", "/feed", NULL, FETCH_FEED, &named);
    add(&world, "10.1.2.3", "/", NULL, FETCH_FEED, &private);
    add(&world, "news.example:22", "/", NULL, FETCH_FEED, &port);
    run(&world);
    assert_int_equal(named.class, FETCH_OK);
    assert_string_equal(named.body, "other");
    assert_non_null(strstr(world.other.last, "GET http://news.example/feed HTTP/1.1\r\n"));
    assert_int_equal(private.class, FETCH_DENIED);
    assert_int_equal(port.class, FETCH_DENIED);
    assert_int_equal(atomic_load(&world.other.hits), 1);
    world_close(&world);
}

static void reads_dates(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t time;
    } dates[] = {
        {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},  {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
        {"Mon, 29 Feb 2016 12:00:00 GMT", 1456747200}, {"Tue, 31 Feb 2016 12:00:00 GMT", TIME_NONE},
        {"Sun, 00 Nov 1994 08:49:37 GMT", TIME_NONE},  {"Sun, 06 Nov 1994 24:49:37 GMT", TIME_NONE},
        {"unS, 06 Nov 1994 08:49:37 GMT", TIME_NONE},  {"Xxx, 06 Nov 1994 08:49:37 GMT", TIME_NONE},
        {"Sun, 06 Xxx 1994 08:49:37 GMT", TIME_NONE},  {"Sun, 06 ovD 1994 08:49:37 GMT", TIME_NONE},
        {"Sun, 6 Nov 1994 08:49:37 GMT", TIME_NONE},   {"Sun, 06 Nov 1994 08:49:37 UTC", TIME_NONE},
        {"Sunday, 06-Nov-94 08:49:37 GMT", TIME_NONE}, {"", TIME_NONE},
    };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        int64_t time = TIME_NONE;
        bool good = fetch_http_date(str_from(dates[i].text), &time);
        if (good != (dates[i].time != TIME_NONE) || (good && time != dates[i].time))
            fail_msg("%s", dates[i].text);
    }
}

static void refuses_bad_options(void **state) {
    (void)state;
    struct clock clock = clock_fixed(0);
    struct str bad = STR("localhost:80");
    struct edition_fetch config = {.allow = &bad, .allow_count = 1};
    struct fetch_options options = {.config = &config, .clock = &clock};
    struct fetcher *fetcher = NULL;
    assert_int_equal(fetch_open(&options, &fetcher, NULL), STATUS_CONFIG);
    assert_null(fetcher);
    config = (struct edition_fetch){.proxy = STR("socks5://127.0.0.1")};
    assert_int_equal(fetch_open(&options, &fetcher, NULL), STATUS_CONFIG);
    fetch_close(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_answers),
        cmocka_unit_test(keeps_headers),
        cmocka_unit_test(asks_conditionally),
        cmocka_unit_test(denies_what_is_private),
        cmocka_unit_test(denies_our_own),
        cmocka_unit_test(ends_in_time),
        cmocka_unit_test(is_polite),
        cmocka_unit_test(changes_hosts),
        cmocka_unit_test(takes_more_while_answering),
        cmocka_unit_test(goes_through_a_proxy),
        cmocka_unit_test(reads_dates),
        cmocka_unit_test(refuses_bad_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
