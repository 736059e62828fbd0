/* Gathering from the web: a server of our own says what each round finds. */
#include "world.h"

#include "poll/poll.h"

static void asks_conditionally(void **state) {
    (void)state;
    static const char *const sources[] = {"/feed", NULL};
    struct world world;
    open_world(&world);
    configure(&world, "", sources);
    says_feed(&world.site, "/feed",
              "ETag: \"v1\"\r\nLast-Modified: Thu, 09 Oct 2025 08:00:00 GMT\r\n", "One");
    round_after(&world, 0);
    assert_int_equal(world.report.gather.fresh, 1);
    assert_null(strstr(path_of(&world.site, "/feed")->asked, "If-None-Match"));
    says(&world.site, "/feed", "HTTP/1.1 304 Not Modified\r\n\r\n");
    round_after(&world, 60); /* not due */
    assert_int_equal(world.report.gather.waiting, 1);
    assert_int_equal(atomic_load(&path_of(&world.site, "/feed")->hits), 1);
    round_after(&world, 2 * HOUR_SECONDS);
    assert_int_equal(atomic_load(&path_of(&world.site, "/feed")->hits), 2);
    assert_int_equal(world.report.gather.unchanged, 1);
    assert_int_equal(world.report.gather.fresh, 0);
    const char *asked = path_of(&world.site, "/feed")->asked;
    assert_non_null(strstr(asked, "\r\nIf-None-Match: \"v1\"\r\n"));
    assert_non_null(strstr(asked, "\r\nIf-Modified-Since: Thu, 09 Oct 2025 08:00:00 GMT\r\n"));
    assert_non_null(strstr(asked, "\r\nUser-Agent: Broadsheet/"));
    assert_non_null(strstr(asked, "(+https://small.example)\r\n"));
    assert_null(strstr(asked, "Cookie"));
    /* The validators hold over an answer that does not repeat them, and only valid ones are kept.
     */
    says_feed(&world.site, "/feed", "ETag: \"v2\"\r\nLast-Modified: yesterday\r\n", "Two");
    round_after(&world, 5 * HOUR_SECONDS);
    assert_non_null(strstr(path_of(&world.site, "/feed")->asked, "If-None-Match: \"v1\""));
    assert_int_equal(world.report.gather.fresh, 1);
    round_after(&world, 5 * HOUR_SECONDS);
    assert_non_null(strstr(path_of(&world.site, "/feed")->asked, "If-None-Match: \"v2\""));
    assert_null(strstr(path_of(&world.site, "/feed")->asked, "If-Modified-Since"));
    assert_int_equal(world.report.gather.unchanged, 1); /* the same bytes under HTTP 200 */
    close_world(&world);
}

