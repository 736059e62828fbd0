/* The transaction of derived state, and the front. */
#include "store/sqlite/sqlite.h"

enum status store_derived_ready(struct store *store, struct error *error) {
    enum status status = store_sql_need_writable(&store->derived, error);
    if (status != STATUS_OK)
        return status;
    if (!store->begun)
        return error_set(error, STATUS_INTERNAL, "derived state is written outside of begin");
    if (store->broken != STATUS_OK)
        return error_set(error, store->broken, "an earlier change of this transaction failed");
    return STATUS_OK;
}

enum status store_derived_wrote(struct store *store, enum status status) {
    if (status != STATUS_OK && store->broken == STATUS_OK)
        store->broken = status;
    return status;
}

enum status store_begin(struct store *store, struct error *error) {
    int64_t folded;
    if (store->begun || store->viewed)
        return error_set(error, STATUS_INTERNAL, "a transaction has begun already");
    enum status status = store_sql_begin(&store->derived, error);
    if (status != STATUS_OK)
        return status;
    store->begun = true;
    store->broken = STATUS_OK;
    /* The view is fixed by the first reading, so let that be now. */
    status = store_folded(store, &folded, error);
    if (status != STATUS_OK)
        store_rollback(store);
    return status;
}

enum status store_view(struct store *store, struct error *error) {
    bool own;
    int64_t number;
    if (store->begun || store->viewed)
        return error_set(error, STATUS_INTERNAL, "a transaction has begun already");
    store->viewed = true;
    enum status status = store_sql_view(&store->facts, &own, error);
    if (status == STATUS_OK)
        status = store_sql_view(&store->derived, &own, error);
    /* The first reading fixes a view. */
    if (status == STATUS_OK)
        status = store_facts_last(store, &number, error);
    if (status == STATUS_OK)
        status = store_folded(store, &number, error);
    if (status != STATUS_OK)
        store_view_end(store);
    return status;
}

void store_view_end(struct store *store) {
    if (!store->viewed)
        return;
    store->viewed = false;
    store_sql_view_end(&store->derived, true);
    store_sql_view_end(&store->facts, true);
}

static enum status set_folded(struct store *store, int64_t folded, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    int64_t before;
    enum status status = store_folded(store, &before, error);
    if (status == STATUS_OK && folded < before)
        status = error_set(error, STATUS_INVALID, "fact %lld was folded already, not only %lld",
                           (long long)before, (long long)folded);
    if (status == STATUS_OK)
        status = store_sql_statement(sql, "UPDATE state SET folded = ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, folded);
    return store_sql_write(sql, statement, error);
}

enum status store_commit(struct store *store, int64_t folded, struct error *error) {
    enum status status = store_derived_ready(store, error);
    if (!store->begun)
        return status;
    if (status == STATUS_OK)
        status = set_folded(store, folded, error);
    status = store_sql_end(&store->derived, status, error);
    store->begun = false;
    store->broken = STATUS_OK;
    return status;
}

void store_rollback(struct store *store) {
    if (store->begun)
        store_sql_end(&store->derived, STATUS_INTERNAL, NULL);
    store->begun = false;
    store->broken = STATUS_OK;
}

enum status store_folded(struct store *store, int64_t *folded, struct error *error) {
    return store_sql_number(&store->derived, "SELECT folded FROM state", 0, folded, error);
}

enum status store_derived_clear(struct store *store, struct error *error) {
    if (store->begun || store->viewed)
        return error_set(error, STATUS_INTERNAL, "derived state is cleared within a transaction");
    enum status status = store_sql_begin(&store->derived, error);
    if (status != STATUS_OK)
        return status;
    /* Dropping tables costs less than deleting rows, above all from the search index. */
    status = store_schema_remake(&store->derived, &store_schema_derived, error);
    return store_sql_end(&store->derived, status, error);
}

enum status store_front_put(struct store *store, struct str front, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    enum status status = store_derived_ready(store, error);
    if (status == STATUS_OK)
        status = store_text_check(front, "the front", error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql, "UPDATE state SET front = ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, front);
    status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return store_derived_wrote(store, status);
}

enum status store_front_get(struct store *store, struct arena *arena, struct str *front,
                            struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    bool row = false;
    *front = STR_NONE;
    enum status status = store_sql_statement(sql, "SELECT front FROM state", &statement, error);
    if (status == STATUS_OK)
        status = store_sql_step(sql, statement, &row, error);
    if (status != STATUS_OK)
        return status;
    if (row)
        *front = store_sql_text(statement, 0, arena);
    store_sql_done(statement);
    return arena_status(arena, error);
}
