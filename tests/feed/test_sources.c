/* What is no feed: pages that have some, pages that take the place of one, maps of sites. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "feed/discover.h"
#include "feed/listing.h"
#include "feed/sitemap.h"
#include "support/failing.h"

enum { ARENA_MOST = 64 * 1024 * 1024 };

/* A page at https://example.org/news/ and its candidates but the usual places, best first. */
static const struct {
    const char *page, *candidates;
} pages[] = {
    {"<link rel=alternate type=application/rss+xml title='All &amp; sundry' href=/feed>",
     "declared https://example.org/feed 'All & sundry'\n"},
    {"<link rel='Alternate nofollow' type='application/atom+xml; charset=utf-8' href=a.xml>",
     "declared https://example.org/news/a.xml ''\n"},
    {"<base href='https://cdn.example.org/x/'><link rel=alternate type=application/feed+json "
     "href=f>",
     "declared https://cdn.example.org/x/f ''\n"},
    {"<link rel=feed href=/x>", "declared https://example.org/x ''\n"},
    {"<link rel='alternate stylesheet' type=application/rss+xml href=/x>", ""},
    {"<link rel=alternate hreflang=de href=/de/>", ""},
    {"<link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>", ""},
    {"<link rel=alternate type=application/rss+xml href=javascript:alert(1)>", ""},
    {"<link rel=alternate type=application/rss+xml href=/comments/feed/><a href=/rss.xml>RSS</a>",
     "linked https://example.org/rss.xml 'RSS'\n"
     "comments https://example.org/comments/feed/ ''\n"},
    {"<a href='feed:https://example.org/x'>Follow</a><a href=/feedback>No</a>"
     "<a href=https://other.org/feed>Theirs</a><a href=https://feeds.example.com/us>Hosted</a>",
     "linked https://example.org/x 'Follow'\nlinked https://feeds.example.com/us 'Hosted'\n"},
    {"<a href='/index.php?feed=rss2'>x</a>",
     "linked https://example.org/index.php?feed=rss2 'x'\n"},
    {"<meta name=generator content='Ghost 5.1'>", "maker https://example.org/rss/ ''\n"},
    {"<meta name=generator content='WordPress 6'><link rel=alternate type=application/rss+xml "
     "href=https://example.org/feed/>",
     "declared https://example.org/feed/ ''\n"},
};

static const char *reason_word(enum feed_reason reason) {
    static const char *const words[] = {"itself",   "declared", "linked", "maker",
                                        "comments", "usual",    "map"};
    return words[reason];
}

static void finds_feeds_of_pages(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        struct arena arena;
        struct buf out;
        struct feed_candidate *found;
        size_t count;
        arena_init(&arena, ARENA_MOST);
        buf_init(&out, 65536);
        assert_int_equal(feed_discover_bytes(&arena, str_from(pages[i].page),
                                             STR("https://example.org/news/"), STR_NONE, &found,
                                             &count, NULL),
                         STATUS_OK);
        assert_true(count >= 9); /* the usual places are always there */
        for (size_t k = 0; k < count; k++)
            if (found[k].reason < FEED_USUAL)
                buf_printf(&out, "%s %.*s '%.*s'\n", reason_word(found[k].reason),
                           STR_ARG(found[k].url), STR_ARG(found[k].title));
        assert_string_equal(buf_cstr(&out), pages[i].candidates);
        buf_release(&out);
        arena_release(&arena);
    }
}

