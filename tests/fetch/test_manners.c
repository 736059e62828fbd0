/* What a host asks for: robots.txt, pauses, rest; and codings within their caps. */
#include "fetch/fetch.h"

#include "site.h"
#include <zlib.h>

enum { NOW = 784111777 /* Sun, 06 Nov 1994 08:49:37 GMT */ };

#define OK "HTTP/1.1 200 OK\r\n\r\n"

struct kept {
    int calls, status, order;
    enum fetch_class class;
    char message[300], stated[300];
    int64_t retry_after, fresh, done_at;
    size_t body_bytes;
    char body[64];
};

struct world {
    struct site site, other;
    struct edition_fetch config;
    struct str allow[2];
    struct clock clock;
    struct fetch_memory memory;
    struct fetcher *fetcher;
    int answers;
    /* What was remembered. */
    char origin[200], rules[2000], paused[200];
    char reserve[2000]; /* the last tdmrep.json */
    int64_t robots_until, reserve_until, paused_until;
    bool known;
};

static void keep(const struct fetch_response *response, void *context) {
    struct kept *kept = response->data;
    struct world *world = context;
    kept->calls++;
    kept->order = world->answers++;
    kept->status = response->status;
    kept->class = response->class;
    kept->retry_after = response->retry_after;
    kept->fresh = response->fresh;
    kept->body_bytes = response->body.n;
    kept->done_at = clock_monotonic_ms();
    snprintf(kept->message, sizeof kept->message, "%.*s", STR_ARG(response->message));
    snprintf(kept->body, sizeof kept->body, "%.*s", STR_ARG(response->body));
    snprintf(kept->stated, sizeof kept->stated, "%.*s", STR_ARG(response->stated));
}

static void recall(void *state, struct str origin, struct arena *arena, struct str *rules,
                   int64_t *until) {
    struct world *world = state;
    if (world->known && str_ends(origin, STR("/.well-known/tdmrep.json")) &&
        world->reserve_until > 0) {
        *rules = arena_copy(arena, str_from(world->reserve));
        *until = world->reserve_until;
    }
    if (!world->known || !str_eq(origin, str_from(world->origin)))
        return;
    *rules = arena_copy(arena, str_from(world->rules));
    *until = world->robots_until;
}

static void remember(void *state, struct str origin, struct str rules, int64_t until) {
    struct world *world = state;
    if (str_ends(origin, STR("/.well-known/tdmrep.json"))) {
        snprintf(world->reserve, sizeof world->reserve, "%.*s", STR_ARG(rules));
        world->reserve_until = until;
        return;
    }
    snprintf(world->origin, sizeof world->origin, "%.*s", STR_ARG(origin));
    snprintf(world->rules, sizeof world->rules, "%.*s", STR_ARG(rules));
    world->robots_until = until;
}

static void remember_pause(void *state, struct str host, int64_t until) {
    struct world *world = state;
    snprintf(world->paused, sizeof world->paused, "%.*s", STR_ARG(host));
    world->paused_until = until;
}

static void start(struct world *world) {
    const struct fetch_options options = {
        .config = &world->config, .clock = &world->clock, .memory = world->memory};
    fetch_close(world->fetcher);
    assert_int_equal(fetch_open(&options, &world->fetcher, NULL), STATUS_OK);
}

static void world_open(struct world *world) {
    memset(world, 0, sizeof *world);
    site_start(&world->site, "127.0.0.1");
    site_start(&world->other, "127.0.0.2");
    world->allow[0] = str_from(world->site.server.address);
    world->allow[1] = str_from(world->other.server.address);
    world->config = (struct edition_fetch){
        .user_agent = STR("Broadsheet/1.0 (+https://small.example)"),
        .connections = 16,
        .robots = ROBOTS_PAGES,
        .allow = world->allow,
        .allow_count = 2,
        .limits = {.feed_bytes = 2 << 20,
                   .page_bytes = 1 << 20,
                   .connect_seconds = 2,
                   .first_byte_seconds = 5,
                   .total_seconds = 5,
                   .redirects = 5},
    };
    world->clock = clock_fixed(NOW);
    world->memory = (struct fetch_memory){world, recall, remember, remember_pause};
    start(world);
}

