#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "url/rules.h"

static struct arena arena;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, 1 << 24);
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

/* In canonical form twice: the second time must not change it. */
static struct str canonical_by(const struct url_rules *own, struct str input) {
    struct str once = STR_NONE, twice = STR_NONE;
    if (url_canonicalize(&arena, own, input, STR_NONE, NULL, &once, NULL) != STATUS_OK)
        return STR_NONE;
    assert_int_equal(url_canonicalize(&arena, own, once, STR_NONE, NULL, &twice, NULL), STATUS_OK);
    assert_str(twice, arena_cstr(&arena, once));
    return once;
}

static struct str canonical(const char *input) {
    return canonical_by(NULL, str_from(input));
}

/* Each table is in its order, says what it stands for, and could be an edition's rule. */
static void built_in_rules_are_in_order(void **state) {
    (void)state;
    for (unsigned table = 0; table < 4; table++) {
        const struct url_rule *rule, *before = NULL;
        assert_non_null(rules_built_in(table, 0));
        for (size_t i = 0; (rule = rules_built_in(table, i)) != NULL; i++, before = rule) {
            struct url_rule read;
            struct buf text;
            buf_init(&text, 1000);
            url_rule_write(rule, &text);
            assert_true(url_rule_read(buf_str(&text), &read));
            assert_int_equal(read.kind, rule->kind);
            assert_true(str_eq(read.name, rule->name) && str_eq(read.site, rule->site) &&
                        str_eq(read.path, rule->path));
            buf_release(&text);
            assert_true(rule->source.n > 0);
            for (size_t k = 0; k < rule->name.n && rule->kind == URL_DROP; k++)
                assert_int_equal(rule->name.p[k], ascii_lower(rule->name.p[k]));
            if (before == NULL)
                continue;
            int order = str_compare(before->site, rule->site);
            if (order == 0)
                order = str_compare(before->path, rule->path);
            if (order == 0)
                order = str_compare(before->name, rule->name);
            if (order >= 0)
                fail_msg("table %u: %s stands behind %s", table, arena_cstr(&arena, before->name),
                         arena_cstr(&arena, rule->name));
        }
    }
    assert_null(rules_built_in(4, 0));
}

