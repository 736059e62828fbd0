#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/json_read.h"
#include "page/page.h"

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

static void reads_fixture(void **state) {
    (void)state;
    struct buf command, given, expected;
    const char *program = getenv("BROADSHEET");
    assert_non_null(program);
    buf_init(&command, 4096);
    buf_printf(&command,
               "'%s' page extract --why --url 'https://www.example.org/news/bertha?x=1' "
               "tests/page/article.html",
               program);
    FILE *pipe = popen(buf_cstr(&command), "r");
    assert_non_null(pipe);
    read_stream(pipe, &given);
    assert_int_equal(pclose(pipe), 0);
    FILE *file = fopen("tests/page/article.json", "rb");
    assert_non_null(file);
    read_stream(file, &expected);
    fclose(file);
    assert_string_equal(buf_cstr(&given), buf_cstr(&expected));
    buf_release(&command);
    buf_release(&given);
    buf_release(&expected);
}

static void read_file(const char *name, const char *ending, struct buf *into) {
    char path[256];
    snprintf(path, sizeof path, "tests/page/%s.%s", name, ending);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    read_stream(file, into);
    fclose(file);
}

static void same(const char *page, const char *field, struct str expected, struct str given) {
    if (str_absent(expected) || str_eq(expected, given))
        return;
    fail_msg("%s: %s is \"%.*s\", not \"%.*s\"", page, field, STR_ARG(given), STR_ARG(expected));
}

static void same_time(const char *page, const char *field, int64_t expected, int64_t given) {
    char text[TIME_TEXT];
    if (expected != TIME_NONE && expected != given)
        fail_msg("%s: %s is %s", page, field,
                 given == TIME_NONE ? "absent" : time_format(given, text));
}

static void holds(const char *page, const struct json_value *list, struct str text, bool wanted) {
    for (const struct json_value *item = json_first(list); item != NULL; item = item->next) {
        struct str part = json_as_str(item);
        if ((str_find(text, part) != SIZE_MAX) != wanted)
            fail_msg("%s: \"%.*s\" is %s", page, STR_ARG(part), wanted ? "missing" : "there");
    }
}

static void check_page(const char *name, const struct json_value *expected,
                       const struct page *page) {
    same(name, "title", json_get_str(expected, "title"), page->title);
    same(name, "byline", json_get_str(expected, "byline"), page->byline);
    same(name, "language", json_get_str(expected, "language"), page->language);
    same(name, "siteName", json_get_str(expected, "siteName"), page->site_name);
    same(name, "type", json_get_str(expected, "type"), page->type);
    if (!str_starts(page->excerpt, json_get_str(expected, "excerptStarts")))
        fail_msg("%s: excerpt is %.*s", name, STR_ARG(page->excerpt));
    same_time(name, "published", json_get_time(expected, "published"), page->published);
    assert_int_equal(page->paywalled, json_get_bool(expected, "paywalled", false));
    holds(name, json_get_array(expected, "with"), page->text, true);
    holds(name, json_get_array(expected, "without"), page->text, false);
    holds(name, json_get_array(expected, "htmlWith"), page->html, true);
    assert_in_range(page->words, json_get_int(expected, "wordsLeast", 0),
                    json_get_int(expected, "wordsMost", 100000));
}

/* Pages of several kinds, with what has to be found in each and what must not be; hidden.html is
 * attacks.md H22 and H23. */
static void reads_pages(void **state) {
    (void)state;
    static const char *const names[] = {"german", "japanese", "breaks",
                                        "hidden", "forum",    "script"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct arena arena;
        struct page page;
        struct buf html, json;
        const struct json_value *expected;
        read_file(names[i], "html", &html);
        read_file(names[i], "json", &json);
        arena_init(&arena, ARENA_MOST);
        assert_int_equal(json_read(&arena, buf_str(&json), &expected, NULL), STATUS_OK);
        assert_int_equal(page_extract(&arena, buf_str(&html), json_get_str(expected, "url"),
                                      STR_NONE, &page, NULL),
                         STATUS_OK);
        check_page(names[i], expected, &page);
        arena_release(&arena);
        buf_release(&html);
        buf_release(&json);
    }
}

static enum status extract(struct arena *arena, struct str html, struct page *page) {
    arena_init(arena, ARENA_MOST);
    return page_extract(arena, html, STR("https://www.example.org/a"), STR_NONE, page, NULL);
}

