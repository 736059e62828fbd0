#include "fixture.h"

#include <libxml/parser.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json_read.h"
#include "files/coding.h"
#include "files/tree.h"
#include "publish/xml.h"
#include "words/words.h"

static bool is_compressed(struct str path) {
    return str_ends(path, STR(".gz")) || str_ends(path, STR(".br"));
}

/* The files that publishing wrote, sorted, but those that are compressed. */
static size_t written_files(struct fixture *fixture, struct str **paths) {
    struct str *records, *pages;
    size_t record_count, page_count;
    struct arena *arena = &fixture->arena;
    assert_int_equal(
        files_list(arena, fixture->folder, STR("records"), true, &records, &record_count, NULL),
        STATUS_OK);
    assert_int_equal(
        files_list(arena, fixture->folder, STR("public"), true, &pages, &page_count, NULL),
        STATUS_OK);
    *paths = arena_array(arena, record_count + page_count, struct str);
    size_t count = 0;
    for (size_t i = 0; i < page_count; i++)
        if (!is_compressed(pages[i]))
            (*paths)[count++] = pages[i];
    memcpy(*paths + count, records, record_count * sizeof *records);
    return count + record_count;
}

/* Files that go out as they lie in templates/: expected/ does not repeat them. */
static bool is_plain_copy(struct str path) {
    return str_ends(path, STR("style.css")) || str_ends(path, STR("script.js")) ||
           str_ends(path, STR("icon.svg"));
}

/* Every file is as it stands in expected/. With WRITE_EXPECTED in the environment it is written
 * there instead, to be looked at and committed. */
