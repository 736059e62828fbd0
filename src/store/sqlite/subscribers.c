/* Subscribers of the newsletter, in working state. */
#include "store/sqlite/subscribers.h"

enum { ADDRESS_MOST = 254 };

#define COLUMNS "address, token, state, lists, name, since, consented, consent, reason, paused"

static enum status check(const struct store_subscriber *subscriber, struct error *error) {
    const struct str texts[] = {subscriber->address, subscriber->token,   subscriber->lists,
                                subscriber->name,    subscriber->consent, subscriber->reason};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == STATUS_OK; i++) {
        status = store_text_check(texts[i], "a subscriber's text", error);
        if (status == STATUS_OK && texts[i].n > STORE_SUBSCRIBER_TEXT_MOST)
            status = error_set(error, STATUS_LIMIT, "a subscriber's text is too long");
    }
    if (status == STATUS_OK &&
        (subscriber->address.n == 0 || subscriber->address.n > ADDRESS_MOST ||
         subscriber->token.n == 0 || str_absent(subscriber->lists) || subscriber->state < 0 ||
         subscriber->state >= SUBSCRIBER_STATES))
        status = error_set(error, STATUS_INVALID, "a subscriber without address, token or state");
    return status;
}

enum status store_subscriber_write(struct store_sql *sql, const struct store_subscriber *subscriber,
                                   struct error *error) {
    sqlite3_stmt *statement;
    enum status status = check(subscriber, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql,
                                     "INSERT OR REPLACE INTO subscribers (" COLUMNS ")"
                                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                     &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, subscriber->address);
    store_sql_bind(statement, 2, subscriber->token);
    store_sql_bind_number(statement, 3, subscriber->state);
    store_sql_bind(statement, 4, subscriber->lists);
    store_sql_bind(statement, 5, subscriber->name);
    store_sql_bind_number(statement, 6, subscriber->since);
    if (subscriber->consented != TIME_NONE)
        store_sql_bind_number(statement, 7, subscriber->consented);
    store_sql_bind(statement, 8, subscriber->consent);
    store_sql_bind(statement, 9, subscriber->reason);
    store_sql_bind_number(statement, 10, subscriber->paused);
    status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return status;
}

enum status store_subscribers_put(struct store *store, const struct store_subscriber *subscribers,
                                  size_t count, struct error *error) {
    struct store_sql *sql = &store->work;
    enum status status = store_sql_begin_durable(sql, error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = store_subscriber_write(sql, &subscribers[i], error);
    return store_sql_end_durable(sql, status, error);
}

static void read_one(sqlite3_stmt *statement, struct arena *arena,
                     struct store_subscriber *subscriber) {
    *subscriber = (struct store_subscriber){
        .address = store_sql_text(statement, 0, arena),
        .token = store_sql_text(statement, 1, arena),
        .state = (enum subscriber_state)sqlite3_column_int(statement, 2),
        .lists = store_sql_text(statement, 3, arena),
        .name = store_sql_text(statement, 4, arena),
        .since = sqlite3_column_int64(statement, 5),
        .consented = store_sql_time(statement, 6),
        .consent = store_sql_text(statement, 7, arena),
        .reason = store_sql_text(statement, 8, arena),
        .paused = sqlite3_column_int64(statement, 9),
    };
}

static enum status get_by(struct store *store, struct arena *arena, const char *text,
                          struct str value, struct store_subscriber *subscriber,
                          struct error *error) {
    sqlite3_stmt *statement;
    bool row = false;
    *subscriber = (struct store_subscriber){0};
    enum status status = store_sql_statement(&store->work, text, &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, value);
    status = store_sql_step(&store->work, statement, &row, error);
    if (status == STATUS_OK && row)
        read_one(statement, arena, subscriber);
    store_sql_done(statement);
    return status == STATUS_OK ? arena_status(arena, error) : status;
}

enum status store_subscriber_get(struct store *store, struct arena *arena, struct str address,
                                 struct store_subscriber *subscriber, struct error *error) {
    return get_by(store, arena, "SELECT " COLUMNS " FROM subscribers WHERE address = ?", address,
                  subscriber, error);
}

enum status store_subscriber_of(struct store *store, struct arena *arena, struct str token,
                                struct store_subscriber *subscriber, struct error *error) {
    return get_by(store, arena, "SELECT " COLUMNS " FROM subscribers WHERE token = ?", token,
                  subscriber, error);
}

enum status store_subscribers_list(struct store *store, struct arena *arena,
                                   struct store_subscriber **subscribers, size_t *count,
                                   struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    size_t room = 0;
    *subscribers = NULL;
    *count = 0;
    enum status status = store_sql_statement(
        sql, "SELECT " COLUMNS " FROM subscribers ORDER BY address", &statement, error);
    if (status != STATUS_OK)
        return status;
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, subscribers, &room, *count + 1, sizeof **subscribers) == STATUS_OK)
            read_one(statement, arena, &(*subscribers)[(*count)++]);
    return status;
}

static enum status erase_from(struct store_sql *sql, const char *text, struct str address,
                              int64_t *found, struct error *error) {
    sqlite3_stmt *statement;
    int64_t changes = 0;
    enum status status = store_sql_statement(sql, text, &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, address);
    status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    if (status == STATUS_OK)
        status = store_sql_number(sql, "SELECT changes()", 0, &changes, error);
    *found += changes;
    return status;
}

