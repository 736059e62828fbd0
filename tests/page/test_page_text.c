/* The text side of page/: what is seen, several pages of one article, hostile pages, no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <time.h>

#include "base/buf.h"
#include "page/page.h"
#include "support/failing.h"

enum { ARENA_MOST = 256 * 1024 * 1024 };

#define HEAD                                                                                       \
    "<!doctype html><html lang=en><head><title>The long road north</title>"                        \
    "<meta property='og:type' content='article'></head><body><main><article>"                      \
    "<h1>The long road north</h1>"
#define FIRST                                                                                      \
    "The road from the harbour to the pass was cut by hand over nine winters, and the men who "    \
    "cut it slept in snow huts, which they built anew each evening."
#define SECOND                                                                                     \
    "Nobody has counted them; the company's book lists two hundred names, and the priest's "       \
    "book, which is the better one, has four hundred."
#define THIRD                                                                                      \
    "It names the dead, the villages that they came from, and what was owed to them on the day "   \
    "that they died, in a neat and patient hand."
#define TAIL "</article></main></body></html>"

static void read_page(struct arena *arena, const char *html, const char *url, struct page *page) {
    assert_int_equal(page_extract(arena, str_from(html), str_from(url), STR_NONE, page, NULL),
                     STATUS_OK);
}

static bool has(const struct page *page, const char *text) {
    return str_find(page->text, str_from(text)) != SIZE_MAX;
}

/* What a click or the page's own scripts bring out is text, what nothing brings out is none. */
static void reads_what_readers_see(void **state) {
    static const struct {
        const char *name, *before, *after;
        bool seen;
    } cases[] = {
        {"plain", "<div>", "</div>", true},
        {"a tab", "<div role=tabpanel hidden>", "</div>", true},
        {"an accordion", "<div class=accordion__panel style='display: none'>", "</div>", true},
        {"a disclosure", "<div role=region aria-labelledby=x style='display:none'>", "</div>",
         true},
        {"found by searching", "<div hidden=until-found>", "</div>", true},
        {"a late part", "<div hidden id='S:1'>", "</div>", true},
        {"hidden", "<div hidden>", "</div>", false},
        {"no display", "<div style='display:none'>", "</div>", false},
        {"off the screen", "<div class=tab style='left:-9999px'>", "</div>", false},
        {"no size", "<div class=tab style='font-size:0'>", "</div>", false},
        {"not for machines alone", "<div aria-hidden=true>", "</div>", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct page page;
        struct buf html;
        arena_init(&arena, ARENA_MOST);
        buf_init(&html, 1 << 16);
        buf_printf(&html, "%s<p>%s</p><p>%s</p>%s<p>%s</p>%s%s", HEAD, FIRST, SECOND,
                   cases[i].before, THIRD, cases[i].after, TAIL);
        read_page(&arena, buf_cstr(&html), "https://x.example/road", &page);
        if (has(&page, THIRD) != cases[i].seen || !has(&page, FIRST))
            fail_msg("%s: %.*s", cases[i].name, STR_ARG(page.text));
        arena_release(&arena);
        buf_release(&html);
    }
}

static void finds_next_pages(void **state) {
    static const struct {
        const char *url, *links, *next;
    } cases[] = {
        {"https://x.example/news/road", "<a rel=next href='/news/road/2'>on</a>",
         "https://x.example/news/road/2"},
        {"https://x.example/news/road/", "<a href='/news/road/2/'>2</a>",
         "https://x.example/news/road/2/"},
        {"https://x.example/news/road", "<a href='?page=2'>2</a>",
         "https://x.example/news/road?page=2"},
        {"https://x.example/news?id=7", "<a href='?id=7&amp;page=2'>2</a>",
         "https://x.example/news?id=7&page=2"},
        {"https://x.example/news/road", "<a href='/news/road/page/2'>Next page</a>",
         "https://x.example/news/road/page/2"},
        {"https://x.example/road.html", "<a href='road-2.html'>2</a>",
         "https://x.example/road-2.html"},
        {"https://x.example/road-2.html", "<a href='road.html'>1</a><a href='road-3.html'>3</a>",
         "https://x.example/road-3.html"},
        {"https://x.example/news/road/2", "<a href='/news/road'>1</a><a href='/news/road/3'>3</a>",
         "https://x.example/news/road/3"},
        {"https://x.example/road-10", "<a href='road-10/2'>2</a>", "https://x.example/road-10/2"},
        /* The next article, comments, years, other hosts, the page itself. */
        {"https://x.example/week-9", "<a rel=next href='/week-10'>Week 10</a>", NULL},
        {"https://x.example/road", "<a rel=next href='/river'>The river</a>", NULL},
        {"https://x.example/road", "<a rel=next href='/road-2'>The road, continued</a>", NULL},
        {"https://x.example/road", "<a href='/road/comment-page-2'>2</a>", NULL},
        {"https://x.example/road", "<a href='/road/2024'>2024</a>", NULL},
        {"https://x.example/road", "<a href='https://y.example/road/2'>2</a>", NULL},
        {"https://x.example/road", "<a href='/road/3'>3</a>", NULL},
        {"https://x.example/", "<a rel=next href='/2'>2</a>", NULL},
        {"https://x.example/news/road/2", "<a href='/news/road'>1</a>", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct page page;
        struct buf html;
        arena_init(&arena, ARENA_MOST);
        buf_init(&html, 1 << 16);
        buf_printf(&html, "%s<p>%s</p><p>%s</p><p>%s</p><div>%s</div>%s", HEAD, FIRST, SECOND,
                   THIRD, cases[i].links, TAIL);
        read_page(&arena, buf_cstr(&html), cases[i].url, &page);
        struct str next = cases[i].next != NULL ? str_from(cases[i].next) : STR_NONE;
        if (str_empty(page.next_url) != str_empty(next) ||
            (next.n > 0 && !str_eq(page.next_url, next)))
            fail_msg("%s with %s: %.*s", cases[i].url, cases[i].links, STR_ARG(page.next_url));
        arena_release(&arena);
        buf_release(&html);
    }
}

static enum status join_three(struct arena *arena, struct page *whole) {
    struct page pages[3] = {
        {.title = STR("Road"),
         .text = STR("The long road north\n\nOne of the men slept.\n\nYes\nNo"),
         .html = STR("<h1>The long road north</h1><p>One of the men slept.</p>"
                     "<ul><li>Yes</li><li>No</li></ul><img src=\"https://x.example/a.jpg\">")},
        {.text = STR("The long road north\n\nTwo of the men slept.\n\nYes"),
         .html = STR("<h1>The long road north</h1><img src=\"https://x.example/a.jpg\">"
                     "<p>Two of the men slept.</p><p>Yes</p>"),
         .next_url = STR("https://x.example/3")},
        {.text = STR("One of the men slept.\n\nThree of the men slept."),
         .html = STR("<div><p>One of the men slept.</p></div><p>Three of the men slept.</p>"),
         .paywalled = true},
    };
    return page_join(arena, pages, 3, whole, NULL);
}

static void joins_without_repeats(void **state) {
    struct arena arena;
    struct page whole;
    (void)state;
    arena_init(&arena, ARENA_MOST);
    assert_int_equal(join_three(&arena, &whole), STATUS_OK);
    assert_true(str_eq(whole.title, STR("Road")));
    assert_true(str_eq(whole.text, STR("The long road north\n\nOne of the men slept.\n\nYes\nNo\n\n"
                                       "Two of the men slept.\n\nYes\n\nThree of the men slept.")));
    assert_int_equal(whole.words, 4 + 5 + 2 + 5 + 1 + 5);
    assert_true(whole.paywalled);
    assert_true(str_empty(whole.next_url));
    size_t picture = str_find(whole.html, STR("a.jpg"));
    assert_true(picture != SIZE_MAX &&
                str_find(str_skip(whole.html, picture + 1), STR("a.jpg")) == SIZE_MAX);
    size_t title = str_find(whole.html, STR("<h1>"));
    assert_true(title != SIZE_MAX &&
                str_find(str_skip(whole.html, title + 1), STR("<h1>")) == SIZE_MAX);
    assert_true(str_find(whole.html, STR("<p>Yes</p>")) != SIZE_MAX);
    assert_true(str_find(whole.html, STR("<p>Three of the men slept.</p>")) != SIZE_MAX);
    arena_release(&arena);
}

static void refuses_too_many_pages(void **state) {
    struct page pages[PAGE_JOIN_MOST + 1] = {0}, whole;
    struct arena arena;
    (void)state;
    arena_init(&arena, ARENA_MOST);
    assert_int_equal(page_join(&arena, pages, PAGE_JOIN_MOST + 1, &whole, NULL), STATUS_LIMIT);
    arena_release(&arena);
}

/* The n-th allocation fails, for each n: an error or the whole answer, and nothing leaks. */
static void survives_failing_allocations(void **state) {
    static const char html[] =
        HEAD "<p>" FIRST "</p><ul><li>One<li>Two</ul><p>" SECOND "</p><div role=tabpanel hidden>"
             "<p>" THIRD "</p></div><p hidden>Not shown</p><img src='/a.jpg' width=600 height=400>"
             "<a rel=next href='/road/2'>2</a>" TAIL;
    (void)state;
    size_t count = 0;
    for (; failing_from(count); count++) {
        struct arena arena;
        struct page page, whole;
        arena_init(&arena, ARENA_MOST);
        enum status status = page_extract(&arena, str_from(html), STR("https://x.example/road"),
                                          STR_NONE, &page, NULL);
        if (status == STATUS_OK)
            status = join_three(&arena, &whole);
        bool failed = failing_happened();
        failing_stop();
        assert_true(status == STATUS_MEMORY || (status == STATUS_OK && !failed));
        arena_release(&arena);
    }
    assert_true(count > 10);
}

/* Much of one kind: seconds of the processor for 1 and for 4 million bytes. */
static double seconds_for(const char *unit, size_t bytes) {
    struct arena arena;
    struct page page;
    struct buf html;
    arena_init(&arena, ARENA_MOST);
    buf_init(&html, 2 * PAGE_BYTES_MOST);
    buf_add_cstr(&html, HEAD);
    while (html.n < bytes)
        buf_add_cstr(&html, unit);
    clock_t start = clock();
    enum status status =
        page_extract(&arena, buf_str(&html), STR("https://x.example/road"), STR_NONE, &page, NULL);
    clock_t end = clock();
    assert_true(status == STATUS_OK || status == STATUS_LIMIT);
    arena_release(&arena);
    buf_release(&html);
    return (double)(end - start) / CLOCKS_PER_SEC;
}

static void takes_linear_time(void **state) {
    static const char *const units[] = {
        "<p>word word word, and a sentence. ",
        "<div class='article content text post entry'>",
        "<li class=item><a href='/road/2'>2</a>",
        "<a rel=next href='/road/2'>x",
        "<br>a<br>",
        "<h2>Heading</h2><b>b</b>",
        "<article><h1>The long road north</h1>x</article>",
        "<div hidden id='S:1' role=tabpanel>x",
        "<table><tr><td>1<td>$2",
        "<span class='author byline'>By A B</span> ",
        "word ",
    };
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        double less = seconds_for(units[i], 1000 * 1000), more = seconds_for(units[i], 4000 * 1000);
        /* Eight times leaves room for caches and neighbours; squares would be sixteen. */
        if (more > 8 * less + 0.5)
            fail_msg("%s: %.3f s, %.3f s", units[i], less, more);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_readers_see),       cmocka_unit_test(finds_next_pages),
        cmocka_unit_test(joins_without_repeats),        cmocka_unit_test(refuses_too_many_pages),
        cmocka_unit_test(survives_failing_allocations), cmocka_unit_test(takes_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
