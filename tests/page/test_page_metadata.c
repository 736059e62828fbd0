/* What a page says of itself: names, titles, evidence, and hostile claims (attacks.md F02, F09-F11,
 * F14, H20, H21). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "page/collect.h"

enum { ARENA_MOST = 64 * 1024 * 1024, HTML_MOST = 5 * 1024 * 1024 };

static const struct str here = STR_INIT("https://www.example.org/2024/crane");

static void same(struct str given, const char *expected, const char *of) {
    if (!str_eq(given, str_from(expected)))
        fail_msg("\"%.*s\" instead of \"%s\" of: %s", STR_ARG(given),
                 expected != NULL ? expected : "(nothing)", of);
}

static void names_out_of_bylines(void **state) {
    (void)state;
    static const struct {
        const char *byline, *names; /* NULL: none */
    } cases[] = {
        {"By Ada Quayle", "Ada Quayle"},
        {"by Ada Quayle and Bo Pier", "Ada Quayle, Bo Pier"},
        {"Von Ada Quayle, Bo Pier und Cy Dock", "Ada Quayle, Bo Pier, Cy Dock"},
        {"BY ADA QUAYLE AND BO PIER", "ADA QUAYLE, BO PIER"},
        {"Escrito por Ada Quayle y Bo Pier", "Ada Quayle, Bo Pier"},
        {"Écrit par Ada Quayle et Bo Pier", "Ada Quayle, Bo Pier"},
        {"Автор: Ада Куэйл", "Ада Куэйл"},
        {"Text und Fotos: Ada Quayle", "Ada Quayle"},
        {"Autor/in: Ada Quayle", "Ada Quayle"},
        {"Auteur(s) : Ada Quayle", "Ada Quayle"},
        {"Ein Gastbeitrag von Ada Quayle", "Ada Quayle"},
        {"Analysis by Ada Quayle", "Ada Quayle"},
        {"Ada Quayle im Gespräch mit Bo Pier", "Ada Quayle, Bo Pier"},
        {"Ada Quayle | Senior Editor", "Ada Quayle"},
        {"Ada Quayle, Senior Editor", "Ada Quayle"},
        {"Senior Editor Ada Quayle", "Ada Quayle"},
        {"By Ada Quayle, Privacy and Digital Security Expert & Bo Pier, Editor",
         "Ada Quayle, Bo Pier"},
        {"By ADA QUAYLE, AP Sports Writer", "ADA QUAYLE"},
        {"Ada Quayle, MD, PhD", "Ada Quayle"},
        {"Ada Quayle, gazette.example", "Ada Quayle"},
        {"Ada Quayle/dpa", "Ada Quayle/dpa"},
        {"Ada Quayle, dpa", "Ada Quayle"},
        {"by Ada Quayle ● December 23, 2025 ● 6 min read", "Ada Quayle"},
        {"Ada Quayle Sat, 20 Dec 2025", "Ada Quayle"},
        {"Sat, 20 Dec, 2025 - 06:36", NULL},
        {"February 8, 2022 • 10 mins read", NULL},
        {"April Quayle", "April Quayle"},
        {"Posted on May 17, 2024 by Ada Quayle", "Ada Quayle"},
        {"Gespeichert von rasmus am 24. Juli 2017 - 18:55", "rasmus"},
        /* What looks like an opening, a joint, an ending or a button, and is a name. */
        {"Di Maio", "Di Maio"},
        {"Di Andrea Pier", "Andrea Pier"},
        {"John Le Quayle", "John Le Quayle"},
        {"Robert E Quayle", "Robert E Quayle"},
        {"José Pier y Gasset", "José Pier y Gasset"},
        {"Edward Said", "Edward Said"},
        {"Christopher Guest and Thomas More", "Christopher Guest, Thomas More"},
        {"Sammy Quayle Jr.", "Sammy Quayle Jr."},
        {"Ada J.", "Ada J."},
        /* Offices are one, whatever they are called. */
        {"Center for Harbour Evaluation and Research",
         "Center for Harbour Evaluation and Research"},
        {"Staff and news service reports", "Staff and news service reports"},
        {"Ministerium für Hafen und Verkehr", "Ministerium für Hafen und Verkehr"},
        {"山田花子、鈴木一", "山田花子, 鈴木一"},
        {"Author", NULL},
        {"By", NULL},
        {"ada@example.org", NULL},
        {"ada[at]example.org", NULL},
        {"Ada Quayle ada [at] example.org", "Ada Quayle"},
        {"Text von Ada Quayle Illustration von Bo Pier", "Ada Quayle"},
        {"Ada Quayle Photos by Bo Pier", "Ada Quayle"},
        {"Harbour, Cranes, Optics, Top News, Machines", NULL},
        {"Ada, Bo und Cy", "Ada, Bo, Cy"},
        {"https://example.org/ada", NULL},
        {"View all posts", NULL},
        {"$50 billed annually", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        arena_init(&arena, ARENA_MOST);
        same(page_names(&arena, str_from(cases[i].byline)), cases[i].names, cases[i].byline);
        arena_release(&arena);
    }
}