static void knows_a_feed_when_it_is_one(void **state) {
    (void)state;
    struct arena arena;
    struct feed_candidate *found;
    size_t count;
    arena_init(&arena, ARENA_MOST);
    assert_int_equal(
        feed_discover_bytes(&arena, STR("<rss><channel><title>T</title></channel></rss>"),
                            STR("https://example.org/x"), STR_NONE, &found, &count, NULL),
        STATUS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(found[0].reason, FEED_IS_ITSELF);
    assert_true(str_eq(found[0].title, STR("T")));
    arena_release(&arena);
}

/* ---- maps ---- */

#define MAP(content)                                                                               \
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "                                 \
    "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9' "                                    \
    "xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'>" content "</urlset>"

static void reads_news_of_maps(void **state) {
    (void)state;
    struct arena arena;
    struct feed feed;
    struct feed_part *parts;
    size_t count;
    struct str map = STR(
        MAP("<url><loc> /a </loc><lastmod>2026-11-21</lastmod><n:news><n:publication><n:name>The "
            "Example</n:name><n:language>de</n:language></n:publication><n:publication_date>"
            "2026-11-20T08:00:00+01:00</n:publication_date><n:title>One &amp; only</n:title>"
            "<n:keywords>x, y</n:keywords></n:news><i:image><i:loc>/a.jpg</i:loc></i:image></url>"
            "<url><loc>/about</loc></url><url><loc>javascript:x</loc><n:news><n:title>no</n:title>"
            "</n:news></url>"));
    arena_init(&arena, ARENA_MOST);
    assert_int_equal(feed_parse_sitemap(&arena, map, STR("https://example.org/news.xml"), STR_NONE,
                                        &feed, &parts, &count, NULL),
                     STATUS_OK);
    assert_int_equal(count, 0);
    assert_int_equal(feed.entry_count, 1);
    assert_int_equal(feed.warning_count, 1);
    const struct feed_entry *entry = &feed.entries[0];
    assert_true(str_eq(entry->link, STR("https://example.org/a")));
    assert_true(str_eq(entry->id, entry->link));
    assert_true(str_eq(entry->title, STR("One & only")));
    assert_true(str_eq(entry->source_title, STR("The Example")));
    assert_true(str_eq(entry->language, STR("de")));
    assert_int_equal(entry->published, 1795158000);
    assert_int_equal(entry->category_count, 2);
    assert_true(str_eq(entry->images[0].url, STR("https://example.org/a.jpg")));
    arena_release(&arena);
}

static void lists_maps_of_an_index(void **state) {
    (void)state;
    struct arena arena;
    struct feed feed;
    struct feed_part *parts;
    size_t count;
    struct str index =
        STR("<sitemapindex><sitemap><loc>https://example.org/none.xml</loc></sitemap>"
            "<sitemap><loc>https://example.org/old.xml</loc><lastmod>2020-01-01"
            "</lastmod></sitemap><sitemap><loc>https://example.org/new.xml</loc>"
            "<lastmod>2026-11-20</lastmod></sitemap><sitemap><loc>ftp://x/</loc>"
            "</sitemap></sitemapindex>");
    arena_init(&arena, ARENA_MOST);
    assert_int_equal(feed_parse_sitemap(&arena, index, STR("https://example.org/"), STR_NONE, &feed,
                                        &parts, &count, NULL),
                     STATUS_OK);
    assert_int_equal(feed.entry_count, 0);
    assert_int_equal(count, 3);
    assert_true(str_eq(parts[0].url, STR("https://example.org/new.xml")));
    assert_true(str_eq(parts[1].url, STR("https://example.org/old.xml")));
    assert_true(str_eq(parts[2].url, STR("https://example.org/none.xml")));
    arena_release(&arena);
}

static void refuses_what_is_no_map(void **state) {
    (void)state;
    static const struct str texts[] = {STR_INIT(""), STR_INIT("x"), STR_INIT("<html></html>"),
                                       STR_INIT("<rss><channel/></rss>")};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct arena arena;
        struct feed feed;
        struct feed_part *parts;
        size_t count;
        struct error error = {0};
        arena_init(&arena, ARENA_MOST);
        assert_int_equal(
            feed_parse_sitemap(&arena, texts[i], STR_NONE, STR_NONE, &feed, &parts, &count, &error),
            STATUS_INVALID);
        assert_true(error.message[0] != '\0');
        arena_release(&arena);
    }
}

/* ---- pages ---- */

#define ITEM(number)                                                                               \
    "<article><h2><a href='/" number "'>Title " number "</a></h2><p>Words " number                 \
    "</p><time datetime='2026-11-2" number "'>x</time><img src=/" number ".png></article>"

