/* The small tables of text to text, in derived state and (what was seen of a source's entries) in
 * working state. */
#include "store/sqlite/sqlite.h"

static enum status check(const struct store_key *keys, size_t count, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (str_absent(keys[i].key))
            return error_set(error, STATUS_INVALID, "a key is absent");
        status = store_text_check(keys[i].key, "a key", error);
        if (status == STATUS_OK)
            status = store_text_check(keys[i].value, "a key's value", error);
    }
    return status;
}

/* `put` has three parameters, `drop` the first two of them: scope, key, value. The scope is bound
 * by whoever calls. */
static enum status put_each(struct store_sql *sql, sqlite3_stmt *put, sqlite3_stmt *drop,
                            const struct store_key *keys, size_t count, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        sqlite3_stmt *statement = str_absent(keys[i].value) ? drop : put;
        store_sql_bind(statement, 2, keys[i].key);
        if (statement == put)
            store_sql_bind(statement, 3, keys[i].value);
        status = store_sql_write(sql, statement, error);
    }
    store_sql_done(put);
    store_sql_done(drop);
    return status;
}

static enum status get_each(struct store_sql *sql, struct arena *arena, sqlite3_stmt *statement,
                            struct store_key *keys, size_t count, struct error *error) {
    bool own = false;
    enum status status = store_sql_view(sql, &own, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool row = false;
        keys[i].value = STR_NONE;
        store_sql_bind(statement, 2, keys[i].key);
        status = store_sql_step(sql, statement, &row, error);
        if (status != STATUS_OK)
            break;
        if (row)
            keys[i].value = store_sql_text(statement, 0, arena);
        sqlite3_reset(statement);
        status = arena_status(arena, error);
    }
    store_sql_done(statement);
    store_sql_view_end(sql, own);
    return status;
}

enum status store_keys_put(struct store *store, enum store_space space,
                           const struct store_key *keys, size_t count, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *put, *drop;
    enum status status = store_derived_ready(store, error);
    if (status == STATUS_OK)
        status = check(keys, count, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql,
                                     "INSERT INTO keys (space, key, value) VALUES (?, ?, ?) "
                                     "ON CONFLICT DO UPDATE SET value = excluded.value",
                                     &put, error);
    if (status == STATUS_OK)
        status =
            store_sql_statement(sql, "DELETE FROM keys WHERE space = ? AND key = ?", &drop, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(put, 1, space);
    store_sql_bind_number(drop, 1, space);
    return store_derived_wrote(store, put_each(sql, put, drop, keys, count, error));
}

enum status store_keys_get(struct store *store, struct arena *arena, enum store_space space,
                           struct store_key *keys, size_t count, struct error *error) {
    sqlite3_stmt *statement;
    enum status status = store_sql_statement(
        &store->derived, "SELECT value FROM keys WHERE space = ? AND key = ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, space);
    return get_each(&store->derived, arena, statement, keys, count, error);
}

enum status store_keys_list(struct store *store, struct arena *arena, enum store_space space,
                            struct str after, size_t most, struct store_key **keys, size_t *count,
                            struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    size_t room = 0;
    *keys = NULL;
    *count = 0;
    /* An absent `after` is below every key; the empty key itself would be left out by key > ''. */
    const char *text = str_absent(after) ? "SELECT key, value FROM keys WHERE space = ?1 "
                                           "AND ?2 IS NULL ORDER BY key LIMIT ?3"
                                         : "SELECT key, value FROM keys WHERE space = ?1 "
                                           "AND key > ?2 ORDER BY key LIMIT ?3";
    enum status status = store_sql_statement(sql, text, &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, space);
    store_sql_bind(statement, 2, after);
    store_sql_bind_number(statement, 3, most > 0 && most < INT64_MAX ? (int64_t)most : -1);
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, keys, &room, *count + 1, sizeof **keys) == STATUS_OK) {
            (*keys)[*count].key = store_sql_text(statement, 0, arena);
            (*keys)[(*count)++].value = store_sql_text(statement, 1, arena);
        }
    return status;
}

enum status store_seen_put(struct store *store, struct str source, const struct store_key *keys,
                           size_t count, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *put, *drop;
    enum status status = store_text_check(source, "a source's id", error);
    if (status == STATUS_OK && source.n == 0)
        status = error_set(error, STATUS_INVALID, "a source's id is empty");
    if (status == STATUS_OK)
        status = check(keys, count, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql,
                                     "INSERT INTO seen (source, key, value) VALUES (?, ?, ?) "
                                     "ON CONFLICT DO UPDATE SET value = excluded.value",
                                     &put, error);
    if (status == STATUS_OK)
        status =
            store_sql_statement(sql, "DELETE FROM seen WHERE source = ? AND key = ?", &drop, error);
    if (status == STATUS_OK)
        status = store_sql_begin(sql, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(put, 1, source);
    store_sql_bind(drop, 1, source);
    return store_sql_end(sql, put_each(sql, put, drop, keys, count, error), error);
}

enum status store_seen_get(struct store *store, struct arena *arena, struct str source,
                           struct store_key *keys, size_t count, struct error *error) {
    sqlite3_stmt *statement;
    enum status status = store_sql_statement(
        &store->work, "SELECT value FROM seen WHERE source = ? AND key = ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, source);
    return get_each(&store->work, arena, statement, keys, count, error);
}

/* ---- what fetcher and server tell one another ---- */

enum status store_notes_put(struct store *store, enum store_notes table,
                            const struct store_key *keys, size_t count, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *put, *drop;
    enum status status = check(keys, count, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql,
                                     "INSERT INTO notes (kind, key, value) VALUES (?, ?, ?) "
                                     "ON CONFLICT DO UPDATE SET value = excluded.value",
                                     &put, error);
    if (status == STATUS_OK)
        status =
            store_sql_statement(sql, "DELETE FROM notes WHERE kind = ? AND key = ?", &drop, error);
    if (status == STATUS_OK)
        status = store_sql_begin(sql, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(put, 1, table);
    store_sql_bind_number(drop, 1, table);
    return store_sql_end(sql, put_each(sql, put, drop, keys, count, error), error);
}

enum status store_notes_get(struct store *store, struct arena *arena, enum store_notes table,
                            struct store_key *keys, size_t count, struct error *error) {
    sqlite3_stmt *statement;
    enum status status = store_sql_statement(
        &store->work, "SELECT value FROM notes WHERE kind = ? AND key = ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, table);
    return get_each(&store->work, arena, statement, keys, count, error);
}

enum status store_notes_list(struct store *store, struct arena *arena, enum store_notes table,
                             struct store_key **keys, size_t *count, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    size_t room = 0;
    *keys = NULL;
    *count = 0;
    enum status status = store_sql_statement(
        sql, "SELECT key, value FROM notes WHERE kind = ? ORDER BY key", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, table);
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, keys, &room, *count + 1, sizeof **keys) == STATUS_OK) {
            (*keys)[*count].key = store_sql_text(statement, 0, arena);
            (*keys)[(*count)++].value = store_sql_text(statement, 1, arena);
        }
    return status;
}