static void kinds_of_texts(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool label, signature, full_name, handle;
    } cases[] = {
        {"Written by:", true, false, false, false},
        {"Auteur(s) :", true, false, false, false},
        {"Autor*in", true, false, false, false},
        {"Text: Ada Quayle", false, true, false, false},
        {"Autoren Ada Quayle und Bo Pier", false, true, false, false},
        {"Von Ada Quayle", false, false, true, false},
        {"Ada von der Quayle", false, false, true, false},
        {"Ada quayle", false, false, false, false},
        {"Tags: Harbour", false, false, false, false},
        {"ada_quayle", false, false, false, true},
        {"ada99", false, false, false, true},
        {"Ada", false, false, false, false},
        {"山田", false, false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str text = str_from(cases[i].text);
        if (page_is_author_label(text) != cases[i].label ||
            page_is_signed(text) != cases[i].signature ||
            page_is_full_name(text) != cases[i].full_name ||
            page_is_handle(text) != cases[i].handle)
            fail_msg("%s", cases[i].text);
    }
}

static enum status extract(struct arena *arena, struct str html, struct str url,
                           struct page *page) {
    arena_init(arena, ARENA_MOST);
    return page_extract(arena, html, url, STR_NONE, page, NULL);
}

#define TEXT                                                                                       \
    "<p>The oldest crane of the harbour has been given a camera, and it now knows containers by "  \
    "their colour.</p><p>She was blind for fifty years, said the foreman, and nobody minded.</p>"
#define HEAD "<title>The crane learns to see</title><h1>The crane learns to see</h1>"