static const struct {
    const char *page;
    struct feed_selectors selectors;
    const char *entries; /* NULL: refused */
} listings[] = {
    {"<title>T</title>" ITEM("1") ITEM("2") ITEM("3"),
     {{0}},
     "/1 'Title 1' 'Words 1' 20\n/2 'Title 2' 'Words 2' 20\n/3 'Title 3' 'Words 3' 20\n"},
    {"<main><h2><a href=a>A</a></h2><h2><a href=b>B</a></h2><h2><a href=c>C</a></h2></main>",
     {{0}},
     "/news/a 'A' '' -1\n/news/b 'B' '' -1\n/news/c 'C' '' -1\n"},
    {"<a href=/x class=t><div><h3>X</h3><p>Lead</p></div></a><a href=/x class=t>X</a>",
     {.item = STR_INIT(".t")},
     "/x 'X' 'Lead' -1\n"},
    {"<li><b>Head</b><i>20 Nov 2026</i><a href=/no>n</a><a class=y href=/yes>y</a></li>",
     {.item = STR_INIT("li"),
      .title = STR_INIT("b"),
      .link = STR_INIT("a.y"),
      .date = STR_INIT("i")},
     "/yes 'Head' '' 20\n"},
    {"<p>Nothing here</p>", {{0}}, NULL},
    {"<p><a href=/a>a</a></p>", {.item = STR_INIT("li")}, NULL},
    {"<p><a href=/a>a</a></p>", {.item = STR_INIT("p:hover")}, NULL},
};

static void reads_pages(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof listings / sizeof listings[0]; i++) {
        struct arena arena;
        struct feed feed;
        struct buf out;
        struct error error = {0};
        arena_init(&arena, ARENA_MOST);
        buf_init(&out, 65536);
        enum status status =
            feed_parse_listing(&arena, str_from(listings[i].page), STR("https://example.org/news/"),
                               STR_NONE, &listings[i].selectors, &feed, &error);
        assert_int_equal(status, listings[i].entries != NULL ? STATUS_OK : STATUS_INVALID);
        for (size_t k = 0; status == STATUS_OK && k < feed.entry_count; k++) {
            const struct feed_entry *entry = &feed.entries[k];
            struct civil civil = civil_from_time(entry->published);
            buf_printf(&out, "%.*s '%.*s' '%.*s' %d\n",
                       STR_ARG(str_skip(entry->link, strlen("https://example.org"))),
                       STR_ARG(entry->title), STR_ARG(entry->summary),
                       entry->published == TIME_NONE ? -1 : civil.day / 10 * 10);
        }
        if (listings[i].entries != NULL)
            assert_string_equal(buf_cstr(&out), listings[i].entries);
        buf_release(&out);
        arena_release(&arena);
    }
}

static void run_out_of_memory(void **state) {
    (void)state;
    for (size_t n = 0; failing_from(n); n++) {
        struct arena arena;
        struct feed feed;
        struct feed_part *parts;
        struct feed_candidate *found;
        size_t count;
        const struct feed_selectors selectors = {{0}};
        arena_init(&arena, ARENA_MOST);
        struct str page = STR(ITEM("1") ITEM("2") ITEM("3"));
        enum status listing = feed_parse_listing(&arena, page, STR("https://example.org/"),
                                                 STR_NONE, &selectors, &feed, NULL);
        enum status map = feed_parse_sitemap(
            &arena,
            STR(MAP("<url><loc>https://example.org/a</loc><n:news><n:title>&lt;</n:title>"
                    "</n:news></url>")),
            STR_NONE, STR_NONE, &feed, &parts, &count, NULL);
        enum status pages_feeds = feed_discover_bytes(&arena, page, STR("https://example.org/"),
                                                      STR_NONE, &found, &count, NULL);
        bool failed = failing_happened();
        assert_true(failed || (listing == STATUS_OK && map == STATUS_OK));
        assert_true(!failed || listing == STATUS_MEMORY || map == STATUS_MEMORY ||
                    pages_feeds == STATUS_MEMORY);
        arena_release(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_feeds_of_pages),   cmocka_unit_test(knows_a_feed_when_it_is_one),
        cmocka_unit_test(reads_news_of_maps),     cmocka_unit_test(lists_maps_of_an_index),
        cmocka_unit_test(refuses_what_is_no_map), cmocka_unit_test(reads_pages),
        cmocka_unit_test(run_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
