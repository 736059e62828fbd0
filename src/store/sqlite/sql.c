#include "store/sqlite/sql.h"

#include <errno.h>

#include "base/clock.h"
#include "base/grow.h"
#include "base/hash.h"
#include "base/utf8.h"

/* ---- errors ---- */

/* Where SQLite wrote it has a code for that; where it enlarged the index of its log, only the
 * system's error tells. */
static bool disk_full(const struct store_sql *sql, int code) {
    if ((code & 0xff) == SQLITE_FULL)
        return true;
    int number = sql->handle != NULL ? sqlite3_system_errno(sql->handle) : 0;
    return (code & 0xff) == SQLITE_IOERR && (number == ENOSPC || number == EDQUOT);
}

static enum status status_of(int code) {
    if (code == SQLITE_IOERR_NOMEM)
        return STATUS_MEMORY;
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return STATUS_OK;
    case SQLITE_NOMEM:
        return STATUS_MEMORY;
    case SQLITE_FULL:
    case SQLITE_IOERR:
        return STATUS_IO;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return STATUS_CANNOT_CREATE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return STATUS_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return STATUS_INVALID;
    case SQLITE_TOOBIG:
        return STATUS_LIMIT;
    default:
        return STATUS_INTERNAL;
    }
}

enum status store_sql_error(const struct store_sql *sql, int code, struct error *error) {
    enum status status = status_of(code);
    if (status == STATUS_OK)
        return STATUS_OK;
    const char *detail = sql->handle != NULL ? sqlite3_errmsg(sql->handle) : sqlite3_errstr(code);
    if (disk_full(sql, code))
        error_set(error, STATUS_IO, "the disk is full: nothing more can be stored");
    else if (status == STATUS_CANNOT_CREATE)
        error_set(error, status, "the database cannot be opened or written: %s", detail);
    else if (status == STATUS_BUSY)
        error_set(error, status, "another process holds the database");
    else if (status == STATUS_INVALID)
        error_set(error, status, "the database is damaged: %s", detail);
    else if (status == STATUS_MEMORY)
        error_memory(error);
    else
        error_set(error, status, "the database says: %s", detail);
    if (sql->path != NULL)
        error_in_file(error, sql->path);
    return status;
}

enum status store_sql_need_writable(const struct store_sql *sql, struct error *error) {
    if (sql->writable)
        return STATUS_OK;
    return error_set(error, STATUS_DENIED, "this store was opened for reading only");
}

/* ---- the connection ---- */

static enum status configure(struct store_sql *sql, enum store_sql_mode mode, struct error *error) {
    sqlite3 *handle = sql->handle;
    int persist = 1;
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, STORE_BUSY_MS);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    /* The -wal and -shm files stay, so that a reader need not make them (it may not be able to).
     * What is left of the log is cut to nothing on closing, by journal_size_limit. */
    if (mode == STORE_SQL_MAKE)
        sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
    return store_sql_run(sql,
                         "PRAGMA secure_delete=OFF;"
                         "PRAGMA temp_store=MEMORY;"
                         "PRAGMA cell_size_check=ON;"
                         "PRAGMA journal_size_limit=33554432;",
                         error);
}

