#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "edition/edition.h"

#define GIVEN "title: T\nid: t\nurl: https://example.org\n"

static enum status load(struct arena *arena, const char *bytes, struct edition *edition,
                        struct error *error) {
    const struct edition_file files[] = {
        {STR("topics/00-a.yaml"), STR("name: A\n")},
        {STR("edition.yaml"), str_from(bytes)},
    };
    arena_init(arena, 4 << 20);
    return edition_load(arena, files, 2, edition, error);
}

static void reads_mail(void **state) {
    (void)state;
    struct arena arena;
    struct edition e;
    struct error error = {0};
    assert_int_equal(load(&arena,
                          GIVEN "mail:\n  from: The Paper <news@example.org>\n  lists:\n"
                                "    - daily every weekday at 18:00\n"
                                "    - a-week every sunday at 09:05 about A\n"
                                "  smtp: {server: \"[::1]:2525\", security: none}\n",
                          &e, &error),
                     STATUS_OK);
    const struct edition_mail *mail = &e.mail;
    assert_true(str_eq(mail->from, STR("The Paper <news@example.org>")));
    assert_int_equal(mail->list_count, 2);
    assert_true(mail->lists[0].when == WHEN_WEEKDAYS && mail->lists[0].minute == 18 * 60 &&
                mail->lists[0].topic_index == SIZE_MAX);
    assert_true(mail->lists[1].when == WHEN_SUNDAY && mail->lists[1].minute == 9 * 60 + 5 &&
                mail->lists[1].topic_index == 0);
    assert_true(str_eq(mail->smtp_server, STR("[::1]:2525")) && mail->smtp_security == MAIL_PLAIN);
    arena_release(&arena);
    assert_int_equal(load(&arena, GIVEN, &e, &error), STATUS_OK);
    assert_true(str_absent(e.mail.from) && str_absent(e.mail.smtp_server));
    assert_true(e.mail.list_count == 1 && str_eq(e.mail.lists[0].id, STR("daily")) &&
                e.mail.stories_least == 8 && e.mail.stories_most == 12 &&
                e.mail.review == REVIEW_EDITOR && e.mail.clicks == MAIL_CLICKS_OFF);
    arena_release(&arena);
}

static void has_defaults(void **state) {
    (void)state;
    struct arena arena;
    struct edition e;
    struct error error = {0};
    assert_int_equal(load(&arena, GIVEN, &e, &error), STATUS_OK);
    assert_true(str_eq(e.locale, STR("en-us")) && str_eq(e.time_zone, STR("UTC")));
    assert_true(str_eq(e.store, STR("sqlite:state/")));
    assert_int_equal(e.main_topic, 0);
    assert_int_equal(e.urls, URLS_CANONICAL);
    assert_int_equal(e.coverage, COVERAGE_DISTINCT);
    assert_int_equal(e.addresses.count, 0);
    const struct edition_quality *q = &e.quality;
    assert_true(q->topic == 2 && q->topic_in_title == 15 && q->picture == 20 && q->known == 40 &&
                q->official == 50 && q->amp == 20 && q->video == 50 && q->title_free == 70 &&
                q->title_characters_per_point == 2);
    assert_true(e.heat.related == 10 && e.heat.copy == 1 && e.heat.click == 1 &&
                e.heat.click_days == 2);
    const struct edition_publish *p = &e.publish;
    assert_true(p->threshold == 70 && p->page_size == 25 && p->front_hours == 48 &&
                p->front_stories == 60 && p->front_fade == 1 && p->front_per_provider == 3);
    assert_true(p->front_sizes[0] == 70 && p->front_sizes[1] == 100 && p->front_sizes[2] == 150 &&
                p->front_sizes[3] == 220);
    assert_true(e.stories_window == 72 * 3600 && e.stories_refine == 600);
    const struct edition_fetch *f = &e.fetch;
    assert_true(f->every_least == 600 && f->every_most == 86400 && f->per_host_delay == 2000 &&
                f->connections == 64 && f->robots == ROBOTS_PAGES && f->pages == PAGES_MISSING);
    assert_true(f->allow_count == 0 && f->port_count == 4 && f->ports[3] == 8443 &&
                str_absent(f->proxy));
    assert_true(
        str_eq(f->user_agent, STR("Broadsheet/" BROADSHEET_VERSION " (+https://example.org)")));
    assert_true(f->limits.feed_bytes == 10 << 20 && f->limits.page_bytes == 5 << 20 &&
                f->limits.picture_bytes == 10 << 20 && f->limits.connect_seconds == 5 &&
                f->limits.first_byte_seconds == 10 && f->limits.total_seconds == 30 &&
                f->limits.redirects == 5 && f->limits.entries == 2000);
    arena_release(&arena);
}

