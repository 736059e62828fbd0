#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "url/host.h"
#include "url/url.h"

static struct arena arena;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, 1 << 20);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

static void assert_str(struct str found, const char *wanted) {
    assert_string_equal(str_absent(found) ? "(absent)" : arena_cstr(&arena, found),
                        wanted == NULL ? "(absent)" : wanted);
}

/* base NULL: none; href NULL: a failure. */
static void parses(void **state) {
    (void)state;
    static const struct {
        const char *input, *base, *href;
    } cases[] = {
        {" http://EXAMPLE.org:80/./a/%2e%2E/b?\xC3\xA9#\xC3\xA9 ", NULL,
         "http://example.org/b?%C3%A9#%C3%A9"},
        {"https://a/\tb\nc", NULL, "https://a/bc"},
        {"http://u:p@h:8080/x", NULL, "http://u:p@h:8080/x"},
        {"http://u@@h/", NULL, "http://u%40@h/"},
        {"http://@/", NULL, NULL},
        {"http://:80/", NULL, NULL},
        {"http://h:65536/", NULL, NULL},
        {"http://h:0/", NULL, "http://h:0/"},
        {"foo://h:0/", NULL, "foo://h:0/"},
        {"http://h:0080/", NULL, "http://h/"},
        {"", "http://h/a/b?c#d", "http://h/a/b?c"},
        {"", "http://h/a/b?#d", "http://h/a/b?"},
        {"#x", "mailto:a?b", "mailto:a?b#x"},
        {"x", "mailto:a", NULL},
        {"x", NULL, NULL},
        {"../../../x", "http://h/a/b/c", "http://h/x"},
        {"//o/y", "https://u:p@h:1/a", "https://o/y"},
        {"/y", "https://u:p@h:1/a", "https://u:p@h:1/y"},
        {"http:x", "http://h/a/b", "http://h/a/x"},
        {"http:x", "https://h/a/b", "http://x/"},
        {"\\\\o\\y", "http://h/", "http://o/y"},
        {"a:/..//b", NULL, "a:/.//b"},
        {"..", "a:/.//b/c", "a:/.//"},
        {"file:///C|/x/../..", NULL, "file:///C:/"},
        {"/y", "file:///C:/x", "file:///C:/y"},
        {"file://localhost/x", NULL, "file:///x"},
        {"file:x", "file://h/a/b", "file://h/a/x"},
        {"http://0x7F.1/", NULL, "http://127.0.0.1/"},
        {"http://\xE2\x91\xA0\xE2\x91\xA1\xE2\x91\xA6.0.0.1/", NULL, "http://127.0.0.1/"},
        {"http://1.2.3.4.5/", NULL, NULL},
        {"http://256.256.256.256/", NULL, NULL},
        {"http://4294967296/", NULL, NULL},
        {"http://1.09/", NULL, NULL},
        {"http://[1:0:0:2:0:0:0:3]/", NULL, "http://[1:0:0:2::3]/"},
        {"http://[::127.0.0.1]/", NULL, "http://[::7f00:1]/"},
        {"http://[::127.0.0.01]/", NULL, NULL},
        {"http://[1:2:3:4:5:6:7::8]/", NULL, "http://[1:2:3:4:5:6:7:8]/"},
        {"http://[1::2::3]/", NULL, NULL},
        {"http://[1:]/", NULL, NULL},
        {"http://a b/", NULL, NULL},
        {"http://a%62c/", NULL, "http://abc/"},
        {"http://a%00/", NULL, NULL},
        {"http://M\xC3\xBCnchen.de/", NULL, "http://xn--mnchen-3ya.de/"},
        {"http://fa\xC3\x9F.de/", NULL, "http://xn--fa-hia.de/"},
        {"http://I\xE2\x9D\xA4.ws/", NULL, "http://xn--i-7iq.ws/"},
        {"http://-\xC3\xBC/", NULL, "http://xn----eha/"},
        {"http://a\xFF/", NULL, NULL},
        {"sc://\xC3\xB1/", NULL, "sc://%C3%B1/"},
        {"a:b  ?q", NULL, "a:b %20?q"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct url url;
        enum status status =
            url_parse(&arena, str_from(cases[i].input), str_from(cases[i].base), &url, NULL);
        assert_str(status == STATUS_OK ? url.href : STR_NONE, cases[i].href);
    }
}

static void gives_parts(void **state) {
    (void)state;
    struct url url;
    assert_int_equal(url_parse(&arena, STR("wss://u:p@h:8/a?b#c"), STR_NONE, &url, NULL), 0);
    assert_str(url.protocol, "wss:");
    assert_str(url.username, "u");
    assert_str(url.password, "p");
    assert_str(url.host, "h:8");
    assert_str(url.hostname, "h");
    assert_str(url.port, "8");
    assert_str(url.pathname, "/a");
    assert_str(url.search, "?b");
    assert_str(url.hash, "#c");
    assert_true(url.special && !url.opaque_path);
    /* A base and what is parsed against it may be one. */
    assert_int_equal(url_parse_from(&arena, STR("?#"), &url, &url, NULL), 0);
    assert_str(url.href, "wss://u:p@h:8/a?#");
    assert_str(url.search, "");
    assert_str(url.hash, "");
}

static void resolves(void **state) {
    (void)state;
    static const struct {
        const char *link, *absolute;
    } cases[] = {
        {" x?q#f\n", "https://h/a/x?q#f"},
        {"//o/y", "https://o/y"},
        {"?q", "https://h/a/b?q"},
        {"http://O.org", "http://o.org/"},
        {"javascript:alert(1)", NULL},
        {"data:text/html,x", NULL},
        {"file:///etc/passwd", NULL},
        {"ftp://h/", NULL},
        {"http:o.org/x", NULL},
        {"http:/o.org/x", NULL},
        {"http:///o.org/x", NULL},
        {"///o.org/x", NULL},
        {"http:/\\127.0.0.1", NULL},
        {"http://evil.com\\@127.0.0.1/", NULL},
        {"http://u:p@h/", NULL},
        {"http://u@h/", NULL},
        {"a b", NULL},
        {"a\tb", NULL},
        {"a\x7F", NULL},
        {"http://h:0/", NULL},
        {"http://h:65536/", NULL},
        {"http://h:-1/", NULL},
        {"http://xn--zzzzzzzzz99999/", NULL},
        {"http://xn--/", NULL},
        {"http://xn--n3h/", "http://xn--n3h/"},
        {"http://xn--mnchen-3ya.de/", "http://xn--mnchen-3ya.de/"},
        {"http://-a.org/", NULL},
        {"http://a..org/", NULL},
        {"http://a.org./", "http://a.org./"},
        {"http://0123456789012345678901234567890123456789012345678901234567890123.org/", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str absolute = STR_NONE;
        url_resolve(&arena, str_from(cases[i].link), STR("https://h/a/b"), &absolute, NULL);
        assert_str(absolute, cases[i].absolute);
    }
    struct str absolute;
    assert_int_equal(url_resolve(&arena, STR("127.0.0.1:80"), STR_NONE, &absolute, NULL),
                     STATUS_INVALID);
}

static void refuses_long_links(void **state) {
    (void)state;
    char link[URL_BYTES_MOST + 2];
    struct str absolute;
    memset(link, 'a', sizeof link);
    memcpy(link, "http://h/", 9);
    assert_int_equal(url_resolve(&arena, str_of(link, URL_BYTES_MOST), STR_NONE, &absolute, NULL),
                     STATUS_OK);
    assert_int_equal(
        url_resolve(&arena, str_of(link, URL_BYTES_MOST + 1), STR_NONE, &absolute, NULL),
        STATUS_INVALID);
    memset(link + 9, '"', 700); /* three times as long when encoded */
    assert_int_equal(url_resolve(&arena, str_of(link, 709), STR_NONE, &absolute, NULL),
                     STATUS_INVALID);
}

static void canonicalizes(void **state) {
    (void)state;
    static const struct {
        const char *input, *canonical;
    } cases[] = {
        {"HTTP://EXAMPLE.COM:80/./a/../b?", "http://example.com/b"},
        {"https://example.com./", "https://example.com/"},
        {"https://example.com../x", "https://example.com/x"},
        {"https://./", "https://./"},
        {"https://1.2.3.999../", "https://1.2.3.999../"},
        {"https://h/a%2fb%7e%2E", "https://h/a%2Fb~."},
        {"https://h/%252e/%%34%31", "https://h/%252e/%%341"},
        {"https://h/%2e%2e/x", "https://h/x"},
        {"https://h/a;jsessionid=12?b=1", "https://h/a?b=1"},
        {"https://h/a;jsessionid=1;x=2/b;%6Asessionid=3;JSESSIONID=4", "https://h/a;x=2/b"},
        {"https://h/a;jsessionid=1&@.;jsessionid=2", "https://h/a"},
        {"https://h/?%75tm_source=x&y", "https://h/?y"},
        {"https://h/..;jsessionid=12", "https://h/..;jsessionid=12"},
        {"https://h/?b=2&utm_source=x&a=1&UTM_Medium=y&fbclid=z", "https://h/?b=2&a=1"},
        {"https://h/?utm_source=x", "https://h/"},
        {"https://h/?ref=some.newsletter.com&x", "https://h/?x"},
        {"https://h/?ref=main&x", "https://h/?ref=main&x"},
        {"https://h/?ref=v1.2.3", "https://h/?ref=v1.2.3"},
        {"https://h/?q=a+b%20c&p=100", "https://h/?q=a+b%20c&p=100"},
        {"https://h/x#:~:text=a", "https://h/x"},
        {"https://h/#!/route", "https://h/#!/route"},
        {"mailto:a@b#c", "mailto:a@b"},
        {"data:x  #y", "data:x %20"},
        {"https://u:p@h:8443/x", "https://u:p@h:8443/x"},
        {"not an address", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str once = STR_NONE, twice = STR_NONE;
        url_canonicalize(&arena, NULL, str_from(cases[i].input), STR_NONE, NULL, &once, NULL);
        url_canonicalize(&arena, NULL, once, STR_NONE, NULL, &twice, NULL);
        if (cases[i].canonical != NULL)
            assert_str(once, cases[i].canonical);
        assert_true(str_eq(once, twice));
    }
}

static void knows_domains(void **state) {
    (void)state;
    static const struct {
        const char *href, *domain, *host;
    } cases[] = {
        {"https://www.news.BBC.co.uk/x", "bbc.co.uk", "news.bbc.co.uk"},
        {"https://example.com./", "example.com", "example.com."},
        {"https://co.uk/", "co.uk", "co.uk"},
        {"https://127.0.0.1/", "127.0.0.1", "127.0.0.1"},
        {"https://[::1]:80/", "[::1]", "[::1]"},
        {"https://localhost/", "localhost", "localhost"},
        {"nothing", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_str(url_domain(&arena, str_from(cases[i].href)), cases[i].domain);
        assert_str(url_host(&arena, str_from(cases[i].href)), cases[i].host);
    }
}

static void says_when_memory_ends(void **state) {
    (void)state;
    struct arena small;
    struct url url;
    for (size_t room = 0; room < 64; room += 16) {
        arena_init(&small, room);
        enum status status =
            url_parse(&small, STR("http://M\xC3\xBCnchen.de/\xC3\xA9"), STR_NONE, &url, NULL);
        assert_int_not_equal(status, STATUS_OK);
        assert_int_not_equal(status, STATUS_INVALID);
        arena_release(&small);
    }
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(parses),
        CASE(gives_parts),
        CASE(resolves),
        CASE(refuses_long_links),
        CASE(canonicalizes),
        CASE(knows_domains),
        CASE(says_when_memory_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
