/* Any bytes as a list of addresses with dates, and as a record: read, or refused with a reason. */
#include "replay/archive.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds) {
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str bytes = str_of(size > 0 ? (const char *)data : "", size);
    const struct edition edition = {.title = STR("T")};
    struct archive archive = {0};
    struct error error = {0};
    struct arena arena;
    arena_init(&arena, 256 << 20);
    enum status status = archive_add_list(&arena, &edition, bytes, &archive, &error);
    insist(status == STATUS_OK || (status == STATUS_INVALID && error.message[0] != '\0'));
    size_t count = archive.count;
    insist(archive_add_record(&arena, &edition, STR("2026-11-22-a.md"), bytes, &archive, &error) ==
           STATUS_OK);
    insist(archive.count + archive.unreadable <= count + 1); /* one that was removed is none */
    for (size_t i = 0; i < archive.count; i++)
        insist(archive.items[i].key_count <= ARTICLE_KEYS_MOST);
    arena_release(&arena);
    return 0;
}
