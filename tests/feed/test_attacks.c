/* The rows of attacks.md's sections E and F that a feed alone can bring. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "feed/feed.h"

enum { ARENA_MOST = 256 * 1024 * 1024, FILE_MOST = 32 * 1024 * 1024 };

static enum status parse(struct arena *arena, struct str text, struct feed *feed) {
    arena_init(arena, ARENA_MOST);
    return feed_parse(arena, text, STR("https://example.org/feeds/x.xml"), STR_NONE, feed, NULL);
}

/* What the first entry of the feed `items` says: title|link|summary. */
static const struct {
    const char *row, *feed, *said;
} rows[] = {
    {"E03",
     "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'><!ENTITY % y SYSTEM "
     "'file:///etc/hostname'>%y;]><rss><item><title>[&x;]</title><link>/a</link></item></rss>",
     "[&x;]|https://example.org/a|"},
    {"E03", "<!DOCTYPE r [<!ATTLIST item a CDATA '&x;'>]><rss><item><title>t</title></item></rss>",
     "t||"},
    {"E04",
     "<?xml-stylesheet href='http://127.0.0.1:9/x'?><!DOCTYPE r SYSTEM 'http://127.0.0.1:9/d'>"
     "<rss xmlns:xi='http://www.w3.org/2001/XInclude'><item><title>t<xi:include "
     "href='http://127.0.0.1:9/i'/></title></item></rss>",
     "t||"},
    {"E10", "<!DOCTYPE <><rss><item><title>t</title></item></rss>", "t||"},
    {"E10", "<!DOCTYPE rss [<!ELEMENT x (#PCDATA)> <rss><item><title>t</title></item></rss>",
     "t||"},
    {"E10", "<!DOCTYPE rss PUBLIC '<rss><item><title>t</title></item></rss>", "t||"},
    {"E11",
     "<rss><item><title>t</title><description><![CDATA[<![CDATA[<script>x</script>]]>]]>"
     "</description></item></rss>",
     "t||x]]&gt;"},
    {"E14", "<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/f>",
     NULL},
    {"E14", "<html><body>Please sign in</body></html>", NULL},
    {"E16", "<rss><item><guid></guid><title>t</title></item></rss>", "t||"},
    {"E20", "<rss><item><title>t</title><link>javascript:alert(1)</link></item></rss>", "t||"},
    {"E20", "<rss><item><title>t</title><link>data:text/html,x</link></item></rss>", "t||"},
    {"E20", "<rss><item><title>t</title><link>\n //evil.example/a\n</link></item></rss>",
     "t|https://evil.example/a|"},
    {"E20", "<rss><item><title>t</title><link>?q=1</link></item></rss>",
     "t|https://example.org/feeds/x.xml?q=1|"},
    {"E20",
     "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/one/'><entry xml:base='two/'><title>t"
     "</title><link href='a'/></entry></feed>",
     "t|https://example.org/one/two/a|"},
    {"E20", "<rss><item><title>t</title><link>http://u:p@example.org/</link></item></rss>", "t||"},
    {"E26", "<rss><item><title>&lt;script&gt;x&lt;/script&gt;t</title></item></rss>", "t||"},
    {"E26", "<rss><item><title>a &amp;amp;lt;b&amp;amp;gt;</title></item></rss>", "a &lt;b&gt;||"},
    {"E26",
     "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='text'>1 &lt;b&gt; 2</title>"
     "</entry></feed>",
     "1 <b> 2||"},
    {"E26",
     "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>1 &lt;b&gt;2&lt;/b&gt;"
     "</title></entry></feed>",
     "1 2||"},
    {"E26",
     "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='xhtml'><div "
     "xmlns='http://www.w3.org/1999/xhtml'>1 <b>2</b></div></title></entry></feed>",
     "1 2||"},
    {"F02", "<rss><item><title>a&#0;b&#x0;c</title></item></rss>", "abc||"},
    {"F11", "<rss><item><title>a\x1B[2Jb\xC2\x9B&#27;c</title></item></rss>",
     "a[2Jb\xE2\x80\xBA"
     "c||"},
    {"F14", "<rss><item><title>a\xEF\xBF\xBE&#xFFFF;b</title></item></rss>", "ab||"},
/* JSON: what is of the wrong type is as if it were not there. */
#define JSON_FEED "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":"
    {"F02", JSON_FEED "[{\"id\":\"1\",\"title\":\"a\\u0000b\"}]}", "ab||"},
    {"G02",
     JSON_FEED "[{\"id\":1e400,\"title\":\"t\",\"date_published\":1E+999999999,\"attachments\":"
               "[{\"url\":\"/a.mp3\",\"size_in_bytes\":-1e400}]}]}",
     "t||"},
    {"G02", JSON_FEED "[{\"id\":-0,\"title\":\"t\",\"x\":[0,-0,1e-999]}]}", "t||"},
    {"G02", JSON_FEED "[{\"id\":\"1\",\"title\":\"t\",\"x\":NaN}]}", NULL},
    {"G02", JSON_FEED "[{\"id\":\"1\",\"title\":\"t\",\"x\":012}]}", NULL},
    {"G04", JSON_FEED "{\"id\":\"1\",\"title\":\"t\"}}", NULL},
    {"G04", "{\"items\":[{\"title\":\"t\"}]}", "t||"},
    {"G04",
     "{\"version\":null,\"title\":null,\"home_page_url\":null,\"hubs\":null,\"items\":[{\"title\":"
     "\"t\",\"id\":null,\"url\":null,\"content_html\":null,\"summary\":null,\"tags\":null,"
     "\"date_published\":null,\"authors\":null,\"attachments\":null,\"image\":null},null]}",
     "t||"},
    {"G04",
     "{\"version\":7,\"title\":[],\"home_page_url\":{},\"authors\":\"x\",\"hubs\":{\"url\":1},"
     "\"items\":[7,\"x\",[],{\"title\":\"t\",\"id\":{},\"url\":[],\"external_url\":3,"
     "\"content_html\":5,\"content_text\":[],\"summary\":true,\"image\":7,\"date_published\":1,"
     "\"authors\":[1,null],\"tags\":\"a\",\"language\":4,\"attachments\":[null,{\"url\":5}]}]}",
     "t||"},
#undef JSON_FEED
};

