/* What a host asks for: robots.txt, and what it reserves. */
#include "fetch/world.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asks_robots_first),
        cmocka_unit_test(asks_what_is_reserved),
        cmocka_unit_test(asks_nothing_of_what_is_there),
        cmocka_unit_test(robots_grow_old),
        cmocka_unit_test(robots_on_the_way),
        cmocka_unit_test(reads_the_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
