/* A feed is read or refused; what is read keeps the promises of feed.h. */
#include "feed/feed.h"

#include "base/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds)
        abort();
}

static void check_text(struct str text, size_t most) {
    must(text.n <= most && (text.n == 0 || utf8_valid(text, NULL)));
}

static void check_link(struct str link) {
    must(str_absent(link) || str_starts_case(link, STR("http://")) ||
         str_starts_case(link, STR("https://")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct feed feed;
    struct error error = {0};
    arena_init(&arena, 64 * 1024 * 1024);
    enum status status =
        feed_parse(&arena, str_of((const char *)data, size), STR("https://example.org/feed"),
                   STR("application/xml"), &feed, &error);
    must(status == STATUS_OK || error.message[0] != '\0');
    if (status == STATUS_OK) {
        must(feed.format != NULL && feed.entry_count <= FEED_ENTRIES_MOST);
        check_text(feed.title, FEED_TITLE_MOST);
        check_link(feed.link);
        for (size_t i = 0; i < feed.entry_count; i++) {
            const struct feed_entry *entry = &feed.entries[i];
            check_text(entry->title, FEED_TITLE_MOST);
            check_text(entry->summary, FEED_TEXT_MOST);
            check_text(entry->content, FEED_TEXT_MOST);
            check_link(entry->link);
            check_link(entry->video);
            must(entry->category_count <= FEED_CATEGORIES_MOST);
            must(entry->enclosure_count <= FEED_ENCLOSURES_MOST);
            for (size_t k = 0; k < entry->image_count; k++)
                check_link(entry->images[k].url);
        }
    }
    arena_release(&arena);
    return 0;
}