/* attacks.md H20. */
static void trusts_own_addresses(void **state) {
    (void)state;
    static const struct {
        struct str html;
        const char *canonical, *amp; /* NULL: none */
    } cases[] = {
        {STR_INIT("<link rel=canonical href=/b>"), "https://www.example.org/b", NULL},
        {STR_INIT("<link rel=canonical href=https://example.org/b>"), "https://example.org/b",
         NULL},
        {STR_INIT("<link rel=canonical href=https://victim.example.net/b>"), NULL, NULL},
        {STR_INIT("<meta property=og:url content=https://victim.example.net/b>"), NULL, NULL},
        {STR_INIT("<link rel='x amphtml' href=https://amp.example.org/b>"), NULL,
         "https://amp.example.org/b"},
        {STR_INIT("<link rel=canonical href='javascript:alert(1)'>"), NULL, NULL},
        {STR_INIT("<base href=https://www.example.org/deep/><link rel=canonical href=b>"),
         "https://www.example.org/deep/b", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct page page;
        assert_int_equal(extract(&arena, cases[i].html, &page), STATUS_OK);
        assert_true(str_eq(page.canonical_url, str_from(cases[i].canonical)));
        assert_true(str_eq(page.amp_url, str_from(cases[i].amp)));
        arena_release(&arena);
    }
}

static void ranks_sources(void **state) {
    (void)state;
    static const struct {
        struct str html;
        const char *title, *byline;
        bool paywalled;
    } cases[] = {
        {STR_INIT("<title>A headline - Site</title><meta property=og:site_name content=Site>"),
         "A headline", NULL, false},
        {STR_INIT("<title>T</title><h1>H <b>1</b></h1>"), "H 1", NULL, false},
        {STR_INIT("<meta name=author content='By Ada'>"), NULL, "Ada", false},
        {STR_INIT("<meta name=author content=https://example.org/ada>"), NULL, NULL, false},
        {STR_INIT("<script type=application/ld+json>[{\"@type\":\"NewsArticle\",\"headline\":"
                  "\"A &amp; B\",\"author\":\"Xu\",\"isAccessibleForFree\":false}]</script>"),
         "A & B", "Xu", true},
        {STR_INIT("<script type=application/ld+json>//<![CDATA[\n{\"@type\":\"BlogPosting\","
                  "\"headline\":\"C\",\"isAccessibleForFree\":true}//]]></script>"),
         "C", NULL, false},
        {STR_INIT("<meta property=article:content_tier content=locked>"), NULL, NULL, true},
        {STR_INIT("<p><a rel=author href=/x>Bo</a></p>"), NULL, "Bo", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct page page;
        assert_int_equal(extract(&arena, cases[i].html, &page), STATUS_OK);
        assert_true(str_eq(page.title, str_from(cases[i].title)));
        assert_true(str_eq(page.byline, str_from(cases[i].byline)));
        assert_int_equal(page.paywalled, cases[i].paywalled);
        arena_release(&arena);
    }
}

/* attacks.md H15-H17, H21: done soon, within the memory, without a word too much. */
static void survives_hostile_pages(void **state) {
    (void)state;
    static const struct {
        const char *head, *part;
        size_t repeat;
    } cases[] = {
        {"", "<div>", 100000},
        {"", "<p>x", 200000},
        {"", "<b><i>", 100000},
        {"", "<script type=application/ld+json>{\"@type\":\"Article\"}</script>", 1000},
        {"<script type=application/ld+json>", "{\"@graph\":[", 10000},
        {"<script type=application/ld+json>[", "{\"@type\":\"Article\"},", 10000},
        {"<title>", "x", 1000000},
        {"<div class='", "share ", 100000},
        {"", "<li><a href=x>", 100000},
        {"<title>a b c d e f g h i j k l m n o p</title>", "<h1>a b c d e f g h i j</h1>", 60000},
        {"<h1>x</h1>", "<p class=date>1.2 3.4 5.6 7.8 9.1 2.3 4.5 6.7 2020</p>", 60000},
        {"<h1>x</h1>", "<span class=author>By x</span>", 60000},
        {"<script type=application/ld+json>[",
         "{\"@type\":\"Article\",\"author\":[{\"@id\":\"x\"},{\"@id\":\"y\"}]},", 10000},
        {"", "<figure><img src=/x><figcaption>y</figcaption>", 30000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct page page;
        struct buf html;
        buf_init(&html, FILE_MOST);
        buf_add_cstr(&html, cases[i].head);
        for (size_t k = 0; k < cases[i].repeat; k++)
            buf_add_cstr(&html, cases[i].part);
        enum status status = extract(&arena, buf_str(&html), &page);
        assert_true(status == STATUS_OK || status == STATUS_LIMIT);
        assert_true(page.title.n <= 1000);
        arena_release(&arena);
        buf_release(&html);
    }
}

/* A date that is an update, in a place beside the text, is hardly worth a thing; but something. */
static void keeps_weights_in_range(void **state) {
    (void)state;
    struct arena arena;
    struct page page;
    assert_int_equal(
        extract(&arena, STR("<h1>A title</h1><aside><p>Updated 2020-10-08</p></aside>"), &page),
        STATUS_OK);
    assert_true(page.candidate_count >= 3);
    for (size_t i = 0; i < page.candidate_count; i++)
        assert_in_range(page.candidates[i].weight, 1, 100);
    arena_release(&arena);
}

static void refuses_what_is_too_long(void **state) {
    (void)state;
    struct arena arena;
    struct page page;
    struct buf html;
    buf_init(&html, FILE_MOST);
    buf_add_repeat(&html, 'x', PAGE_BYTES_MOST + 1);
    assert_int_equal(extract(&arena, buf_str(&html), &page), STATUS_LIMIT);
    arena_release(&arena);
    assert_int_equal(extract(&arena, STR(""), &page), STATUS_OK);
    assert_int_equal(page.words, 0);
    arena_release(&arena);
    buf_release(&html);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_fixture),
        cmocka_unit_test(reads_pages),
        cmocka_unit_test(trusts_own_addresses),
        cmocka_unit_test(ranks_sources),
        cmocka_unit_test(survives_hostile_pages),
        cmocka_unit_test(keeps_weights_in_range),
        cmocka_unit_test(refuses_what_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
