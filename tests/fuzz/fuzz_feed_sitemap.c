/* A map of a site is read or refused; its news have what entries must have, its parts are addresses
 * of the web. */
#include "feed/sitemap.h"

#include "base/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds)
        abort();
}

static bool on_the_web(struct str link) {
    return str_starts_case(link, STR("http://")) || str_starts_case(link, STR("https://"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct feed feed;
    struct feed_part *parts;
    size_t count;
    struct error error = {0};
    arena_init(&arena, 64 * 1024 * 1024);
    enum status status =
        feed_parse_sitemap(&arena, str_of((const char *)data, size), STR("https://example.org/"),
                           STR("text/xml"), &feed, &parts, &count, &error);
    must(status == STATUS_OK || error.message[0] != '\0');
    if (status == STATUS_OK) {
        must(count <= FEED_PARTS_MOST && feed.entry_count <= FEED_ENTRIES_MOST);
        must(count == 0 || feed.entry_count == 0);
        for (size_t i = 0; i < count; i++)
            must(on_the_web(parts[i].url) &&
                 (i == 0 || parts[i - 1].modified >= parts[i].modified));
        for (size_t i = 0; i < feed.entry_count; i++) {
            must(on_the_web(feed.entries[i].link));
            must(feed.entries[i].title.n == 0 || utf8_valid(feed.entries[i].title, NULL));
        }
    }
    arena_release(&arena);
    return 0;
}