static void takes_values(void **state) {
    (void)state;
    struct arena arena;
    struct edition e;
    struct error error = {0};
    static const char text[] =
        "\xEF\xBB\xBFtitle: 'T'\r\nid: t-1\r\nurl: https://example.org/news/\r\n"
        "locale: de-at\nquality: {known: 30, title: {free: 60}}\ncoverage: recovered\n"
        "addresses:\n  - drop from on example.org\n  - open * on example.org/to/\n"
        "urls: as-found\nheat:\npublish:\n  threshold: 0\n  front:\n    sizes: [1, 2, 2, 4]\n"
        "fetch:\n  userAgent: me\n  every: {least: 1h}\n  perHostDelay: 500ms\n"
        "  allow: [\"127.0.0.1:8099\", \"[::1]:80\"]\n  ports:\n    - 80\n  robots: none\n"
        "  limits: {page: 64KiB, total: 1m}\n"
        "pictures: {sizes: [320], most: 1GiB}\nretention: {keep: 365d}\nmail: off\ndesk: false\n";
    assert_int_equal(load(&arena, text, &e, &error), STATUS_OK);
    assert_true(str_eq(e.url, STR("https://example.org/news")) && str_eq(e.id, STR("t-1")));
    assert_true(e.quality.known == 30 && e.quality.title_free == 60 && e.quality.topic == 2);
    assert_true(e.coverage == COVERAGE_RECOVERED && e.urls == URLS_AS_FOUND);
    assert_true(e.addresses.count == 2 && e.addresses.list[1].kind == URL_OPEN &&
                str_eq(e.addresses.list[0].name, STR("from")));
    assert_true(e.heat.related == 10);
    assert_true(e.publish.threshold == 0 && e.publish.front_sizes[2] == 2);
    assert_true(str_eq(e.fetch.user_agent, STR("me")));
    assert_true(e.fetch.every_least == 3600 && e.fetch.per_host_delay == 500);
    assert_true(e.fetch.allow_count == 2 && str_eq(e.fetch.allow[1], STR("[::1]:80")));
    assert_true(e.fetch.port_count == 1 && e.fetch.robots == ROBOTS_NONE);
    assert_true(e.fetch.limits.page_bytes == 65536 && e.fetch.limits.total_seconds == 60);
    arena_release(&arena);
}

