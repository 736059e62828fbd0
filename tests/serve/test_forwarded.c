#include "serve/forwarded.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { NETWORKS = 3 };

static void test_ways(void **state) {
    static const struct {
        bool standard;
        const char *way; /* NULL: none */
        const char *client, *scheme;
    } cases[] = {
        {false, NULL, "::ffff:10.0.0.1", NULL},
        {false, "", "::ffff:10.0.0.1", NULL},
        {false, "203.0.113.7", "::ffff:203.0.113.7", NULL},
        {false, "203.0.113.7:4711", "::ffff:203.0.113.7", NULL},
        {false, "2001:db8::7", "2001:db8::7", NULL},
        {false, "[2001:db8::7]", "2001:db8::7", NULL},
        {false, " [2001:db8::7]:80 ", "2001:db8::7", NULL},
        /* What stands before one who is no proxy of ours, that one may have invented. */
        {false, "127.0.0.1, 203.0.113.7", "::ffff:203.0.113.7", NULL},
        {false, "10.0.0.9, 203.0.113.7, 10.0.0.2", "::ffff:203.0.113.7", NULL},
        {false, "198.51.100.1, 203.0.113.7,10.0.0.3 ,10.0.0.2", "::ffff:203.0.113.7", NULL},
        {false, "192.0.2.5, fd00::9", "::ffff:192.0.2.5", NULL},
        /* All are proxies: the one that is the farthest. */
        {false, "10.0.0.3, 10.0.0.2", "::ffff:10.0.0.3", NULL},
        /* Unreadable: whoever spoke of it. */
        {false, "203.0.113.7, unknown", "::ffff:10.0.0.1", NULL},
        {false, "203.0.113.7, unknown, 10.0.0.2", "::ffff:10.0.0.2", NULL},
        {false, "203.0.113.7, 999.1.1.1", "::ffff:10.0.0.1", NULL},
        {false, "[2001:db8::7", "::ffff:10.0.0.1", NULL},
        {false, "203.0.113.7,", "::ffff:10.0.0.1", NULL},
        {true, "for=203.0.113.7;proto=https;by=10.0.0.1", "::ffff:203.0.113.7", "https"},
        {true, "For=\"[2001:db8::7]:4711\"; Proto=http", "2001:db8::7", "http"},
        {true, "for=127.0.0.1;proto=https, for=203.0.113.7;proto=http, for=10.0.0.2",
         "::ffff:203.0.113.7", "http"},
        {true, "for=_hidden, for=10.0.0.2;proto=http", "::ffff:10.0.0.2", "http"},
        {true, "proto=https", "::ffff:10.0.0.1", NULL},
        {true, "for=\"a, for=127.0.0.1\", for=203.0.113.7", "::ffff:203.0.113.7", NULL},
        /* A quote that is left open would swallow what our proxy writes behind it. */
        {true, "for=\"127.0.0.1, for=203.0.113.7", "::ffff:10.0.0.1", NULL},
        {true, "for=\"x, for=\"[2001:db8::7]\"", "::ffff:10.0.0.1", NULL},
    };
    static const char *const given[NETWORKS] = {"10.0.0.0/24", "fd00::/8", "127.0.0.1"};
    struct url_network proxies[NETWORKS];
    struct in6_addr peer;
    (void)state;
    for (size_t i = 0; i < NETWORKS; i++)
        assert_true(url_network_read(str_from(given[i]), &proxies[i]));
    assert_true(url_address_read(STR("10.0.0.1"), peer.s6_addr));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct in6_addr client, want;
        struct str scheme;
        struct str way = cases[i].way != NULL ? str_from(cases[i].way) : STR_NONE;
        serve_forwarded_read(way, cases[i].standard, proxies, NETWORKS, &peer, &client, &scheme);
        assert_int_equal(inet_pton(AF_INET6, cases[i].client, &want), 1);
        if (memcmp(&client, &want, sizeof want) != 0)
            fail_msg("%s: not %s", cases[i].way, cases[i].client);
        if (cases[i].scheme != NULL ? !str_eq(scheme, str_from(cases[i].scheme))
                                    : !str_absent(scheme))
            fail_msg("%s: scheme '%.*s'", cases[i].way, STR_ARG(scheme));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ways)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