static void writes_what_is_expected(void **state) {
    struct fixture *fixture = *state;
    struct str *paths, *expected;
    size_t count, expected_count = 0, plain_count = 0;
    struct tree *tree = NULL;
    bool write = getenv("WRITE_EXPECTED") != NULL;
    publish(fixture);
    count = written_files(fixture, &paths);
    if (write)
        assert_int_equal(tree_open(HERE "/expected", &tree, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        struct buf was;
        char path[300];
        snprintf(path, sizeof path, "%.*s", STR_ARG(paths[i]));
        struct str is = read_file(fixture, path);
        bool plain = is_plain_copy(paths[i]);
        plain_count += plain;
        if (write && !plain)
            assert_int_equal(tree_write(tree, paths[i], is, NULL) | tree_settle(tree, NULL),
                             STATUS_OK);
        buf_init(&was, 1 << 20);
        struct str name = str_skip(paths[i], plain ? strlen("public/") : 0);
        bool there = files_read(plain ? "templates" : HERE "/expected", name, 1 << 20, &was,
                                NULL) == STATUS_OK;
        if (!there || !str_eq(is, buf_str(&was)))
            print_error("%s is not as expected:\n%.*s\n", path, STR_ARG(is));
        assert_true(there && str_eq(is, buf_str(&was)));
        buf_release(&was);
    }
    if (write)
        tree_sweep(tree, STR(""), NULL);
    tree_close(tree);
    assert_int_equal(files_list(&fixture->arena, HERE "/expected", STR(""), true, &expected,
                                &expected_count, NULL),
                     STATUS_OK);
    assert_int_equal(count, expected_count + plain_count);
    assert_int_equal(fixture->report.stories, 4);
    assert_int_equal(fixture->report.articles, 9);
}

static void touches_nothing_the_second_time(void **state) {
    struct fixture *fixture = *state;
    publish(fixture);
    assert_true(fixture->report.pages.written > 0);
    size_t records = fixture->report.records.written;
    size_t pages = fixture->report.pages.written;
    publish(fixture);
    assert_int_equal(fixture->report.records.written, 0);
    assert_int_equal(fixture->report.records.removed, 0);
    assert_int_equal(fixture->report.records.unchanged, records);
    assert_int_equal(fixture->report.pages.written, 0);
    assert_int_equal(fixture->report.pages.removed, 0);
    assert_true(fixture->report.pages.unchanged + 1 >= pages); /* the picture is kept unread */
    fixture->look = STR("look");
    publish(fixture);
    assert_true(fixture->report.whole);
    publish(fixture);
    assert_false(fixture->report.whole);
    assert_int_equal(fixture->report.records.written + fixture->report.records.removed, 0);
    assert_int_equal(fixture->report.pages.written + fixture->report.pages.removed, 0);
}

static void follows_changes(void **state) {
    struct fixture *fixture = *state;
    publish(fixture);
    assert_false(str_absent(read_file(fixture, "public/s/dd/dddddddddddd-article.html")));
    fill_from(
        fixture,
        STR("{\"articles\":[{\"id\":\"dddddddddddd\",\"story\":\"dddddddddddd\",\"lead\":true,"
            "\"shown\":false,\"quality\":5,\"heat\":5,\"published\":\"2025-10-07T12:00:00Z\","
            "\"seen\":\"2025-10-07T12:00:00Z\",\"provider\":\"shamal.example\","
            "\"topics\":[\"ai\"],\"path\":\"_news/2025-10-07-article.md\",\"data\":{"
            "\"id\":\"dddddddddddd\",\"title\":\"New\",\"type\":\"article\","
            "\"published\":\"2025-10-07T12:00:00Z\",\"seen\":\"2025-10-07T12:00:00Z\"}}]}"),
        2);
    put_file(fixture, "public/robots.txt", "changed by hand");
    put_file(fixture, "public/own.html", "not ours");
    put_file(fixture, "records/_news/2001-01-01-stale.md", "nobody's");
    publish(fixture);
    assert_true(str_absent(read_file(fixture, "public/s/dd/dddddddddddd-article.html")));
    assert_true(holds(read_file(fixture, "records/_news/2001-01-01-stale.md"), "nobody's"));
    assert_false(str_absent(read_file(fixture, "public/own.html")));
    assert_true(holds(read_file(fixture, "public/robots.txt"), "Sitemap: https://news.example"));
    assert_true(
        holds(read_file(fixture, "records/_news/2025-10-07-article.md"), "published: false"));
    assert_false(holds(read_file(fixture, "public/sitemap.xml"), "dddddddddddd"));
    assert_int_equal(fixture->report.stories, 3);
}

static void keeps_hostile_texts_inert(void **state) {
    struct fixture *fixture = *state;
    struct str *paths;
    publish(fixture);
    size_t count = written_files(fixture, &paths);
    for (size_t i = 0; i < count; i++) {
        char path[300];
        snprintf(path, sizeof path, "%.*s", STR_ARG(paths[i]));
        struct str text = read_file(fixture, path);
        if (str_ends(paths[i], STR(".html"))) {
            assert_false(holds(text, "<script>alert"));
            assert_false(holds(text, "<img src=x"));
            assert_false(holds(text, "=\"javascript:"));
            assert_false(holds(text, "<b>West"));
            assert_true(holds(text, "content=\"default-src 'self'"));
        }
        if (str_ends(paths[i], STR(".xml"))) {
            xmlDocPtr doc = xmlReadMemory(text.p, (int)text.n, path, NULL, XML_PARSE_NONET);
            assert_non_null(doc);
            xmlFreeDoc(doc);
        }
        if (str_ends(paths[i], STR(".json"))) {
            struct arena arena;
            const struct json_value *json;
            arena_init(&arena, JSON_MEMORY_MOST);
            assert_int_equal(json_read(&arena, text, &json, NULL), STATUS_OK);
            arena_release(&arena);
        }
        assert_false(str_ends(paths[i], STR(".svg")) && str_starts(paths[i], STR("public/pict")));
    }
}

static void shows_an_edition_without_anything(void **state) {
    struct fixture *fixture = *state;
    char folder[80];
    snprintf(folder, sizeof folder, "%s/inbox", fixture->folder);
    store_close(fixture->store);
    assert_int_equal(store_open(folder, fixture->edition.store, STORE_WRITE, &fixture->store, NULL),
                     STATUS_OK);
    fixture->context.store = fixture->store;
    publish(fixture);
    assert_true(holds(read_file(fixture, "public/index.html"), "No article has come in yet."));
    struct str api = read_file(fixture, "public/api/news/index.json");
    assert_true(str_eq(api, STR("{\n  \"page\": 1,\n  \"value\": [],\n  \"nextPage\": null\n}")));
    assert_true(holds(read_file(fixture, "public/feed.xml"), "<updated>1970-01-01T00:00:00Z"));
}

static void takes_templates_of_the_edition(void **state) {
    struct fixture *fixture = *state;
    put_file(fixture, "templates/missing.mustache", "{{>own}} {{page.title}}");
    put_file(fixture, "templates/own.mustache", "mine: {{edition.title}}");
    put_file(fixture, "templates/style.css", "body{}");
    publish(fixture);
    assert_true(str_eq(read_file(fixture, "public/404.html"),
                       STR("mine: The Daily &amp; Sample Not here · The Daily &amp; Sample")));
    assert_true(str_eq(read_file(fixture, "public/style.css"), STR("body{}")));
    put_file(fixture, "templates/own.mustache", "a\n b {{#open}}");
    assert_int_equal(
        publish_edition(&fixture->context, fixture->look, &fixture->report, &fixture->error),
        STATUS_CONFIG);
    assert_string_equal(fixture->error.file, "templates/own.mustache");
    assert_int_equal(fixture->error.at.line, 2);
    assert_int_equal(fixture->error.at.column, 4);
}

/* Whichever thread it is that fails, and on which kind of page. */
static void says_what_a_thread_cannot_do(void **state) {
    struct fixture *fixture = *state;
    static const char *const names[] = {"story", "day", "provider"};
    publish(fixture);
    struct str before = read_file(fixture, "public/index.html");
    put_file(fixture, "pages/about.md", "---\ntitle: Other\n---\n");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        for (fixture->context.threads = 1; fixture->context.threads <= 4;
             fixture->context.threads++) {
            char path[40], endless[20];
            snprintf(path, sizeof path, "templates/%s.mustache", names[i]);
            snprintf(endless, sizeof endless, "{{>%s}}", names[i]);
            put_file(fixture, path, endless);
            assert_int_equal(
                publish_edition(&fixture->context, STR_NONE, &fixture->report, &fixture->error),
                STATUS_LIMIT);
            assert_true(holds(str_from(fixture->error.message), "partials"));
            assert_true(str_eq(read_file(fixture, "public/index.html"), before));
            put_file(fixture, path, "fine");
        }
    publish(fixture);
}

static void refuses_ids_that_are_no_paths(void **state) {
    struct fixture *fixture = *state;
    static const struct str ids[] = {STR_INIT(".."), STR_INIT("a/b"), STR_INIT(""), STR_INIT(".")};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        fixture->edition.topics[1].id = ids[i];
        assert_int_equal(
            publish_edition(&fixture->context, fixture->look, &fixture->report, &fixture->error),
            STATUS_CONFIG);
        assert_true(str_absent(read_file(fixture, "public/index.html")));
    }
}