static void authors_of_pages(void **state) {
    (void)state;
    static const struct {
        const char *html, *byline, *from;
    } cases[] = {
        {HEAD "<p><a href=/authors/ada-quayle>Ada Quayle</a></p>" TEXT, "Ada Quayle",
         "link to an author"},
        {HEAD "<p><a href=/author/ada>Ada Quayle</a>, <a href=/author/bo>Bo Pier</a></p>" TEXT,
         "Ada Quayle, Bo Pier", "link to an author"},
        {HEAD "<p><a href=/?author=7>Ada Quayle</a></p>" TEXT, "Ada Quayle", "link to an author"},
        {HEAD "<p><a href=/people/request-demo>Sign in</a></p>" TEXT, NULL, NULL},
        {HEAD "<div>Written by</div><div>Ada Quayle</div>" TEXT, "Ada Quayle", "behind a label"},
        {HEAD TEXT TEXT TEXT TEXT TEXT TEXT TEXT TEXT "<p>Text: Ada Quayle</p>", "Ada Quayle",
         "signature"},
        {HEAD "<p>Ada Quayle</p><p>17 May 2024</p>" TEXT, "Ada Quayle", "beside the date"},
        {HEAD "<p>HAMBURG (dpa/lno) - The oldest crane of the harbour has been given a camera and "
              "it knows containers by colour.</p>",
         "dpa/lno", "dateline"},
        {HEAD "<div itemprop=author itemscope>By <a href=/x itemprop=url><b itemprop=name>Ada "
              "Quayle</b></a> <i>47 posts</i></div>" TEXT,
         "Ada Quayle", "author in the page"},
        {HEAD "<span property='dc:creator'>Ada Quayle</span>" TEXT, "Ada Quayle",
         "author in the page"},
        {HEAD "<div class=vcard><img><span class='fn n'>Ada Quayle</span><p>Writes about cranes "
              "and other machines of the harbour.</p></div>" TEXT,
         "Ada Quayle", "byline by class"},
        {HEAD "<div class=byline><a>Ada Quayle</a><a>Follow</a></div>" TEXT, "Ada Quayle",
         "byline by class"},
        {HEAD "<figure><img src=/x><span class=author>Photo Graph</span></figure>" TEXT, NULL,
         NULL},
        {HEAD "<section class=comments><p class=author>Ada Quayle</p></section>" TEXT, NULL, NULL},
        {"<meta name=twitter:label1 content='Verfasst von'><meta name=twitter:data1 content='Ada "
         "Quayle'>" HEAD TEXT,
         "Ada Quayle", "twitter:data"},
        {"<meta name=twitter:label1 content='Reading time'><meta name=twitter:data1 content='Five "
         "Minutes'>" HEAD TEXT,
         NULL, NULL},
        /* What systems call people loses against a name that readers see. */
        {"<meta name=dc.creator content=ada_q>" HEAD "<p>Author: Ada Quayle</p>" TEXT, "Ada Quayle",
         "byline in the text"},
        {"<meta name=author content=ada_q>" HEAD TEXT, "ada_q", "author"},
        /* Readers see all authors, where the system knows one. */
        {"<meta name=author content='Ada Quayle'>" HEAD
         "<p><a href=/author/ada>Ada Quayle</a>, <a href=/author/bo>Bo Pier</a></p>" TEXT,
         "Ada Quayle, Bo Pier", "author"},
        {"<meta name=author content='Gazette'><meta property=og:site_name content=Gazette>" HEAD
         "<p>By Ada Quayle</p>" TEXT,
         "Ada Quayle", "byline in the text"},
        /* Columns at the side count right below the headline only. */
        {HEAD "<div class=sidebar><p>By</p><p>Ada Quayle</p></div>" TEXT, "Ada Quayle",
         "behind a label"},
        {HEAD "<aside><p>By Ada Quayle</p></aside>" TEXT, "Ada Quayle", "byline in the text"},
        {HEAD "<aside><p class=author>Ada Quayle</p></aside>" TEXT, "Ada Quayle",
         "author beside the text"},
        {HEAD "<aside class=related><p>By Ada Quayle</p></aside>" TEXT, NULL, NULL},
        {HEAD TEXT TEXT TEXT "<aside><p>By Ada Quayle</p></aside>", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct page page;
        assert_int_equal(extract(&arena, str_from(cases[i].html), here, &page), STATUS_OK);
        same(page.byline, cases[i].byline, cases[i].html);
        if (cases[i].from != NULL)
            assert_string_equal(page.from[PAGE_BYLINE], cases[i].from);
        arena_release(&arena);
    }
}

#define LINKED(json) "<script type='application/ld+json'>" json "</script>" HEAD TEXT

static void reads_linked_data(void **state) {
    (void)state;
    static const struct {
        const char *html, *byline, *title;
        int64_t published;
    } cases[] = {
        {LINKED("{\"@type\":\"Article\",\"author\":\"Ada\"}"), "Ada", NULL, TIME_NONE},
        {LINKED("{\"@type\":\"Article\",\"author\":[\"Ada Quayle\",{\"name\":\"Bo Pier\"}]}"),
         "Ada Quayle, Bo Pier", NULL, TIME_NONE},
        {LINKED("{\"@type\":\"Article\",\"author\":{\"@list\":[{\"name\":[\"Ada Quayle\"]}]}}"),
         "Ada Quayle", NULL, TIME_NONE},
        {LINKED("{\"@type\":\"Article\",\"author\":{\"name\":{\"@value\":\"Ada Quayle\"}}}"),
         "Ada Quayle", NULL, TIME_NONE},
        {LINKED("{\"@type\":\"Article\",\"author\":{\"givenName\":\"Ada\",\"familyName\":"
                "\"Quayle\"}}"),
         "Ada Quayle", NULL, TIME_NONE},
        {LINKED("{\"@graph\":[{\"@type\":\"WebPage\",\"author\":{\"@id\":\"#a\",\"url\":\"/a\"},"
                "\"datePublished\":\"2024-05-17\"},{\"@id\":\"#a\",\"name\":\"Ada Quayle\"}]}"),
         "Ada Quayle", NULL, 1715904000},
        {LINKED("{\"@type\":\"http://schema.org/NewsArticle\",\"datePublished\":[\"2024-05-17\","
                "\"2020-01-01\"]}"),
         NULL, NULL, 1715904000},
        {LINKED("{\"@type\":\"Article\",\"datePublished\":{\"@value\":\"2024-05-17\"}}"), NULL,
         NULL, 1715904000},
        {LINKED("{\"@type\":\"Article\",\"datePublished\":[[[\"2024-05-17\"]]]}"), NULL, NULL,
         TIME_NONE},
        /* Ids that lead in circles lead nowhere. */
        {LINKED("[{\"@type\":\"Article\",\"@id\":\"a\",\"author\":{\"@id\":\"a\"}},"
                "{\"@type\":\"Article\",\"@id\":\"b\",\"author\":{\"@id\":\"b\"}}]"),
         NULL, NULL, TIME_NONE},
        /* Teasers do not win over the page's own article, wherever they stand. */
        {LINKED("[{\"@type\":\"Article\",\"url\":\"/other\",\"headline\":\"Other\",\"author\":\"Bo "
                "Pier\"},{\"@type\":\"Article\",\"url\":\"https://www.example.org/2024/crane?x=1\","
                "\"author\":\"Ada Quayle\",\"datePublished\":\"2024-05-17\"}]"),
         "Ada Quayle", "The crane learns to see", 1715904000},
        {LINKED("[{\"@type\":\"Article\",\"author\":\"Ada Quayle\"},{\"@type\":\"Article\","
                "\"author\":\"Bo Pier\"}]"),
         "Ada Quayle", NULL, TIME_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct page page;
        assert_int_equal(extract(&arena, str_from(cases[i].html), here, &page), STATUS_OK);
        same(page.byline, cases[i].byline, cases[i].html);
        if (cases[i].title != NULL)
            same(page.title, cases[i].title, cases[i].html);
        assert_int_equal(page.published, cases[i].published);
        arena_release(&arena);
    }
}

/* attacks.md H20: neither another site's address nor one that only looks like this site's. */
static void refuses_addresses_of_others(void **state) {
    (void)state;
    static const char *const addresses[] = {
        "https://victim.example.net/b",
        "//victim.example.net/b",
        "https://www.example.org@victim.example.net/b",
        "https://www.example.org.victim.example.net/b",
        "https://victim.example.net/https://www.example.org/b",
        "https://example.org.%2F.victim.example.net/",
        "https://EXAMPLE.ORG.victim.example.net/b",
        "https://notexample.org/b",
        "https://example.com/b",
        "https://org/",
        "http://127.0.0.1/",
        "javascript:location='https://www.example.org/'",
        "data:text/html,https://www.example.org/",
    };
    static const char *const forms[] = {
        "<link rel=canonical href=\"%s\">",
        "<meta property=og:url content=\"%s\">",
        "<link rel=amphtml href=\"%s\">",
        "<base href=\"%s\"><link rel=canonical href='?a'><link rel=amphtml href='?a'>",
    };
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
        for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++) {
            struct arena arena;
            struct page page;
            struct str form = str_from(forms[k]);
            size_t at = str_find(form, STR("%s"));
            struct buf html;
            buf_init(&html, HTML_MOST);
            buf_add(&html, str_take(form, at));
            buf_add_cstr(&html, addresses[i]);
            buf_add(&html, str_skip(form, at + 2));
            assert_int_equal(extract(&arena, buf_str(&html), here, &page), STATUS_OK);
            bool own = str_absent(page.canonical_url) ||
                       str_starts(page.canonical_url, STR("https://www.example.org/"));
            if (!own || (!str_absent(page.amp_url) &&
                         !str_starts(page.amp_url, STR("https://www.example.org/"))))
                fail_msg("%.*s is believed", (int)html.n, html.p);
            arena_release(&arena);
            buf_release(&html);
        }
}

/* H20, too: two who share a public suffix are not one; what was refused, and why, is kept. */
static void tells_tenants_apart(void **state) {
    (void)state;
    struct arena arena;
    struct page page;
    assert_int_equal(extract(&arena,
                             STR("<link rel=canonical href=https://bo.github.io/a>"
                                 "<meta property=og:url content=https://ada.github.io/b>"),
                             STR("https://ada.github.io/a"), &page),
                     STATUS_OK);
    same(page.canonical_url, "https://ada.github.io/b", "tenants");
    assert_int_equal(page.candidates[0].field, PAGE_CANONICAL);
    assert_string_equal(page.candidates[0].refused, "another site");
    assert_false(page.candidates[0].won);
    assert_true(page.candidates[1].won);
    assert_null(page.candidates[1].refused);
    arena_release(&arena);
}

/* attacks.md H21: each is read soon, and what comes out is short. */
static void caps_claims(void **state) {
    (void)state;
    static const struct {
        const char *head, *part, *tail;
        size_t repeat;
    } cases[] = {
        {"<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"", "title ",
         "\",\"author\":\"Ada Quayle\"}</script>", 170000},
        {"<meta property=og:title content='", "title ", "'>", 170000},
        {"<meta property=og:title content='", "&amp;lt;", "'>", 120000},
        {"<meta property=og:description content='", "\xF0\x9F\x97\x9E", "'>", 250000},
        {"<meta name=author content='", "Ada Quayle, ", "'>", 80000},
        {"<script type=application/ld+json>{\"@type\":\"Article\",\"author\":[",
         "{\"name\":\"Ada Quayle\"},", "\"Bo Pier\"]}</script>", 30000},
        {"", "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":\"A B\"}</script>",
         "", 1000},
        {"<script type=application/ld+json>{\"@type\":\"Article\",\"datePublished\":[",
         "\"2024-05-17\",", "\"2024-05-17\"]}</script>", 60000},
        {"<script type=application/ld+json>{\"@type\":\"Article\",\"datePublished\":", "[",
         "\"2024-05-17\"</script>", 60000},
        {"<script type=application/ld+json>{\"@graph\":[", "{\"@graph\":[", "</script>", 10000},
        {"<script type=application/ld+json>{\"@graph\":[",
         "{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"x\",\"author\":{\"@id\":\"y\"}}]},",
         "{}]}</script>", 10000},
        {"<script type=application/ld+json>{\"@type\":[", "\"Article\",", "\"x\"]}</script>",
         60000},
        {"", "<meta property=og:image content=https://example.org/a>", "", 60000},
        {"", "<link rel=canonical href=https://victim.example.net/>", "", 60000},
        {"<h1>Crane</h1>", "<a rel=author href=/author/a>Ada Quayle</a> ", "", 30000},
        {"<h1>Crane</h1>", "<div itemprop=author><i itemprop=name>Ada", "", 30000},
        {"<h1>Crane</h1>", "<p>Text: Ada Quayle</p>", "", 30000},
        {"<h1>Crane</h1>", "<p>Author:</p>", "", 30000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct page page;
        struct buf html;
        buf_init(&html, HTML_MOST);
        buf_add_cstr(&html, cases[i].head);
        for (size_t k = 0; k < cases[i].repeat; k++)
            buf_add_cstr(&html, cases[i].part);
        buf_add_cstr(&html, cases[i].tail);
        assert_int_equal(extract(&arena, buf_str(&html), here, &page), STATUS_OK);
        assert_true(page.title.n <= 1000 && page.byline.n <= 300 && page.excerpt.n <= 2000);
        assert_true(page.published == TIME_NONE || page.published == 1715904000);
        assert_true(page.candidate_count <= PAGE_CANDIDATES_MOST);
        for (size_t k = 0; k < page.candidate_count; k++)
            assert_true(page.candidates[k].value.n <= 300 &&
                        utf8_valid(page.candidates[k].value, NULL));
        assert_true(utf8_valid(page.title, NULL) && utf8_valid(page.excerpt, NULL));
        arena_release(&arena);
        buf_release(&html);
    }
}

/* attacks.md F02, F09, F10, F11, F14: what must not be in a line of text is not in any field. */
static void cleans_texts(void **state) {
    (void)state;
    static const struct {
        const char *html, *title;
    } cases[] = {
        {"<meta property=og:title content='A&#0;B &#27;[2J &#x9b;C'>", NULL},
        {"<meta property=og:title content='A&#x202E;B&#x2066;C&#x200B;D&#xFEFF;'>", NULL},
        {"<meta property=og:title content='A&#xFFFE;B&#xE0041;'>", NULL},
        {"<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"A\\u0000B\\u0085"
         "\\u2028C\"}</script>",
         NULL},
        {"<meta property=og:title content='A &amp;lt;b&amp;gt; crane'>", "A <b> crane"},
        {"<meta property=og:title content='&lt;script&gt;x&lt;/script&gt;Crane'>", "Crane"},
    };
    static const char *const never[] = {"\x1B",         "\xC2\x9B",     "\xC2\x85",
                                        "\xE2\x80\xA8", "\xE2\x80\xAE", "\xE2\x81\xA6",
                                        "\xEF\xBF\xBE"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct page page;
        assert_int_equal(extract(&arena, str_from(cases[i].html), here, &page), STATUS_OK);
        assert_true(page.title.n > 0 && utf8_valid(page.title, NULL));
        assert_int_equal(str_find_byte(page.title, '\0'), SIZE_MAX);
        for (size_t k = 0; k < sizeof never / sizeof never[0]; k++)
            if (str_find(page.title, str_from(never[k])) != SIZE_MAX)
                fail_msg("case %zu: sign %zu stays", i, k);
        if (cases[i].title != NULL)
            same(page.title, cases[i].title, cases[i].html);
        arena_release(&arena);
    }
}

/* The evidence is in order, said once, and holds whoever won. */
static void keeps_evidence(void **state) {
    (void)state;
    struct arena arena;
    struct page page;
    assert_int_equal(
        extract(
            &arena,
            STR("<meta name=author content=Gazette><meta property=og:site_name content=Gazette>"
                "<meta name=date content=soon><meta name=date content=1970-01-01>" HEAD
                "<p class=author>Update</p><p class=author>Update</p><p class=author>2024</p>"
                "<p class=author>required</p><p class=author>login</p><p class=author>share</p>"
                "<p class=author>guest</p><p class=author>user</p><p class=author>more</p>"
                "<p>HAMBURG (dpa) - The oldest crane of the harbour has been given a camera and "
                "knows containers by colour.</p>"),
            here, &page),
        STATUS_OK);
    size_t bylines = 0, won = 0;
    for (size_t i = 0; i < page.candidate_count; i++) {
        const struct page_candidate *candidate = &page.candidates[i];
        if (candidate->field == PAGE_PUBLISHED && str_eq(candidate->value, STR("soon")))
            assert_string_equal(candidate->refused, "no date");
        if (candidate->field == PAGE_PUBLISHED && str_eq(candidate->value, STR("1970-01-01")))
            assert_string_equal(candidate->refused, "before 1990 or after 2099");
        if (candidate->field != PAGE_BYLINE)
            continue;
        bylines++;
        won += candidate->won;
        assert_true(candidate->won || candidate->refused != NULL);
        for (size_t k = 0; k < i; k++)
            assert_false(page.candidates[k].from == candidate->from &&
                         str_eq(page.candidates[k].value, candidate->value));
    }
    same(page.byline, "dpa", "the evidence");
    assert_true(bylines >= 3 && bylines <= 9);
    assert_int_equal(won, 1);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_out_of_bylines),
        cmocka_unit_test(kinds_of_texts),
        cmocka_unit_test(authors_of_pages),
        cmocka_unit_test(reads_linked_data),
        cmocka_unit_test(refuses_addresses_of_others),
        cmocka_unit_test(tells_tenants_apart),
        cmocka_unit_test(caps_claims),
        cmocka_unit_test(cleans_texts),
        cmocka_unit_test(keeps_evidence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