static void refuses(void **state) {
    (void)state;
    static const struct {
        const char *text, *expected; /* behind GIVEN when it starts with '+' */
    } cases[] = {
        {"id: t\nurl: https://example.org\n", "1:1: key 'title' must be given"},
        {"", "1:1: key 'title' must be given"},
        {"- a\n", "1:1: expected keys with values"},
        {"title: T\nid: T!\n", "2:5: id: expected a short name of a-z, 0-9 and -"},
        {"url: example.org\n", "1:6: url: expected an address like https://example.org/news"},
        {"url: https://me:pw@example.org\n",
         "1:6: url: expected an address like https://example.org/news"},
        {"+treshold: 1\n", "4:1: unknown key 'treshold': did you mean 'publish.threshold'?"},
        {"+publish:\n  treshold: 1\n",
         "5:3: unknown key 'publish.treshold': did you mean 'threshold'?"},
        {"+publish:\n  front:\n    hour: 1\n",
         "6:5: unknown key 'publish.front.hour': did you mean 'hours'?"},
        {"+timezone: UTC\n", "4:1: unknown key 'timezone': did you mean 'timeZone'?"},
        {"+colophon: us\n", "4:1: unknown key 'colophon'"},
        {"+zz: us\n", "4:1: unknown key 'zz'"},
        {"+quality.topic: 3\n",
         "4:1: 'quality.topic' is not one key: write 'topic' below 'quality'"},
        {"+publish: 3\n", "4:10: publish: expected keys with values"},
        {"+heat: {clickDays: 8}\n", "4:19: heat.clickDays: expected a whole number from 1 to 7"},
        {"+heat: {click: 1.5}\n", "4:15: heat.click: expected a whole number from 0 to 100000"},
        {"+stories: {window: 72}\n", "4:19: stories.window: expected a duration from 1h to 30d"},
        {"+stories: {window: 1ms}\n", "4:19: stories.window: expected a duration from 1h to 30d"},
        {"+fetch: {limits: {feed: 10MB}}\n",
         "4:24: fetch.limits.feed: expected a size from 1KiB to 1GiB"},
        {"+fetch: {robots: maybe}\n", "4:17: fetch.robots: expected pages, all or none"},
        {"+fetch: {ports: [0]}\n",
         "4:16: fetch.ports: expected a list of whole numbers from 1 to 65535"},
        {"+fetch: {ports: 80}\n",
         "4:16: fetch.ports: expected a list of whole numbers from 1 to 65535"},
        {"+fetch: {allow: [localhost]}\n",
         "4:16: fetch.allow: expected a list of \"address:port\""},
        {"+fetch: {every: {least: 2h, most: 1h}}\n",
         "1:1: fetch.every.least is longer than fetch.every.most"},
        {"+publish: {front: {sizes: [3, 2, 1, 0]}}\n",
         "4:26: publish.front.sizes: expected four ascending whole numbers from 0 to 100000"},
        {"+mail: on\n", "4:7: mail: expected off"},
        {"+mail: {from: Paper news@example.org}\n",
         "4:14: mail.from: expected a mailbox like \"The Paper <news@example.org>\", or none"},
        {"+mail: {from: \"A\\r\\nBcc: <x@example.org>\"}\n",
         "4:14: mail.from: expected a mailbox like \"The Paper <news@example.org>\", or none"},
        {"+mail: {lists: [daily at 18:00]}\n",
         "4:15: mail.lists: expected a list of different ones like \"NAME every weekday at "
         "18:00\""},
        {"+mail: {lists: [a every day at 18:00, a every friday at 09:00]}\n",
         "4:15: mail.lists: expected a list of different ones like \"NAME every weekday at "
         "18:00\""},
        {"+mail: {lists: [a every day at 24:00]}\n",
         "4:15: mail.lists: expected a list of different ones like \"NAME every weekday at "
         "18:00\""},
        {"+mail:\n  lists:\n    - a every day at 06:00\n    - b every day at 07:00 about Bees\n",
         "7:7: mail.lists: there is no topic 'Bees'"},
        {"+mail: {smtp: {server: mail.example.org}}\n",
         "1:1: mail.smtp.server needs mail.from, the sender"},
        {"+serve: {certificate: keys/tls.pem}\n",
         "1:1: serve.certificate needs serve.key, the file with its private key"},
        {"+serve: {key: /etc/tls.key}\n",
         "1:1: serve.key needs serve.certificate, whose private key it is"},
        {"+serve: {key: ../tls.key}\n",
         "4:14: serve.key: expected a file's path, below the edition's folder or from the root, or "
         "none"},
        {"+serve: {proxies: [10.0.0.1/8]}\n",
         "4:18: serve.proxies: expected a list of addresses or networks like 10.0.0.0/8"},
        {"+serve: {listen: \"8080\"}\n",
         "4:17: serve.listen: expected an address and a port like 127.0.0.1:8080, or none"},
        {"+mail: {smtp: {password: x}}\n",
         "4:15: unknown key 'mail.smtp.password': did you mean 'passwordFile'?"},
        {"+mail: {smtp: {user: x}}\n", "1:1: mail.smtp.user needs mail.smtp.passwordFile, whose "
                                       "first line is the password"},
        {"+mail: {smtp: {user: x, passwordFile: keys/smtp, security: none}}\n",
         "1:1: mail.smtp.user needs mail.smtp.security, else the password can be read on the way"},
        {"+mail: {smtp: {passwordFile: ../smtp}}\n",
         "4:29: mail.smtp.passwordFile: expected a path below the edition's folder, or none"},
        {"+mail: {smtp: {server: \"smtp://mail.example.org\"}}\n",
         "4:23: mail.smtp.server: expected a server like mail.example.org:587, or none"},
        {"+mail: {stories: {least: 9, most: 8}}\n",
         "1:1: mail.stories.least is more than mail.stories.most"},
        {"+retention: {keep: 1h}\n",
         "4:19: retention.keep: expected forever, or a duration from 24h to 36500d"},
        {"+mainTopic: B\n", "4:12: mainTopic: there is no topic 'B'"},
        {"+title: again\n", "4:1: key 'title' is given twice, first in line 1"},
        {"+store: mysql://x\n", "4:8: store: expected sqlite:FOLDER or postgres://…"},
        {"+timeZone: ../../etc/passwd\n", "4:11: timeZone: expected a time zone like Europe/Rome"},
        {"+addresses: [drop x, drop y z]\n",
         "4:21: addresses: expected a list of rules like \"drop NAME on SITE\""},
        {"+addresses: drop x\n",
         "4:12: addresses: expected a list of rules like \"drop NAME on SITE\""},
        {"+officialDomains: [Example.org]\n",
         "4:18: officialDomains: expected a list of domains in lower case"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct edition edition;
        struct error error = {0};
        char bytes[2048], text[1024], expected[1024];
        const char *tail = cases[i].text;
        snprintf(bytes, sizeof bytes, "%s%s", tail[0] == '+' ? GIVEN : "",
                 tail[0] == '+' ? tail + 1 : tail);
        snprintf(expected, sizeof expected, "edition.yaml:%s", cases[i].expected);
        assert_int_equal(load(&arena, bytes, &edition, &error), STATUS_CONFIG);
        assert_int_equal(error.status, STATUS_CONFIG);
        assert_string_equal(error_describe(&error, text, sizeof text), expected);
        arena_release(&arena);
    }
}

static void add_difference(void *state, struct str path, struct str before, struct str after) {
    struct buf *out = state;
    buf_printf(out, "%.*s: %.*s -> %.*s\n", STR_ARG(path), STR_ARG(before), STR_ARG(after));
}

/* A new edition loads; with its comments taken away, which gives every key, it is the same. */
static void skeleton_loads(void **state) {
    (void)state;
    struct arena arena;
    struct edition plain, full;
    struct error error = {0};
    struct edition_file *files;
    size_t count;
    struct buf text;
    char message[1024];
    arena_init(&arena, 4 << 20);
    buf_init(&text, 1 << 20);
    assert_int_equal(edition_skeleton(&arena, STR("my \"first\"\\ paper"), &files, &count, &error),
                     STATUS_OK);
    assert_int_equal(edition_load(&arena, files, count, &plain, &error), STATUS_OK);
    assert_true(str_eq(plain.title, STR("My first paper")));
    assert_true(str_eq(plain.id, STR("my-first-paper")));
    struct str rest = files[0].bytes;
    struct str line;
    for (size_t i = 0; str_next(&rest, '\n', &line); i++) {
        buf_add(&text, i > 1 && str_starts(line, STR("# ")) ? str_skip(line, 2) : line);
        buf_add_byte(&text, '\n');
    }
    files[0].bytes = buf_str(&text);
    if (edition_load(&arena, files, count, &full, &error) != STATUS_OK)
        fail_msg("%s", error_describe(&error, message, sizeof message));
    struct buf differences;
    bool same;
    buf_init(&differences, 1 << 16);
    assert_int_equal(edition_compare(&plain, &full, add_difference, &differences, &error),
                     STATUS_OK);
    assert_string_equal(buf_cstr(&differences), "");
    assert_int_equal(edition_same_scores(&plain, &full, &same, &error), STATUS_OK);
    assert_true(same);
    assert_int_equal(full.fetch.port_count, 4);
    buf_release(&differences);
    buf_release(&text);
    arena_release(&arena);
}

static void compares(void **state) {
    (void)state;
    static const struct {
        const char *more, *differences;
        bool same_scores;
    } cases[] = {
        {"", "", true},
        {"fetch: {every: {least: 20m}, allow: [\"::1:80\"]}\naddresses: [drop x on y.example]\n",
         "addresses: [] -> [drop x on y.example]\nfetch.every.least: 10m -> 20m\n"
         "fetch.allow: [] -> [::1:80]\n",
         true},
        {"quality: {known: 30, tiers: {points: [5, -3]}, bait: {phrases: [\"a, b\", c]}}\n",
         "quality.known: 40 -> 30\nquality.tiers.points: [] -> [5, -3]\n"
         "quality.bait.phrases: [you won't believe, what happened next, will blow your mind, "
         "will shock you, will surprise you, this one trick, one weird trick, doctors hate, "
         "jaw-dropping, gone wrong] -> [\"a, b\", c]\n",
         false},
        {"mail: {lists: [b every day at 07:30 about A, c every monday at 06:00]}\n",
         "mail.lists: [daily every weekday at 18:00] -> [b every day at 07:30 about A, c every "
         "monday at 06:00]\n",
         true},
        {"coverage: recovered\npublish: {front: {sizes: [1, 2, 3, 4]}}\n",
         "coverage: distinct -> recovered\npublish.front.sizes: [70, 100, 150, 220] -> "
         "[1, 2, 3, 4]\n",
         false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena one, other;
        struct edition before, after;
        struct error error = {0};
        struct buf text, differences;
        bool same;
        buf_init(&text, 1 << 16);
        buf_init(&differences, 1 << 16);
        buf_printf(&text, "%s%s", GIVEN, cases[i].more);
        assert_int_equal(load(&one, GIVEN, &before, &error), STATUS_OK);
        assert_int_equal(load(&other, buf_cstr(&text), &after, &error), STATUS_OK);
        assert_int_equal(edition_compare(&before, &after, add_difference, &differences, &error),
                         STATUS_OK);
        assert_string_equal(buf_cstr(&differences), cases[i].differences);
        assert_int_equal(edition_same_scores(&before, &after, &same, &error), STATUS_OK);
        assert_int_equal(same, cases[i].same_scores);
        buf_release(&differences);
        buf_release(&text);
        arena_release(&one);
        arena_release(&other);
    }
}

static void compares_providers(void **state) {
    (void)state;
    static const struct {
        const char *provider, *points;
        bool same;
    } cases[] = {
        {"tier: 2\n", "", true},
        {"tier: 2\n", "quality: {tiers: {points: [1, 2]}}\n", false},
        {"", "quality: {tiers: {points: [1, 2]}}\n", true},
        {"owner: Example Group\n", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct edition without, with;
        struct error error = {0};
        bool same;
        arena_init(&arena, 8 << 20);
        const struct edition_file files[] = {
            {STR("edition.yaml"), arena_format(&arena, "%s%s", GIVEN, cases[i].points)},
            {STR("topics/a.yaml"), STR("name: A\n")},
            {STR("providers/p.md"),
             arena_format(&arena, "---\nname: P\ndomain: p.example\n%s---\n", cases[i].provider)},
        };
        assert_int_equal(edition_load(&arena, files, 2, &without, &error), STATUS_OK);
        assert_int_equal(edition_load(&arena, files, 3, &with, &error), STATUS_OK);
        assert_int_equal(edition_same_scores(&without, &with, &same, &error), STATUS_OK);
        assert_int_equal(same, cases[i].same);
        assert_int_equal(edition_same_scores(&with, &without, &same, &error), STATUS_OK);
        assert_int_equal(same, cases[i].same);
        arena_release(&arena);
    }
}

static void finds_owners(void **state) {
    (void)state;
    static const struct {
        const char *domain, *owner;
    } cases[] = {
        {"news.p.example", "Example Group"},
        {"q.co.uk", "q.co.uk"},
        {"de.News.Q.co.uk", "q.co.uk"},
        {"a.blogspot.com", "a.blogspot.com"},
        {"192.0.2.1", "192.0.2.1"},
        {"local", "local"},
        {"", ""},
    };
    static const char file[] = "---\nname: P\ndomain: p.example\nowner: Example Group\n---\n";
    struct arena arena;
    struct edition edition;
    arena_init(&arena, 8 << 20);
    const struct edition_file files[] = {
        {STR("edition.yaml"), STR(GIVEN)},
        {STR("topics/a.yaml"), STR("name: A\n")},
        {STR("providers/p.md"), STR(file)},
    };
    assert_int_equal(edition_load(&arena, files, 3, &edition, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_true(str_eq(edition_owner(&edition, &arena, str_from(cases[i].domain)),
                           str_from(cases[i].owner)));
    arena_release(&arena);
}

static void sets(void **state) {
    (void)state;
    static const struct {
        const char *before, *path, *value, *after; /* NULL: not laid out for it */
    } cases[] = {
        {"a: 1\npublish: # the page\n  # tried\n  threshold: 70   # points\n  pageSize: 3\n",
         "publish.threshold", "55",
         "a: 1\npublish: # the page\n  # tried\n  threshold: 55   # points\n  pageSize: 3\n"},
        {"publish: {threshold: 70, front: {sizes: [1, 2, 3, 4]}} # x\n", "publish.front.sizes",
         "[5, 6, 7, 8]", "publish: {threshold: 70, front: {sizes: [5, 6, 7, 8]}} # x\n"},
        {"title: \"a: \\\"b\\\"\" # t\n", "title", "New", "title: New # t\n"},
        {"x: ['a]', \"b]\"] # c\n", "x", "[]", "x: [] # c\n"},
        {"é: ü\nheat: {related: 10}\n", "heat.related", "7", "é: ü\nheat: {related: 7}\n"},
        /* Into a section. */
        {"publish:\n    # first\n    pageSize: 3\nurl: x\n", "publish.threshold", "5",
         "publish:\n    # first\n    threshold: 5\n    pageSize: 3\nurl: x\n"},
        {"publish: {pageSize: 3}\n", "publish.front.stories", "9",
         "publish: {front: {stories: 9}, pageSize: 3}\n"},
        {"heat: {}\n", "heat.related", "9", "heat: {related: 9}\n"},
        {"heat:\n#  related: 1\nurl: x\n", "heat.related", "9",
         "heat:\n  related: 9\n#  related: 1\nurl: x\n"},
        {"heat:", "heat.related", "9", "heat:\n  related: 9\n"},
        /* Behind all else. */
        {"url: x # last", "publish.front.stories", "9",
         "url: x # last\npublish:\n  front:\n    stories: 9\n"},
        {"", "coverage", "recovered", "coverage: recovered\n"},
        /* No sure place. */
        {"x:\n  - a\n  - b\n", "x", "[c]", NULL},
        {"x: |\n  text\n", "x", "c", NULL},
        {"x: [a,\n  b]\n", "x", "[c]", NULL},
        {"url: x\r\n", "url", "y", NULL},
        {"publish: 3\n", "publish.threshold", "5", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct error error = {0};
        struct str out;
        arena_init(&arena, 8 << 20);
        enum status status = edition_set(&arena, str_from(cases[i].before), str_from(cases[i].path),
                                         str_from(cases[i].value), &out, &error);
        if (cases[i].after == NULL) {
            assert_int_equal(status, STATUS_UNSUPPORTED);
        } else {
            assert_int_equal(status, STATUS_OK);
            if (!str_eq(out, str_from(cases[i].after)))
                fail_msg("case %zu: %.*s", i, STR_ARG(out));
        }
        arena_release(&arena);
    }
}

static void describes_every_key(void **state) {
    (void)state;
    struct buf out;
    buf_init(&out, 1 << 20);
    edition_describe(&out);
    assert_non_null(strstr(buf_cstr(&out),
                           "| `publish.threshold` | `70` | a whole number from 0 to 100000 | "
                           "the least heat of a story that is published |\n"));
    assert_non_null(strstr(buf_cstr(&out), "| `stories.window` | `72h` | a duration from 1h to "));
    buf_release(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_defaults),
        cmocka_unit_test(reads_mail),
        cmocka_unit_test(takes_values),
        cmocka_unit_test(refuses),
        cmocka_unit_test(skeleton_loads),
        cmocka_unit_test(compares),
        cmocka_unit_test(compares_providers),
        cmocka_unit_test(finds_owners),
        cmocka_unit_test(sets),
        cmocka_unit_test(describes_every_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