/* One article whose outlet states its rights, published by `edition`. */
static void fill_stated(struct fixture *fixture, const char *rights) {
    struct str json = arena_format(
        &fixture->arena,
        "{\"articles\":[{\"id\":\"dddddddddddd\",\"story\":\"dddddddddddd\",\"lead\":true,"
        "\"shown\":true,\"quality\":90,\"heat\":90,\"published\":\"2025-10-09T12:00:00Z\","
        "\"seen\":\"2025-10-09T12:00:00Z\",\"provider\":\"north.example\","
        "\"topics\":[\"ai\"],\"path\":\"_news/2025-10-07-stated.md\",\"data\":{"
        "\"id\":\"dddddddddddd\",\"title\":\"A headline remains\",\"type\":\"article\","
        "\"excerpt\":\"Wordy and wordier it goes\",\"providerDomain\":\"north.example\","
        "\"webUrl\":\"https://north.example/stated\",\"images\":[{\"url\":"
        "\"https://north.example/eye.png\",\"cached\":true}],"
        "\"published\":\"2025-10-09T12:00:00Z\",\"seen\":\"2025-10-09T12:00:00Z\","
        "\"rights\":{%s}}}]}",
        rights);
    fill_from(fixture, json, 2);
    publish(fixture);
}

/* How many of the files that show the article hold `part`. */
static size_t shown_in(struct fixture *fixture, const char *part) {
    static const char *const files[] = {
        "records/_news/2025-10-07-stated.md",
        "public/s/dd/dddddddddddd-article.html",
        "public/topic/ai/index.html",
        "public/api/news/index.json",
        "public/feed.xml",
        "public/feed.json",
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        count += holds(read_file(fixture, files[i]), part);
    return count;
}

static void obeys_what_outlets_state(void **state) {
    enum { ALL = 6 };
    static const struct {
        const char *rights;
        bool excerpt, beginning, picture, listed;
    } cases[] = {
        {"", true, true, true, true},
        {"\"said\":[\"nosnippet\"]", false, false, true, true},
        {"\"said\":[\"max-snippet\"],\"maxSnippet\":0", false, false, true, true},
        {"\"said\":[\"max-snippet\"],\"maxSnippet\":12", false, true, true, true},
        {"\"said\":[\"max-snippet\"],\"maxSnippet\":900", true, true, true, true},
        {"\"said\":[\"noimageindex\"]", true, true, false, true},
        {"\"said\":[\"max-image-preview:none\"]", true, true, false, true},
        {"\"said\":[\"noindex\"]", true, true, true, false},
        {"\"said\":[\"noai\",\"tdm-reservation\"]", true, true, true, true},
        {"\"said\":[\"unavailable_after\"],\"until\":\"2025-11-01T00:00:00Z\"", true, true, true,
         true},
        {"\"said\":[\"unavailable_after\",\"outdated\"],\"until\":\"2025-11-01T00:00:00Z\"", false,
         false, false, false},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fill_stated(fixture, cases[i].rights);
        const char *page = "public/s/dd/dddddddddddd-article.html";
        const char *record = "records/_news/2025-10-07-stated.md";
        assert_int_equal(shown_in(fixture, "A headline remains"), ALL);
        assert_int_equal(shown_in(fixture, "north.example/stated"), ALL);
        assert_int_equal(shown_in(fixture, "wordier it goes"), cases[i].excerpt ? ALL : 0);
        assert_int_equal(shown_in(fixture, "Wordy and"), cases[i].beginning ? ALL : 0);
        assert_int_equal(holds(read_file(fixture, record), "eye.png"), cases[i].picture);
        assert_int_equal(holds(read_file(fixture, page), "<img"), cases[i].picture);
        assert_int_equal(holds(read_file(fixture, "public/sitemap.xml"), "dddddddddddd"),
                         cases[i].listed);
        assert_int_equal(holds(read_file(fixture, page), "\"headline\":\"A headline remains\""),
                         cases[i].listed);
    }
}

/* Loads the edition with `line` in the file of the outlet of fill_stated. */
static void put_provider(struct fixture *fixture, const char *line) {
    struct str text = arena_format(
        &fixture->arena,
        "---\n_id: north.example\nname: Northern Post\ndomain: north.example\n%s\n---\n", line);
    put_file(fixture, "providers/north.example.md", text.p);
    reload_edition(fixture);
}

/* The outlet's file may state a licence. */
static void shows_what_is_licensed(void **state) {
    struct fixture *fixture = *state;
    const char *rights = "\"said\":[\"nosnippet\",\"noindex\",\"noimageindex\"]";
    put_provider(fixture, "rights: contract 7 of 2025");
    fill_stated(fixture, rights);
    assert_int_equal(shown_in(fixture, "wordier it goes"), 6);
    assert_true(holds(read_file(fixture, "records/_news/2025-10-07-stated.md"), "eye.png"));
    assert_true(holds(read_file(fixture, "public/sitemap.xml"), "dddddddddddd"));
}

static void limits_excerpts_by_outlet(void **state) {
    static const struct {
        const char *line, *rights;
        size_t beginning, whole; /* files that show them */
    } cases[] = {
        {"tier: 1", "", 6, 6},
        {"excerpt: 300", "", 6, 6},
        {"excerpt: 12", "", 6, 0},
        {"excerpt: 0", "", 0, 0},
        {"excerpt: 300", "\"said\":[\"max-snippet\"],\"maxSnippet\":12", 6, 0},
        {"excerpt: 12\nrights: contract 7", "\"said\":[\"nosnippet\"]", 6, 0},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        put_provider(fixture, cases[i].line);
        fill_stated(fixture, cases[i].rights);
        assert_int_equal(shown_in(fixture, "Wordy and"), cases[i].beginning);
        assert_int_equal(shown_in(fixture, "wordier it goes"), cases[i].whole);
    }
}

static void says_points_when_asked(void **state) {
    struct fixture *fixture = *state;
    const char *page = "public/s/aa/aaaaaaaaaaaa-eye-scans.html";
    publish(fixture);
    assert_false(holds(read_file(fixture, page), "101 = quality 79 + coverage 22"));
    fixture->context.points = true;
    publish(fixture);
    assert_true(holds(read_file(fixture, page), "101 = quality 79 + coverage 22"));
}

static void refuses_crawlers_when_asked(void **state) {
    struct fixture *fixture = *state;
    publish(fixture);
    assert_false(holds(read_file(fixture, "public/robots.txt"), "Disallow"));
    fixture->edition.publish.ai_crawlers = CRAWLERS_REFUSED;
    publish(fixture);
    struct str robots = read_file(fixture, "public/robots.txt");
    assert_true(str_starts(robots, STR("User-agent: *\nAllow: /\n\nUser-agent: AI2Bot\n")));
    assert_true(holds(robots, "User-agent: GPTBot\n"));
    assert_true(holds(robots, "User-agent: Webzio-Extended\nDisallow: /\n\nSitemap: https"));
    assert_false(holds(robots, "bingbot"));
}

static void does_not_follow_links(void **state) {
    struct fixture *fixture = *state;
    char link[80];
    snprintf(link, sizeof link, "%s/public", fixture->folder);
    assert_int_equal(mkdir(link, 0755), 0);
    snprintf(link, sizeof link, "%s/public/s", fixture->folder);
    assert_int_equal(symlink("/tmp", link), 0);
    assert_int_equal(
        publish_edition(&fixture->context, fixture->look, &fixture->report, &fixture->error),
        STATUS_CANNOT_CREATE);
    assert_int_not_equal(access("/tmp/aaaaaaaaaaaa", F_OK), 0);
    assert_int_equal(unlink(link), 0);
}

static void writes_text_in_xml(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"a < b & c > d \"e\" 'f'", "a &lt; b &amp; c &gt; d &quot;e&quot; &#39;f&#39;"},
        {"]]>", "]]&gt;"},
        {"a\tb\nc\rd", "a\tb\nc&#13;d"},
        {"\x01\x1f\x7f", "\xEF\xBF\xBD\xEF\xBF\xBD\x7f"},
        {"\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xC3(\xFF", "\xEF\xBF\xBD(\xEF\xBF\xBD"},
        {"\xF0\x9F\x8E\x89 ok", "\xF0\x9F\x8E\x89 ok"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, 1000);
        xml_text(&out, str_from(cases[i].in));
        assert_string_equal(buf_cstr(&out), cases[i].out);
        buf_release(&out);
    }
}

