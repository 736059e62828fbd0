/* Stories by their ids: "/s/<id>" and "/s/<id>/<anything>" lead to the page, for ever, also after
 * the story was merged into another one or its page has moved. */
#include "serve/inside.h"

#include "press/find.h"
#include "publish/publish.h"

enum { STORY_MEMORY = 16 * 1024 * 1024, LEVELS_MOST = 16 };

/* The address below /s/ of the page of the story that `id` leads to: its own, that of the story
 * into which it was merged, or of the article that it is. */
static enum status find_page(struct server *server, struct arena *arena, struct str id,
                             struct str *page, struct error *error) {
    struct store *store;
    struct store_story *story;
    enum status status = serve_shelf_open(&server->shelf, &store, error);
    if (status == STATUS_OK)
        status = find_story(store, arena, id, &story, error);
    if (status == STATUS_OK && story == NULL)
        return error_set(error, STATUS_NOT_FOUND, "no such story");
    if (status != STATUS_OK)
        return status;
    struct store_key slug = {.key = str_from(story->id)};
    status = store_keys_get(store, arena, KEYS_SLUG, &slug, 1, error);
    if (status == STATUS_OK && str_absent(slug.value))
        return error_set(error, STATUS_NOT_FOUND, "no such story");
    if (status == STATUS_OK)
        *page = str_skip(publish_story_address(arena, slug.key, slug.value), strlen("s/"));
    return status == STATUS_OK ? arena_status(arena, error) : status;
}

/* From where the request points to /s/: the edition may be served below any path. */
static struct str way_up(struct str behind) {
    static const char levels[] = "../../../../../../../../../../../../../../../../";
    size_t count = 0;
    for (size_t i = 0; i < behind.n && count < LEVELS_MOST; i++)
        count += behind.p[i] == '/';
    return str_of(levels, count * strlen("../"));
}

bool serve_reply_story(struct server *server, struct MHD_Connection *connection, struct str rest,
                       enum MHD_Result *result) {
    struct arena arena;
    struct error error;
    struct str page, location = STR_NONE;
    struct str id = str_take(rest, str_find_byte(rest, '/'));
    if (!id_valid(id))
        return false;
    arena_init(&arena, STORY_MEMORY);
    enum status status = find_page(server, &arena, id, &page, &error);
    if (status == STATUS_OK) {
        location = ARENA_JOIN(&arena, way_up(str_skip(rest, id.n)), page);
        status = arena_status(&arena, &error);
    }
    *result = serve_reply_location(server, connection, MHD_HTTP_MOVED_PERMANENTLY, status,
                                   location.p, &error);
    arena_release(&arena);
    return true;
}
