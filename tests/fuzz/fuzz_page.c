/* A page is read whatever it is: texts are clean, addresses are the site's own, the HTML is inert
 * and stays what it is, what is said of a field has at most one winner of each source, and reading
 * twice gives the same. */
#include "page/page.h"

#include "base/utf8.h"
#include "html/sanitize.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MEMORY = 64 * 1024 * 1024 };

static void must(bool holds) {
    if (!holds)
        abort();
}

static void check_texts(const struct page *page) {
    const struct str texts[] = {page->title,   page->byline, page->language, page->site_name,
                                page->excerpt, page->type,   page->text,     page->html};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        must(texts[i].n == 0 || utf8_valid(texts[i], NULL));
    must(page->title.n <= 1000 && page->byline.n <= 300);
    must(str_find_byte(page->title, '\n') == SIZE_MAX);
    must(str_find_byte(page->byline, '\n') == SIZE_MAX);
    must(str_absent(page->canonical_url) || str_starts(page->canonical_url, STR("http")));
    must(str_absent(page->next_url) || str_starts(page->next_url, STR("http")));
    must(str_absent(page->amp_url) || str_starts(page->amp_url, STR("http")));
    must((page->words == 0) == (page->text.n == 0) || page->text.n < 64);
}

static void check_candidates(const struct page *page) {
    for (size_t i = 0; i < page->candidate_count; i++) {
        const struct page_candidate *candidate = &page->candidates[i];
        must(candidate->weight >= 1 && candidate->weight <= 100 && candidate->from != NULL);
        must(i == 0 || candidate->field > page->candidates[i - 1].field ||
             (candidate->field == page->candidates[i - 1].field &&
              candidate->weight <= page->candidates[i - 1].weight));
    }
}

/* A page joined to itself is itself: all of it is repeated. Pages of few words are not. */
static void check_joined(struct arena *scratch, const struct page *page) {
    struct page pages[2] = {*page, *page}, whole;
    if (page_join(scratch, pages, 2, &whole, NULL) != STATUS_OK)
        return;
    must(utf8_valid(whole.text, NULL) && utf8_valid(whole.html, NULL));
    must(whole.text.n >= page->text.n / 2 && whole.text.n <= 2 * page->text.n + 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena, scratch;
    struct page page, twin;
    struct buf again;
    struct str url = STR("https://news.example.org/a");
    struct str bytes = str_of((const char *)data, size);
    arena_init(&arena, MEMORY);
    arena_init(&scratch, MEMORY);
    buf_init(&again, MEMORY);
    if (page_extract(&arena, bytes, url, STR_NONE, &page, NULL) == STATUS_OK) {
        check_texts(&page);
        check_candidates(&page);
        check_joined(&scratch, &page);
        if (html_sanitize(&scratch, page.html, url, &again, NULL) == STATUS_OK)
            must(str_eq(buf_str(&again), page.html) || page.html.n == 0);
        must(page_extract(&arena, bytes, url, STR_NONE, &twin, NULL) != STATUS_OK ||
             (str_eq(page.text, twin.text) && str_eq(page.title, twin.title) &&
              str_eq(page.byline, twin.byline) && page.published == twin.published));
    }
    arena_release(&arena);
    arena_release(&scratch);
    buf_release(&again);
    return 0;
}
