#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "page/collect.h"
#include "support/failing.h"

enum { MEMORY = 64 * 1024 * 1024 };

static const struct str url = STR_INIT("https://www.example.org/a");
static const struct str html = STR_INIT(
    "<html lang=en><title>Crane sees | Gazette</title><meta name=author content='By Ada Quayle'>"
    "<meta property=og:title content='Crane sees'><meta property=og:site_name content=Gazette>"
    "<link rel=canonical href=/b><script type=application/ld+json>{\"@type\":\"NewsArticle\","
    "\"headline\":\"Crane sees\",\"author\":[{\"name\":\"Ada Quayle\"},{\"givenName\":\"Bo\","
    "\"familyName\":\"Pier\"}],\"datePublished\":\"2024-05-17\"}</script><body>"
    "<h1>Crane sees</h1><p class=author>By <a href=/authors/ada-quayle>Ada Quayle</a></p>"
    "<p>17 May 2024 | Cy Dock</p><time datetime=2024-05-18 itemprop=dateModified>later</time>"
    "<p>The crane has been given a camera, and it now sees what it lifts, say its keepers.</p>"
    "<p>Text: Ada Quayle</p>");

/* Without memory nothing is said, instead of half of it. */
static void says_when_memory_ends(void **state) {
    (void)state;
    for (size_t n = 0; failing_from(n); n++) {
        struct arena arena, scratch;
        struct buf text;
        struct page_blocks blocks;
        struct page page = {.url = url, .published = TIME_NONE, .modified = TIME_NONE};
        struct error error = {0};
        arena_init(&arena, MEMORY);
        arena_init(&scratch, MEMORY);
        buf_init(&text, MEMORY);
        struct page_collector collector = {
            .arena = &arena, .scratch = &scratch, .base = url, .page = &page};
        enum status status = page_prepare(&collector, html, STR_NONE, &text, &blocks, &error);
        bool failed = failing_happened();
        assert_int_equal(status, failed ? STATUS_MEMORY : STATUS_OK);
        if (!failed) {
            assert_true(str_eq(page.byline, STR("Ada Quayle, Bo Pier")));
            assert_true(str_eq(page.title, STR("Crane sees")));
            assert_true(str_eq(page.canonical_url, STR("https://www.example.org/b")));
        }
        page_blocks_release(&blocks);
        buf_release(&text);
        arena_release(&scratch);
        arena_release(&arena);
    }
}

/* The same for all of a page: what else it needs may fail, too, and nothing leaks. */
static void extracts_or_says(void **state) {
    (void)state;
    for (size_t n = 0; failing_from(n); n++) {
        struct arena arena;
        struct page page;
        arena_init(&arena, MEMORY);
        enum status status = page_extract(&arena, html, url, STR_NONE, &page, NULL);
        bool failed = failing_happened();
        assert_int_equal(status, failed ? STATUS_MEMORY : STATUS_OK);
        arena_release(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_when_memory_ends),
        cmocka_unit_test(extracts_or_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
