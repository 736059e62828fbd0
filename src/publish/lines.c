#include "publish/lines.h"

enum status lines_read(struct paper *paper, struct arena *arena, const struct store_article *rows,
                       size_t count, struct paper_line **lines, size_t *line_count,
                       struct error *error) {
    struct str *ids = arena_array(arena, count, struct str);
    struct store_key *slugs = arena_array(arena, count, struct store_key);
    struct store_story *stories;
    *lines = arena_array(arena, count, struct paper_line);
    *line_count = 0;
    if (ids == NULL || slugs == NULL || *lines == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < count; i++)
        slugs[i].key = ids[i] = str_from(rows[i].story);
    struct store *store = paper->context->store;
    enum status status = store_stories_get(store, arena, ids, count, &stories, error);
    if (status == STATUS_OK)
        status = store_keys_get(store, arena, KEYS_SLUG, slugs, count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct paper_line *line = &(*lines)[*line_count];
        bool alone = rows[i].story[0] == '\0';
        if (alone ? !rows[i].shown : !stories[i].shown)
            continue;
        status = paper_member(paper, arena, &rows[i], &line->member, error);
        if (status != STATUS_OK || line->member.article.removed)
            continue;
        line->address =
            publish_story_address(arena, alone ? str_from(rows[i].id) : ids[i], slugs[i].value);
        line->articles = alone ? 1 : stories[i].members;
        ++*line_count;
    }
    return status == STATUS_OK ? arena_status(arena, error) : status;
}
