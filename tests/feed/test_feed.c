#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "feed/feed.h"

enum { ARENA_MOST = 64 * 1024 * 1024, FILE_MOST = 16 * 1024 * 1024 };

static void read_stream(FILE *stream, struct buf *into) {
    buf_init(into, FILE_MOST);
    size_t n = 1;
    while (n > 0 && buf_reserve(into, 4096) == STATUS_OK) {
        n = fread(into->p + into->n, 1, 4096, stream);
        into->n += n;
    }
    into->p[into->n] = '\0';
}

static void read_file(const char *path, struct buf *into) {
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot read %s", path);
    read_stream(file, into);
    fclose(file);
}

/* Each feed gives what stands beside it. */
static void reads_fixtures(void **state) {
    (void)state;
    static const struct {
        const char *feed, *expected;
    } cases[] = {
        {"tests/feed/rss2.xml", "tests/feed/rss2.json"},
        {"tests/feed/atom.xml", "tests/feed/atom.json"},
        {"tests/feed/youtube.xml", "tests/feed/youtube.json"},
        {"tests/feed/rdf.xml", "tests/feed/rdf.json"},
        {"tests/feed/broken.xml", "tests/feed/broken.json"},
        {"tests/feed/charset.xml", "tests/feed/charset.json"},
        {"tests/feed/xxe.xml", "tests/feed/xxe.json"},
        {"tests/feed/json.feed", "tests/feed/json.json"},
    };
    const char *program = getenv("BROADSHEET");
    assert_non_null(program);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf command, given, expected;
        buf_init(&command, 4096);
        buf_printf(&command, "'%s' feed parse --url https://example.org/feeds/x.xml %s", program,
                   cases[i].feed);
        FILE *pipe = popen(buf_cstr(&command), "r");
        assert_non_null(pipe);
        read_stream(pipe, &given);
        assert_int_equal(pclose(pipe), 0);
        read_file(cases[i].expected, &expected);
        assert_string_equal(buf_cstr(&given), buf_cstr(&expected));
        buf_release(&command);
        buf_release(&given);
        buf_release(&expected);
    }
}

static enum status parse(struct arena *arena, struct str text, struct feed *feed,
                         struct error *error) {
    arena_init(arena, ARENA_MOST);
    return feed_parse(arena, text, STR("https://example.org/feed"), STR_NONE, feed, error);
}