enum status store_sql_open(struct store_sql *sql, const char *path, enum store_sql_mode mode,
                           struct error *error) {
    *sql = (struct store_sql){.writable = mode == STORE_SQL_MAKE};
    map_init(&sql->statements, 0);
    arena_init(&sql->texts, 4 << 20);
    enum status status = STATUS_OK;
    sql->path = strdup(path);
    if (sql->path == NULL) {
        status = error_memory(error);
        goto out;
    }
    int flags =
        mode == STORE_SQL_LOOK ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const char *name = mode == STORE_SQL_EMPTY ? ":memory:" : path;
    int code = sqlite3_open_v2(name, &sql->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
    status = store_sql_error(sql, code, error);
    if (status == STATUS_OK)
        status = configure(sql, mode, error);
out:
    if (status != STATUS_OK)
        store_sql_close(sql);
    return status;
}

void store_sql_close(struct store_sql *sql) {
    for (size_t i = 0; i < sql->prepared_count; i++)
        sqlite3_finalize(sql->prepared[i]);
    sqlite3_close(sql->handle);
    free(sql->prepared);
    free(sql->path);
    map_release(&sql->statements);
    arena_release(&sql->texts);
    *sql = (struct store_sql){0};
}

/* ---- statements ---- */

enum status store_sql_run(struct store_sql *sql, const char *text, struct error *error) {
    return store_sql_error(sql, sqlite3_exec(sql->handle, text, NULL, NULL, NULL), error);
}

enum status store_sql_number(struct store_sql *sql, const char *text, int64_t otherwise,
                             int64_t *number, struct error *error) {
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum status status = store_sql_statement(sql, text, &statement, error);
    if (status == STATUS_OK)
        status = store_sql_step(sql, statement, &row, error);
    if (status != STATUS_OK)
        return status;
    bool given = row && sqlite3_column_type(statement, 0) != SQLITE_NULL;
    *number = given ? sqlite3_column_int64(statement, 0) : otherwise;
    store_sql_done(statement);
    return STATUS_OK;
}

enum status store_sql_statement(struct store_sql *sql, const char *text, sqlite3_stmt **statement,
                                struct error *error) {
    size_t index;
    if (map_get(&sql->statements, str_from(text), &index)) {
        *statement = sql->prepared[index];
        return STATUS_OK;
    }
    if (grow(&sql->prepared, &sql->prepared_room, sql->prepared_count + 1, sizeof *sql->prepared) !=
        STATUS_OK)
        return error_memory(error);
    struct str key = arena_copy(&sql->texts, str_from(text));
    if (str_absent(key))
        return arena_status(&sql->texts, error);
    sqlite3_stmt *fresh = NULL;
    int code = sqlite3_prepare_v3(sql->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &fresh, NULL);
    if (code != SQLITE_OK)
        return store_sql_error(sql, code, error);
    if (map_put(&sql->statements, key, sql->prepared_count) != STATUS_OK) {
        sqlite3_finalize(fresh);
        return error_memory(error);
    }
    sql->prepared[sql->prepared_count++] = fresh;
    *statement = fresh;
    return STATUS_OK;
}

enum status store_sql_step(struct store_sql *sql, sqlite3_stmt *statement, bool *row,
                           struct error *error) {
    int code = sqlite3_step(statement);
    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return STATUS_OK;
    enum status status = store_sql_error(sql, code, error);
    store_sql_done(statement);
    return status;
}

bool store_sql_next(struct store_sql *sql, sqlite3_stmt *statement, const struct arena *arena,
                    enum status *status, struct error *error) {
    bool row = false;
    if (*status == STATUS_OK)
        *status = arena_status(arena, error);
    if (*status == STATUS_OK)
        *status = store_sql_step(sql, statement, &row, error);
    if (!row)
        store_sql_done(statement);
    return row;
}

enum status store_sql_write(struct store_sql *sql, sqlite3_stmt *statement, struct error *error) {
    int code = sqlite3_step(statement);
    enum status status = STATUS_OK;
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        status = store_sql_error(sql, code, error);
    sqlite3_reset(statement);
    return status;
}

void store_sql_done(sqlite3_stmt *statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

void store_sql_bind(sqlite3_stmt *statement, int index, struct str text) {
    if (str_absent(text))
        sqlite3_bind_null(statement, index);
    else
        sqlite3_bind_text64(statement, index, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8);
}

void store_sql_bind_number(sqlite3_stmt *statement, int index, int64_t number) {
    sqlite3_bind_int64(statement, index, number);
}

struct str store_sql_text(sqlite3_stmt *statement, int column, struct arena *arena) {
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return STR_NONE;
    /* As blob: the bytes as they are, without room for a NUL behind them. */
    const char *bytes = sqlite3_column_blob(statement, column);
    size_t n = (size_t)sqlite3_column_bytes(statement, column);
    if (bytes == NULL && n > 0) {
        arena->failed = true;
        return STR_NONE;
    }
    return arena_copy(arena, n > 0 ? str_of(bytes, n) : STR(""));
}

int64_t store_sql_time(sqlite3_stmt *statement, int column) {
    return sqlite3_column_type(statement, column) == SQLITE_NULL
               ? TIME_NONE
               : sqlite3_column_int64(statement, column);
}

void store_sql_id(sqlite3_stmt *statement, int column, char *id) {
    const char *bytes = sqlite3_column_blob(statement, column);
    size_t n = (size_t)sqlite3_column_bytes(statement, column);
    if (bytes == NULL)
        n = 0;
    if (n > ID_LENGTH)
        n = ID_LENGTH;
    if (n > 0)
        memcpy(id, bytes, n);
    memset(id + n, 0, ID_LENGTH + 1 - n);
}

/* ---- transactions ---- */

static enum status run_kept(struct store_sql *sql, const char *text, struct error *error) {
    sqlite3_stmt *statement;
    enum status status = store_sql_statement(sql, text, &statement, error);
    return status == STATUS_OK ? store_sql_write(sql, statement, error) : status;
}

enum status store_sql_begin(struct store_sql *sql, struct error *error) {
    enum status status = store_sql_need_writable(sql, error);
    if (status == STATUS_OK && sqlite3_get_autocommit(sql->handle) == 0)
        return error_set(error, STATUS_INTERNAL, "a transaction has begun already");
    return status == STATUS_OK ? run_kept(sql, "BEGIN IMMEDIATE", error) : status;
}

enum status store_sql_end(struct store_sql *sql, enum status status, struct error *error) {
    if (status == STATUS_OK)
        status = run_kept(sql, "COMMIT", error);
    /* Some failures end the transaction by themselves. */
    if (status != STATUS_OK && sqlite3_get_autocommit(sql->handle) == 0)
        run_kept(sql, "ROLLBACK", NULL);
    return status;
}

enum status store_sql_begin_durable(struct store_sql *sql, struct error *error) {
    enum status status = store_sql_need_writable(sql, error);
    if (status == STATUS_OK)
        status = store_sql_run(sql, "PRAGMA synchronous=FULL", error);
    return status == STATUS_OK ? store_sql_begin(sql, error) : status;
}

enum status store_sql_end_durable(struct store_sql *sql, enum status status, struct error *error) {
    status = store_sql_end(sql, status, error);
    enum status after = store_sql_run(sql, "PRAGMA synchronous=NORMAL", NULL);
    return status == STATUS_OK ? after : status;
}

enum status store_sql_view(struct store_sql *sql, bool *own, struct error *error) {
    *own = sqlite3_get_autocommit(sql->handle) != 0;
    return *own ? run_kept(sql, "BEGIN", error) : STATUS_OK;
}

void store_sql_view_end(struct store_sql *sql, bool own) {
    if (own && sqlite3_get_autocommit(sql->handle) == 0)
        run_kept(sql, "COMMIT", NULL);
}

/* ---- what may be stored ---- */

enum status store_text_check(struct str text, const char *what, struct error *error) {
    size_t at = 0;
    if (text.n > STORE_TEXT_MOST)
        return error_set(error, STATUS_LIMIT, "%s is longer than %d bytes", what, STORE_TEXT_MOST);
    if (text.n == 0 || utf8_valid(text, &at))
        return STATUS_OK;
    return error_set_at(error, STATUS_INVALID, (struct position){.offset = at},
                        "%s is not UTF-8 without NUL, at byte %zu", what, at);
}

enum status store_id_check_optional(const char *id, const char *what, struct error *error) {
    size_t n = strnlen(id, ID_LENGTH + 1);
    if (n > ID_LENGTH)
        return error_set(error, STATUS_INVALID, "%s is longer than %d bytes", what, ID_LENGTH);
    return store_text_check(str_of(id, n), what, error);
}

enum status store_id_check(const char *id, const char *what, struct error *error) {
    if (id[0] == '\0')
        return error_set(error, STATUS_INVALID, "%s is empty", what);
    return store_id_check_optional(id, what, error);
}
