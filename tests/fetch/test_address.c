#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* attacks.md C01-C12: the edges of each range. */
static void tells_public_from_private(void **state) {
    (void)state;
    static const struct {
        const char *address;
        bool public;
    } cases[] = {
        {"0.0.0.0", false},
        {"0.255.255.255", false},
        {"1.0.0.0", true},
        {"9.255.255.255", true},
        {"10.0.0.0", false},
        {"10.255.255.255", false},
        {"11.0.0.0", true},
        {"100.63.255.255", true},
        {"100.64.0.0", false},
        {"100.127.255.255", false},
        {"100.128.0.0", true},
        {"126.255.255.255", true},
        {"127.0.0.1", false},
        {"127.255.255.254", false},
        {"128.0.0.0", true},
        {"169.253.255.255", true},
        {"169.254.169.254", false},
        {"169.255.0.0", true},
        {"172.15.255.255", true},
        {"172.16.0.0", false},
        {"172.31.255.255", false},
        {"172.32.0.0", true},
        {"192.0.0.1", false},
        {"192.0.1.0", true},
        {"192.0.2.1", false},
        {"192.88.99.1", false},
        {"192.167.255.255", true},
        {"192.168.0.1", false},
        {"192.169.0.0", true},
        {"198.17.255.255", true},
        {"198.18.0.0", false},
        {"198.19.255.255", false},
        {"198.20.0.0", true},
        {"198.51.100.7", false},
        {"198.51.101.0", true},
        {"203.0.113.9", false},
        {"203.0.114.0", true},
        {"223.255.255.255", true},
        {"224.0.0.1", false},
        {"239.255.255.255", false},
        {"240.0.0.0", false},
        {"255.255.255.255", false},
        {"::", false},
        {"::1", false},
        {"::127.0.0.1", false},
        {"::8.8.8.8", false},
        {"::ffff:127.0.0.1", false},
        {"::ffff:8.8.8.8", false},
        {"64:ff9b::7f00:1", false},
        {"64:ff9b::a00:1", false},
        {"64:ff9b::808:808", true},
        {"64:ff9b:1::808:808", false},
        {"64:ff9b::1:808:808", false},
        {"100::1", false},
        {"1fff:ffff::1", false},
        {"2000::1", true},
        {"2001::1", false},
        {"2001:0:4136:e378::1", false},
        {"2001:10::1", false},
        {"2001:1ff:ffff::", false},
        {"2001:200::1", true},
        {"2001:db7:ffff::1", true},
        {"2001:db8::1", false},
        {"2001:db9::1", true},
        {"2001:4860:4860::8888", true},
        {"2002:7f00:1::", false},
        {"2002:808:808::", false},
        {"2003::1", true},
        {"3fff::1", false},
        {"3fff:1000::1", true},
        {"4000::1", false},
        {"5f00::1", false},
        {"fc00::1", false},
        {"fd00:ec2::254", false},
        {"fe80::1", false},
        {"fec0::1", false},
        {"ff02::1", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(80)};
        struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(80)};
        struct fetch_endpoint endpoint;
        bool is_four = inet_pton(AF_INET, cases[i].address, &four.sin_addr) == 1;
        bool is_six = inet_pton(AF_INET6, cases[i].address, &six.sin6_addr) == 1;
        assert_true(is_four || is_six);
        assert_true(is_four ? fetch_endpoint_from((struct sockaddr *)&four, sizeof four, &endpoint)
                            : fetch_endpoint_from((struct sockaddr *)&six, sizeof six, &endpoint));
        assert_int_equal(endpoint.port, 80);
        if (fetch_address_public(&endpoint) != cases[i].public)
            fail_msg("%s", cases[i].address);
    }
    struct sockaddr local = {.sa_family = AF_UNIX};
    struct fetch_endpoint endpoint;
    assert_false(fetch_endpoint_from(&local, sizeof local, &endpoint));
}

static void reads_pairs(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
    } cases[] = {
        {"127.0.0.1:8080", true},
        {"[::1]:8080", true},
        {"[::ffff:127.0.0.1]:1", true},
        {"127.0.0.1:65535", true},
        {"127.0.0.1", false},
        {"127.0.0.1:", false},
        {"127.0.0.1:0", false},
        {"127.0.0.1:65536", false},
        {"127.0.0.1:-1", false},
        {"127.0.0.1:80 ", false},
        {"127.1:80", false},
        {"localhost:80", false},
        {"::1:80", false},
        {"[::1]", false},
        {"[127.0.0.1]:80", false},
        {"[]:80", false},
        {":80", false},
        {"", false},
        {"0177.0.0.1:80", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fetch_endpoint endpoint;
        struct error error;
        enum status status = fetch_endpoint_read(str_from(cases[i].text), &endpoint, &error);
        if (status != (cases[i].good ? STATUS_OK : STATUS_CONFIG))
            fail_msg("%s", cases[i].text);
    }
    struct fetch_endpoint a;
    struct fetch_endpoint b;
    assert_int_equal(fetch_endpoint_read(STR("127.0.0.1:80"), &a, NULL), STATUS_OK);
    static const struct {
        const char *text;
        bool equal;
    } others[] = {{"127.0.0.1:80", true},
                  {"127.0.0.1:81", false},
                  {"127.0.0.2:80", false},
                  {"[::ffff:127.0.0.1]:80", false}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(fetch_endpoint_read(str_from(others[i].text), &b, NULL), STATUS_OK);
        assert_int_equal(fetch_endpoint_eq(&a, &b), others[i].equal);
    }
}

/* What every machine has, and what none may have. */
static void knows_its_own(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool ours;
    } rows[] = {
        {"127.0.0.1:80", true},      {"127.3.2.1:80", true},       {"[::ffff:127.0.0.1]:80", true},
        {"198.51.100.77:80", false}, {"[2001:db8::77]:80", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fetch_endpoint endpoint;
        assert_int_equal(fetch_endpoint_read(str_from(rows[i].text), &endpoint, NULL), STATUS_OK);
        assert_int_equal(fetch_endpoint_ours(&endpoint), rows[i].ours);
        assert_false(fetch_endpoint_anywhere(&endpoint));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_public_from_private),
        cmocka_unit_test(knows_its_own),
        cmocka_unit_test(reads_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
