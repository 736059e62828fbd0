/* One SQLite database file: its connection, its prepared statements, and what SQLite's result
 * codes mean to us. Everything that varies is bound; SQL texts are ours alone (attacks.md N18).
 *
 * A statement is prepared once for a connection and kept under its text. Between uses it is reset:
 * each function that steps one ends with store_sql_done (store_sql_write does so itself). */
#ifndef STORE_SQLITE_SQL_H
#define STORE_SQLITE_SQL_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/status.h"
#include "base/str.h"

/* No text of ours may be longer, in bytes: SQLite's own cap on a row is 10^9. */
enum { STORE_TEXT_MOST = 256 << 20, STORE_BUSY_MS = 10000 };

enum store_sql_mode {
    STORE_SQL_MAKE,  /* read and write, made when missing */
    STORE_SQL_LOOK,  /* read only, nothing is made */
    STORE_SQL_EMPTY, /* stands for a file that is not there: in memory */
};

struct store_sql {
    sqlite3 *handle;
    char *path;
    bool writable;         /* by our rules; see store_sql_need_writable */
    struct map statements; /* text → index into prepared; texts live in `texts` */
    struct arena texts;
    sqlite3_stmt **prepared;
    size_t prepared_count, prepared_room;
};

/* `path` is copied. On failure nothing is left open. Safe to close when zeroed or closed. */
enum status store_sql_open(struct store_sql *sql, const char *path, enum store_sql_mode mode,
                           struct error *error);
void store_sql_close(struct store_sql *sql);

/* The status of an SQLite result code, with a message that names the file. */
enum status store_sql_error(const struct store_sql *sql, int code, struct error *error);
/* DENIED on a connection that is only read. */
enum status store_sql_need_writable(const struct store_sql *sql, struct error *error);

/* Runs SQL of ours that has neither values nor rows; several statements may stand in it. */
enum status store_sql_run(struct store_sql *sql, const char *text, struct error *error);
/* The first column of the first row, as a number; `otherwise` without a row or for NULL. */
enum status store_sql_number(struct store_sql *sql, const char *text, int64_t otherwise,
                             int64_t *number, struct error *error);

/* The statement of `text`, reset and unbound; borrowed. */
enum status store_sql_statement(struct store_sql *sql, const char *text, sqlite3_stmt **statement,
                                struct error *error);
/* *row says whether a row stands ready. On an error the statement is reset. */
enum status store_sql_step(struct store_sql *sql, sqlite3_stmt *statement, bool *row,
                           struct error *error);
/* Whether another row stands ready: `while (store_sql_next(…))`. Ends, with the statement done, on
 * the last row, an error, or a failed arena; *status says which. */
bool store_sql_next(struct store_sql *sql, sqlite3_stmt *statement, const struct arena *arena,
                    enum status *status, struct error *error);
/* Steps a statement that gives no rows, and resets it; what was bound stays bound. */
enum status store_sql_write(struct store_sql *sql, sqlite3_stmt *statement, struct error *error);
void store_sql_done(sqlite3_stmt *statement);

/* Parameters and columns are counted from 1 and from 0, as SQLite does. Bound texts are borrowed
 * until the statement is done; the absent view is NULL. */
void store_sql_bind(sqlite3_stmt *statement, int index, struct str text);
void store_sql_bind_number(sqlite3_stmt *statement, int index, int64_t number);
/* A copy in the arena; absent for NULL, and on failure (arena_failed). */
struct str store_sql_text(sqlite3_stmt *statement, int column, struct arena *arena);
/* A column of a time; TIME_NONE for NULL. */
int64_t store_sql_time(sqlite3_stmt *statement, int column);
/* Copies an id column; a longer text than an id is cut (we never store one). */
void store_sql_id(sqlite3_stmt *statement, int column, char *id);

/* A writing transaction: BEGIN IMMEDIATE, waiting for another writer. */
enum status store_sql_begin(struct store_sql *sql, struct error *error);
/* Commits when `status` is OK, rolls back otherwise; the first failure is what is returned. */
enum status store_sql_end(struct store_sql *sql, enum status status, struct error *error);
/* The same for what a power failure must not undo, on a connection whose commits it may undo. */
enum status store_sql_begin_durable(struct store_sql *sql, struct error *error);
enum status store_sql_end_durable(struct store_sql *sql, enum status status, struct error *error);
/* One unchanging view for several reads; *own says that this call began it and must end it. */
enum status store_sql_view(struct store_sql *sql, bool *own, struct error *error);
void store_sql_view_end(struct store_sql *sql, bool own);

/* INVALID for ill-formed UTF-8 and NUL, LIMIT above STORE_TEXT_MOST. Absent is fine. `what` names
 * the text in the message. */
enum status store_text_check(struct str text, const char *what, struct error *error);
/* An id in its array: not empty, ended, well-formed. */
enum status store_id_check(const char *id, const char *what, struct error *error);
/* The same, but "" will do. */
enum status store_id_check_optional(const char *id, const char *what, struct error *error);

#endif