enum status store_subscriber_drop(struct store_sql *sql, struct str address, int64_t *found,
                                  struct error *error) {
    int64_t letters = 0;
    enum status status =
        erase_from(sql, "DELETE FROM letters WHERE address = ?", address, &letters, error);
    if (status == STATUS_OK)
        status = erase_from(sql, "DELETE FROM requests WHERE address = ?1 OR instead = ?1", address,
                            found, error);
    return status == STATUS_OK
               ? erase_from(sql, "DELETE FROM subscribers WHERE address = ?", address, found, error)
               : status;
}

enum status store_subscriber_forget(struct store_sql *sql, struct error *error) {
    return store_sql_run(sql, "PRAGMA wal_checkpoint(TRUNCATE)", error);
}

enum status store_subscriber_erase(struct store *store, struct str address, bool *found,
                                   struct error *error) {
    struct store_sql *sql = &store->work;
    int64_t rows = 0;
    *found = false;
    enum status status = store_sql_begin_durable(sql, error);
    if (status != STATUS_OK)
        return status;
    status = store_subscriber_drop(sql, address, &rows, error);
    status = store_sql_end_durable(sql, status, error);
    *found = status == STATUS_OK && rows > 0;
    return status == STATUS_OK ? store_subscriber_forget(sql, error) : status;
}

/* ---- letters ---- */

enum status store_letters_plan(struct store *store, struct str issue, struct str list, int64_t now,
                               struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status = store_sql_begin_durable(sql, error);
    if (status != STATUS_OK)
        return status;
    status =
        store_sql_statement(sql,
                            "INSERT INTO letters (issue, address, state, tries, due)"
                            " SELECT ?1, address, 0, 0, 0 FROM subscribers"
                            " WHERE state = 1 AND instr(' ' || lists || ' ', ' ' || ?2 || ' ') > 0"
                            " AND paused <= ?3"
                            " AND NOT EXISTS (SELECT 1 FROM letters WHERE issue = ?1)",
                            &statement, error);
    if (status == STATUS_OK) {
        store_sql_bind(statement, 1, issue);
        store_sql_bind(statement, 2, list);
        store_sql_bind_number(statement, 3, now);
        status = store_sql_write(sql, statement, error);
        store_sql_done(statement);
    }
    return store_sql_end_durable(sql, status, error);
}

enum status store_letters_next(struct store *store, struct arena *arena, struct str issue,
                               struct store_letter *letter, struct store_subscriber *subscriber,
                               struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    bool row = false;
    *letter = (struct store_letter){0};
    *subscriber = (struct store_subscriber){0};
    enum status status =
        store_sql_statement(sql,
                            "SELECT l.address, l.tries, l.due, l.answer FROM letters l"
                            " JOIN subscribers s ON s.address = l.address AND s.state = 1"
                            " WHERE l.issue = ? AND l.state = 0 ORDER BY l.due, l.address LIMIT 1",
                            &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, issue);
    status = store_sql_step(sql, statement, &row, error);
    if (status == STATUS_OK && row)
        *letter = (struct store_letter){
            .address = store_sql_text(statement, 0, arena),
            .tries = sqlite3_column_int64(statement, 1),
            .due = sqlite3_column_int64(statement, 2),
            .answer = store_sql_text(statement, 3, arena),
        };
    store_sql_done(statement);
    if (status != STATUS_OK || !row)
        return status;
    return store_subscriber_get(store, arena, letter->address, subscriber, error);
}

static enum status put_letter(struct store_sql *sql, struct str issue,
                              const struct store_letter *letter, struct error *error) {
    sqlite3_stmt *statement;
    enum status status = store_sql_statement(sql,
                                             "UPDATE letters SET state = ?3, tries = ?4, due = ?5,"
                                             " answer = ?6 WHERE issue = ?1 AND address = ?2",
                                             &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, issue);
    store_sql_bind(statement, 2, letter->address);
    store_sql_bind_number(statement, 3, letter->state);
    store_sql_bind_number(statement, 4, letter->tries);
    store_sql_bind_number(statement, 5, letter->due);
    store_sql_bind(statement, 6, letter->answer);
    status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return status;
}

static enum status block_subscriber(struct store_sql *sql, const struct store_letter *letter,
                                    struct error *error) {
    sqlite3_stmt *statement;
    enum status status = store_sql_statement(
        sql, "UPDATE subscribers SET state = 3, reason = ?2 WHERE address = ?1 AND state = 1",
        &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, letter->address);
    store_sql_bind(statement, 2, letter->answer);
    status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return status;
}

enum status store_letters_put(struct store *store, struct str issue,
                              const struct store_letter *letter, bool block, struct error *error) {
    struct store_sql *sql = &store->work;
    enum status status = store_text_check(letter->answer, "a server's answer", error);
    if (status == STATUS_OK)
        status = store_sql_begin_durable(sql, error);
    if (status != STATUS_OK)
        return status;
    status = put_letter(sql, issue, letter, error);
    if (status == STATUS_OK && block)
        status = block_subscriber(sql, letter, error);
    return store_sql_end_durable(sql, status, error);
}

enum status store_letters_count(struct store *store, struct str issue,
                                int64_t counts[LETTER_STATES], struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status =
        store_sql_statement(sql,
                            "SELECT count(*) FROM letters l WHERE issue = ?1 AND state = ?2"
                            " AND (state > 0 OR EXISTS (SELECT 1 FROM subscribers s"
                            " WHERE s.address = l.address AND s.state = 1))",
                            &statement, error);
    for (int i = 0; i < LETTER_STATES && status == STATUS_OK; i++) {
        bool row = false;
        store_sql_bind(statement, 1, issue);
        store_sql_bind_number(statement, 2, i);
        status = store_sql_step(sql, statement, &row, error);
        counts[i] = row ? sqlite3_column_int64(statement, 0) : 0;
        store_sql_done(statement);
    }
    return status;
}