static void says_what_it_must(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena;
        struct feed feed;
        char said[1000];
        enum status status = parse(&arena, str_from(rows[i].feed), &feed);
        if (rows[i].said == NULL) {
            assert_true(status == STATUS_INVALID || feed.entry_count == 0);
        } else {
            assert_int_equal(status, STATUS_OK);
            assert_int_equal(feed.entry_count, 1);
            const struct feed_entry *entry = &feed.entries[0];
            snprintf(said, sizeof said, "%.*s|%.*s|%.*s", STR_ARG(entry->title),
                     STR_ARG(entry->link), STR_ARG(entry->summary));
            if (strcmp(said, rows[i].said) != 0)
                fail_msg("%s: %s instead of %s", rows[i].row, said, rows[i].said);
        }
        arena_release(&arena);
    }
}

/* E22: numbers that are none are not said; poll/ says how far the others count. */
static void reads_intervals(void **state) {
    (void)state;
    static const struct {
        const char *said;
        int64_t minutes;
    } cases[] = {
        {"<ttl>60</ttl>", 60},
        {"<ttl>0</ttl>", 0},
        {"<ttl>-1</ttl>", -1},
        {"<ttl>1000000000000000000</ttl>", -1},
        {"<ttl>99999999999999999999</ttl>", -1},
        {"<ttl>soon</ttl>", -1},
        {"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 30},
        {"<sy:updatePeriod> daily\n</sy:updatePeriod>", 1440},
        {"<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", -1},
        {"<sy:updatePeriod>x</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", -1},
        {"<ttl>5</ttl><sy:updatePeriod>daily</sy:updatePeriod>", 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct feed feed;
        char text[500];
        snprintf(text, sizeof text,
                 "<rss xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>%s"
                 "</channel></rss>",
                 cases[i].said);
        assert_int_equal(parse(&arena, str_from(text), &feed), STATUS_OK);
        assert_int_equal(feed.ttl, cases[i].minutes);
        arena_release(&arena);
    }
}

static void read_fixture(const char *name, struct buf *into) {
    char path[100];
    snprintf(path, sizeof path, "tests/feed/%s", name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    buf_init(into, FILE_MOST);
    assert_int_equal(buf_reserve(into, 1 << 16), STATUS_OK);
    into->n = fread(into->p, 1, 1 << 16, file);
    fclose(file);
}

static const char *const fixtures[] = {"rss2.xml",   "atom.xml",    "youtube.xml", "rdf.xml",
                                       "broken.xml", "charset.xml", "xxe.xml",     "json.feed"};
enum { FIXTURES = sizeof fixtures / sizeof fixtures[0] };

/* Whatever it is, it is read or refused, and what is read can be shown. */
static void survive(struct str text) {
    struct arena arena;
    struct feed feed;
    enum status status = parse(&arena, text, &feed);
    assert_true(status == STATUS_OK || status == STATUS_INVALID);
    for (size_t i = 0; status == STATUS_OK && i < feed.entry_count; i++) {
        const struct feed_entry *entry = &feed.entries[i];
        assert_true(entry->title.n == 0 || utf8_valid(entry->title, NULL));
        assert_true(entry->content.n == 0 || utf8_valid(entry->content, NULL));
        assert_true(entry->link.n == 0 || str_starts_case(entry->link, STR("http")));
    }
    arena_release(&arena);
}

/* E24 */
static void survives_each_cut(void **state) {
    (void)state;
    for (size_t i = 0; i < FIXTURES; i++) {
        struct buf text;
        read_fixture(fixtures[i], &text);
        for (size_t n = 0; n < text.n; n++)
            survive(str_take(buf_str(&text), n));
        buf_release(&text);
    }
}

/* E25, the same flips each time */
static void survives_flipped_bytes(void **state) {
    (void)state;
    struct rng rng = rng_seeded(25);
    for (size_t i = 0; i < FIXTURES; i++) {
        struct buf text, flipped;
        read_fixture(fixtures[i], &text);
        buf_init(&flipped, FILE_MOST);
        for (int round = 0; round < 1250; round++) {
            buf_clear(&flipped);
            buf_add(&flipped, buf_str(&text));
            for (uint64_t k = 1 + rng_below(&rng, 8); k > 0; k--)
                flipped.p[rng_below(&rng, flipped.n)] ^= (char)(1 << rng_below(&rng, 8));
            survive(buf_str(&flipped));
        }
        buf_release(&flipped);
        buf_release(&text);
    }
}

/* B09: one title as long as the feed, of characters of three bytes. */
static void cuts_a_title_between_characters(void **state) {
    (void)state;
    struct arena arena;
    struct feed feed;
    struct buf text;
    buf_init(&text, FILE_MOST);
    BUF_ADD(&text, "<rss><item><title>");
    while (text.n < 9900 * 1024)
        BUF_ADD(&text, "\xE2\x82\xAC");
    BUF_ADD(&text, "</title></item></rss>");
    assert_int_equal(parse(&arena, buf_str(&text), &feed), STATUS_OK);
    assert_int_equal(feed.entry_count, 1);
    assert_in_range(feed.entries[0].title.n, 1, FEED_TITLE_MOST);
    assert_true(utf8_valid(feed.entries[0].title, NULL));
    arena_release(&arena);
    buf_release(&text);
}

/* E05, E06, E09, E10, E23: what is many, long or deep takes no more than its share. */
static void caps_what_is_large(void **state) {
    (void)state;
    static const struct {
        const char *head, *part, *tail;
        size_t repeat;
        bool numbered;
    } cases[] = {
        {"<rss><channel><item><title>t</title>", "<a>", "</item></channel></rss>", 100000, false},
        {"<rss><channel><item", " a%zu='1'", "><title>t</title></item></channel></rss>", 100000,
         true},
        {"<rss><channel>", "<n%zu/>", "<item><title>t</title></item></channel></rss>", 200000,
         true},
        {"<!DOCTYPE rss [", "<!ENTITY e%zu 'x'>", "]><rss><item><title>t</title></item></rss>",
         50000, true},
        {"<rss><item><title>t</title>", "<category>c%zu</category>", "</item></rss>", 10000, true},
        {"<rss><item><title>t</title><author>", "aaaaaaaaaa", "</author></item></rss>", 100000,
         false},
        {"<rss><item><title>t</title>", "<language>l%zu</language>", "</item></rss>", 500, true},
        {"<rss xmlns:a='x'", " xmlns:p%zu='y'", "><item><title>t</title></item></rss>", 20000,
         true},
        {"<rss><item><title>t</title></item>", "</x>", "</rss>", 500000, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct feed feed;
        struct buf text;
        buf_init(&text, FILE_MOST);
        buf_add_cstr(&text, cases[i].head);
        for (size_t k = 0; k < cases[i].repeat; k++) {
            char part[64];
            if (cases[i].numbered)
                snprintf(part, sizeof part, cases[i].part, k);
            else
                snprintf(part, sizeof part, "%s", cases[i].part);
            buf_add_cstr(&text, part);
        }
        buf_add_cstr(&text, cases[i].tail);
        int64_t start = clock_monotonic_ms();
        assert_int_equal(parse(&arena, buf_str(&text), &feed), STATUS_OK);
        assert_true(clock_monotonic_ms() - start < 5000);
        assert_int_equal(feed.entry_count, 1);
        assert_true(str_eq(feed.entries[0].title, STR("t")));
        assert_true(feed.entries[0].category_count <= FEED_CATEGORIES_MOST);
        assert_true(feed.entries[0].author.name.n <= FEED_TITLE_MOST);
        arena_release(&arena);
        buf_release(&text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_it_must),  cmocka_unit_test(reads_intervals),
        cmocka_unit_test(survives_each_cut),  cmocka_unit_test(survives_flipped_bytes),
        cmocka_unit_test(caps_what_is_large), cmocka_unit_test(cuts_a_title_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
