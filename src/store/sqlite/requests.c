/* Requests of readers that their mailboxes have not confirmed yet, in working state. */
#include "store/sqlite/subscribers.h"

#define COLUMNS "address, token, lists, consent, instead, asked, letters, tries, due"

static enum status check(const struct store_request *request, struct error *error) {
    const struct str texts[] = {request->address, request->token, request->lists, request->consent};
    enum status status = store_text_check(request->instead, "a request's text", error);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == STATUS_OK; i++) {
        status = store_text_check(texts[i], "a request's text", error);
        if (status == STATUS_OK && (texts[i].n == 0 || texts[i].n > STORE_SUBSCRIBER_TEXT_MOST))
            status = error_set(error, STATUS_INVALID, "a request without its texts");
    }
    return status;
}

/* The first parameters. */
static void bind_texts(sqlite3_stmt *statement, const struct str *texts, size_t count) {
    for (size_t i = 0; i < count; i++)
        store_sql_bind(statement, (int)i + 1, texts[i]);
}

/* letters, tries and due, from the parameter of that number on. */
static void bind_progress(sqlite3_stmt *statement, int first, const struct store_request *request) {
    store_sql_bind_number(statement, first, request->letters);
    store_sql_bind_number(statement, first + 1, request->tries);
    if (request->due != TIME_NONE)
        store_sql_bind_number(statement, first + 2, request->due);
}

/* Steps a statement whose values are bound, in a commit of its own. */
static enum status write_durably(struct store_sql *sql, sqlite3_stmt *statement,
                                 struct error *error) {
    enum status status = store_sql_begin_durable(sql, error);
    if (status == STATUS_OK)
        status = store_sql_end_durable(sql, store_sql_write(sql, statement, error), error);
    store_sql_done(statement);
    return status;
}

enum status store_request_put(struct store *store, const struct store_request *request,
                              struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status = check(request, error);
    if (status == STATUS_OK)
        status = store_sql_need_writable(sql, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql,
                                     "INSERT OR REPLACE INTO requests (" COLUMNS ")"
                                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                     &statement, error);
    if (status != STATUS_OK)
        return status;
    const struct str texts[] = {request->address, request->token, request->lists, request->consent,
                                request->instead};
    bind_texts(statement, texts, sizeof texts / sizeof texts[0]);
    store_sql_bind_number(statement, 6, request->asked);
    bind_progress(statement, 7, request);
    return write_durably(sql, statement, error);
}

enum status store_request_change(struct store *store, const struct store_request *request,
                                 struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status = check(request, error);
    if (status == STATUS_OK)
        status = store_sql_need_writable(sql, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql,
                                     "UPDATE requests SET lists = ?2, consent = ?3, instead = ?4,"
                                     " due = CASE WHEN due IS NULL AND letters = ?5 THEN ?6"
                                     " ELSE due END WHERE token = ?1",
                                     &statement, error);
    if (status != STATUS_OK)
        return status;
    const struct str texts[] = {request->token, request->lists, request->consent, request->instead};
    bind_texts(statement, texts, sizeof texts / sizeof texts[0]);
    store_sql_bind_number(statement, 5, request->letters);
    if (request->due != TIME_NONE)
        store_sql_bind_number(statement, 6, request->due);
    return write_durably(sql, statement, error);
}

/* The first row of a statement whose values are bound. */
static enum status read_row(struct store_sql *sql, sqlite3_stmt *statement, struct arena *arena,
                            struct store_request *request, struct error *error) {
    bool row = false;
    *request = (struct store_request){.due = TIME_NONE};
    enum status status = store_sql_step(sql, statement, &row, error);
    if (status == STATUS_OK && row)
        *request = (struct store_request){
            .address = store_sql_text(statement, 0, arena),
            .token = store_sql_text(statement, 1, arena),
            .lists = store_sql_text(statement, 2, arena),
            .consent = store_sql_text(statement, 3, arena),
            .instead = store_sql_text(statement, 4, arena),
            .asked = sqlite3_column_int64(statement, 5),
            .letters = sqlite3_column_int64(statement, 6),
            .tries = sqlite3_column_int64(statement, 7),
            .due = store_sql_time(statement, 8),
        };
    store_sql_done(statement);
    return status == STATUS_OK ? arena_status(arena, error) : status;
}