/* What lies compressed beside a file holds its bytes. */
static size_t compressed(struct fixture *fixture, const char *under) {
    struct str *paths;
    size_t count, found = 0;
    struct arena *arena = &fixture->arena;
    assert_int_equal(
        files_list(arena, fixture->folder, str_from(under), true, &paths, &count, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        char path[300];
        struct buf wanted;
        if (!is_compressed(paths[i]))
            continue;
        snprintf(path, sizeof path, "%.*s", STR_ARG(paths[i]));
        struct str is = read_file(fixture, path);
        path[paths[i].n - 3] = '\0';
        buf_init(&wanted, 1 << 20);
        struct str plain = read_file(fixture, path);
        bool gzip = str_ends(paths[i], STR(".gz"));
        assert_int_equal(gzip ? files_gzip(FILES_GZIP_LEVEL, plain, &wanted)
                              : files_brotli(FILES_BROTLI_QUALITY, plain, &wanted),
                         STATUS_OK);
        if (!str_eq(is, buf_str(&wanted)))
            fail_msg("%s has something else beside it", path);
        buf_release(&wanted);
        found++;
    }
    return found;
}

static void compresses_what_is_asked(void **state) {
    static const struct {
        enum edition_precompress asked;
        bool front, lists, stories;
    } cases[] = {
        {PRECOMPRESS_FRONT, true, false, false}, {PRECOMPRESS_ALL, true, true, true},
        {PRECOMPRESS_LISTS, true, true, false},  {PRECOMPRESS_FRONT, true, false, false},
        {PRECOMPRESS_ALL, true, true, true},     {PRECOMPRESS_NONE, false, false, false},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture->edition.publish.precompress = cases[i].asked;
        publish(fixture);
        assert_true(fixture->report.whole);
        size_t stories = compressed(fixture, "public/s");
        size_t lists = compressed(fixture, "public/topic") + compressed(fixture, "public/api");
        assert_int_equal(stories > 0, cases[i].stories);
        assert_int_equal(lists > 0, cases[i].lists);
        assert_int_equal(compressed(fixture, "public") - stories > lists, cases[i].front);
        assert_int_equal(!str_absent(read_file(fixture, "public/index.html.br")), cases[i].front);
        assert_true(str_absent(read_file(fixture, "public/robots.txt.gz"))); /* too short */
        assert_int_equal(!str_absent(read_file(fixture, "public/news-sitemap.xml.gz")),
                         cases[i].lists);
        publish(fixture);
        assert_int_equal(fixture->report.pages.written + fixture->report.pages.removed, 0);
    }
    assert_int_equal(compressed(fixture, "public"), 0);
}

/* A picture that goes, comes or changes has the pages made again that show it, and no others. */
static void shows_the_pictures_held(void **state) {
    static const char page[] = "public/s/aa/aaaaaaaaaaaa-eye-scans.html";
    static const char held[] = "inbox/pictures/"
                               "a63df3d10c68da333dc77b0ca21a58d93e32d974db85c817cd2537e3af309d70";
    static const char shown[] =
        "public/pictures/a6/"
        "a63df3d10c68da333dc77b0ca21a58d93e32d974db85c817cd2537e3af309d70.png";
    struct fixture *fixture = *state;
    fixture->look = STR("look");
    publish(fixture);
    size_t files = fixture->report.pages.written;
    struct str png = read_file(fixture, held), with = read_file(fixture, page);
    const struct {
        struct str bytes;
        bool shown;
    } steps[] = {{STR("no picture at all"), false},
                 {png, true},
                 {STR_NONE, false},
                 {png, true},
                 {ARENA_JOIN(&fixture->arena, png, STR("and more")), true}};
    assert_true(holds(with, "<img"));
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct tree *tree;
        assert_int_equal(tree_open(fixture->folder, &tree, NULL), STATUS_OK);
        assert_int_equal(str_absent(steps[i].bytes)
                             ? tree_remove(tree, str_from(held), NULL)
                             : tree_write(tree, str_from(held), steps[i].bytes, NULL),
                         STATUS_OK);
        tree_close(tree);
        publish(fixture);
        assert_false(fixture->report.whole);
        assert_true(fixture->report.pages.written < files / 2);
        struct str now = read_file(fixture, shown);
        assert_true(steps[i].shown ? str_eq(now, steps[i].bytes) : str_absent(now));
        assert_int_equal(str_eq(read_file(fixture, page), with), steps[i].shown);
        publish(fixture);
        assert_int_equal(fixture->report.pages.written + fixture->report.pages.unchanged, 0);
    }
}

