/* Working state: the sources and their hosts. */
#include "store/sqlite/sqlite.h"

#define SOURCE_COLUMNS                                                                             \
    "id, etag, last_modified, content_hash, due, interval, last_try, last_good, failures, "        \
    "entries, error_class, error_text, reason, rhythm, last_news, ttl, address, moved, "           \
    "moved_since, moved_times, gone_since, gone_times, ms, warnings, warning, "                    \
    "skip_hours, skip_days, older, hub, topic"

static enum status check(const struct store_source *source, struct error *error) {
    const struct str texts[] = {source->etag,        source->last_modified, source->content_hash,
                                source->error_class, source->error_text,    source->address,
                                source->moved,       source->warning,       source->older,
                                source->hub,         source->topic};
    enum status status = store_id_check(source->id, "a source's id", error);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == STATUS_OK; i++)
        status = store_text_check(texts[i], "a text of a source", error);
    return status;
}

static enum status put_one(struct store_sql *sql, sqlite3_stmt *statement,
                           const struct store_source *source, struct error *error) {
    store_sql_bind(statement, 1, str_from(source->id));
    store_sql_bind(statement, 2, source->etag);
    store_sql_bind(statement, 3, source->last_modified);
    store_sql_bind(statement, 4, source->content_hash);
    store_sql_bind_number(statement, 5, source->due);
    store_sql_bind_number(statement, 6, source->interval);
    store_sql_bind_number(statement, 7, source->last_try);
    store_sql_bind_number(statement, 8, source->last_good);
    store_sql_bind_number(statement, 9, source->failures);
    store_sql_bind_number(statement, 10, source->entries);
    store_sql_bind(statement, 11, source->error_class);
    store_sql_bind(statement, 12, source->error_text);
    store_sql_bind_number(statement, 13, source->reason);
    store_sql_bind_number(statement, 14, source->rhythm);
    store_sql_bind_number(statement, 15, source->last_news);
    store_sql_bind_number(statement, 16, source->ttl);
    store_sql_bind(statement, 17, source->address);
    store_sql_bind(statement, 18, source->moved);
    store_sql_bind_number(statement, 19, source->moved_since);
    store_sql_bind_number(statement, 20, source->moved_times);
    store_sql_bind_number(statement, 21, source->gone_since);
    store_sql_bind_number(statement, 22, source->gone_times);
    store_sql_bind_number(statement, 23, source->ms);
    store_sql_bind_number(statement, 24, source->warnings);
    store_sql_bind(statement, 25, source->warning);
    store_sql_bind_number(statement, 26, source->skip_hours);
    store_sql_bind_number(statement, 27, source->skip_days);
    store_sql_bind(statement, 28, source->older);
    store_sql_bind(statement, 29, source->hub);
    store_sql_bind(statement, 30, source->topic);
    enum status status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return status;
}

enum status store_sources_put(struct store *store, const struct store_source *sources, size_t count,
                              struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = check(&sources[i], error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql,
                                     "INSERT OR REPLACE INTO sources (" SOURCE_COLUMNS ")"
                                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                                     " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                     &statement, error);
    if (status == STATUS_OK)
        status = store_sql_begin(sql, error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = put_one(sql, statement, &sources[i], error);
    return store_sql_end(sql, status, error);
}

static void read_source(sqlite3_stmt *statement, struct arena *arena, struct store_source *source) {
    store_sql_id(statement, 0, source->id);
    source->etag = store_sql_text(statement, 1, arena);
    source->last_modified = store_sql_text(statement, 2, arena);
    source->content_hash = store_sql_text(statement, 3, arena);
    source->due = sqlite3_column_int64(statement, 4);
    source->interval = sqlite3_column_int64(statement, 5);
    source->last_try = sqlite3_column_int64(statement, 6);
    source->last_good = sqlite3_column_int64(statement, 7);
    source->failures = sqlite3_column_int64(statement, 8);
    source->entries = sqlite3_column_int64(statement, 9);
    source->error_class = store_sql_text(statement, 10, arena);
    source->error_text = store_sql_text(statement, 11, arena);
    source->reason = sqlite3_column_int64(statement, 12);
    source->rhythm = sqlite3_column_int64(statement, 13);
    source->last_news = sqlite3_column_int64(statement, 14);
    source->ttl = sqlite3_column_int64(statement, 15);
    source->address = store_sql_text(statement, 16, arena);
    source->moved = store_sql_text(statement, 17, arena);
    source->moved_since = sqlite3_column_int64(statement, 18);
    source->moved_times = sqlite3_column_int64(statement, 19);
    source->gone_since = sqlite3_column_int64(statement, 20);
    source->gone_times = sqlite3_column_int64(statement, 21);
    source->ms = sqlite3_column_int64(statement, 22);
    source->warnings = sqlite3_column_int64(statement, 23);
    source->warning = store_sql_text(statement, 24, arena);
    source->skip_hours = sqlite3_column_int64(statement, 25);
    source->skip_days = sqlite3_column_int64(statement, 26);
    source->older = store_sql_text(statement, 27, arena);
    source->hub = store_sql_text(statement, 28, arena);
    source->topic = store_sql_text(statement, 29, arena);
}

enum status store_sources_list(struct store *store, struct arena *arena,
                               struct store_source **sources, size_t *count, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    size_t room = 0;
    *sources = NULL;
    *count = 0;
    enum status status = store_sql_statement(
        sql, "SELECT " SOURCE_COLUMNS " FROM sources ORDER BY id", &statement, error);
    if (status != STATUS_OK)
        return status;
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, sources, &room, *count + 1, sizeof **sources) == STATUS_OK)
            read_source(statement, arena, &(*sources)[(*count)++]);
    return status;
}