/* One row, one sick source; beside it a healthy one, published in the same round (G4, G5). */
static void the_healthy_beside_the_sick(void **state) {
    (void)state;
    static const struct {
        const char *path, *answer, *class;
        int pause_ms;
    } rows[] = {
        {"/silent", "", "timeout", -1},
        {"/gone", "HTTP/1.1 410 Gone\r\n\r\n", "gone", 0},
        {"/none", "HTTP/1.1 404 No\r\n\r\n", "http_4xx", 0},
        {"/law", "HTTP/1.1 451 No\r\n\r\n", "http_4xx", 0},
        {"/broken", "HTTP/1.1 500 No\r\n\r\n", "http_5xx", 0},
        {"/closed", "", "network", 0},
        {"/empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "empty", 0},
        {"/html", "HTTP/1.1 200 OK\r\n\r\n<!doctype html><title>Log in</title>", "not_a_feed", 0},
        {"/cut", "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<rss", "truncated", 0},
        {"/loop", "HTTP/1.1 302 Found\r\nLocation: /loop\r\n\r\n", "too_many_redirects", 0},
        {"/inside", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.9/\r\n\r\n", "denied", 0},
        {"/file", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n", "invalid_url", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *const sources[] = {rows[i].path, "+/feed", NULL};
        struct world world;
        open_world(&world);
        configure(&world, "  limits: {firstByte: 1s, total: 2s}\n", sources);
        says(&world.site, rows[i].path, rows[i].answer);
        path_of(&world.site, rows[i].path)->pause_ms = rows[i].pause_ms;
        says_feed(&world.other, "/feed", "", "Healthy");
        round_after(&world, 0);
        assert_int_equal(world.report.gather.failed, 1);
        assert_int_equal(world.report.gather.fresh, 1);
        assert_int_equal(world.report.articles, 1);
        edition_copy_shell(&world.copy, "grep -rq Healthy records/_news");
        expect_class(&world, &world.site, rows[i].path, rows[i].class, 1);
        int hits = atomic_load(&path_of(&world.site, rows[i].path)->hits);
        round_after(&world, 30);
        assert_int_equal(atomic_load(&path_of(&world.site, rows[i].path)->hits), hits);
        edition_copy_shell(&world.copy,
                           "test \"$(find records/_news -name '*healthy.md' | wc -l)\" = 1");
        close_world(&world);
    }
}

/* A pause that one source's server asks for holds for the host, and over rounds. */
static void keeps_pauses(void **state) {
    (void)state;
    static const char *const sources[] = {"/slow", "/feed", "+/feed", NULL};
    struct world world;
    open_world(&world);
    configure(&world, "", sources);
    says(&world.site, "/slow", "HTTP/1.1 429 No\r\nRetry-After: 7200\r\n\r\n");
    says_feed(&world.site, "/feed", "", "Quiet");
    says_feed(&world.other, "/feed", "", "Loud");
    round_after(&world, 0);
    assert_int_equal(atomic_load(&path_of(&world.site, "/slow")->hits), 1);
    assert_int_equal(atomic_load(&path_of(&world.site, "/feed")->hits), 0);
    assert_int_equal(world.report.gather.fresh, 1);
    expect_class(&world, &world.site, "/slow", "http_4xx", 1);
    expect_class(&world, &world.site, "/feed", "held", 0);
    round_after(&world, HOUR_SECONDS);
    assert_int_equal(atomic_load(&world.site.server.hits), 1);
    assert_int_equal(atomic_load(&path_of(&world.other, "/feed")->hits), 2);
    says_feed(&world.site, "/slow", "", "Awake");
    round_after(&world, HOUR_SECONDS);
    assert_int_equal(atomic_load(&path_of(&world.site, "/slow")->hits), 2);
    assert_int_equal(atomic_load(&path_of(&world.site, "/feed")->hits), 1);
    expect_class(&world, &world.site, "/feed", NULL, 0);
    close_world(&world);
}

/* attacks.md A07: after the third time, a day after the first. */
static void moves_when_told_for_long(void **state) {
    (void)state;
    static const char *const sources[] = {"/old", NULL};
    struct world world;
    struct arena arena;
    char moved[300];
    char there[200];
    open_world(&world);
    configure(&world, "", sources);
    snprintf(there, sizeof there, "http://%s/new", world.other.server.address);
    snprintf(moved, sizeof moved, "HTTP/1.1 301 Moved\r\nLocation: %s\r\n\r\n", there);
    says(&world.site, "/old", moved);
    says_feed(&world.other, "/new", "ETag: \"n\"\r\n", "New");
    round_after(&world, 0);
    assert_int_equal(world.report.gather.fresh, 1);
    round_after(&world, 10 * HOUR_SECONDS);
    round_after(&world, 10 * HOUR_SECONDS);
    arena_init(&arena, 1 << 20);
    struct store_source source = noted(&world, &arena, &world.site, "/old");
    assert_true(str_absent(source.address));
    assert_true(str_eq(source.moved, str_from(there)));
    assert_int_equal(source.moved_times, 3);
    round_after(&world, 10 * HOUR_SECONDS);
    source = noted(&world, &arena, &world.site, "/old");
    assert_true(str_eq(source.address, str_from(there)));
    assert_int_equal(atomic_load(&path_of(&world.site, "/old")->hits), 4);
    round_after(&world, DAY_SECONDS);
    assert_int_equal(atomic_load(&path_of(&world.site, "/old")->hits), 4);
    assert_int_equal(atomic_load(&path_of(&world.other, "/new")->hits), 5);
    /* When the new place fails for some time, the old one is asked again. */
    says(&world.other, "/new", "HTTP/1.1 404 No\r\n\r\n");
    for (int i = 0; i < 3; i++)
        round_after(&world, 2 * DAY_SECONDS);
    round_after(&world, 2 * DAY_SECONDS);
    assert_int_equal(atomic_load(&path_of(&world.site, "/old")->hits), 5);
    arena_release(&arena);
    close_world(&world);
}

/* A temporary redirect, or one that changes its mind, moves nobody (A08). */
static void stays_when_told_otherwise(void **state) {
    (void)state;
    static const char *const answers[] = {"HTTP/1.1 302 Found\r\nLocation: /a\r\n\r\n",
                                          "HTTP/1.1 303 Other\r\nLocation: /a\r\n\r\n",
                                          "HTTP/1.1 307 Found\r\nLocation: /a\r\n\r\n"};
    static const char *const sources[] = {"/old", NULL};
    struct world world;
    struct arena arena;
    open_world(&world);
    configure(&world, "", sources);
    says_feed(&world.site, "/a", "", "A");
    says_feed(&world.site, "/b", "", "B");
    arena_init(&arena, 1 << 20);
    for (int i = 0; i < 3; i++) {
        says(&world.site, "/old", answers[i]);
        round_after(&world, DAY_SECONDS);
        assert_true(str_absent(noted(&world, &arena, &world.site, "/old").moved));
    }
    for (int i = 0; i < 6; i++) {
        says(&world.site, "/old",
             i % 2 == 0 ? "HTTP/1.1 301 Moved\r\nLocation: /a\r\n\r\n"
                        : "HTTP/1.1 308 Moved\r\nLocation: /b\r\n\r\n");
        round_after(&world, DAY_SECONDS);
        struct store_source source = noted(&world, &arena, &world.site, "/old");
        assert_int_equal(source.moved_times, 1);
        assert_true(str_absent(source.address));
    }
    arena_release(&arena);
    close_world(&world);
}

/* attacks.md A27: what says that it is gone, three times over a day, is left alone for a month. */
static void leaves_alone_what_is_gone(void **state) {
    (void)state;
    static const char *const sources[] = {"/feed", NULL};
    struct world world;
    struct arena arena;
    open_world(&world);
    configure(&world, "", sources);
    says_feed(&world.site, "/feed", "", "Once");
    round_after(&world, 0);
    says(&world.site, "/feed", "HTTP/1.1 410 Gone\r\n\r\n");
    for (int i = 0; i < 4; i++)
        round_after(&world, 25 * HOUR_SECONDS);
    int hits = atomic_load(&path_of(&world.site, "/feed")->hits);
    assert_int_equal(hits, 4);
    arena_init(&arena, 1 << 20);
    struct store_source source = noted(&world, &arena, &world.site, "/feed");
    assert_int_equal(source.reason, POLL_BY_GONE);
    assert_int_equal(world.report.articles, 1);
    edition_copy_shell(&world.copy, "grep -rq Once records/_news");
    says_feed(&world.site, "/feed", "", "Again");
    round_after(&world, 31 * DAY_SECONDS);
    assert_int_equal(world.report.articles, 2);
    expect_class(&world, &world.site, "/feed", NULL, 0);
    arena_release(&arena);
    close_world(&world);
}

/* When its host or its feed asks for it, a source is asked more rarely; its own interval wins. */
static void comes_when_it_is_asked_to(void **state) {
    (void)state;
    static const struct {
        const char *header;
        int64_t wait;
        enum poll_reason reason;
    } rows[] = {
        {"Cache-Control: public, max-age=36000\r\n", 36000, POLL_BY_CACHE},
        {"Cache-Control: max-age=600\r\n", 2400, POLL_BY_EXPERIENCE},
        {"Cache-Control: no-cache, max-age=36000\r\n", 2400, POLL_BY_EXPERIENCE},
        {"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nExpires: Sun, 06 Nov 1994 11:49:37 GMT\r\n", 10800,
         POLL_BY_CACHE},
        {"Cache-Control: max-age=99999999999\r\n", 86400, POLL_BY_CACHE},
        {"Retry-After: 5000\r\n", 5000, POLL_BY_PAUSE},
    };
    static const char *const sources[] = {"/feed", NULL};
    struct world world;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        open_world(&world);
        configure(&world, "", sources);
        says_feed(&world.site, "/feed", rows[i].header, "One");
        round_after(&world, 0);
        struct store_source source = noted(&world, &arena, &world.site, "/feed");
        if (source.due - NOW != rows[i].wait || source.reason != (int64_t)rows[i].reason)
            fail_msg("%s: %lld, %lld", rows[i].header, (long long)(source.due - NOW),
                     (long long)source.reason);
        close_world(&world);
    }
    arena_release(&arena);
}

/* robots.txt is asked for pages, once a day, and obeyed. */
static void obeys_robots(void **state) {
    (void)state;
    static const char *const sources[] = {"+/feed", NULL};
    struct world world;
    char feed[1500];
    open_world(&world);
    configure(&world, "", sources);
    edition_copy_shell(&world.copy, "sed -i 's/pages: none/pages: all/' edition.yaml");
    snprintf(feed, sizeof feed,
             "HTTP/1.1 200 OK\r\n\r\n<rss version=\"2.0\"><channel><title>Site</title>"
             "<item><title>Open</title><link>http://%s/open</link></item>"
             "<item><title>Shut</title><link>http://%s/shut</link></item></channel></rss>",
             world.site.server.address, world.site.server.address);
    says(&world.other, "/feed", feed);
    says(&world.site, "/robots.txt",
         "HTTP/1.1 200 OK\r\n\r\nUser-agent: Broadsheet\nDisallow: /shut\n");
    says(&world.site, "/.well-known/tdmrep.json", "HTTP/1.1 404 Not Found\r\n\r\n");
    says(&world.site, "/open",
         "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Open</title>"
         "<p>Text of the page.");
    says(&world.site, "/shut",
         "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Shut</title>");
    round_after(&world, 0);
    assert_int_equal(world.report.gather.fresh, 2);
    assert_int_equal(atomic_load(&path_of(&world.site, "/robots.txt")->hits), 1);
    assert_int_equal(atomic_load(&path_of(&world.site, "/open")->hits), 1);
    assert_int_equal(atomic_load(&path_of(&world.site, "/shut")->hits), 0);
    assert_int_equal(atomic_load(&path_of(&world.other, "/robots.txt")->hits), 0); /* a feed */
    snprintf(feed + strlen(feed) - strlen("</channel></rss>"), 300,
             "<item><title>Later</title><link>http://%s/later</link></item></channel></rss>",
             world.site.server.address);
    says(&world.other, "/feed", feed);
    round_after(&world, 6 * HOUR_SECONDS);
    assert_int_equal(world.report.gather.fresh, 1);
    assert_int_equal(atomic_load(&path_of(&world.site, "/later")->hits), 0); /* no such path */
    assert_int_equal(atomic_load(&path_of(&world.site, "/robots.txt")->hits), 1);
    assert_int_equal(atomic_load(&path_of(&world.site, "/.well-known/tdmrep.json")->hits), 1);
    assert_int_equal(atomic_load(&world.site.server.hits), 4);
    close_world(&world);
}

static void says_page(struct world *world, const char *path, int number, const char *word,
                      const char *next) {
    struct buf page;
    buf_init(&page, 1 << 16);
    buf_printf(&page,
               "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%s\r\n<!doctype html><html><head>"
               "<meta property=og:type "
               "content=article><title>Long</title></head><body><article><h1>Long</h1>",
               number == 2 ? "X-Robots-Tag: max-snippet:7\r\n" : "");
    for (int i = 0; i < 6; i++)
        buf_printf(&page,
                   "<p>The %s part %d of the story goes on for a while, with commas, names, and "
                   "more words than any menu on this page would have.</p>",
                   word, i);
    buf_printf(&page, "%s</article></body></html>", next);
    path_of(&world->site, path)->bytes = str_of(strdup(page.p), page.n);
    buf_release(&page);
}

/* An article of several pages is read to its end, and what one page reserves holds for all. */
static void reads_on(void **state) {
    (void)state;
    static const char *const sources[] = {"+/feed", NULL};
    struct world world;
    char feed[1500];
    open_world(&world);
    configure(&world, "", sources);
    edition_copy_shell(&world.copy, "sed -i 's/pages: none/pages: all/' edition.yaml");
    snprintf(feed, sizeof feed,
             "HTTP/1.1 200 OK\r\n\r\n<rss version=\"2.0\"><channel><title>Site</title>"
             "<item><title>Long</title><link>http://%s/long</link></item></channel></rss>",
             world.site.server.address);
    says(&world.other, "/feed", feed);
    says_page(&world, "/long", 1, "first", "<p><a rel=next href=/long/2>2</a>");
    says_page(&world, "/long/2", 2, "second",
              "<p><a href=/long>1</a> <a rel=next href=/long/3>3</a>");
    says_page(&world, "/long/3", 3, "third",
              "<p><a href=/long>1</a> <a rel=next href=/long/4>4</a>");
    round_after(&world, 0);
    assert_int_equal(world.report.gather.fresh, 1);
    assert_int_equal(atomic_load(&path_of(&world.site, "/long/3")->hits), 1);
    edition_copy_shell(&world.copy, "cat state/facts.db* | grep -qa 'first part'");
    edition_copy_shell(&world.copy, "cat state/facts.db* | grep -qa 'third part'");
    edition_copy_shell(&world.copy,
                       "grep -q 'excerpt: \"The\\b.\\{0,5\\}\"' records/_news/*long.md || "
                       "{ cat records/_news/*long.md; false; }");
    for (size_t i = 0; i < PATHS; i++)
        free((char *)(uintptr_t)world.site.paths[i].bytes.p);
    close_world(&world);
}

/* Facts are the same whoever answers first; and what failed before is not waited for. */
static void order_of_answers_does_not_matter(void **state) {
    (void)state;
    static const char *const sources[] = {"/a", "+/b", NULL};
    char hashes[2][65];
    for (int i = 0; i < 2; i++) {
        struct world world;
        open_world(&world);
        configure(&world, "", sources);
        says_feed(&world.site, "/a", "", "Alpha");
        says_feed(&world.other, "/b", "", "Beta");
        path_of(&world.site, "/a")->pause_ms = i == 0 ? 150 : 0;
        path_of(&world.other, "/b")->pause_ms = i == 0 ? 0 : 150;
        round_after(&world, 0);
        assert_int_equal(world.report.gather.fresh, 2);
        edition_copy_shell(&world.copy,
                           "sqlite3 state/facts.db \"SELECT number, json_extract(body, '$.title') "
                           "FROM facts WHERE kind = 'observed' ORDER BY number\" >order");
        char *order = edition_copy_read(&world.copy, "order");
        snprintf(hashes[i], sizeof hashes[i], "%s", order);
        free(order);
        close_world(&world);
    }
    assert_string_equal(hashes[0], hashes[1]);
}

/* `source list` tells in a sentence what is wrong, and when it is asked again and why. */
static void lists_sources(void **state) {
    (void)state;
    static const char *const sources[] = {"/feed", "/gone", "/moved", "+/slow", "+/next", NULL};
    static const char *const words[] = {
        "\n    1 entry, answered 0 seconds ago\n"
        "    asked every 40 minutes, from how often it had something new\n",
        "\n    it is gone for good (HTTP 410); it was never read\n"
        "    asked every day, since its server says that it is gone for good\n",
        "\n    it says since 0 seconds that it moved for good to\n    http://127.0.0.1:",
        "\n    its server is busy or being repaired (HTTP 503) and wants a pause; not\n"
        "    asked again for 2 hours\n",
        "\n    not asked: its host wants a pause: 127.0.0.2:"};
    struct world world;
    open_world(&world);
    configure(&world, "", sources);
    says_feed(&world.site, "/feed", "", "One");
    says(&world.site, "/gone", "HTTP/1.1 410 Gone\r\n\r\n");
    says(&world.site, "/moved", "HTTP/1.1 301 Moved\r\nLocation: /feed\r\n\r\n");
    says(&world.other, "/slow", "HTTP/1.1 503 No\r\nRetry-After: 7200\r\n\r\n");
    round_after(&world, 0);
    assert_int_equal(edition_copy_command(&world.copy, "", "source list"), 0);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strstr(world.copy.said, words[i]) == NULL)
            fail_msg("'%s' is not in\n%s", words[i], world.copy.said);
    assert_int_equal(edition_copy_command(&world.copy, "", "source list --json"), 0);
    assert_non_null(strstr(world.copy.said, "\"plan\":\"asked every day, since its server says"));
    assert_non_null(strstr(world.copy.said, "\"errorClass\":\"http_5xx\""));
    assert_non_null(strstr(world.copy.said, "\"movedTo\":\"http://127.0.0.1:"));
    close_world(&world);
}

static void nobody_waits_for_the_sick(void **state) {
    (void)state;
    static const char *const sources[] = {"/silent", "+/1", "+/2", "+/3", "+/4", "+/5", NULL};
    struct world world;
    open_world(&world);
    configure(&world, "  limits: {firstByte: 3s, total: 20s}\n", sources);
    path_of(&world.site, "/silent")->pause_ms = -1;
    for (size_t i = 1; sources[i] != NULL; i++)
        says_feed(&world.other, sources[i] + 1, "", sources[i] + 2);
    round_after(&world, 0);
    assert_int_equal(world.report.gather.fresh, 5);
    expect_class(&world, &world.site, "/silent", "timeout", 1);
    for (int i = 2; i <= 3; i++) {
        int64_t begun = clock_monotonic_ms();
        round_after(&world, 12 * HOUR_SECONDS);
        assert_int_equal(world.report.gather.unchanged, 5);
        expect_class(&world, &world.site, "/silent", "timeout", i);
        assert_true(clock_monotonic_ms() - begun < 2500); /* of the 3 s that it would have had */
    }
    for (int i = 4; i <= 7; i++)
        round_after(&world, 24 * HOUR_SECONDS);
    int64_t begun = clock_monotonic_ms(); /* from time to time it has all of them */
    round_after(&world, 24 * HOUR_SECONDS);
    assert_true(clock_monotonic_ms() - begun >= 2900);
    expect_class(&world, &world.site, "/silent", "timeout", 8);
    close_world(&world);
}

/* Who answered once and failed since is waited for a little, however fast the others are. */
static void waits_for_who_recovers(void **state) {
    (void)state;
    static const char *const sources[] = {"/feed", "+/1", "+/2", "+/3", "+/4", NULL};
    struct world world;
    open_world(&world);
    configure(&world, "", sources);
    for (size_t i = 1; sources[i] != NULL; i++)
        says_feed(&world.other, sources[i] + 1, "", sources[i] + 2);
    says_feed(&world.site, "/feed", "", "One");
    round_after(&world, 0);
    says(&world.site, "/feed", "HTTP/1.1 500 No\r\n\r\n");
    round_after(&world, 12 * HOUR_SECONDS);
    expect_class(&world, &world.site, "/feed", "http_5xx", 1);
    says_feed(&world.site, "/feed", "", "Two");
    path_of(&world.site, "/feed")->pause_ms = 700;
    round_after(&world, 12 * HOUR_SECONDS);
    expect_class(&world, &world.site, "/feed", NULL, 0);
    assert_int_equal(world.report.gather.fresh, 1);
    close_world(&world);
}

/* A source that is paused or gone from the list keeps its due time, and no round waits for it. */
static void what_is_not_watched_is_never_due(void **state) {
    (void)state;
    static const char *const both[] = {"/paused", "/gone", NULL};
    static const char *const one[] = {"/paused", NULL};
    struct world world;
    open_world(&world);
    configure(&world, "", both);
    says_feed(&world.site, "/paused", "", "One");
    says_feed(&world.site, "/gone", "", "Two");
    round_after(&world, 0);
    assert_in_range(world.report.next_due, NOW + 60, NOW + DAY_SECONDS);
    configure(&world, "", one);
    edition_copy_shell(&world.copy, "sed -i 's/<outline/& paused=\"true\"/' sources.opml");
    round_after(&world, DAY_SECONDS);
    assert_int_equal(atomic_load(&path_of(&world.site, "/paused")->hits), 1);
    assert_int_equal(atomic_load(&path_of(&world.site, "/gone")->hits), 1);
    assert_int_equal(world.report.next_due, INT64_MAX);
    close_world(&world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asks_conditionally),
        cmocka_unit_test(the_healthy_beside_the_sick),
        cmocka_unit_test(keeps_pauses),
        cmocka_unit_test(moves_when_told_for_long),
        cmocka_unit_test(stays_when_told_otherwise),
        cmocka_unit_test(leaves_alone_what_is_gone),
        cmocka_unit_test(what_is_not_watched_is_never_due),
        cmocka_unit_test(comes_when_it_is_asked_to),
        cmocka_unit_test(obeys_robots),
        cmocka_unit_test(reads_on),
        cmocka_unit_test(order_of_answers_does_not_matter),
        cmocka_unit_test(lists_sources),
        cmocka_unit_test(nobody_waits_for_the_sick),
        cmocka_unit_test(waits_for_who_recovers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