/* A story whose lead left the house before, as another's, has its page and is announced nowhere. */
static void announces_nothing_twice(void **state) {
    static const char *const files[] = {"public/sitemap.xml", "public/news-sitemap.xml",
                                        "public/feed.xml", "public/rss.xml",
                                        "public/api/news/page/1/index.json"};
    const struct store_key again = {.key = STR("again/aaaaaaaaaaaa"), .value = STR("bbbbbbbbbbbb")};
    struct fixture *fixture = *state;
    for (int repeats = 0; repeats < 2; repeats++) {
        publish(fixture);
        assert_false(str_absent(read_file(fixture, "public/s/aa/aaaaaaaaaaaa-eye-scans.html")));
        for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
            const char *story = i < 4 ? "aaaaaaaaaaaa" : "2025-10-08-eye-scans.md";
            bool named = holds(read_file(fixture, files[i]), story);
            if (named != (repeats == 0))
                fail_msg("%s, %s", files[i], repeats ? "a repeat" : "no repeat");
        }
        assert_int_equal(store_begin(fixture->store, NULL), STATUS_OK);
        assert_int_equal(store_keys_put(fixture->store, KEYS_ANNOUNCED, &again, 1, NULL),
                         STATUS_OK);
        assert_int_equal(store_commit(fixture->store, 3, NULL), STATUS_OK);
    }
}

int main(void) {
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(writes_what_is_expected),
        WITH_FIXTURE(touches_nothing_the_second_time),
        WITH_FIXTURE(follows_changes),
        WITH_FIXTURE(keeps_hostile_texts_inert),
        WITH_FIXTURE(shows_an_edition_without_anything),
        WITH_FIXTURE(takes_templates_of_the_edition),
        WITH_FIXTURE(says_what_a_thread_cannot_do),
        WITH_FIXTURE(refuses_ids_that_are_no_paths),
        WITH_FIXTURE(obeys_what_outlets_state),
        WITH_FIXTURE(shows_what_is_licensed),
        WITH_FIXTURE(limits_excerpts_by_outlet),
        WITH_FIXTURE(says_points_when_asked),
        WITH_FIXTURE(refuses_crawlers_when_asked),
        WITH_FIXTURE(does_not_follow_links),
        WITH_FIXTURE(compresses_what_is_asked),
        WITH_FIXTURE(shows_the_pictures_held),
        WITH_FIXTURE(announces_nothing_twice),
        cmocka_unit_test(writes_text_in_xml),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
