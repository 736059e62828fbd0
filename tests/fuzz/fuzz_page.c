/* A page is read whatever it is, and its HTML is inert. */
#include "page/page.h"

#include "base/utf8.h"
#include "html/sanitize.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena, scratch;
    struct page page;
    struct buf again;
    struct str url = STR("https://news.example.org/a");
    arena_init(&arena, 64 * 1024 * 1024);
    arena_init(&scratch, 64 * 1024 * 1024);
    buf_init(&again, 64 * 1024 * 1024);
    if (page_extract(&arena, str_of((const char *)data, size), url, STR_NONE, &page, NULL) ==
        STATUS_OK) {
        must(page.text.n == 0 || utf8_valid(page.text, NULL));
        must(page.title.n == 0 || utf8_valid(page.title, NULL));
        must(str_absent(page.canonical_url) || str_starts(page.canonical_url, STR("http")));
        if (html_sanitize(&scratch, page.html, url, &again, NULL) == STATUS_OK)
            must(str_eq(buf_str(&again), page.html) || page.html.n == 0);
    }
    arena_release(&arena);
    arena_release(&scratch);
    buf_release(&again);
    return 0;
}
