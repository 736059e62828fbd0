/* Facts and the texts beside them. */
#include "store/sqlite/sqlite.h"

#include "base/grow.h"

/* Texts are named by lower-case hexadecimal; 32 bytes are kept. */
static bool hash_bytes(struct str hash, unsigned char out[HASH_BYTES]) {
    if (hash.n != HASH_HEX)
        return false;
    for (size_t i = 0; i < HASH_BYTES; i++) {
        char high = hash.p[2 * i], low = hash.p[2 * i + 1];
        if (ascii_lower(high) != high || ascii_lower(low) != low || ascii_hex(high) < 0 ||
            ascii_hex(low) < 0)
            return false;
        out[i] = (unsigned char)(ascii_hex(high) * 16 + ascii_hex(low));
    }
    return true;
}

static enum status check(const struct fact *facts, size_t count, const struct store_text *texts,
                         size_t text_count, struct error *error) {
    unsigned char bytes[HASH_BYTES];
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (facts[i].kind.n == 0 || facts[i].body.n == 0)
            return error_set(error, STATUS_INVALID, "a fact needs a kind and a body");
        status = store_text_check(facts[i].kind, "a fact's kind", error);
        if (status == STATUS_OK)
            status = store_text_check(facts[i].body, "a fact's body", error);
    }
    for (size_t i = 0; i < text_count && status == STATUS_OK; i++) {
        if (!hash_bytes(texts[i].hash, bytes) || str_absent(texts[i].text))
            return error_set(error, STATUS_INVALID, "a text needs its hash and its words");
        status = store_text_check(texts[i].text, "a text", error);
    }
    return status;
}

static enum status put_texts(struct store_sql *sql, const struct store_text *texts, size_t count,
                             struct error *error) {
    sqlite3_stmt *statement;
    unsigned char bytes[HASH_BYTES];
    enum status status = store_sql_statement(
        sql, "INSERT INTO texts (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING", &statement,
        error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        hash_bytes(texts[i].hash, bytes);
        sqlite3_bind_blob(statement, 1, bytes, HASH_BYTES, SQLITE_STATIC);
        store_sql_bind(statement, 2, texts[i].text);
        status = store_sql_write(sql, statement, error);
    }
    return status;
}

static enum status put_facts(struct store_sql *sql, const struct fact *facts, size_t count,
                             int64_t *last, struct error *error) {
    sqlite3_stmt *statement;
    enum status status = store_sql_number(sql, "SELECT max(number) FROM facts", 0, last, error);
    if (status == STATUS_OK)
        status = store_sql_statement(
            sql, "INSERT INTO facts (number, at, kind, body) VALUES (?, ?, ?, ?)", &statement,
            error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        store_sql_bind_number(statement, 1, *last + 1 + (int64_t)i);
        store_sql_bind_number(statement, 2, facts[i].at);
        store_sql_bind(statement, 3, facts[i].kind);
        store_sql_bind(statement, 4, facts[i].body);
        status = store_sql_write(sql, statement, error);
    }
    return status;
}

enum status store_facts_append(struct store *store, struct fact *facts, size_t count,
                               const struct store_text *texts, size_t text_count,
                               struct error *error) {
    struct store_sql *sql = &store->facts;
    int64_t last = 0;
    enum status status = check(facts, count, texts, text_count, error);
    if (status == STATUS_OK)
        status = store_sql_begin(sql, error);
    if (status != STATUS_OK)
        return status;
    status = put_texts(sql, texts, text_count, error);
    if (status == STATUS_OK)
        status = put_facts(sql, facts, count, &last, error);
    status = store_sql_end(sql, status, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        facts[i].number = last + 1 + (int64_t)i;
    return status;
}

static void read_fact(sqlite3_stmt *statement, struct arena *arena, struct fact *fact) {
    fact->number = sqlite3_column_int64(statement, 0);
    fact->at = sqlite3_column_int64(statement, 1);
    fact->kind = store_sql_text(statement, 2, arena);
    fact->body = store_sql_text(statement, 3, arena);
}

enum status store_facts_read(struct store *store, struct arena *arena, int64_t after, size_t most,
                             struct fact **facts, size_t *count, struct error *error) {
    sqlite3_stmt *statement;
    size_t room = 0;
    *facts = NULL;
    *count = 0;
    enum status status = store_sql_statement(
        &store->facts,
        "SELECT number, at, kind, body FROM facts WHERE number > ? ORDER BY number LIMIT ?",
        &statement, error);
    if (status != STATUS_OK || most == 0)
        return status;
    store_sql_bind_number(statement, 1, after);
    store_sql_bind_number(statement, 2, most < INT64_MAX ? (int64_t)most : INT64_MAX);
    while (store_sql_next(&store->facts, statement, arena, &status, error))
        if (arena_grow(arena, facts, &room, *count + 1, sizeof **facts) == STATUS_OK)
            read_fact(statement, arena, &(*facts)[(*count)++]);
    return status;
}

enum status store_facts_last(struct store *store, int64_t *number, struct error *error) {
    return store_sql_number(&store->facts, "SELECT max(number) FROM facts", 0, number, error);
}

enum status store_facts_last_of(struct store *store, struct arena *arena, struct str kind,
                                struct fact *fact, bool *found, struct error *error) {
    sqlite3_stmt *statement;
    *found = false;
    enum status status = store_sql_statement(
        &store->facts,
        "SELECT number, at, kind, body FROM facts WHERE kind = ? ORDER BY number DESC LIMIT 1",
        &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, kind);
    status = store_sql_step(&store->facts, statement, found, error);
    if (status != STATUS_OK)
        return status;
    if (*found)
        read_fact(statement, arena, fact);
    store_sql_done(statement);
    return arena_status(arena, error);
}

enum status store_texts_read(struct store *store, struct arena *arena, struct store_text *texts,
                             size_t count, struct error *error) {
    struct store_sql *sql = &store->facts;
    sqlite3_stmt *statement;
    unsigned char bytes[HASH_BYTES];
    bool own = false;
    enum status status =
        store_sql_statement(sql, "SELECT text FROM texts WHERE hash = ?", &statement, error);
    if (status == STATUS_OK)
        status = store_sql_view(sql, &own, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool row = false;
        texts[i].text = STR_NONE;
        if (!hash_bytes(texts[i].hash, bytes))
            continue;
        sqlite3_bind_blob(statement, 1, bytes, HASH_BYTES, SQLITE_STATIC);
        status = store_sql_step(sql, statement, &row, error);
        if (row)
            texts[i].text = store_sql_text(statement, 0, arena);
        store_sql_done(statement);
        if (status == STATUS_OK)
            status = arena_status(arena, error);
    }
    store_sql_view_end(sql, own);
    return status;
}

enum status store_texts_erase(struct store *store, const struct str *hashes, size_t count,
                              struct error *error) {
    struct store_sql *sql = &store->facts;
    sqlite3_stmt *statement;
    unsigned char bytes[HASH_BYTES];
    enum status status = store_sql_begin(sql, error);
    if (status != STATUS_OK)
        return status;
    status = store_sql_statement(sql, "DELETE FROM texts WHERE hash = ?", &statement, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!hash_bytes(hashes[i], bytes))
            continue;
        sqlite3_bind_blob(statement, 1, bytes, HASH_BYTES, SQLITE_STATIC);
        status = store_sql_write(sql, statement, error);
    }
    return store_sql_end(sql, status, error);
}