static void reads_rules(void **state) {
    (void)state;
    static const struct {
        const char *text, *again;
    } cases[] = {
        {"drop x", "drop x"},
        {"  drop   x*  on  example.org ", "drop x* on example.org"},
        {"keep *x* on example.*", "keep *x* on example.*"},
        {"drop * on example.org", "drop * on example.org"},
        {"open u on example.org", "open u on example.org"},
        {"open u on example.org/out", "open u on example.org/out"},
        {"open * on example.org/to/", "open * on example.org/to/"},
        {"", NULL},
        {"drop", NULL},
        {"Drop x", NULL},
        {"remove x", NULL},
        {"drop *", NULL},
        {"drop **", NULL},
        {"drop x*y", NULL},
        {"drop *x", NULL},
        {"drop a=b", NULL},
        {"drop a&b", NULL},
        {"drop x on", NULL},
        {"drop x at example.org", NULL},
        {"drop x on Example.org", NULL},
        {"drop x on localhost", NULL},
        {"drop x on .org", NULL},
        {"drop x on a..org", NULL},
        {"drop x on example.org/path", NULL},
        {"drop x on https://example.org", NULL},
        {"drop x on example.org y", NULL},
        {"open u", NULL},
        {"open u* on example.org/", NULL},
        {"open * on example.org", NULL},
        {"open * on example.org/to", NULL},
        {"open u on example.org/a?b", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct url_rule rule;
        struct buf text;
        buf_init(&text, 1000);
        bool read = url_rule_read(str_from(cases[i].text), &rule);
        if (read)
            url_rule_write(&rule, &text);
        assert_str(read ? buf_str(&text) : STR_NONE, cases[i].again);
        buf_release(&text);
    }
}

static void own_rules_come_first(void **state) {
    (void)state;
    static const char *const texts[] = {
        "keep utm_id on shop.example",
        "drop utm_id",
        "drop session*",
        "keep page",
        "drop * on bare.example",
        "open to on go.example/out",
        "open * on go.example/path/",
        "keep q on google.*",
    };
    static const struct {
        const char *input, *canonical;
    } cases[] = {
        {"https://www.shop.example/?utm_id=1&utm_source=2", "https://www.shop.example/?utm_id=1"},
        {"https://h.example/?SessionKey=1&b", "https://h.example/?b"},
        {"https://bare.example/?page=1&c=2", "https://bare.example/?page=1"},
        {"https://go.example/out?to=https%3A%2F%2Fa.org%2F", "https://a.org/"},
        {"https://go.example/in?to=https%3A%2F%2Fa.org%2F",
         "https://go.example/in?to=https%3A%2F%2Fa.org%2F"},
        {"https://go.example/path/https://a.org/b", "https://a.org/b"},
        {"https://notgo.example/out?to=https://a.org/",
         "https://notgo.example/out?to=https://a.org/"},
        {"https://www.google.com/url?q=https://a.org/",
         "https://www.google.com/url?q=https://a.org/"},
        {"https://www.google.com/url?url=https://a.org/", "https://a.org/"},
    };
    struct url_rule list[sizeof texts / sizeof texts[0]];
    const struct url_rules own = {list, sizeof texts / sizeof texts[0]};
    for (size_t i = 0; i < own.count; i++)
        assert_true(url_rule_read(str_from(texts[i]), &list[i]));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_str(canonical_by(&own, str_from(cases[i].input)), cases[i].canonical);
}

static void drops_by_site(void **state) {
    (void)state;
    static const struct {
        const char *input, *canonical;
    } cases[] = {
        {"https://www.youtube.com/watch?v=a&si=b&feature=c", "https://www.youtube.com/watch?v=a"},
        {"https://example.com/watch?v=a&si=b&feature=c",
         "https://example.com/watch?v=a&si=b&feature=c"},
        {"https://www.amazon.co.uk/dp/B0?pf_rd_x=1&TAG=t", "https://www.amazon.co.uk/dp/B0"},
        {"https://amazon.example.com/?tag=t", "https://amazon.example.com/?tag=t"},
        {"https://notyoutube.com/?si=b", "https://notyoutube.com/?si=b"},
        {"https://a.blogspot.com/x.html?m=1", "https://a.blogspot.com/x.html"},
        {"https://a.example/x?a=1&amp;amp;utm_source=2&amp;b=3", "https://a.example/x?a=1&b=3"},
        {"https://a.example/x?this_affiliate=1&bsft_x=2&wt.foo=3", "https://a.example/x"},
        {"https://a.example/x?id=1&page=2&source=3&cid=4&s=5",
         "https://a.example/x?id=1&page=2&source=3&cid=4&s=5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_str(canonical(cases[i].input), cases[i].canonical);
}

/* NULL: stays as it is. */
static void opens_wrappers(void **state) {
    (void)state;
    static const struct {
        const char *input, *canonical;
    } cases[] = {
        {"https://www.google.com/url?sa=D&q=https%3A%2F%2Fa.org%2Fb%3Fx%3D1%26utm_source%3D2&usg=A",
         "https://a.org/b?x=1"},
        {"https://www.google.co.uk/url?rct=j&url=http://a.org/b", "http://a.org/b"},
        {"https://l.facebook.com/l.php?u=https%3A%2F%2Fa.org%2F%3Ffbclid%3D1&h=x",
         "https://a.org/"},
        {"https://out.reddit.com/t3_x?url=https%3A%2F%2Fa.org%2Fb&token=1", "https://a.org/b"},
        {"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.org%2Fb&data=05",
         "https://a.org/b"},
        {"https://t.umblr.com/redirect?z=https%3A%2F%2Fa.org%2Fb&t=x", "https://a.org/b"},
        {"https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9hLm9yZy9i&ntb=1", "https://a.org/b"},
        {"https://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fa.org%2fb",
         "https://a.org/b"},
        {"https://news.google.com/rss/articles/CBMiD2h0dHBzOi8vYS5vcmcvYtIBAA?oc=5",
         "https://a.org/b"},
        {"https://duckduckgo.com/l/?uddg=https%3A%2F%2Fa.org%2Fb", "https://a.org/b"},
        {"https://www-a-org.cdn.ampproject.org/c/s/www.a.org/b?x=1", "https://www.a.org/b?x=1"},
        {"https://www-a-org.cdn.ampproject.org/v/s/www.a.org/b?amp_js_v=0.1&usqp=mq3",
         "https://www.a.org/b"},
        {"https://www.google.de/amp/s/www.a.org/b", "https://www.a.org/b"},
        {"https://www.google.com/amp/s/amp.a.org/b%3fx=1", "https://amp.a.org/b%3Fx=1"},
        {"https://go.theregister.com/feed/www.theregister.com/2024/01/02/x/",
         "https://www.theregister.com/2024/01/02/x/"},
        {"https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F"
         "%252Fa.org%252F",
         "https://a.org/"},
        /* what cannot be decoded, and what is no wrapper */
        {"https://news.google.com/rss/articles/CBMiAU_yqLNabcdef", NULL},
        {"https://www.google.com/search?q=https://a.org/", NULL},
        {"https://google.example.com/url?q=https://a.org/", NULL},
        {"https://google.com.evil.example/url?q=https://a.org/", NULL},
        {"https://a.org/?url=https://b.org/", NULL},
        {"https://www.google.com/url?q=", NULL},
        {"https://www.google.com/url?q=/search", NULL},
        {"https://www.google.com/amp/story", NULL},
        /* attacks.md C: neither another scheme, nor credentials, nor a private place however it is
         * spelled */
        {"https://www.google.com/url?q=javascript:alert(1)", NULL},
        {"https://www.google.com/url?q=file:///etc/passwd", NULL},
        {"https://www.google.com/url?q=//a.org/", NULL},
        {"https://www.google.com/url?q=http:a.org", NULL},
        {"https://www.google.com/url?q=http:///a.org/", NULL},
        {"https://www.google.com/url?q=http://u:p@a.org/", NULL},
        {"https://www.google.com/url?q=http://a.org%5C@b.org/", NULL},
        {"https://www.google.com/url?q=http://127.0.0.1/", NULL},
        {"https://www.google.com/url?q=http://2130706433/", NULL},
        {"https://www.google.com/url?q=http://0x7f.1/", NULL},
        {"https://www.google.com/url?q=http://%E2%91%A0%E2%91%A1%E2%91%A6.0.0.1/", NULL},
        {"https://www.google.com/url?q=http://[::ffff:127.0.0.1]/", NULL},
        {"https://www.google.com/url?q=http://localhost/", NULL},
        {"https://www.google.com/url?q=http://localhost./", NULL},
        {"https://www.google.com/url?q=http://router/", NULL},
        {"https://www.google.com/url?q=http://printer.local/", NULL},
        {"https://www.google.com/url?q=http://db.internal/", NULL},
        {"https://www.google.com/url?q=http://co.uk/", NULL},
        {"https://www.google.com/amp/s/10.0.0.1/x", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str found = canonical(cases[i].input);
        if (cases[i].canonical != NULL)
            assert_str(found, cases[i].canonical);
        else
            assert_true(str_find(found, str_take(str_from(cases[i].input), 16)) == 0);
    }
}

/* A wrapper round `inside`, which is encoded once more. */
static struct str wrap(struct str inside) {
    struct buf out;
    buf_init(&out, 1 << 20);
    BUF_ADD(&out, "https://www.google.com/url?q=");
    for (size_t i = 0; i < inside.n; i++) {
        if (ascii_is_alnum(inside.p[i]) || inside.p[i] == '.' || inside.p[i] == '/')
            buf_add_byte(&out, inside.p[i]);
        else
            buf_printf(&out, "%%%02X", (unsigned char)inside.p[i]);
    }
    struct str copy = arena_copy(&arena, buf_str(&out));
    buf_release(&out);
    return copy;
}

static void nesting_ends(void **state) {
    (void)state;
    struct str address = STR("https://a.org/b");
    for (int depth = 1; depth < 3 * URL_WRAPPERS_MOST; depth++) {
        address = wrap(address);
        struct str found = canonical_by(NULL, address);
        if (depth <= URL_WRAPPERS_MOST)
            assert_str(found, "https://a.org/b");
        else
            assert_true(str_starts(found, STR("https://www.google.com/url?q=")));
    }
}

static void undresses(void **state) {
    (void)state;
    static const struct {
        const char *input, *canonical;
    } cases[] = {
        {"<![CDATA[https://a.org/b]]>", "https://a.org/b"},
        {"<https://a.org/b>", "https://a.org/b"},
        {" \"https://a.org/b\" ", "https://a.org/b"},
        {"https://a.org/b\"", "https://a.org/b"},
        {"http://a.org/a;jsessionid=0%;%2e%;b", "http://a.org/a;.%;b"}, /* once and for all */
        {"http:/<b>@a.org/c", "http://%3Cb%3E@a.org/c"},                /* no markup, but a name */
        {"https://a.org/b<", "https://a.org/b"},
        {"https://a.org/b</a>", "https://a.org/b"},
        {"https://a.org/b\"><img src=x>", "https://a.org/b"},
        {"https://a.org/?q=\"b\"", "https://a.org/?q=%22b%22"},
        {"https://a.org/b%22", "https://a.org/b%22"},
        {"mailto:<a@b.org>", "mailto:<a@b.org>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_str(canonical(cases[i].input), cases[i].canonical);
}

static void says_why(void **state) {
    (void)state;
    static const char *const wanted[][2] = {
        {"markup around it", "<https://WWW.google.com./url?q=https%3A%2F%2Fa.org%2Fb;jsessionid=1"
                             "%3Ffbclid%3D1%23c>"},
        {"trailing dot", "."},
        {"open q on google.*/url",
         "https://www.google.com/url?q=https%3A%2F%2Fa.org%2Fb;jsessionid=1%3Ffbclid%3D1%23c"},
        {"session id", ";jsessionid=1"},
        {"drop fbclid", "fbclid=1"},
        {"fragment", "#c"},
    };
    struct url_reasons reasons = {0};
    struct str found;
    assert_int_equal(
        url_canonicalize(&arena, NULL, str_from(wanted[0][1]), STR_NONE, &reasons, &found, NULL),
        STATUS_OK);
    assert_str(found, "https://a.org/b");
    assert_int_equal(reasons.count, sizeof wanted / sizeof wanted[0]);
    for (size_t i = 0; i < reasons.count; i++) {
        assert_str(reasons.list[i].rule, wanted[i][0]);
        assert_str(reasons.list[i].what, wanted[i][1]);
    }
    assert_str(reasons.list[4].source, "Meta");
}

static void keys_go_further(void **state) {
    (void)state;
    static const struct {
        const char *address, *key;
    } cases[] = {
        {"https://www.a.org/b/?z=1&y=2+3#!/r", "a.org/b?y=2%203&z=1#!/r"},
        {"http://a.org//b///c//", "a.org/b/c"},
        {"https://a.org/", "a.org/"},
        {"https://a.org/?b=2&a&b=1", "a.org/?a&b=2&b=1"},
        {"https://www.com/", "www.com/"},
        {"https://www.a.org:8443/x", "a.org:8443/x"},
        {"https://web.archive.org/web/2013/https://www.a.org/",
         "web.archive.org/web/2013/https:/www.a.org"},
        {"https://a.org/?name=John%20Doe", "a.org/?name=John%20Doe"},
        {"https://a.org/A", "a.org/A"},
        {"ftp://a.org/b/", "ftp://a.org/b/"},
        {"h://#c", "h://"},
        {"mailto:a@b.org", "mailto:a@b.org"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_str(url_key(&arena, canonical(cases[i].address)), cases[i].key);
}

/* pair NULL: the address looks like no other's. */
static void pairs_amp_and_mobile(void **state) {
    (void)state;
    static const struct {
        const char *address, *pair;
    } cases[] = {
        {"https://m.a.org/b", "a.org/b"},
        {"https://mobile.news.a.co.uk/b", "news.a.co.uk/b"},
        {"https://en.m.wikipedia.org/wiki/X", "en.wikipedia.org/wiki/X"},
        {"https://m.www.a.org/b", "a.org/b"},
        {"https://amp.a.org/b/c", "a.org/b/c"},
        {"https://m.a.org:8443/b", "a.org:8443/b"},
        {"https://www.a.org/b/amp", "a.org/b"},
        {"https://www.a.org/b/amp/", "a.org/b"},
        {"https://www.a.org/amp/b/c", "a.org/b/c"},
        {"https://www.a.org/b.amp.html", "a.org/b.html"},
        {"https://www.a.org/b.amp", "a.org/b"},
        {"https://www.a.org/b/amp.html", "a.org/b"},
        {"https://www.a.org/b?amp", "a.org/b"},
        {"https://www.a.org/b?c=1&amp=1&d", "a.org/b?c=1&d"},
        {"https://www.a.org/b?outputType=amp", "a.org/b"},
        {"https://amp.a.org/b/amp?amp=true", "a.org/b"},
        {"https://www.a.org/?p=1&amp=1", "a.org/?p=1"},
        {"https://www.a.org/b", NULL},
        {"https://www.a.org/b?amp=2", NULL},
        {"https://www.a.org/lamp", NULL},
        {"https://www.a.org/amplifiers/b", NULL},
        {"https://www.a.org/amp", NULL},
        {"https://m.a.org/", NULL},
        {"https://m.org/b", NULL},
        {"https://m.co.uk/b", NULL},
        {"https://m.github.io/b", NULL},
        {"https://m.localhost/b", NULL},
        {"https://m.127.0.0.1/b", NULL},
        {"https://mm.a.org/b", NULL},
        {"https://u@m.a.org/b", NULL},
        {"mailto:m.a.org", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_str(url_paired_key(&arena, canonical(cases[i].address)), cases[i].pair);
}

static void shows_hosts(void **state) {
    (void)state;
    static const struct {
        const char *host, *shown;
    } cases[] = {
        {"a.org", "a.org"},
        {"xn--mnchen-3ya.de", "m\xC3\xBCnchen.de"},
        {"www.xn--r8jz45g.jp", "www.\xE4\xBE\x8B\xE3\x81\x88.jp"},
        {"xn--80ak6aa92e.com", "xn--80ak6aa92e.com"}, /* Cyrillic that looks like "apple" */
        {"xn--pple-43d.com", "xn--pple-43d.com"},     /* Cyrillic "a", Latin "pple" */
        {"xn--e1aybc.xn--p1ai", "\xD1\x82\xD0\xB5\xD1\x81\xD1\x82.\xD1\x80\xD1\x84"},
        {"xn--n3h.net", "xn--n3h.net"}, /* a snowman */
        {"xn--.com", "xn--.com"},
        {"xn--zzzzzzzzz99999.com", "xn--zzzzzzzzz99999.com"},
        {"xn--mnchen-3ya.de.", "m\xC3\xBCnchen.de."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_str(url_display_host(&arena, str_from(cases[i].host)), cases[i].shown);
}

/* Addresses put together from what the rules look at, in every order that a fixed sequence of
 * numbers gives: the canonical form is its own, and has the key that it came with. */
static void is_idempotent(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "https://",
        "http://",
        "www.",
        "m.",
        "amp.",
        "a.org",
        "google.com",
        "/url",
        "?q=",
        "?",
        "&",
        "=",
        "amp;",
        "utm_source=1",
        "/amp",
        "/amp/s/",
        "//",
        "/",
        "%",
        "%2",
        "%25",
        "%2F",
        "%2e",
        "%26",
        "%3D",
        "%3A",
        ";jsessionid=1",
        "..",
        ".",
        "#",
        "#!",
        "+",
        "\"",
        "<",
        ">",
        "<![CDATA[",
        "]]>",
        "url=",
        "cdn.ampproject.org/c/s/",
        "aHR0cHM6Ly9hLm9yZy9i",
        "\xC3\xA9",
        "ref=a.org",
        ":443",
        "@",
        "\\",
        "xn--mnchen-3ya.de",
        " ",
        "https%3A%2F%2F",
    };
    uint64_t number = 1;
    for (int round = 0; round < 20000; round++) {
        struct buf text;
        buf_init(&text, 4000);
        BUF_ADD(&text, "https://www.google.com/url?q=");
        buf_truncate(&text, round % 3 == 0 ? text.n : 8);
        for (int n = 0; n < 3 + round % 9; n++) {
            number = number * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            buf_add_cstr(&text, pieces[(number >> 33) % (sizeof pieces / sizeof pieces[0])]);
        }
        arena_clear(&arena);
        struct str found = canonical_by(NULL, arena_copy(&arena, buf_str(&text)));
        buf_release(&text);
        if (!str_absent(found))
            assert_true(url_key(&arena, found).n > 0);
    }
}

static void says_when_memory_ends(void **state) {
    (void)state;
    static const char input[] = "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.org%2Fb&x=1";
    for (size_t room = 0;; room += 16) {
        struct arena small;
        struct str found = STR_NONE;
        arena_init(&small, room);
        enum status status =
            url_canonicalize(&small, NULL, STR(input), STR_NONE, NULL, &found, NULL);
        bool done = status == STATUS_OK;
        if (done)
            assert_true(str_eq(found, STR("https://a.org/b")));
        else
            assert_true(status == STATUS_LIMIT || status == STATUS_MEMORY);
        arena_release(&small);
        if (done)
            break;
        assert_true(room < 1 << 16);
    }
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(built_in_rules_are_in_order),
        CASE(reads_rules),
        CASE(own_rules_come_first),
        CASE(drops_by_site),
        CASE(opens_wrappers),
        CASE(nesting_ends),
        CASE(undresses),
        CASE(says_why),
        CASE(keys_go_further),
        CASE(pairs_amp_and_mobile),
        CASE(shows_hosts),
        CASE(is_idempotent),
        CASE(says_when_memory_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