static void refuses(void **state) {
    (void)state;
    static const struct {
        struct str text;
        const char *message;
    } cases[] = {
        {STR_INIT(""), "it is empty, not a feed"},
        {STR_INIT(" \n\0 "), "it is empty, not a feed"},
        {STR_INIT("<!DOCTYPE html><html><head><link rel=alternate "
                  "type=application/rss+xml href=/feed></head></html>"),
         "it is an HTML page, not a feed"},
        {STR_INIT("<?xml version='1.0'?><!-- x --> <HTML><body>Not found</body></HTML>"),
         "it is an HTML page, not a feed"},
        {STR_INIT("<?xml version='1.0'?><x:html xmlns:x='y'/>"),
         "it is XML but not a feed: it begins with <x:html>"},
        {STR_INIT("<urlset><url/></urlset>"), "it is XML but not a feed: it begins with <urlset>"},
        {STR_INIT("just text"), "it is neither XML nor JSON, so not a feed"},
        {STR_INIT("{\"a\":1}"), "it is JSON but not a feed: it has no items"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct feed feed;
        struct error error = {0};
        assert_int_equal(parse(&arena, cases[i].text, &feed, &error), STATUS_INVALID);
        assert_string_equal(error.message, cases[i].message);
        arena_release(&arena);
    }
}

/* What the tool does not print. */
static void finds_video_and_source(void **state) {
    (void)state;
    struct arena arena;
    struct feed feed;
    struct buf text;
    read_file("tests/feed/youtube.xml", &text);
    assert_int_equal(parse(&arena, buf_str(&text), &feed, NULL), STATUS_OK);
    assert_int_equal(feed.entry_count, 1);
    assert_true(str_eq(feed.entries[0].video, STR("https://www.youtube.com/embed/AbC-123_xyz")));
    arena_release(&arena);
    buf_release(&text);
    read_file("tests/feed/rss2.xml", &text);
    assert_int_equal(parse(&arena, buf_str(&text), &feed, NULL), STATUS_OK);
    assert_true(str_eq(feed.entries[0].source_title, STR("The Wire")));
    assert_true(str_eq(feed.entries[0].source_url, STR("https://wire.example.com/feed")));
    assert_true(str_eq(feed.entries[1].published_text, STR("next Tuesday")));
    arena_release(&arena);
    buf_release(&text);
}

/* When a feed does not want to be asked, who tells of its news, and where its past lies. */
static void finds_manners(void **state) {
    (void)state;
    static const struct {
        const char *text;
        unsigned hours, days;
        const char *self, *hub, *older;
    } rows[] = {
        {"<rss version='2.0'><channel><title>x</title><skipHours><hour>0</hour><hour> 13 </hour>"
         "<hour>24</hour><hour>25</hour><hour>-1</hour><hour>noon</hour></skipHours><skipDays>"
         "<day>Sunday</day><day>saturday</day><day>Holiday</day></skipDays></channel></rss>",
         1U | 1U << 13, 1U | 1U << 6, "", "", ""},
        {"<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='/a'/><link rel='next' "
         "href='?page=2'/><link rel='prev-archive' href='2024.xml'/><link rel='prev-archive' "
         "href='2023.xml'/><link rel='next' href='no'/><link rel='hub' "
         "href='https://hub.example/'/><link rel='hub' href='https://other.example/'/>"
         "<entry><link rel='self' href='/entry'/><link rel='next' href='/entry/2'/></entry></feed>",
         0, 0, "https://example.org/a", "https://hub.example/", "https://example.org/2024.xml"},
        {"<rss><channel><link xmlns='http://www.w3.org/2005/Atom' rel='next' "
         "href='javascript:x'/><link xmlns='http://www.w3.org/2005/Atom' rel='next' "
         "href='/feed?paged=2'/></channel></rss>",
         0, 0, "", "", "https://example.org/feed?paged=2"},
        {"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[],\"feed_url\":\"/f\","
         "\"next_url\":\"/f/2\"}",
         0, 0, "https://example.org/f", "", "https://example.org/f/2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena;
        struct feed feed;
        assert_int_equal(parse(&arena, str_from(rows[i].text), &feed, NULL), STATUS_OK);
        assert_int_equal(feed.skip_hours, rows[i].hours);
        assert_int_equal(feed.skip_days, rows[i].days);
        assert_true(str_eq(feed.self, str_from(rows[i].self)));
        assert_true(str_eq(feed.hub, str_from(rows[i].hub)));
        assert_true(str_eq(feed.older, str_from(rows[i].older)));
        arena_release(&arena);
    }
}

/* attacks.md E24: cut anywhere, it is a feed or refused, and keeps what came before the cut. */
static void survives_truncation(void **state) {
    (void)state;
    static const char *const files[] = {"tests/feed/rss2.xml", "tests/feed/atom.xml",
                                        "tests/feed/xxe.xml", "tests/feed/json.feed"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct buf text;
        read_file(files[i], &text);
        for (size_t n = 0; n <= text.n; n++) {
            struct arena arena;
            struct feed feed;
            /* Exactly as much memory as there are bytes, so that a read past it is seen. */
            char *exact = malloc(n + 1);
            assert_non_null(exact);
            memcpy(exact, text.p, n);
            enum status status = parse(&arena, str_of(exact, n), &feed, NULL);
            assert_true(status == STATUS_OK || status == STATUS_INVALID);
            arena_release(&arena);
            free(exact);
        }
        buf_release(&text);
    }
}

/* attacks.md E05-E11, H17: `repeat` times `part` between `head` and `tail`. */
static void survives_hostile_feeds(void **state) {
    (void)state;
    static const struct {
        const char *head, *part, *tail;
        size_t repeat, entries;
    } cases[] = {
        {"<rss><channel>", "<a>", "", 100000, 0},
        {"<rss><channel>", "<a>", "</channel></rss>", 100000, 0},
        {"<rss><channel><item", " a='1'", "><title>t</title></item></channel></rss>", 100000, 1},
        {"<rss><channel><item", " xmlns:a='1'", "><title>t</title></item></channel></rss>", 100000,
         1},
        {"<rss><channel>", "<i xmlns:a='b' xml:base='c'>", "", 100000, 0},
        {"<rss><channel>", "<item>", "", 5000, 2000},
        {"<rss><channel>", "</x>", "<item/></channel></rss>", 100000, 1},
        {"<rss><channel><title>", "&", "</title></channel></rss>", 1000000, 0},
        {"<rss><channel><title>", "]]>", "</title></channel></rss>", 500000, 0},
        {"<rss><channel><title>", "<", "</title></channel></rss>", 500000, 0},
        {"<rss><channel><title>", "<![CDATA[", "</title></channel></rss>", 100000, 0},
        {"<rss><channel>", "<!-- ", "", 300000, 0},
        {"<rss><channel>", "<?a ", "", 300000, 0},
        {"<rss><channel>", "<a b=\"", "", 300000, 0},
        {"<!DOCTYPE a [", "<!-- ", "]><rss><item/></rss>", 300000, 1},
        {"<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>]><rss><title>", "&a;",
         "</title><item/></rss>", 1000000, 1},
        {"<rss><channel><item><category>c</category>", "<category>d</category>",
         "</item></channel></rss>", 10000, 1},
        {"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>", "<div>",
         "</content></entry></feed>", 100000, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct feed feed;
        struct buf text;
        buf_init(&text, FILE_MOST);
        buf_add_cstr(&text, cases[i].head);
        for (size_t k = 0; k < cases[i].repeat; k++)
            buf_add_cstr(&text, cases[i].part);
        buf_add_cstr(&text, cases[i].tail);
        enum status status = parse(&arena, buf_str(&text), &feed, NULL);
        if (status == STATUS_OK)
            assert_int_equal(feed.entry_count, cases[i].entries);
        else
            assert_true(status == STATUS_INVALID && cases[i].entries == 0);
        arena_release(&arena);
        buf_release(&text);
    }
}

static void caps_texts(void **state) {
    (void)state;
    struct arena arena;
    struct feed feed;
    struct buf text;
    buf_init(&text, FILE_MOST);
    BUF_ADD(&text, "<rss><channel><title>");
    buf_add_repeat(&text, 'x', 9 * 1024 * 1024);
    BUF_ADD(&text, "</title></channel></rss>");
    assert_int_equal(parse(&arena, buf_str(&text), &feed, NULL), STATUS_OK);
    assert_int_equal(feed.title.n, FEED_TITLE_MOST);
    arena_release(&arena);
    buf_add_repeat(&text, ' ', 2 * 1024 * 1024);
    assert_int_equal(parse(&arena, buf_str(&text), &feed, NULL), STATUS_LIMIT);
    arena_release(&arena);
    buf_release(&text);
}

/* The arena's cap is an error, wherever it is met. */
static void runs_out_of_memory(void **state) {
    (void)state;
    struct buf text;
    read_file("tests/feed/rss2.xml", &text);
    for (size_t most = 0; most < 60000; most += 499) {
        struct arena arena;
        struct feed feed;
        arena_init(&arena, most);
        enum status status =
            feed_parse(&arena, buf_str(&text), STR("https://example.org/"), STR_NONE, &feed, NULL);
        assert_true(status == STATUS_OK || status == STATUS_LIMIT);
        arena_release(&arena);
    }
    buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_fixtures),
        cmocka_unit_test(refuses),
        cmocka_unit_test(finds_video_and_source),
        cmocka_unit_test(finds_manners),
        cmocka_unit_test(survives_truncation),
        cmocka_unit_test(survives_hostile_feeds),
        cmocka_unit_test(caps_texts),
        cmocka_unit_test(runs_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
