/* SQLite, loaded by the first database (base/late.h). */
#include "base/late.h"

#include <sqlite3.h>

#define CONNECTION(F)                                                                              \
    F(int, sqlite3_open_v2, (const char *file, sqlite3 **db, int flags, const char *vfs),          \
      (file, db, flags, vfs), SQLITE_CANTOPEN)                                                     \
    F(int, sqlite3_close, (sqlite3 * db), (db), SQLITE_OK)                                         \
    F(int, sqlite3_extended_result_codes, (sqlite3 * db, int on), (db, on), SQLITE_ERROR)          \
    F(int, sqlite3_busy_timeout, (sqlite3 * db, int ms), (db, ms), SQLITE_ERROR)                   \
    F(int, sqlite3_file_control, (sqlite3 * db, const char *name, int op, void *value),            \
      (db, name, op, value), SQLITE_ERROR)                                                         \
    F(int, sqlite3_exec,                                                                           \
      (sqlite3 * db, const char *sql, int (*callback)(void *, int, char **, char **), void *data,  \
       char **errmsg),                                                                             \
      (db, sql, callback, data, errmsg), SQLITE_ERROR)                                             \
    F(int, sqlite3_get_autocommit, (sqlite3 * db), (db), 1)                                        \
    F(int, sqlite3_system_errno, (sqlite3 * db), (db), 0)                                          \
    F(const char *, sqlite3_errmsg, (sqlite3 * db), (db), "its library is missing")                \
    F(const char *, sqlite3_errstr, (int code), (code), "its library is missing")                  \
    F(int, sqlite3_sleep, (int ms), (ms), 0)

#define STATEMENT(F)                                                                               \
    F(int, sqlite3_prepare_v3,                                                                     \
      (sqlite3 * db, const char *sql, int n, unsigned flags, sqlite3_stmt **ppStmt,                \
       const char **tail),                                                                         \
      (db, sql, n, flags, ppStmt, tail), SQLITE_ERROR)                                             \
    F(int, sqlite3_finalize, (sqlite3_stmt * pStmt), (pStmt), SQLITE_OK)                           \
    F(int, sqlite3_reset, (sqlite3_stmt * pStmt), (pStmt), SQLITE_ERROR)                           \
    F(int, sqlite3_clear_bindings, (sqlite3_stmt * statement), (statement), SQLITE_ERROR)          \
    F(int, sqlite3_step, (sqlite3_stmt * statement), (statement), SQLITE_ERROR)                    \
    F(int, sqlite3_bind_null, (sqlite3_stmt * statement, int i), (statement, i), SQLITE_ERROR)     \
    F(int, sqlite3_bind_int64, (sqlite3_stmt * statement, int i, sqlite3_int64 number),            \
      (statement, i, number), SQLITE_ERROR)                                                        \
    F(int, sqlite3_bind_blob,                                                                      \
      (sqlite3_stmt * statement, int i, const void *p, int n, void (*done)(void *)),               \
      (statement, i, p, n, done), SQLITE_ERROR)                                                    \
    F(int, sqlite3_bind_text64,                                                                    \
      (sqlite3_stmt * statement, int i, const char *p, sqlite3_uint64 n, void (*done)(void *),     \
       unsigned char encoding),                                                                    \
      (statement, i, p, n, done, encoding), SQLITE_ERROR)                                          \
    F(int, sqlite3_column_type, (sqlite3_stmt * statement, int i), (statement, i), SQLITE_NULL)    \
    F(int, sqlite3_column_int, (sqlite3_stmt * statement, int i), (statement, i), 0)               \
    F(sqlite3_int64, sqlite3_column_int64, (sqlite3_stmt * statement, int i), (statement, i), 0)   \
    F(double, sqlite3_column_double, (sqlite3_stmt * statement, int i), (statement, i), 0)         \
    F(int, sqlite3_column_bytes, (sqlite3_stmt * statement, int i), (statement, i), 0)             \
    F(const void *, sqlite3_column_blob, (sqlite3_stmt * statement, int i), (statement, i), NULL)  \
    F(const unsigned char *, sqlite3_column_text, (sqlite3_stmt * statement, int i),               \
      (statement, i), NULL)

#define FUNCTIONS(F)                                                                               \
    CONNECTION(F)                                                                                  \
    STATEMENT(F)                                                                                   \
    LATE_BY_HAND(F, sqlite3_vsnprintf)                                                             \
    LATE_BY_HAND(F, sqlite3_db_config)

LATE_LIBRARY(SONAME_SQLITE3, FUNCTIONS)
CONNECTION(LATE_FUNCTION)
STATEMENT(LATE_FUNCTION)

char *sqlite3_snprintf(int n, char *out, const char *format, ...) {
    va_list arguments;
    if (!late_ready())
        return out;
    va_start(arguments, format);
    char *text = late.sqlite3_vsnprintf(n, out, format, arguments);
    va_end(arguments);
    return text;
}

/* Switches only: an int, and where to say what was set. */
int sqlite3_db_config(sqlite3 *db, int op, ...) {
    va_list arguments;
    if (!late_ready())
        return SQLITE_ERROR;
    va_start(arguments, op);
    int on = va_arg(arguments, int);
    int code = late.sqlite3_db_config(db, op, on, va_arg(arguments, int *));
    va_end(arguments);
    return code;
}
