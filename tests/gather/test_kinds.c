/* Sources that are no feeds, and what makes an entry a new one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>

enum { NOON = 1700049600 /* 2023-11-15T12:00:00Z */ };

static size_t fresh(struct edition_copy *copy) {
    struct round_report report;
    edition_copy_round(copy, &report);
    assert_int_equal(report.gather.failed, 0);
    return report.gather.fresh;
}

static void item(const struct edition_copy *copy, const char *inside) {
    char text[2048];
    snprintf(text, sizeof text,
             "<rss version=\"2.0\"><channel><title>F</title><item><title>Comet seen over the "
             "harbour</title>%s</item></channel></rss>",
             inside);
    edition_copy_write(copy, "inbox/one.xml", text);
}

/* An outlet that makes its GUIDs and tracking parameters anew each time has no news. */
static void another_spelling_is_no_news(void **state) {
    static const struct {
        const char *inside;
        size_t fresh;
    } rounds[] = {
        {"<link>https://a.example/comet?utm_source=rss&amp;utm_id=1</link><guid>1</guid>", 1},
        {"<link>https://a.example/comet?utm_source=rss&amp;utm_id=2</link><guid>1</guid>", 0},
        {"<link>https://a.example/comet</link><guid isPermaLink=\"false\">2</guid>", 0},
        {"<link>http://A.example:80/comet#top</link>", 0},
        {"<link>https://a.example/comet</link><description>More</description>", 1},
        {"<link>https://a.example/comet?page=2</link>", 1},
    };
    struct edition_copy copy;
    (void)state;
    edition_copy_make(&copy, "tests/run/small", NOON);
    for (size_t i = 0; i < sizeof rounds / sizeof rounds[0]; i++) {
        item(&copy, rounds[i].inside);
        if (fresh(&copy) != rounds[i].fresh)
            fail_msg("round %zu", i);
    }
    edition_copy_remove(&copy);
}

/* What gives no date, or none that can be, was published when it was first seen; that stays. */
static void first_sight_is_the_date(void **state) {
    static const char *const dates[] = {"", "<pubDate>yesterday</pubDate>",
                                        "<pubDate>Wed, 31 Feb 2023 10:00:00 GMT</pubDate>",
                                        "<pubDate>&lt;script&gt;</pubDate>"};
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        struct edition_copy copy;
        char inside[256];
        edition_copy_make(&copy, "tests/run/small", NOON);
        for (int later = 0; later < 3; later++) {
            copy.clock = clock_fixed(NOON + later * HOUR_SECONDS);
            snprintf(inside, sizeof inside,
                     "<link>https://a.example/comet</link>%s<description>%d</description>",
                     dates[i], later);
            item(&copy, inside);
            assert_int_equal(fresh(&copy), 1);
            char *record =
                edition_copy_read(&copy, "records/_news/2023-11-15-comet-seen-over-the-harbour.md");
            assert_non_null(record);
            assert_non_null(strstr(record, "publishedDateTime: 2023-11-15T12:00:00Z"));
            free(record);
        }
        edition_copy_remove(&copy);
    }
}

/* A map of news and a page, read by what sources.opml says of them. */
static void maps_and_pages_are_sources(void **state) {
    struct edition_copy copy;
    (void)state;
    edition_copy_make(&copy, "tests/run/small", NOON);
    edition_copy_write(
        &copy, "sources.opml",
        "<opml version=\"2.0\"><body>"
        "<outline text=\"Map\" xmlUrl=\"inbox/news.xml\" kind=\"sitemap\"/>"
        "<outline text=\"Page\" xmlUrl=\"inbox/page.html\" htmlUrl=\"https://b.example/news/\" "
        "kind=\"page\" select=\"li\" selectDate=\"i\"/></body></opml>");
    edition_copy_write(
        &copy, "inbox/news.xml",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
        "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"><url>"
        "<loc>https://a.example/comet</loc><news:news><news:publication><news:name>Harbour Press"
        "</news:name></news:publication><news:publication_date>2023-11-15T09:00:00Z"
        "</news:publication_date><news:title>Comet seen over the harbour</news:title></news:news>"
        "</url><url><loc>https://a.example/about</loc></url></urlset>");
    edition_copy_write(&copy, "inbox/page.html",
                       "<title>News</title><ul><li><a href=strike>Dockers begin a strike</a> "
                       "<i>14 Nov 2023</i><li><a href=/news/fair>The fair is open</a></ul>");
    assert_int_equal(fresh(&copy), 3);
    char *record =
        edition_copy_read(&copy, "records/_news/2023-11-15-comet-seen-over-the-harbour.md");
    assert_non_null(record);
    assert_non_null(strstr(record, "Harbour Press"));
    assert_non_null(strstr(record, "publishedDateTime: 2023-11-15T09:00:00Z"));
    free(record);
    record = edition_copy_read(&copy, "records/_news/2023-11-15-dockers-begin-a-strike.md");
    assert_non_null(record);
    assert_non_null(strstr(record, "https://b.example/news/strike"));
    assert_non_null(strstr(record, "publishedDateTime: 2023-11-14T00:00:00Z"));
    free(record);
    assert_int_equal(fresh(&copy), 0);
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_spelling_is_no_news),
        cmocka_unit_test(first_sight_is_the_date),
        cmocka_unit_test(maps_and_pages_are_sources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
