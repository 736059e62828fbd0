/* The system's clock jumps, and whoever is asked pays no heed (attacks.md J07). */
#include "world.h"

/* A round at a time that was wrong: all that it noted lies ahead. */
static void a_clock_that_ran_ahead_stops_nobody(void **state) {
    (void)state;
    static const char *const sources[] = {"/feed", "+/busy", NULL};
    struct world world;
    open_world(&world);
    configure(&world, "  robots: all\n", sources);
    says_feed(&world.site, "/feed", "", "One");
    says(&world.site, "/robots.txt", "HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /no\n");
    says(&world.other, "/busy", "HTTP/1.1 429 No\r\nRetry-After: 7200\r\n\r\n");
    round_after(&world, 40 * DAY_SECONDS);
    assert_int_equal(world.report.gather.fresh, 1);
    says_feed(&world.site, "/feed", "", "Two");
    says_feed(&world.other, "/busy", "", "Three");
    round_after(&world, -40 * DAY_SECONDS);
    assert_int_equal(world.report.gather.fresh, 2);
    assert_int_equal(atomic_load(&path_of(&world.site, "/robots.txt")->hits), 2);
    assert_in_range(world.report.next_due, NOW + 60, NOW + DAY_SECONDS);
    round_after(&world, 60);
    assert_int_equal(world.report.gather.sources, 0); /* and not each round */
    close_world(&world);
}

/* One that was behind brings what is due at once, and no more than that. */
static void a_clock_that_stood_back_asks_once(void **state) {
    (void)state;
    static const char *const sources[] = {"/feed", NULL};
    struct world world;
    open_world(&world);
    configure(&world, "", sources);
    says_feed(&world.site, "/feed", "", "One");
    round_after(&world, -DAY_SECONDS);
    round_after(&world, DAY_SECONDS);
    round_after(&world, 1);
    assert_int_equal(atomic_load(&path_of(&world.site, "/feed")->hits), 2);
    close_world(&world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_that_ran_ahead_stops_nobody),
        cmocka_unit_test(a_clock_that_stood_back_asks_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