/* ---- hosts ---- */

enum { HOST_NAME_MOST = 1000 };

static enum status check_host(const struct store_host *host, struct error *error) {
    enum status status = store_text_check(host->name, "a host's name", error);
    if (status == STATUS_OK && (host->name.n == 0 || host->name.n > HOST_NAME_MOST))
        status = error_set(error, STATUS_INVALID, "a host's name is empty or too long");
    return status == STATUS_OK ? store_text_check(host->robots, "a robots.txt", error) : status;
}

enum status store_hosts_put(struct store *store, const struct store_host *hosts, size_t count,
                            struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = check_host(&hosts[i], error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql,
                                     "INSERT OR REPLACE INTO hosts (name, held_until, robots,"
                                     " robots_until) VALUES (?, ?, ?, ?)",
                                     &statement, error);
    if (status == STATUS_OK)
        status = store_sql_begin(sql, error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        store_sql_bind(statement, 1, hosts[i].name);
        store_sql_bind_number(statement, 2, hosts[i].held_until);
        store_sql_bind(statement, 3, hosts[i].robots);
        store_sql_bind_number(statement, 4, hosts[i].robots_until);
        status = store_sql_write(sql, statement, error);
        store_sql_done(statement);
    }
    return store_sql_end(sql, status, error);
}

static void read_host(sqlite3_stmt *statement, struct arena *arena, struct store_host *host) {
    host->held_until = sqlite3_column_int64(statement, 1);
    host->robots = store_sql_text(statement, 2, arena);
    host->robots_until = sqlite3_column_int64(statement, 3);
}

enum status store_hosts_get(struct store *store, struct arena *arena, struct store_host *hosts,
                            size_t count, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status = store_sql_statement(
        sql, "SELECT name, held_until, robots, robots_until FROM hosts WHERE name = ?", &statement,
        error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool row = false;
        hosts[i] = (struct store_host){.name = hosts[i].name};
        store_sql_bind(statement, 1, hosts[i].name);
        status = store_sql_step(sql, statement, &row, error);
        if (row)
            read_host(statement, arena, &hosts[i]);
        store_sql_done(statement);
    }
    return status == STATUS_OK ? arena_status(arena, error) : status;
}

enum status store_hosts_held(struct store *store, struct arena *arena, int64_t now,
                             struct store_host **hosts, size_t *count, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    size_t room = 0;
    *hosts = NULL;
    *count = 0;
    enum status status =
        store_sql_statement(sql,
                            "SELECT name, held_until, robots, robots_until FROM hosts"
                            " WHERE held_until > 0 AND held_until > ? ORDER BY name",
                            &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, now);
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, hosts, &room, *count + 1, sizeof **hosts) == STATUS_OK) {
            (*hosts)[*count].name = store_sql_text(statement, 0, arena);
            read_host(statement, arena, &(*hosts)[(*count)++]);
        }
    return status;
}

enum status store_hosts_forget(struct store *store, int64_t now, struct error *error) {
    struct store_sql *sql = &store->work;
    sqlite3_stmt *statement;
    enum status status = store_sql_statement(
        sql, "DELETE FROM hosts WHERE held_until <= ?1 AND robots_until <= ?1", &statement, error);
    if (status == STATUS_OK)
        status = store_sql_begin(sql, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, now);
    status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return store_sql_end(sql, status, error);
}
