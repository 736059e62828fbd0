/* Working state: the sources. */
#include "store/sqlite/sqlite.h"

#define SOURCE_COLUMNS                                                                             \
    "id, etag, last_modified, content_hash, due, interval, last_try, last_good, failures, "        \
    "entries, error_class, error_text"

static enum status check(const struct store_source *source, struct error *error) {
    const struct str texts[] = {source->etag, source->last_modified, source->content_hash,
                                source->error_class, source->error_text};
    enum status status = store_id_check(source->id, "a source's id", error);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == STATUS_OK; i++)
        status = store_text_check(texts[i], "a text of a source", error);
    return status;
}

static enum status put_one(struct store_sql *sql, sqlite3_stmt *statement,
                           const struct store_source *source, struct error *error) {
    store_sql_bind(statement, 1, str_from(source->id));
    store_sql_bind(statement, 2, source->etag);
    store_sql_bind(statement, 3, source->last_modified);
    store_sql_bind(statement, 4, source->content_hash);
    store_sql_bind_number(statement, 5, source->due);
    store_sql_bind_number(statement, 6, source->interval);
    store_sql_bind_number(statement, 7, source->last_try);
    store_sql_bind_number(statement, 8, source->last_good);
    store_sql_bind_number(statement, 9, source->failures);
    store_sql_bind_number(statement, 10, source->entries);
    store_sql_bind(statement, 11, source->error_class);
    store_sql_bind(statement, 12, source->error_text);
    enum status status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return status;
}

enum status store_sources_put(struct store *store, const struct store_source *sources, size_t count,
                              struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = check(&sources[i], error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql,
                                     "INSERT OR REPLACE INTO sources (" SOURCE_COLUMNS ")"
                                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                     &statement, error);
    if (status == STATUS_OK)
        status = store_sql_begin(sql, error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = put_one(sql, statement, &sources[i], error);
    return store_sql_end(sql, status, error);
}

static void read_source(sqlite3_stmt *statement, struct arena *arena, struct store_source *source) {
    store_sql_id(statement, 0, source->id);
    source->etag = store_sql_text(statement, 1, arena);
    source->last_modified = store_sql_text(statement, 2, arena);
    source->content_hash = store_sql_text(statement, 3, arena);
    source->due = sqlite3_column_int64(statement, 4);
    source->interval = sqlite3_column_int64(statement, 5);
    source->last_try = sqlite3_column_int64(statement, 6);
    source->last_good = sqlite3_column_int64(statement, 7);
    source->failures = sqlite3_column_int64(statement, 8);
    source->entries = sqlite3_column_int64(statement, 9);
    source->error_class = store_sql_text(statement, 10, arena);
    source->error_text = store_sql_text(statement, 11, arena);
}

enum status store_sources_list(struct store *store, struct arena *arena,
                               struct store_source **sources, size_t *count, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    size_t room = 0;
    *sources = NULL;
    *count = 0;
    enum status status = store_sql_statement(
        sql, "SELECT " SOURCE_COLUMNS " FROM sources ORDER BY id", &statement, error);
    if (status != STATUS_OK)
        return status;
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, sources, &room, *count + 1, sizeof **sources) == STATUS_OK)
            read_source(statement, arena, &(*sources)[(*count)++]);
    return status;
}
