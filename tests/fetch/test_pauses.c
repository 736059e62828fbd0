/* Hosts that ask for a pause, are silent, or are one behind many names. */
#include "fetch/world.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_a_pause),
        cmocka_unit_test(gives_a_silent_host_up),
        cmocka_unit_test(cuts_the_doubtful),
        cmocka_unit_test(cuts_at_a_silent_host),
        cmocka_unit_test(two_services_at_one_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
