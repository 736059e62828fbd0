/* Opening and closing: where the files lie, and which are made. */
#include "store/sqlite/sqlite.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/buf.h"

enum { PATH_MOST = 4000 };

/* The state folder, without a slash at its end, and how much of it is given by `folder`. */
static enum status find_folder(const char *folder, struct str where, struct buf *path,
                               size_t *given, struct error *error) {
    if (!str_starts(where, STR("sqlite:")))
        return error_set(error, STATUS_UNSUPPORTED,
                         "this kind of store is not built in; sqlite:FOLDER is");
    struct str rest = str_skip(where, strlen("sqlite:"));
    if (rest.n == 0 || str_find_byte(rest, '\0') != SIZE_MAX)
        return error_set(error, STATUS_CONFIG, "store: a folder must follow sqlite:");
    if (rest.p[0] != '/') {
        /* SQLite would take a path that begins with "file:" for a URI. */
        if (folder[0] != '/')
            BUF_ADD(path, "./");
        buf_add_cstr(path, folder);
        BUF_ADD(path, "/");
    }
    *given = path->n;
    buf_add(path, rest);
    while (path->n > 1 && path->p[path->n - 1] == '/')
        buf_truncate(path, path->n - 1);
    return buf_check(path, error);
}

/* Makes what is missing of the path behind its first `given` bytes. For our eyes only: working
 * state holds who reads and who subscribes. */
static enum status make_folders(struct buf *path, size_t given, struct error *error) {
    for (size_t i = given + 1; i <= path->n; i++) {
        if (i < path->n && path->p[i] != '/')
            continue;
        char kept = path->p[i];
        path->p[i] = '\0';
        int made = mkdir(path->p, 0700) == 0 || errno == EEXIST ? 0 : errno;
        enum status status =
            made != 0 ? error_errno(error, made, 1, "make the folder", path->p) : STATUS_OK;
        path->p[i] = kept;
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status make(struct store_sql *sql, struct buf *path, const struct store_schema *schema,
                        bool read_only, struct error *error) {
    enum status status = store_sql_open(sql, buf_cstr(path), STORE_SQL_MAKE, error);
    if (status == STATUS_OK)
        status = store_schema_make(sql, schema, error);
    if (status == STATUS_OK && read_only) {
        sql->writable = false;
        status = store_sql_run(sql, "PRAGMA query_only=ON", error);
    }
    return status;
}

static enum status stand_in(struct store_sql *sql, const struct store_schema *schema,
                            struct error *error) {
    store_sql_close(sql);
    enum status status = store_sql_open(sql, schema->file, STORE_SQL_EMPTY, error);
    sql->writable = true;
    if (status == STATUS_OK)
        status = store_schema_make(sql, schema, error);
    sql->writable = false;
    return status;
}

/* Facts must be there; what is derived or working and missing reads as empty. */
static enum status look(struct store_sql *sql, struct buf *path, const struct store_schema *schema,
                        bool must, struct error *error) {
    struct stat found;
    bool there = stat(buf_cstr(path), &found) == 0;
    if (!there && errno != ENOENT && errno != ENOTDIR)
        return error_errno(error, errno, 0, "read", buf_cstr(path));
    if (!there || found.st_size == 0) {
        if (!must)
            return stand_in(sql, schema, error);
        return error_set(error, STATUS_NOT_FOUND, "there is no state yet: %s is missing",
                         buf_cstr(path));
    }
    enum store_fit fit;
    enum status status = store_sql_open(sql, buf_cstr(path), STORE_SQL_LOOK, error);
    if (status == STATUS_OK)
        status = store_schema_fit(sql, schema, &fit, error);
    if (status == STATUS_OK && fit == STORE_FIT_READY)
        return store_sql_run(sql, schema->settings, error);
    if (status != STATUS_OK)
        return status;
    if (fit == STORE_FIT_NEW && must)
        return error_set(error, STATUS_NOT_FOUND, "there is no state yet in %s", buf_cstr(path));
    if (fit == STORE_FIT_NEW || schema->derived)
        return stand_in(sql, schema, error);
    error_set(error, STATUS_UNSUPPORTED,
              "written by an earlier Broadsheet; a run brings it up to date");
    error_in_file(error, sql->path);
    return STATUS_UNSUPPORTED;
}

static enum status open_files(struct store *store, struct buf *path, struct error *error) {
    const struct {
        const struct store_schema *schema;
        struct store_sql *sql;
        bool served; /* written by the server, too */
    } files[] = {
        {&store_schema_facts, &store->facts, false},
        {&store_schema_derived, &store->derived, false},
        {&store_schema_work, &store->work, true},
    };
    size_t folder = path->n;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof files / sizeof files[0] && status == STATUS_OK; i++) {
        BUF_ADD(path, "/");
        buf_add_cstr(path, files[i].schema->file);
        status = buf_check(path, error);
        if (status == STATUS_OK)
            status = store->access == STORE_REPLAY && i > 0
                         ? stand_in(files[i].sql, files[i].schema, error)
                     : store->access == STORE_READ || store->access == STORE_REPLAY
                         ? look(files[i].sql, path, files[i].schema, i == 0, error)
                         : make(files[i].sql, path, files[i].schema,
                                store->access == STORE_SERVE && !files[i].served, error);
        buf_truncate(path, folder);
    }
    store->derived.writable |= store->access == STORE_REPLAY;
    return status;
}

/* More folded than there are facts: this was derived from others (facts.db was replaced). */
static enum status check_origin(struct store *store, struct error *error) {
    int64_t folded, last;
    enum status status = store_folded(store, &folded, error);
    if (status == STATUS_OK)
        status = store_facts_last(store, &last, error);
    if (status == STATUS_OK && folded > last)
        status = store_derived_clear(store, error);
    return status;
}

enum status store_open(const char *folder, struct str where, enum store_access access,
                       struct store **store, struct error *error) {
    struct buf path;
    size_t given = 0;
    *store = NULL;
    buf_init(&path, PATH_MOST);
    struct store *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL)
        return error_memory(error);
    fresh->access = access;
    enum status status = find_folder(folder, where, &path, &given, error);
    if (status == STATUS_OK && access != STORE_READ && access != STORE_REPLAY)
        status = make_folders(&path, given, error);
    if (status == STATUS_OK)
        status = open_files(fresh, &path, error);
    if (status == STATUS_OK && access == STORE_WRITE)
        status = check_origin(fresh, error);
    buf_release(&path);
    if (status == STATUS_OK)
        *store = fresh;
    else
        store_close(fresh);
    return status;
}

enum status store_reader(const struct store *store, struct store **reader, struct error *error) {
    *reader = NULL;
    if (store->access != STORE_WRITE)
        return STATUS_OK;
    struct store *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL)
        return error_memory(error);
    fresh->access = STORE_READ;
    enum status status = store_sql_open(&fresh->facts, store->facts.path, STORE_SQL_LOOK, error);
    if (status == STATUS_OK)
        status = store_sql_open(&fresh->derived, store->derived.path, STORE_SQL_LOOK, error);
    if (status == STATUS_OK)
        *reader = fresh;
    else
        store_close(fresh);
    return status;
}

void store_close(struct store *store) {
    if (store == NULL)
        return;
    store_rollback(store);
    store_sql_close(&store->facts);
    store_sql_close(&store->derived);
    store_sql_close(&store->work);
    free(store);
}
