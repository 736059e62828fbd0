/* Who counts as a reader. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "serve/agent.h"

static void test_agents(void **state) {
    static const struct {
        const char *agent;
        bool reads;
    } cases[] = {
        {"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", true},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/126.0.0.0 Safari/537.36",
         true},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
         true},
        {"Lynx/2.9.0dev.12 libwww-FM/2.14SSL-MM/1.4.1", false},
        {"w3m/0.5.3", true},
        {"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", false},
        {"Mozilla/5.0 (compatible; bingbot/2.0)", false},
        {"facebookexternalhit/1.1", false},
        {"Slackbot-LinkExpanding 1.0", false},
        {"WhatsApp/2.23 preview", false},
        {"curl/7.88.1", false},
        {"Wget/1.21.3", false},
        {"python-requests/2.31.0", false},
        {"Mozilla/5.0 HeadlessChrome/126.0", false},
        {"", false},
        {" ", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (serve_agent_reads(str_from(cases[i].agent)) != cases[i].reads)
            fail_msg("%s", cases[i].agent);
    assert_false(serve_agent_reads(STR_NONE));
}

static void test_prefetch(void **state) {
    (void)state;
    assert_true(serve_agent_prefetches(STR("prefetch")));
    assert_true(serve_agent_prefetches(STR("prefetch;anonymous-client-ip")));
    assert_true(serve_agent_prefetches(STR("Prefetch;prerender")));
    assert_true(serve_agent_prefetches(STR("preview")));
    assert_false(serve_agent_prefetches(STR_NONE));
    assert_false(serve_agent_prefetches(STR("")));
}

static void test_home(void **state) {
    (void)state;
    assert_true(serve_agent_at_home(STR_NONE));
    assert_true(serve_agent_at_home(STR("same-origin")));
    assert_true(serve_agent_at_home(STR("same-site")));
    assert_true(serve_agent_at_home(STR("none")));
    assert_false(serve_agent_at_home(STR("cross-site")));
    assert_false(serve_agent_at_home(STR("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_agents),
        cmocka_unit_test(test_prefetch),
        cmocka_unit_test(test_home),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
