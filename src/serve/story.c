/* Stories by their ids: "/s/<id>" and "/s/<id>/<anything>" lead to the page, for ever, also after
 * the story was merged into another one or its page has moved. */
#include "serve/inside.h"

#include "publish/publish.h"

enum { STORY_MEMORY = 64 * 1024, LEVELS_MOST = 16 };

/* The address of the page of `id`, below /s/. */
static enum status find_page(struct server *server, struct arena *arena, struct str id,
                             struct str *page, struct error *error) {
    struct store *store;
    struct store_key alias = {.key = id};
    struct store_key slug = {0};
    enum status status = serve_shelf_open(&server->shelf, &store, error);
    if (status == STATUS_OK)
        status = store_keys_get(store, arena, KEYS_ALIAS, &alias, 1, error);
    slug.key = status == STATUS_OK && !str_absent(alias.value) ? alias.value : id;
    if (status == STATUS_OK)
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
    struct str page = STR_NONE;
    size_t slash = str_find_byte(rest, '/');
    struct str id = slash == SIZE_MAX ? rest : str_take(rest, slash);
    if (!id_valid(id))
        return false;
    arena_init(&arena, STORY_MEMORY);
    struct str up = way_up(str_skip(rest, id.n));
    struct str location = STR_NONE;
    if (find_page(server, &arena, id, &page, NULL) == STATUS_OK)
        location = arena_format(&arena, "%.*s%.*s", STR_ARG(up), STR_ARG(page));
    bool found = !str_absent(location);
    if (found)
        *result =
            serve_reply_line(connection, MHD_HTTP_MOVED_PERMANENTLY, "Location", location.p, false);
    arena_release(&arena);
    return found;
}