static void world_close(struct world *world) {
    fetch_close(world->fetcher);
    server_stop(&world->site.server);
    server_stop(&world->other.server);
}

static void ask(struct world *world, const struct site *site, const char *path,
                enum fetch_kind kind, int64_t doubt, struct kept *kept) {
    char url[300];
    snprintf(url, sizeof url, "http://%s%s", site->server.address, path);
    const struct fetch_request request = {
        .url = str_from(url), .kind = kind, .doubt = doubt, .data = kept};
    *kept = (struct kept){0};
    assert_int_equal(fetch_add(world->fetcher, &request, NULL), STATUS_OK);
}

static void run(struct world *world) {
    struct error error = {0};
    if (fetch_run(world->fetcher, keep, world, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_int_equal(fetch_left(world->fetcher), 0);
    assert_false(fetch_hopeful(world->fetcher));
}

/* RFC 9309, 2.3.1: what each answer for robots.txt means for a page. */
static void asks_robots_first(void **state) {
    (void)state;
    static const struct {
        const char *answer;
        enum fetch_class page, open; /* of /page and of /open */
        int64_t holds;               /* seconds */
    } rows[] = {
        {OK "User-agent: *\nDisallow: /\nAllow: /open", FETCH_DISALLOWED, FETCH_OK, 86400},
        {OK "User-agent: Broadsheet\nDisallow: /page\n\nUser-agent: *\nDisallow: /",
         FETCH_DISALLOWED, FETCH_OK, 86400},
        {OK "User-agent: Other\nDisallow: /", FETCH_OK, FETCH_OK, 86400},
        {OK "<html>not one</html>", FETCH_OK, FETCH_OK, 86400},
        {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", FETCH_OK, FETCH_OK, 86400},
        {"HTTP/1.1 200 OK\r\nCache-Control: max-age=7200\r\n\r\nUser-agent: *\nDisallow: /page",
         FETCH_DISALLOWED, FETCH_OK, 7200},
        {"HTTP/1.1 200 OK\r\nCache-Control: max-age=9999999\r\n\r\nUser-agent: *\nDisallow: /page",
         FETCH_DISALLOWED, FETCH_OK, 86400},
        {"HTTP/1.1 200 OK\r\nCache-Control: no-store\r\n\r\nUser-agent: *\nDisallow: /page",
         FETCH_DISALLOWED, FETCH_OK, 3600},
        {"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", FETCH_OK, FETCH_OK, 86400},
        {"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", FETCH_OK, FETCH_OK, 86400},
        {"HTTP/1.1 410 No\r\nContent-Length: 0\r\n\r\n", FETCH_OK, FETCH_OK, 86400},
        {"HTTP/1.1 429 No\r\nContent-Length: 0\r\n\r\n", FETCH_DISALLOWED, FETCH_DISALLOWED, 3600},
        {"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", FETCH_DISALLOWED, FETCH_DISALLOWED, 3600},
        {"", FETCH_DISALLOWED, FETCH_DISALLOWED, 3600},
        {"HTTP/1.1 301 M\r\nLocation: /r2\r\n\r\n", FETCH_DISALLOWED, FETCH_OK, 86400},
        {"HTTP/1.1 301 M\r\nLocation: /robots.txt\r\n\r\n", FETCH_OK, FETCH_OK, 86400},
        {"HTTP/1.1 301 M\r\nLocation: http://10.0.0.1/robots.txt\r\n\r\n", FETCH_DISALLOWED,
         FETCH_DISALLOWED, 3600},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        struct kept page;
        struct kept open;
        struct kept feed;
        char expected[200];
        world_open(&world);
        says(&world.site, "/robots.txt", rows[i].answer);
        says(&world.site, "/r2", OK "User-agent: *\nDisallow: /page");
        says(&world.site, "/page", OK "page");
        says(&world.site, "/open", OK "open");
        says(&world.site, "/feed", OK "feed");
        ask(&world, &world.site, "/page", FETCH_PAGE, 0, &page);
        ask(&world, &world.site, "/open", FETCH_PAGE, 0, &open);
        ask(&world, &world.site, "/feed", FETCH_FEED, 0, &feed);
        run(&world);
        if (page.class != rows[i].page || open.class != rows[i].open || feed.class != FETCH_OK ||
            page.calls != 1 || world.robots_until - NOW != rows[i].holds)
            fail_msg("%s: %s, %s, for %lld s", rows[i].answer, fetch_class_word(page.class),
                     fetch_class_word(open.class), (long long)(world.robots_until - NOW));
        assert_int_equal(atomic_load(&path_of(&world.site, "/page")->hits), page.class == FETCH_OK);
        snprintf(expected, sizeof expected, "http://%s", world.site.server.address);
        assert_string_equal(world.origin, expected);
        /* Another fetcher remembers what this one heard. */
        int asked = atomic_load(&path_of(&world.site, "/robots.txt")->hits);
        world.known = true;
        start(&world);
        ask(&world, &world.site, "/page", FETCH_PAGE, 0, &page);
        run(&world);
        assert_int_equal(page.class, rows[i].page);
        assert_int_equal(atomic_load(&path_of(&world.site, "/robots.txt")->hits), asked);
        world_close(&world);
    }
}

/* What tdmrep.json says of a page counts as said by its answer, where that says nothing of it. */
static void asks_what_is_reserved(void **state) {
    (void)state;
    static const struct {
        const char *answer;
        const char *page, *own, *free; /* what is stated of each */
        int64_t holds;
    } rows[] = {
        {OK "[{\"location\":\"/\",\"tdm-reservation\":1,\"tdm-policy\":\"https://a.example/t\"},"
            "{\"location\":\"/free/*\",\"tdm-reservation\":0}]",
         "tdm-reservation: 1\ntdm-policy: https://a.example/t\n", "tdm-reservation: 0\n", "",
         DAY_SECONDS},
        {OK "[{\"location\":\"/free/p$\",\"tdm-reservation\":1}]", "", "tdm-reservation: 0\n",
         "tdm-reservation: 1\n", DAY_SECONDS},
        {OK "<html>not one</html>", "", "tdm-reservation: 0\n", "", DAY_SECONDS},
        {"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", "", "tdm-reservation: 0\n", "",
         DAY_SECONDS},
        {"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", "", "tdm-reservation: 0\n", "", 3600},
        {"HTTP/1.1 301 M\r\nLocation: /r2\r\n\r\n", "tdm-reservation: 1\n", "tdm-reservation: 0\n",
         "tdm-reservation: 1\n", DAY_SECONDS},
        {"HTTP/1.1 301 M\r\nLocation: http://10.0.0.1/x\r\n\r\n", "", "tdm-reservation: 0\n", "",
         3600},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        struct kept page, own, free, feed;
        world_open(&world);
        says(&world.site, "/.well-known/tdmrep.json", rows[i].answer);
        says(&world.site, "/r2", OK "[{\"location\":\"*\",\"tdm-reservation\":\"1\"}]");
        says(&world.site, "/page", OK "page");
        says(&world.site, "/own", "HTTP/1.1 200 OK\r\nTDM-Reservation: 0\r\n\r\nx");
        says(&world.site, "/free/p", OK "free");
        says(&world.site, "/feed", OK "feed");
        for (int again = 0; again < 2; again++) { /* the second fetcher remembers */
            ask(&world, &world.site, "/page", FETCH_PAGE, 0, &page);
            ask(&world, &world.site, "/own", FETCH_PAGE, 0, &own);
            ask(&world, &world.site, "/free/p", FETCH_PAGE, 0, &free);
            ask(&world, &world.site, "/feed", FETCH_FEED, 0, &feed);
            run(&world);
            assert_int_equal(page.class, FETCH_OK);
            assert_string_equal(page.stated, rows[i].page);
            assert_string_equal(own.stated, rows[i].own);
            assert_string_equal(free.stated, rows[i].free);
            assert_string_equal(feed.stated, "");
            assert_int_equal(world.reserve_until - NOW, rows[i].holds);
            assert_int_equal(atomic_load(&path_of(&world.site, "/.well-known/tdmrep.json")->hits),
                             1);
            world.known = true;
            start(&world);
        }
        world_close(&world);
    }
}

/* Of a text that came otherwise only that file is asked for; one that is known is not waited for.
 */
static void asks_nothing_of_what_is_there(void **state) {
    (void)state;
    struct world world;
    struct kept one, two, feed;
    world_open(&world);
    says(&world.site, "/.well-known/tdmrep.json",
         OK "[{\"location\":\"/a\",\"tdm-reservation\":1}]");
    says(&world.site, "/feed", OK "feed");
    for (int again = 0; again < 2; again++) {
        ask(&world, &world.site, "/feed", FETCH_FEED, 0, &feed);
        ask(&world, &world.site, "/a", FETCH_STATED, 0, &one);
        ask(&world, &world.site, "/b", FETCH_STATED, 0, &two);
        run(&world);
        assert_true(one.class == FETCH_OK && one.status == 0 && one.body_bytes == 0);
        assert_string_equal(one.stated, "tdm-reservation: 1\n");
        assert_int_equal(two.class, FETCH_OK);
        assert_string_equal(two.stated, "");
        world.known = true;
        world.config.per_host_delay = 60000;
        start(&world);
    }
    assert_int_equal(atomic_load(&path_of(&world.site, "/.well-known/tdmrep.json")->hits), 1);
    assert_int_equal(atomic_load(&world.site.server.hits), 3);
    world.config.robots = ROBOTS_NONE;
    start(&world);
    ask(&world, &world.site, "/a", FETCH_STATED, 0, &one);
    run(&world);
    assert_int_equal(one.class, FETCH_OK);
    assert_string_equal(one.stated, "");
    world_close(&world);
}

/* When it is out of date it is asked for again; when it cannot be had then, the old one holds. */
static void robots_grow_old(void **state) {
    (void)state;
    struct world world;
    struct kept page;
    struct kept shut;
    world_open(&world);
    says(&world.site, "/robots.txt", OK "User-agent: *\nDisallow: /shut");
    says(&world.site, "/page", OK "page");
    ask(&world, &world.site, "/page", FETCH_PAGE, 0, &page);
    run(&world);
    world.known = true;
    world.clock = clock_fixed(NOW + DAY_SECONDS);
    says(&world.site, "/robots.txt", "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
    start(&world);
    ask(&world, &world.site, "/page", FETCH_PAGE, 0, &page);
    ask(&world, &world.site, "/shut", FETCH_PAGE, 0, &shut);
    run(&world);
    assert_int_equal(page.class, FETCH_OK);
    assert_int_equal(shut.class, FETCH_DISALLOWED);
    assert_int_equal(atomic_load(&path_of(&world.site, "/robots.txt")->hits), 2);
    world.clock = clock_fixed(NOW + 2 * DAY_SECONDS); /* within one fetcher, too */
    says(&world.site, "/robots.txt", OK "User-agent: *\nDisallow: /page");
    ask(&world, &world.site, "/page", FETCH_PAGE, 0, &page);
    run(&world);
    assert_int_equal(page.class, FETCH_DISALLOWED);
    world_close(&world);
}

/* A redirect asks the robots.txt of where it leads; and "all" and "none" mean what they say. */
static void robots_on_the_way(void **state) {
    (void)state;
    struct world world;
    struct kept page;
    struct kept feed;
    char moved[300];
    world_open(&world);
    snprintf(moved, sizeof moved, "HTTP/1.1 302 F\r\nLocation: http://%s/there\r\n\r\n",
             world.other.server.address);
    says(&world.site, "/page", moved);
    says(&world.site, "/inside", "HTTP/1.1 302 F\r\nLocation: /shut\r\n\r\n");
    says(&world.site, "/robots.txt", OK "User-agent: *\nDisallow: /shut");
    says(&world.other, "/robots.txt", OK "User-agent: *\nDisallow: /there");
    says(&world.other, "/there", OK "there");
    ask(&world, &world.site, "/page", FETCH_PAGE, 0, &page);
    run(&world);
    assert_int_equal(page.class, FETCH_DISALLOWED);
    assert_int_equal(atomic_load(&path_of(&world.other, "/there")->hits), 0);
    ask(&world, &world.site, "/inside", FETCH_PAGE, 0, &page);
    ask(&world, &world.site, "/page", FETCH_FEED, 0, &feed);
    run(&world);
    assert_int_equal(page.class, FETCH_DISALLOWED);
    assert_int_equal(feed.class, FETCH_OK);
    world.config.robots = ROBOTS_ALL;
    ask(&world, &world.site, "/page", FETCH_FEED, 0, &feed);
    run(&world);
    assert_int_equal(feed.class, FETCH_DISALLOWED);
    world.config.robots = ROBOTS_NONE;
    ask(&world, &world.site, "/page", FETCH_PAGE, 0, &page);
    run(&world);
    assert_int_equal(page.class, FETCH_OK);
    world_close(&world);
}

/* Of a huge robots.txt the beginning counts; Crawl-delay is the host's delay. */
static void reads_the_beginning(void **state) {
    (void)state;
    struct world world;
    struct kept pages[3];
    struct buf file;
    world_open(&world);
    buf_init(&file, 8 << 20);
    BUF_ADD(&file, OK "User-agent: *\nCrawl-delay: 0.2\nDisallow: /shut\n");
    while (file.n < 4 << 20)
        BUF_ADD(&file, "# nothing to say, but at length\n");
    BUF_ADD(&file, "Disallow: /\n");
    path_of(&world.site, "/robots.txt")->bytes = buf_str(&file);
    says(&world.site, "/open", OK "open");
    ask(&world, &world.site, "/shut", FETCH_PAGE, 0, &pages[0]);
    ask(&world, &world.site, "/open", FETCH_PAGE, 0, &pages[1]);
    ask(&world, &world.site, "/open", FETCH_PAGE, 0, &pages[2]);
    run(&world);
    assert_int_equal(pages[0].class, FETCH_DISALLOWED);
    assert_int_equal(pages[1].class, FETCH_OK);
    assert_int_equal(pages[2].class, FETCH_OK);
    assert_true(world.site.server.times[2] - world.site.server.times[1] >= 190);
    world_close(&world);
    buf_release(&file);
}

/* A pause is the host's, whoever was told (RFC 9110, 10.2.3); other hosts go on. */
static void keeps_a_pause(void **state) {
    (void)state;
    static const struct {
        const char *answer;
        int64_t seconds; /* 0: no pause */
    } rows[] = {
        {"HTTP/1.1 429 S\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n", 120},
        {"HTTP/1.1 503 S\r\nRetry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\nContent-Length: "
         "0\r\n\r\n",
         60},
        {"HTTP/1.1 503 S\r\nRetry-After: 99999999999\r\nContent-Length: 0\r\n\r\n", 86400},
        {"HTTP/1.1 503 S\r\nContent-Length: 0\r\n\r\n", 0},
        {"HTTP/1.1 503 S\r\nRetry-After: soon\r\nContent-Length: 0\r\n\r\n", 0},
        {"HTTP/1.1 503 S\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n", 0},
        {"HTTP/1.1 404 N\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        struct kept slow;
        struct kept next;
        struct kept other;
        world_open(&world);
        says(&world.site, "/slow", rows[i].answer);
        says(&world.site, "/next", OK "next");
        says(&world.other, "/next", OK "next");
        ask(&world, &world.site, "/slow", FETCH_FEED, 0, &slow);
        ask(&world, &world.site, "/next", FETCH_FEED, 0, &next);
        ask(&world, &world.other, "/next", FETCH_FEED, 0, &other);
        run(&world);
        assert_int_equal(other.class, FETCH_OK);
        assert_int_equal(next.class, rows[i].seconds > 0 ? FETCH_HELD : FETCH_OK);
        assert_int_equal(world.paused_until, rows[i].seconds > 0 ? NOW + rows[i].seconds : 0);
        if (rows[i].seconds > 0) {
            assert_int_equal(next.retry_after, rows[i].seconds);
            assert_string_equal(world.paused, world.site.server.address);
            start(&world); /* over to the next round */
            assert_int_equal(
                fetch_hold(world.fetcher, str_from(world.paused), world.paused_until, NULL),
                STATUS_OK);
            ask(&world, &world.site, "/next", FETCH_FEED, 0, &next);
            run(&world);
            assert_int_equal(next.class, FETCH_HELD);
            world.clock = clock_fixed(world.paused_until);
            ask(&world, &world.site, "/next", FETCH_FEED, 0, &next);
            run(&world);
            assert_int_equal(next.class, FETCH_OK);
        }
        world_close(&world);
    }
}

/* Two requests without an answer are enough; those who come late to such a host are told at once.
 */
static void gives_a_silent_host_up(void **state) {
    (void)state;
    struct world world;
    struct kept kept[5];
    world_open(&world);
    says(&world.site, "/1", "");
    says(&world.site, "/2", "");
    says(&world.site, "/ok", OK "ok");
    ask(&world, &world.site, "/1", FETCH_FEED, 0, &kept[0]);
    ask(&world, &world.site, "/ok", FETCH_FEED, 0, &kept[1]);
    ask(&world, &world.site, "/2", FETCH_FEED, 0, &kept[2]);
    ask(&world, &world.site, "/1", FETCH_FEED, 0, &kept[3]);
    ask(&world, &world.site, "/ok", FETCH_FEED, 0, &kept[4]);
    run(&world);
    assert_int_equal(kept[0].class, FETCH_NETWORK);
    assert_int_equal(kept[1].class, FETCH_OK);
    assert_int_equal(kept[2].class, FETCH_NETWORK);
    assert_int_equal(kept[3].class, FETCH_NETWORK);
    assert_int_equal(kept[4].class, FETCH_HELD);
    assert_int_equal(kept[4].retry_after, -1);
    world_close(&world);
}

/* What failed before comes last, and can be cut. */
static void cuts_the_doubtful(void **state) {
    (void)state;
    struct world world;
    struct kept kept[6];
    world_open(&world);
    says(&world.site, "/ok", OK "ok");
    path_of(&world.site, "/silent")->pause_ms = -1;
    path_of(&world.other, "/silent")->pause_ms = -1;
    ask(&world, &world.site, "/silent", FETCH_FEED, 2, &kept[0]);
    ask(&world, &world.site, "/ok", FETCH_FEED, 0, &kept[1]);
    ask(&world, &world.site, "/silent", FETCH_FEED, 3, &kept[2]);
    ask(&world, &world.other, "/silent", FETCH_FEED, 1, &kept[3]);
    ask(&world, &world.site, "/ok", FETCH_FEED, 0, &kept[4]);
    ask(&world, &world.site, "/ok", FETCH_FEED, 1, &kept[5]);
    assert_true(fetch_hopeful(world.fetcher));
    while (fetch_hopeful(world.fetcher))
        assert_int_equal(fetch_step(world.fetcher, 100, keep, &world, NULL), STATUS_OK);
    while (atomic_load(&path_of(&world.site, "/silent")->hits) == 0)
        assert_int_equal(fetch_step(world.fetcher, 5, keep, &world, NULL), STATUS_OK);
    fetch_cut(world.fetcher);
    run(&world);
    assert_true(kept[1].order < kept[4].order && kept[4].order < kept[0].order);
    assert_int_equal(kept[5].class, FETCH_OK); /* there was less doubt about it */
    assert_int_equal(kept[0].class, FETCH_TIMEOUT);
    assert_int_equal(kept[2].class, FETCH_HELD);
    assert_int_equal(kept[3].class, FETCH_TIMEOUT);
    world_close(&world);
}

/* Who shares a host with one that was silent is not waited for either, until it answers. */
static void cuts_at_a_silent_host(void **state) {
    (void)state;
    struct world world;
    struct kept kept[6];
    world_open(&world);
    world.config.limits.first_byte_seconds = 1;
    start(&world);
    path_of(&world.site, "/silent")->pause_ms = -1;
    path_of(&world.other, "/silent")->pause_ms = -1;
    says(&world.other, "/ok", OK "ok");
    for (int i = 0; i < 3; i++)
        ask(&world, &world.site, "/silent", FETCH_FEED, 0, &kept[i]);
    ask(&world, &world.other, "/silent", FETCH_FEED, 0, &kept[3]);
    ask(&world, &world.other, "/ok", FETCH_FEED, 0, &kept[4]);
    ask(&world, &world.other, "/ok", FETCH_FEED, 0, &kept[5]);
    int64_t begun = clock_monotonic_ms();
    while (kept[0].calls == 0 || kept[5].calls == 0 || fetch_hopeful(world.fetcher))
        assert_int_equal(fetch_step(world.fetcher, 100, keep, &world, NULL), STATUS_OK);
    while (atomic_load(&path_of(&world.site, "/silent")->hits) < 2)
        assert_int_equal(fetch_step(world.fetcher, 5, keep, &world, NULL), STATUS_OK);
    fetch_cut(world.fetcher);
    run(&world);
    assert_true(clock_monotonic_ms() - begun < 1900);
    assert_int_equal(kept[0].class, FETCH_TIMEOUT);
    assert_int_equal(kept[1].class, FETCH_HELD); /* it ran, which is no failure of its own */
    assert_int_equal(kept[2].class, FETCH_HELD);
    assert_int_equal(kept[3].class, FETCH_TIMEOUT);
    assert_int_equal(kept[4].class, FETCH_OK);
    assert_int_equal(kept[5].class, FETCH_OK);
    world_close(&world);
}

/* attacks.md C36: many names of one machine are one host. `allow` with a name would need a name
 * server (test_hostile has one); here two ports of one address are two services. */
static void two_services_at_one_address(void **state) {
    (void)state;
    struct world world;
    struct site third;
    struct kept kept[2];
    world_open(&world);
    site_start(&third, "127.0.0.1");
    world.allow[1] = str_from(third.server.address);
    start(&world);
    path_of(&world.site, "/")->pause_ms = 100;
    path_of(&third, "/")->pause_ms = 100;
    says(&world.site, "/", OK "one");
    says(&third, "/", OK "two");
    ask(&world, &world.site, "/", FETCH_FEED, 0, &kept[0]);
    ask(&world, &third, "/", FETCH_FEED, 0, &kept[1]);
    run(&world);
    assert_string_equal(kept[0].body, "one");
    assert_string_equal(kept[1].body, "two");
    server_stop(&third.server);
    world_close(&world);
}

/* ---- codings ---- */

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
        cmocka_unit_test(asks_robots_first),
        cmocka_unit_test(asks_what_is_reserved),
        cmocka_unit_test(asks_nothing_of_what_is_there),
        cmocka_unit_test(robots_grow_old),
        cmocka_unit_test(robots_on_the_way),
        cmocka_unit_test(reads_the_beginning),
        cmocka_unit_test(keeps_a_pause),
        cmocka_unit_test(gives_a_silent_host_up),
        cmocka_unit_test(cuts_the_doubtful),
        cmocka_unit_test(cuts_at_a_silent_host),
        cmocka_unit_test(two_services_at_one_address),
        cmocka_unit_test(decodes_within_caps),
        cmocka_unit_test(makes_room_for_long_bodies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