static enum status get_by(struct store *store, struct arena *arena, const char *text,
                          struct str value, struct store_request *request, struct error *error) {
    sqlite3_stmt *statement;
    *request = (struct store_request){.due = TIME_NONE};
    enum status status = store_sql_statement(&store->work, text, &statement, error);
    if (status != STATUS_OK)
        return status;
    if (!str_absent(value))
        store_sql_bind(statement, 1, value);
    return read_row(&store->work, statement, arena, request, error);
}

enum status store_request_get(struct store *store, struct arena *arena, struct str address,
                              struct store_request *request, struct error *error) {
    return get_by(store, arena, "SELECT " COLUMNS " FROM requests WHERE address = ?", address,
                  request, error);
}

enum status store_request_of(struct store *store, struct arena *arena, struct str token,
                             struct store_request *request, struct error *error) {
    return get_by(store, arena, "SELECT " COLUMNS " FROM requests WHERE token = ?", token, request,
                  error);
}

enum status store_request_next(struct store *store, struct arena *arena,
                               struct store_request *request, struct error *error) {
    return get_by(store, arena,
                  "SELECT " COLUMNS " FROM requests WHERE due IS NOT NULL"
                  " ORDER BY due, address LIMIT 1",
                  STR_NONE, request, error);
}

enum status store_request_note(struct store *store, const struct store_request *request,
                               struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status =
        store_sql_statement(sql,
                            "UPDATE requests SET letters = ?2, tries = ?3, due = ?4"
                            " WHERE token = ?1",
                            &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, request->token);
    bind_progress(statement, 2, request);
    return write_durably(sql, statement, error);
}

/* Takes the request away; *there says whether it was there. */
static enum status take(struct store_sql *sql, struct str token, bool *there, struct error *error) {
    sqlite3_stmt *statement;
    int64_t changes = 0;
    enum status status =
        store_sql_statement(sql, "DELETE FROM requests WHERE token = ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, token);
    status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    if (status == STATUS_OK)
        status = store_sql_number(sql, "SELECT changes()", 0, &changes, error);
    *there = changes > 0;
    return status;
}

enum status store_request_grant(struct store *store, const struct store_request *request,
                                const struct store_subscriber *subscriber, struct error *error) {
    struct store_sql *sql = &store->work;
    int64_t dropped = 0;
    bool there = false;
    enum status status = store_sql_begin_durable(sql, error);
    if (status != STATUS_OK)
        return status;
    status = take(sql, request->token, &there, error);
    if (status == STATUS_OK && !there)
        status = error_set(error, STATUS_NOT_FOUND, "there is no such request any more");
    if (status == STATUS_OK && !str_absent(request->instead))
        status = store_subscriber_drop(sql, request->instead, &dropped, error);
    if (status == STATUS_OK)
        status = store_subscriber_write(sql, subscriber, error);
    status = store_sql_end_durable(sql, status, error);
    return status == STATUS_OK && dropped > 0 ? store_subscriber_forget(sql, error) : status;
}

enum status store_requests_lapse(struct store *store, int64_t before, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status = store_sql_need_writable(sql, error);
    if (status == STATUS_OK)
        status =
            store_sql_statement(sql, "DELETE FROM requests WHERE asked < ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, before);
    return write_durably(sql, statement, error);
}

enum status store_requests_waiting(struct store *store, int64_t *count, struct error *error) {
    return store_sql_number(&store->work, "SELECT count(*) FROM requests WHERE due IS NOT NULL", 0,
                            count, error);
}
