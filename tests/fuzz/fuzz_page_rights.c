/* Statements can be read in any bytes; what was read survives as JSON, and merging is stricter. */
#include "page/rights.h"

#include <stdlib.h>

enum { MEMORY = 1 << 22 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct page_rights through_json(struct arena *arena, const struct page_rights *rights) {
    struct buf text;
    struct json json;
    const struct json_value *object = NULL;
    buf_init(&text, 1 << 20);
    json_init(&json, &text, JSON_COMPACT);
    json_begin_object(&json);
    page_rights_write(rights, "rights", &json);
    json_end_object(&json);
    if (json_read(arena, buf_str(&text), &object, NULL) != STATUS_OK)
        abort();
    struct page_rights back = page_rights_from(json_get_object(object, "rights"));
    buf_release(&text);
    return back;
}

static void check(struct arena *arena, struct str lines) {
    struct page_rights rights = page_rights_read(lines, STR_NONE);
    struct page_rights back = through_json(arena, &rights);
    if (back.said != rights.said || back.max_snippet != rights.max_snippet ||
        back.until != rights.until)
        abort();
    struct page_rights merged = {.said = PAGE_MAX_SNIPPET, .max_snippet = 50};
    page_rights_merge(&merged, &rights);
    int64_t most = page_rights_excerpt(&merged);
    if (most > 50 || most < 0 || (merged.said & rights.said) != rights.said)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct str text = str_of((const char *)data, size);
    struct str stated = STR_NONE;
    size_t half = str_find_byte(text, '\n');
    arena_init(&arena, MEMORY);
    check(&arena, text);
    page_rights_note(&arena, &stated, str_take(text, half), str_skip(text, half));
    page_rights_state(&arena, &stated, STR("X-Robots-Tag"), text);
    if (stated.n > PAGE_STATED_MOST)
        abort();
    check(&arena, stated);
    arena_release(&arena);
    return 0;
}
