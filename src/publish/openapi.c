#include "publish/openapi.h"

enum { OPENAPI_ARENA = 1 << 24, OPENAPI_BYTES = 1 << 20 };

/* `text` as JSON writes it, quotes included. */
static void put_quoted(struct arena *arena, struct template_value *map, const char *key,
                       struct str text) {
    struct buf out;
    buf_init(&out, OPENAPI_BYTES);
    json_quote(&out, text, JSON_COMPACT);
    template_put_text(arena, map, key, arena_copy(arena, buf_str(&out)));
    buf_release(&out);
}

static void put_topics(struct arena *arena, const struct edition *edition,
                       struct template_value *map) {
    struct buf out;
    struct json json;
    buf_init(&out, OPENAPI_BYTES);
    json_init(&json, &out, JSON_COMPACT);
    json_begin_array(&json);
    for (size_t i = 0; i < edition->topic_count; i++)
        json_str(&json, edition->topics[i].id);
    json_end_array(&json);
    template_put_text(arena, map, "topics", arena_copy(arena, buf_str(&out)));
    buf_release(&out);
}

enum status openapi_write(struct site *site, struct error *error) {
    const struct edition *edition = site->paper->edition;
    struct arena arena;
    arena_init(&arena, OPENAPI_ARENA);
    struct template_value *values = template_map(&arena);
    struct template_value *map = template_put_map(&arena, values, "api");
    put_quoted(&arena, map, "title", edition->title);
    put_quoted(&arena, map, "url", edition->url);
    put_topics(&arena, edition, map);
    template_put_integer(&arena, map, "page_size", edition->publish.page_size);
    template_put_integer(&arena, map, "feed", PUBLISH_FEED_STORIES);
    enum status status = arena_status(&arena, error);
    if (status == STATUS_OK)
        status = site_write(site, &arena, "openapi", SITE_ONE_DOWN, values, STR("api/openapi.json"),
                            error);
    arena_release(&arena);
    return status;
}
