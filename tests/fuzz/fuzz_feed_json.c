/* A JSON Feed, read twice, says the same twice; its entries are no more than the cap. */
#include "feed/feed.h"

#include "base/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arenas[2];
    struct feed feeds[2];
    enum status status[2];
    for (int i = 0; i < 2; i++) {
        arena_init(&arenas[i], 64 * 1024 * 1024);
        status[i] = feed_parse(&arenas[i], str_of((const char *)data, size), STR_NONE,
                               STR("application/feed+json"), &feeds[i], NULL);
    }
    if (status[0] != status[1])
        abort();
    if (status[0] == STATUS_OK) {
        if (feeds[0].entry_count != feeds[1].entry_count ||
            feeds[0].entry_count > FEED_ENTRIES_MOST)
            abort();
        for (size_t i = 0; i < feeds[0].entry_count; i++) {
            const struct feed_entry *a = &feeds[0].entries[i], *b = &feeds[1].entries[i];
            if (!str_eq(a->content, b->content) || !str_eq(a->id, b->id) ||
                (a->title.n > 0 && !utf8_valid(a->title, NULL)))
                abort();
        }
    }
    arena_release(&arenas[0]);
    arena_release(&arenas[1]);
    return 0;
}
