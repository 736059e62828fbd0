/* What was touched: noted by triggers (schema.c), read and forgotten here. */
#include "store/sqlite/sqlite.h"

static void read_touched(sqlite3_stmt *statement, struct arena *arena,
                         struct store_touched *touched) {
    struct store_article *before = &touched->before;
    *touched = (struct store_touched){
        .touch = (enum store_touch)sqlite3_column_int(statement, 0),
        .id = store_sql_text(statement, 1, arena),
    };
    if (sqlite3_column_type(statement, 2) == SQLITE_NULL)
        return;
    store_sql_id(statement, 1, before->id);
    store_sql_id(statement, 2, before->story);
    before->lead = sqlite3_column_int(statement, 3) != 0;
    before->shown = sqlite3_column_int(statement, 4) != 0;
    before->published = ~sqlite3_column_int64(statement, 5);
    before->provider = store_sql_text(statement, 6, arena);
    store_article_topics(store_sql_text(statement, 7, arena), arena, before);
}

enum status store_touched_list(struct store *store, struct arena *arena, size_t most,
                               struct store_touched **touched, size_t *count, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    size_t room = 0;
    *touched = NULL;
    *count = 0;
    enum status status =
        store_sql_statement(sql,
                            "SELECT touch, id, story, lead, shown, down, provider, topics"
                            " FROM touched ORDER BY touch, id LIMIT ?",
                            &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, most > 0 && most < INT64_MAX ? (int64_t)most : -1);
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, touched, &room, *count + 1, sizeof **touched) == STATUS_OK)
            read_touched(statement, arena, &(*touched)[(*count)++]);
    return status;
}

enum status store_touched_clear(struct store *store, struct error *error) {
    enum status status = store_derived_ready(store, error);
    if (status != STATUS_OK)
        return status;
    return store_derived_wrote(store, store_sql_run(&store->derived, "DELETE FROM touched", error));
}

enum status store_keys_of(struct store *store, struct arena *arena, enum store_space space,
                          struct str value, struct str **keys, size_t *count, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    size_t room = 0;
    *keys = NULL;
    *count = 0;
    if (space != KEYS_ADDRESS && space != KEYS_STORY && space != KEYS_EARLIER &&
        space != KEYS_LATER && space != KEYS_PICTURE)
        return error_set(error, STATUS_INTERNAL, "keys of space %d are not found by value", space);
    enum status status = store_sql_statement(sql,
                                             "SELECT key FROM keys INDEXED BY keys_of"
                                             " WHERE " STORE_KEYS_OF " AND space = ? AND value = ?"
                                             " ORDER BY key",
                                             &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, space);
    store_sql_bind(statement, 2, value);
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, keys, &room, *count + 1, sizeof **keys) == STATUS_OK)
            (*keys)[(*count)++] = store_sql_text(statement, 0, arena);
    return status;
}
