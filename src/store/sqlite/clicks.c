/* Clicks: single ones in working state until their day is over, sums a day in derived state. */
#include "store/sqlite/sqlite.h"

enum { VISITOR_MOST = 128 };

enum status store_clicks_put(struct store *store, const struct store_clicks *clicks, size_t count,
                             struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    enum status status = store_derived_ready(store, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = store_id_check(clicks[i].article, "a clicked article's id", error);
        if (status == STATUS_OK && (clicks[i].count < 0 || clicks[i].count > INT32_MAX))
            status = error_set(error, STATUS_INVALID, "a day's clicks are out of range");
    }
    if (status == STATUS_OK)
        status = store_sql_statement(sql,
                                     "INSERT INTO clicks (article, day, count) VALUES (?, ?, ?) "
                                     "ON CONFLICT DO UPDATE SET count = excluded.count",
                                     &statement, error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        store_sql_bind(statement, 1, str_from(clicks[i].article));
        store_sql_bind_number(statement, 2, clicks[i].day);
        store_sql_bind_number(statement, 3, clicks[i].count);
        status = store_sql_write(sql, statement, error);
    }
    store_sql_done(statement);
    return store_derived_wrote(store, status);
}

enum status store_clicks_sum(struct store *store, const struct str *articles, size_t count,
                             int64_t from, int64_t to, int64_t *sums, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    bool own = false;
    enum status status = store_sql_statement(
        sql, "SELECT sum(count) FROM clicks WHERE article = ? AND day BETWEEN ? AND ?", &statement,
        error);
    if (status == STATUS_OK)
        status = store_sql_view(sql, &own, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool row = false;
        store_sql_bind(statement, 1, articles[i]);
        store_sql_bind_number(statement, 2, from);
        store_sql_bind_number(statement, 3, to);
        status = store_sql_step(sql, statement, &row, error);
        sums[i] = row ? sqlite3_column_int64(statement, 0) : 0; /* NULL is 0 */
        store_sql_done(statement);
    }
    store_sql_view_end(sql, own);
    return status;
}

enum status store_clicks_list(struct store *store, struct arena *arena, struct str article,
                              struct store_clicks **clicks, size_t *count, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    size_t room = 0;
    *clicks = NULL;
    *count = 0;
    enum status status = store_sql_statement(
        sql, "SELECT article, day, count FROM clicks WHERE article = ? ORDER BY day", &statement,
        error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, article);
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, clicks, &room, *count + 1, sizeof **clicks) == STATUS_OK) {
            store_sql_id(statement, 0, (*clicks)[*count].article);
            (*clicks)[*count].day = sqlite3_column_int64(statement, 1);
            (*clicks)[(*count)++].count = sqlite3_column_int64(statement, 2);
        }
    return status;
}

enum status store_clicks_articles(struct store *store, struct arena *arena, int64_t from,
                                  int64_t to, struct str **articles, size_t *count,
                                  struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    size_t room = 0;
    *articles = NULL;
    *count = 0;
    enum status status =
        store_sql_statement(sql,
                            "SELECT DISTINCT article FROM clicks INDEXED BY clicks_day"
                            " WHERE day BETWEEN ? AND ? AND count > 0 ORDER BY article",
                            &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, from);
    store_sql_bind_number(statement, 2, to);
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, articles, &room, *count + 1, sizeof **articles) == STATUS_OK)
            (*articles)[(*count)++] = store_sql_text(statement, 0, arena);
    return status;
}

/* ---- working state ---- */

enum status store_click_add(struct store *store, struct str article, int64_t day,
                            struct str visitor, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status = store_sql_need_writable(sql, error);
    if (status == STATUS_OK &&
        (article.n == 0 || article.n > ID_LENGTH || visitor.n == 0 || visitor.n > VISITOR_MOST))
        status = error_set(error, STATUS_INVALID, "a click's article or visitor is no id");
    if (status == STATUS_OK)
        status = store_text_check(article, "a clicked article's id", error);
    if (status == STATUS_OK)
        status = store_text_check(visitor, "a visitor's hash", error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql,
                                     "INSERT INTO visits (day, article, visitor) VALUES (?, ?, ?) "
                                     "ON CONFLICT DO NOTHING",
                                     &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, day);
    store_sql_bind(statement, 2, article);
    store_sql_bind(statement, 3, visitor);
    status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return status;
}

enum status store_clicks_pending(struct store *store, struct arena *arena,
                                 struct store_clicks **clicks, size_t *count, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    size_t room = 0;
    *clicks = NULL;
    *count = 0;
    enum status status = store_sql_statement(
        sql,
        "SELECT article, day, count(*) FROM visits GROUP BY day, article ORDER BY day, article",
        &statement, error);
    if (status != STATUS_OK)
        return status;
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, clicks, &room, *count + 1, sizeof **clicks) == STATUS_OK) {
            store_sql_id(statement, 0, (*clicks)[*count].article);
            (*clicks)[*count].day = sqlite3_column_int64(statement, 1);
            (*clicks)[(*count)++].count = sqlite3_column_int64(statement, 2);
        }
    return status;
}

enum status store_clicks_forget(struct store *store, int64_t day, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status = store_sql_need_writable(sql, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql, "DELETE FROM visits WHERE day < ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, day);
    return store_sql_write(sql, statement, error);
}
