/* How often a client may ask. Times are handed in. */
#include "support/case.h"

#include "serve/limits.h"
#include <arpa/inet.h>
#include <stdlib.h>

static struct in6_addr address(const char *text) {
    struct in6_addr address;
    assert_int_equal(inet_pton(AF_INET6, text, &address), 1);
    return address;
}

static size_t takes(struct serve_limits *limits, const char *who, int64_t now, int64_t *wait) {
    struct in6_addr client = address(who);
    size_t n = 0;
    while (n < 1000 && serve_limits_take(limits, &client, now, wait))
        n++;
    return n;
}

static struct serve_limits *limits_of(int64_t per_minute) {
    struct serve_limits *limits = malloc(sizeof *limits);
    assert_non_null(limits);
    serve_limits_init(limits, per_minute, 1);
    return limits;
}

static void test_burst_and_rate(void **state) {
    struct serve_limits *limits = limits_of(120); /* one in half a second, 30 at once */
    int64_t wait;
    assert_int_equal(takes(limits, "::ffff:192.0.2.1", 1000, &wait), 30);
    assert_int_equal(wait, 1);
    assert_int_equal(takes(limits, "::ffff:192.0.2.1", 1400, &wait), 0);
    assert_int_equal(takes(limits, "::ffff:192.0.2.1", 1500, &wait), 1);
    assert_int_equal(takes(limits, "::ffff:192.0.2.1", 3500, &wait), 4);
    assert_int_equal(takes(limits, "::ffff:192.0.2.1", 3500 + 60000, &wait), 30);
    assert_int_equal(takes(limits, "::ffff:192.0.2.2", 1500, &wait), 30);
    free(limits);
    (void)state;
}

static void test_waits(void **state) {
    struct serve_limits *limits = limits_of(2); /* one in 30 s, 10 at once */
    int64_t wait;
    assert_int_equal(takes(limits, "::ffff:192.0.2.1", 0, &wait), 10);
    assert_int_equal(wait, 30);
    assert_int_equal(takes(limits, "::ffff:192.0.2.1", 29000, &wait), 0);
    assert_int_equal(wait, 1);
    assert_int_equal(takes(limits, "::ffff:192.0.2.1", 30000, &wait), 1);
    free(limits);
    (void)state;
}

static void test_networks_and_none(void **state) {
    struct serve_limits *limits = limits_of(60);
    int64_t wait;
    assert_int_equal(takes(limits, "2001:db8:1:2::1", 0, &wait), 15);
    assert_int_equal(takes(limits, "2001:db8:1:2:ffff::9", 0, &wait), 0);
    assert_int_equal(takes(limits, "2001:db8:1:3::1", 0, &wait), 15);
    serve_limits_init(limits, 0, 1);
    assert_int_equal(takes(limits, "2001:db8:1:2::1", 0, &wait), 1000);
    free(limits);
    (void)state;
}

/* More clients than there is room for: those that come are served, whoever is forgotten. */
static void test_a_crowd(void **state) {
    struct serve_limits *limits = limits_of(60);
    int64_t wait;
    for (int i = 0; i < 100000; i++) {
        char text[64];
        snprintf(text, sizeof text, "::ffff:10.%d.%d.%d", i >> 16, i >> 8 & 255, i & 255);
        struct in6_addr client = address(text);
        assert_true(serve_limits_take(limits, &client, i / 100, &wait));
    }
    free(limits);
    (void)state;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_burst_and_rate),
        cmocka_unit_test(test_waits),
        cmocka_unit_test(test_networks_and_none),
        cmocka_unit_test(test_a_crowd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
