#include "url/network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_membership(void **state) {
    static const struct {
        const char *network, *address;
        bool has;
    } cases[] = {
        {"10.0.0.0/8", "10.255.0.1", true},
        {"10.0.0.0/8", "11.0.0.1", false},
        {"192.0.2.128/25", "192.0.2.200", true},
        {"192.0.2.128/25", "192.0.2.127", false},
        {"192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", "192.0.2.2", false},
        {"192.0.2.1", "::ffff:192.0.2.1", true},
        {"0.0.0.0/0", "203.0.113.9", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"::/0", "203.0.113.9", true},
        {"2001:db8::/33", "2001:db8:7fff::1", true},
        {"2001:db8::/33", "2001:db8:8000::1", false},
        {"::1", "::1", true},
        {"::1", "127.0.0.1", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct url_network network;
        unsigned char address[URL_ADDRESS_BYTES];
        assert_true(url_network_read(str_from(cases[i].network), &network));
        assert_true(url_address_read(str_from(cases[i].address), address));
        if (url_network_has(&network, address) != cases[i].has)
            fail_msg("%s in %s", cases[i].address, cases[i].network);
    }
}

static void test_refused(void **state) {
    static const char *const cases[] = {
        "",           "10",        "10.0.0.0/",    "10.0.0.0/33", "10.0.0.1/8", "fd00::/129",
        "fd00::1/64", "/8",        "10.0.0.0/8/8", "[::1]",       "::1%lo",     "localhost",
        "010.0.0.1",  "10.0.0.0 ", "1.2.3.4:80",   "10.0.0.0/-1", "0x7f.0.0.1",
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct url_network network;
        if (url_network_read(str_from(cases[i]), &network))
            fail_msg("'%s' is no network", cases[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_membership),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
