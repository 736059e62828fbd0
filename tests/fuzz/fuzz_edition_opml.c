/* Any bytes as OPML: what can be read is written so that reading it gives equal sources, and
 * any of them can be changed in place. */
#include "edition/opml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds) {
    if (!holds)
        abort();
}

static bool same(struct str a, struct str b) {
    return str_absent(a) == str_absent(b) && str_eq(a, b);
}

static void compare(const struct edition_source *a, const struct edition_source *b) {
    insist(same(a->url, b->url) && same(a->html_url, b->html_url) && same(a->title, b->title));
    insist(same(a->folder, b->folder) && same(a->provider, b->provider));
    insist(a->kind == b->kind && a->topic == b->topic && a->every == b->every);
    insist(a->official == b->official && a->paused == b->paused);
}

/* A change to one of them leaves the others as they are. */
static void change(struct arena *arena, struct str bytes, const struct edition *edition,
                   const struct edition_source *sources, size_t count) {
    for (int how = OPML_PAUSE; count > 0 && how <= OPML_REMOVE; how++) {
        const struct edition_source *chosen = &sources[bytes.n % count];
        struct error error = {0};
        struct buf out;
        buf_init(&out, 64 << 20);
        insist(opml_change(arena, bytes, edition, (enum opml_change)how, &chosen->url, 1, &out,
                           &error) == STATUS_OK);
        buf_release(&out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct error error = {0};
    struct edition_topic topic = {.name = STR("AI"), .id = STR("ai")};
    struct edition edition = {.topics = &topic, .topic_count = 1};
    struct edition_source *first, *second;
    size_t count, again;
    struct buf out;
    struct str bytes = str_of(size > 0 ? (const char *)data : "", size);
    arena_init(&arena, 256 << 20);
    buf_init(&out, 64 << 20);
    if (opml_read(&arena, bytes, &edition, &first, &count, &error) == STATUS_OK) {
        opml_write(&edition, first, count, &out);
        insist(out.status == STATUS_OK);
        insist(opml_read(&arena, buf_str(&out), &edition, &second, &again, &error) == STATUS_OK);
        insist(again == count);
        for (size_t i = 0; i < count; i++)
            compare(&first[i], &second[i]);
        change(&arena, bytes, &edition, first, count);
    } else {
        insist(error.message[0] != '\0');
    }
    buf_release(&out);
    arena_release(&arena);
    return 0;
}
