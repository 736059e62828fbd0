/* Bytes up to the first zero are a selector, the rest is a page: read by it, by guessing, and asked
 * for its feeds. */
#include "feed/discover.h"
#include "feed/listing.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds)
        abort();
}

static void read_listing(struct str page, struct str selector) {
    struct arena arena;
    struct feed feed;
    struct error error = {0};
    const struct feed_selectors selectors = {.item = selector};
    arena_init(&arena, 64 * 1024 * 1024);
    enum status status = feed_parse_listing(&arena, page, STR("https://example.org/news/"),
                                            STR("text/html"), &selectors, &feed, &error);
    must(status == STATUS_OK || error.message[0] != '\0');
    for (size_t i = 0; status == STATUS_OK && i < feed.entry_count; i++)
        must(feed.entries[i].link.n > 0 && str_starts_case(feed.entries[i].link, STR("http")));
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    struct str selector = str_take(text, str_find_byte(text, '\0'));
    struct str page = str_skip(text, selector.n + 1);
    struct arena arena;
    struct feed_candidate *candidates;
    size_t count;
    read_listing(page, selector);
    read_listing(page, STR_NONE);
    arena_init(&arena, 64 * 1024 * 1024);
    if (feed_discover_bytes(&arena, page, STR("https://example.org/news/"), STR_NONE, &candidates,
                            &count, NULL) == STATUS_OK) {
        must(count <= FEED_CANDIDATES_MOST);
        for (size_t i = 0; i < count; i++) {
            must(str_starts_case(candidates[i].url, STR("http")));
            must(i == 0 || candidates[i - 1].reason <= candidates[i].reason);
        }
    }
    arena_release(&arena);
    return 0;
}
