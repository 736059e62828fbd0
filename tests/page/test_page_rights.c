#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page/page.h"

enum { JUNE_25 = 1277496000 /* 2010-06-25T20:00:00Z */ };

static void statements_are_read(void **state) {
    static const struct {
        const char *lines;
        const char *agent;
        unsigned said;
        int64_t max_snippet, until;
    } cases[] = {
        {"", NULL, 0, 0, 0},
        {"x-robots-tag: all, index, follow, noarchive", NULL, 0, 0, 0},
        {"X-Robots-Tag: NoIndex, NOSNIPPET", NULL, PAGE_NOINDEX | PAGE_NOSNIPPET, 0, 0},
        {"x-robots-tag: none", NULL, PAGE_NOINDEX, 0, 0},
        {"x-robots-tag: noimageindex noai;noimageai", NULL,
         PAGE_NOIMAGEINDEX | PAGE_NOAI | PAGE_NOIMAGEAI, 0, 0},
        {"x-robots-tag: max-image-preview : none", NULL, PAGE_NO_IMAGE_PREVIEW, 0, 0},
        {"x-robots-tag: max-image-preview:large, max-video-preview:0", NULL, 0, 0, 0},
        {"x-robots-tag: max-snippet:0", NULL, PAGE_MAX_SNIPPET, 0, 0},
        {"x-robots-tag: max-snippet: 80, noai", NULL, PAGE_MAX_SNIPPET | PAGE_NOAI, 80, 0},
        {"x-robots-tag: max-snippet:-1", NULL, 0, 0, 0},
        {"x-robots-tag: max-snippet:much, noai", NULL, PAGE_NOAI, 0, 0},
        {"x-robots-tag: max-snippet:99999999999", NULL, PAGE_MAX_SNIPPET, INT32_MAX, 0},
        {"x-robots-tag: max-snippet:120\nx-robots-tag: max-snippet:60, max-snippet:90", NULL,
         PAGE_MAX_SNIPPET, 60, 0},
        {"x-robots-tag: max-to-come: 4, nosnippet", NULL, PAGE_NOSNIPPET, 0, 0},
        /* dates with and without a comma of their own */
        {"x-robots-tag: unavailable_after: 25 Jun 2010 20:00:00 GMT, noai", NULL,
         PAGE_UNTIL | PAGE_NOAI, 0, JUNE_25},
        {"x-robots-tag: unavailable_after: Friday, 25-Jun-10 20:00:00 GMT", NULL, PAGE_UNTIL, 0,
         JUNE_25},
        {"x-robots-tag: unavailable_after: 2010-06-25T22:00:00+02:00", NULL, PAGE_UNTIL, 0,
         JUNE_25},
        {"x-robots-tag: unavailable_after: 2012-01-01\n"
         "x-robots-tag: unavailable_after: 2010-06-25T20:00:00Z",
         NULL, PAGE_UNTIL, 0, JUNE_25},
        {"x-robots-tag: unavailable_after: soon, noai", NULL, PAGE_NOAI, 0, 0},
        /* whom it is for */
        {"x-robots-tag: googlebot: nosnippet", NULL, 0, 0, 0},
        {"x-robots-tag: googlebot: nosnippet, broadsheet: noai", NULL, PAGE_NOAI, 0, 0},
        {"x-robots-tag: noindex, otherbot: nosnippet, max-snippet: 4", NULL, PAGE_NOINDEX, 0, 0},
        {"x-robots-tag: otherbot: noindex\nx-robots-tag: nosnippet", NULL, PAGE_NOSNIPPET, 0, 0},
        {"x-robots-tag: Broadsheet: nosnippet", NULL, PAGE_NOSNIPPET, 0, 0},
        {"x-robots-tag: Broadsheet: nosnippet", "Gazette/2.0 (+https://g.example)", 0, 0, 0},
        {"x-robots-tag: gazette: nosnippet", "Gazette/2.0 (+https://g.example)", PAGE_NOSNIPPET, 0,
         0},
        {"x-robots-tag: *: nosnippet", NULL, PAGE_NOSNIPPET, 0, 0},
        {"x-robots-tag: robots: nosnippet", NULL, PAGE_NOSNIPPET, 0, 0},
        /* TDMRep */
        {"tdm-reservation: 1", NULL, PAGE_TDM_RESERVED, 0, 0},
        {"TDM-Reservation: 0\ntdm-policy: https://a.example/terms", NULL, 0, 0, 0},
        {"tdm-reservation: yes", NULL, 0, 0, 0},
        /* nothing to read */
        {"x-robots-tag", NULL, 0, 0, 0},
        {"x-robots-tag: : , ;: noai", NULL, PAGE_NOAI, 0, 0},
        {"robots: nosnippet\nlink: noai", NULL, 0, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct page_rights rights =
            page_rights_read(str_from(cases[i].lines), str_from(cases[i].agent));
        if (rights.said != cases[i].said || rights.max_snippet != cases[i].max_snippet ||
            rights.until != cases[i].until)
            fail_msg("%s: said %x, at most %lld, until %lld", cases[i].lines, rights.said,
                     (long long)rights.max_snippet, (long long)rights.until);
    }
}

static void the_terms_are_kept(void **state) {
    (void)state;
    struct page_rights rights = page_rights_read(
        STR("tdm-policy: javascript:0\ntdm-policy: https://a.example/t\ntdm-reservation: 1"),
        STR_NONE);
    assert_true(str_eq(rights.policy, STR("https://a.example/t")));
}

static void pages_state_them(void **state) {
    static const struct {
        const char *html, *stated;
    } cases[] = {
        {"<meta name=description content='All that none, index or follow: noai'>", ""},
        {"<meta name=ROBOTS content='noindex,\n nosnippet'>",
         "x-robots-tag: noindex,  nosnippet\n"},
        {"<meta name=googlebot content='nosnippet'>", "x-robots-tag: googlebot: nosnippet\n"},
        {"<meta name=keywords content='robots, noindex'>", ""},
        {"<meta name=tdm-reservation content=1><meta name=tdm-policy content='https://a.example/'>",
         "tdm-reservation: 1\ntdm-policy: https://a.example/\n"},
        {"<meta name=robots content='max-snippet:20'><p><meta name=robots content=noai>",
         "x-robots-tag: max-snippet:20\nx-robots-tag: noai\n"},
        {"<meta name=robots content='n\xC3\xB6'>", "x-robots-tag: n??\n"},
        {"<meta name='a b' content=noai>", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct page page;
        arena_init(&arena, 1 << 26);
        assert_int_equal(page_extract(&arena, str_from(cases[i].html), STR("https://a.example/"),
                                      STR("text/html; charset=utf-8"), &page, NULL),
                         STATUS_OK);
        if (!str_eq(page.stated, str_from(cases[i].stated)))
            fail_msg("%s: '%.*s'", cases[i].html, STR_ARG(page.stated));
        arena_release(&arena);
    }
}

#define LONG                                                                                       \
    "<p>The harbour office said on Monday that the ferries will leave an hour later from next "    \
    "week on, because the tide tables were read wrongly for most of the summer.</p><p>Nobody was " \
    "hurt, it said, and all tickets stay good until the end of the year.</p>"

/* data-nosnippet: who wrote when is read, but neither text nor excerpt has it. */
static void marked_parts_are_not_quoted(void **state) {
    static const struct {
        const char *name, *html;
        const char *lacks; /* nowhere in text, HTML and excerpt; NULL: all is kept */
        const char *stated;
    } cases[] = {
        {"a span", "<p>It is <span data-nosnippet>Secret</span> so.</p>" LONG, "Secret", ""},
        {"a div",
         LONG "<div DATA-NOSNIPPET=false><p>The Secret paragraph is long enough to be "
              "read as a part of the text, is it not?</p></div>",
         "Secret", ""},
        {"within another",
         LONG "<section data-nosnippet><p>The Secret one. <span data-nosnippet>"
              "twice</span></p></section><p>And so the article goes on.</p>",
         "Secret", ""},
        {"no such element",
         LONG "<p data-nosnippet>The Secret paragraph is long enough to be "
              "read as a part of the text, is it not?</p>",
         NULL, ""},
        {"another attribute",
         LONG "<p title=data-nosnippet>The Secret paragraph, that is long "
              "enough to be read as a part of the text.</p>",
         NULL, ""},
        {"nearly all",
         "<div data-nosnippet>" LONG "<p>The Secret paragraph, that is long enough "
         "to be read as a part of the text.</p></div><p>Short.</p>",
         NULL, "x-robots-tag: nosnippet\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct page page;
        arena_init(&arena, 1 << 26);
        struct str html =
            arena_format(&arena,
                         "<title>Ferries</title><article><h1>Ferries</h1><div "
                         "class=byline data-nosnippet>By Ada Quayle</div>%s</article>",
                         cases[i].html);
        assert_int_equal(page_extract(&arena, html, STR("https://a.example/x"),
                                      STR("text/html; charset=utf-8"), &page, NULL),
                         STATUS_OK);
        struct str all = ARENA_JOIN(&arena, page.text, page.html, page.excerpt);
        if ((str_find(all, STR("Secret")) == SIZE_MAX) != (cases[i].lacks != NULL) ||
            str_find(page.text, STR("harbour")) == SIZE_MAX)
            fail_msg("%s: '%.*s'", cases[i].name, STR_ARG(all));
        if (!str_eq(page.stated, str_from(cases[i].stated)))
            fail_msg("%s states '%.*s'", cases[i].name, STR_ARG(page.stated));
        assert_true(str_eq(page.byline, STR("Ada Quayle")));
        arena_release(&arena);
    }
}

static void statements_are_capped(void **state) {
    (void)state;
    struct arena arena;
    struct str stated = STR_NONE;
    char text[3 * PAGE_STATEMENT_MOST];
    memset(text, 'x', sizeof text);
    arena_init(&arena, 1 << 20);
    for (int i = 0; i < 50; i++)
        page_rights_state(&arena, &stated, STR("X-Robots-Tag"), str_of(text, sizeof text));
    assert_true(stated.n <= PAGE_STATED_MOST);
    assert_true(stated.n > PAGE_STATEMENT_MOST);
    arena_release(&arena);
}

static void the_stricter_wins(void **state) {
    (void)state;
    struct page_rights rights = page_rights_read(
        STR("x-robots-tag: max-snippet:90, noai, unavailable_after: 2010-06-26"), STR_NONE);
    const struct page_rights other = page_rights_read(
        STR("x-robots-tag: max-snippet:40, nosnippet, unavailable_after: 2010-06-25T20:00:00Z"),
        STR_NONE);
    const struct page_rights none = {0};
    page_rights_merge(&rights, &none);
    assert_int_equal(page_rights_excerpt(&rights), 90);
    page_rights_merge(&rights, &other);
    assert_int_equal(rights.max_snippet, 40);
    assert_int_equal(rights.until, JUNE_25);
    assert_int_equal(rights.said, PAGE_MAX_SNIPPET | PAGE_NOAI | PAGE_NOSNIPPET | PAGE_UNTIL);
    assert_int_equal(page_rights_excerpt(&rights), 0);
}

static void they_survive_as_json(void **state) {
    static const struct page_rights cases[] = {
        {0},
        {.said = PAGE_MAX_SNIPPET},
        {.said = PAGE_NOAI | PAGE_NOINDEX | PAGE_OUTDATED | PAGE_UNTIL, .until = JUNE_25},
        {.said = PAGE_TDM_RESERVED | PAGE_MAX_SNIPPET,
         .max_snippet = 7,
         .policy = STR_INIT("https://a.example/t")},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct buf text;
        struct json json;
        const struct json_value *object = NULL;
        arena_init(&arena, 1 << 20);
        buf_init(&text, 1 << 20);
        json_init(&json, &text, JSON_COMPACT);
        json_begin_object(&json);
        page_rights_write(&cases[i], "rights", &json);
        json_end_object(&json);
        assert_int_equal(json_read(&arena, buf_str(&text), &object, NULL), STATUS_OK);
        const struct page_rights back = page_rights_from(json_get_object(object, "rights"));
        assert_int_equal(back.said, cases[i].said);
        assert_int_equal(back.max_snippet, cases[i].max_snippet);
        assert_int_equal(back.until, cases[i].until);
        assert_true(str_eq(back.policy, cases[i].policy));
        buf_release(&text);
        arena_release(&arena);
    }
}

static void what_follows_is_said(void **state) {
    static const struct {
        const char *lines;
        unsigned also;
        int64_t excerpt;
        bool picture, listed, text;
        const char *words;
    } cases[] = {
        {"", 0, -1, true, true, true, ""},
        {"x-robots-tag: nosnippet", 0, 0, true, true, true,
         "no excerpt is published: it says nosnippet\n"},
        {"x-robots-tag: max-snippet:1", 0, 1, true, true, true,
         "its excerpt is at most 1 character long: it says max-snippet:1\n"},
        {"x-robots-tag: max-snippet:0, noimageindex", 0, 0, false, true, true,
         "no excerpt is published: it says max-snippet:0\n"
         "no picture is published: it says noimageindex\n"},
        {"x-robots-tag: max-image-preview:none, noindex", 0, -1, false, false, true,
         "no picture is published: it says max-image-preview:none\n"
         "it stays out of sitemaps and data for machines: it says noindex\n"},
        {"x-robots-tag: noai, noimageai", 0, -1, true, true, false,
         "its text is not kept: it says noai\n"
         "its pictures teach no machine, as none does here: it says noimageai\n"},
        {"tdm-reservation: 1\ntdm-policy: https://a.example/t", 0, -1, true, true, false,
         "its text is not kept: it reserves text and data mining, terms at https://a.example/t\n"},
        {"x-robots-tag: unavailable_after: 2010-06-25", 0, -1, true, true, true,
         "excerpt and picture are published until 2010-06-25: it says unavailable_after\n"},
        {"x-robots-tag: unavailable_after: 2010-06-25", PAGE_OUTDATED, 0, false, false, true,
         "neither excerpt nor picture is published any more since 2010-06-25: it says "
         "unavailable_after\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf words;
        struct page_rights rights = page_rights_read(str_from(cases[i].lines), STR_NONE);
        rights.said |= cases[i].also;
        buf_init(&words, 4096);
        page_rights_explain(&rights, &words);
        assert_string_equal(buf_cstr(&words), cases[i].words);
        assert_int_equal(page_rights_excerpt(&rights), cases[i].excerpt);
        assert_int_equal(page_rights_picture(&rights), cases[i].picture);
        assert_int_equal(page_rights_listed(&rights), cases[i].listed);
        assert_int_equal(page_rights_text(&rights), cases[i].text);
        buf_release(&words);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements_are_read),   cmocka_unit_test(the_terms_are_kept),
        cmocka_unit_test(pages_state_them),      cmocka_unit_test(marked_parts_are_not_quoted),
        cmocka_unit_test(statements_are_capped), cmocka_unit_test(the_stricter_wins),
        cmocka_unit_test(they_survive_as_json),  cmocka_unit_test(what_follows_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
