/* Stories: put, get, list. */
#include "store/sqlite/sqlite.h"

#define STORY_COLUMNS "id, lead, shown, heat, down, members, changed, score"

static enum status check(const struct store_story *story, struct error *error) {
    enum status status = store_id_check(story->id, "a story's id", error);
    if (status == STATUS_OK)
        status = store_id_check_optional(story->lead, "a story's lead", error);
    return status == STATUS_OK ? store_text_check(story->score, "a story's score", error) : status;
}

static enum status put_one(struct store_sql *sql, sqlite3_stmt *statement,
                           const struct store_story *story, struct error *error) {
    store_sql_bind(statement, 1, str_from(story->id));
    store_sql_bind(statement, 2, str_from(story->lead));
    store_sql_bind_number(statement, 3, story->shown);
    store_sql_bind_number(statement, 4, story->heat);
    store_sql_bind_number(statement, 5, ~story->newest);
    store_sql_bind_number(statement, 6, story->members);
    store_sql_bind_number(statement, 7, story->changed);
    store_sql_bind(statement, 8, story->score);
    enum status status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return status;
}

enum status store_stories_put(struct store *store, const struct store_story *stories, size_t count,
                              struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    enum status status = store_derived_ready(store, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = check(&stories[i], error);
    if (status == STATUS_OK)
        status = store_sql_statement(
            sql,
            "INSERT INTO stories (" STORY_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET lead = excluded.lead, shown = excluded.shown,"
            "  heat = excluded.heat, down = excluded.down, members = excluded.members,"
            "  changed = excluded.changed, score = excluded.score",
            &statement, error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = put_one(sql, statement, &stories[i], error);
    return store_derived_wrote(store, status);
}

enum status store_stories_drop(struct store *store, const struct str *ids, size_t count,
                               struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    enum status status = store_derived_ready(store, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql, "DELETE FROM stories WHERE id = ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        store_sql_bind(statement, 1, ids[i]);
        status = store_sql_write(sql, statement, error);
    }
    store_sql_done(statement);
    return store_derived_wrote(store, status);
}

static void read_story(sqlite3_stmt *statement, struct arena *arena, struct store_story *story) {
    store_sql_id(statement, 0, story->id);
    store_sql_id(statement, 1, story->lead);
    story->shown = sqlite3_column_int(statement, 2) != 0;
    story->heat = sqlite3_column_int64(statement, 3);
    story->newest = ~sqlite3_column_int64(statement, 4);
    story->members = sqlite3_column_int64(statement, 5);
    story->changed = sqlite3_column_int64(statement, 6);
    story->score = store_sql_text(statement, 7, arena);
}

enum status store_stories_get(struct store *store, struct arena *arena, const struct str *ids,
                              size_t count, struct store_story **stories, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    bool own = false;
    *stories = arena_array(arena, count, struct store_story);
    if (*stories == NULL)
        return arena_status(arena, error);
    enum status status = store_sql_statement(
        sql, "SELECT " STORY_COLUMNS " FROM stories WHERE id = ?", &statement, error);
    if (status == STATUS_OK)
        status = store_sql_view(sql, &own, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool row = false;
        store_sql_bind(statement, 1, ids[i]);
        status = store_sql_step(sql, statement, &row, error);
        if (row)
            read_story(statement, arena, &(*stories)[i]);
        store_sql_done(statement);
        if (status == STATUS_OK)
            status = arena_status(arena, error);
    }
    store_sql_view_end(sql, own);
    return status;
}

enum status store_stories_list(struct store *store, struct arena *arena, int64_t from, int64_t to,
                               bool shown_only, struct store_story **stories, size_t *count,
                               struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    size_t room = 0;
    *stories = NULL;
    *count = 0;
    enum status status =
        store_sql_statement(sql,
                            "SELECT " STORY_COLUMNS " FROM stories INDEXED BY stories_down"
                            " WHERE down <= ?1 AND down > ?2 AND shown >= ?3 ORDER BY down, id",
                            &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, ~from);
    store_sql_bind_number(statement, 2, ~to);
    store_sql_bind_number(statement, 3, shown_only);
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, stories, &room, *count + 1, sizeof **stories) == STATUS_OK)
            read_story(statement, arena, &(*stories)[(*count)++]);
    return status;
}
