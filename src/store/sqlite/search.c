/* The search index: FTS5 over terms that come folded and stemmed. */
#include "store/sqlite/sqlite.h"

#include "base/buf.h"

/* A reader types a handful of terms; what a machine sends beyond that narrows nothing any more and
 * only costs (attacks.md N19). */
enum { TERMS_MOST = 64, QUERY_TEXT_MOST = 1 << 20 };

/* ---- putting ---- */

/* The row of an article in the index; made when it has none, else emptied. */
static enum status find_row(struct store_sql *sql, struct str id, int64_t *number,
                            struct error *error) {
    sqlite3_stmt *find, *add, *drop;
    bool row = false;
    enum status status =
        store_sql_statement(sql, "SELECT number FROM search_ids WHERE id = ?", &find, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql, "INSERT INTO search_ids (id) VALUES (?)", &add, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql, "DELETE FROM search WHERE rowid = ?", &drop, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(find, 1, id);
    status = store_sql_step(sql, find, &row, error);
    if (status != STATUS_OK)
        return status;
    *number = row ? sqlite3_column_int64(find, 0) : 0;
    store_sql_done(find);
    if (row) {
        store_sql_bind_number(drop, 1, *number);
        return store_sql_write(sql, drop, error);
    }
    store_sql_bind(add, 1, id);
    status = store_sql_write(sql, add, error);
    store_sql_done(add);
    *number = sqlite3_last_insert_rowid(sql->handle);
    return status;
}

enum status store_search_put(struct store *store, struct str id, struct str title_terms,
                             struct str text_terms, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    int64_t number = 0;
    enum status status = store_derived_ready(store, error);
    if (status == STATUS_OK && (id.n == 0 || id.n > ID_LENGTH))
        status = error_set(error, STATUS_INVALID, "an article's id is empty or too long");
    if (status == STATUS_OK)
        status = store_text_check(id, "an article's id", error);
    if (status == STATUS_OK)
        status = store_text_check(title_terms, "a title's terms", error);
    if (status == STATUS_OK)
        status = store_text_check(text_terms, "a text's terms", error);
    if (status == STATUS_OK)
        status = store_sql_statement(
            sql, "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", &statement, error);
    if (status != STATUS_OK)
        return status;
    status = find_row(sql, id, &number, error);
    if (status == STATUS_OK && title_terms.n + text_terms.n > 0) {
        store_sql_bind_number(statement, 1, number);
        store_sql_bind(statement, 2, title_terms);
        store_sql_bind(statement, 3, text_terms);
        status = store_sql_write(sql, statement, error);
        store_sql_done(statement);
    }
    return store_derived_wrote(store, status);
}

/* ---- searching ---- */

/* Terms are parted by spaces and controls when they are put, so none has one inside. */
static bool can_match(struct str term) {
    for (size_t i = 0; i < term.n; i++)
        if ((unsigned char)term.p[i] <= ' ' || term.p[i] == 0x7f)
            return false;
    return true;
}

/* As an FTS5 string, in which a doubled quote is the only thing that means something; the star of
 * a prefix stands behind it. */
static void add_term(struct buf *query, struct str term, bool prefix) {
    if (query->n > 0)
        BUF_ADD(query, " AND ");
    buf_add_byte(query, '"');
    for (size_t i = 0; i < term.n; i++) {
        if (term.p[i] == '"')
            buf_add_byte(query, '"');
        buf_add_byte(query, term.p[i]);
    }
    buf_add_cstr(query, prefix ? "\"*" : "\"");
}

/* The query of the first TERMS_MOST terms that are not empty; empty when nothing can be found. */
static void make_query(struct buf *query, const struct str *terms, size_t count) {
    size_t used = 0;
    for (size_t i = 0; i < count && used < TERMS_MOST; i++) {
        struct str term = terms[i];
        bool prefix = str_ends(term, STR("*"));
        if (prefix)
            term = str_take(term, term.n - 1);
        if (term.n == 0)
            continue;
        if (!can_match(term)) {
            buf_clear(query);
            return;
        }
        add_term(query, term, prefix);
        used++;
    }
}

static enum status run_query(struct store_sql *sql, struct arena *arena, struct str query,
                             size_t most, struct str **ids, size_t *found, struct error *error) {
    sqlite3_stmt *statement;
    size_t room = 0;
    enum status status =
        store_sql_statement(sql,
                            "SELECT i.id FROM search JOIN search_ids i ON i.number = search.rowid"
                            " WHERE search MATCH ? ORDER BY bm25(search, 4.0, 1.0), i.id LIMIT ?",
                            &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, query);
    store_sql_bind_number(statement, 2, most > 0 && most < INT64_MAX ? (int64_t)most : -1);
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, ids, &room, *found + 1, sizeof **ids) == STATUS_OK)
            (*ids)[(*found)++] = store_sql_text(statement, 0, arena);
    return status;
}

enum status store_search(struct store *store, struct arena *arena, const struct str *terms,
                         size_t count, size_t most, struct str **ids, size_t *found,
                         struct error *error) {
    struct buf query;
    enum status status = STATUS_OK;
    *ids = NULL;
    *found = 0;
    buf_init(&query, QUERY_TEXT_MOST);
    make_query(&query, terms, count);
    if (query.status == STATUS_MEMORY)
        status = error_memory(error);
    else if (query.status == STATUS_OK && query.n > 0)
        status = run_query(&store->derived, arena, buf_str(&query), most, ids, found, error);
    buf_release(&query); /* over its cap: no article holds terms of that length */
    return status;
}
