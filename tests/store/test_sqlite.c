/* The contract, for SQLite, and what is special to its files and plans. */
#include "backing_sqlite.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/sqlite/list.h"

static enum status try_open(struct contract *contract, enum store_access access) {
    return store_open(contract->folder, backing_where, access, &contract->store, &contract->error);
}

static const char *path_of(struct contract *contract, const char *name) {
    return arena_format(&contract->arena, "%s/state/%s", contract->folder, name).p;
}

/* Runs SQL on a file behind the store's back. */
static void tamper(struct contract *contract, const char *name, const char *sql) {
    sqlite3 *handle;
    assert_int_equal(sqlite3_open(path_of(contract, name), &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

static void write_file(const char *path, const char *bytes, size_t n) {
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, n), n);
    close(file);
}

static int64_t folded(struct contract *contract) {
    int64_t number = -1;
    GOOD(store_folded(contract->store, &number, &contract->error));
    return number;
}

/* ---- where the files lie ---- */

static void where_says_the_folder(void **state) {
    struct contract *contract = *state;
    struct stat found;
    struct store *store;
    static const struct {
        const char *where;
        enum status status;
    } cases[] = {
        {"sqlite:", STATUS_CONFIG},      {"", STATUS_UNSUPPORTED},
        {"state/", STATUS_UNSUPPORTED},  {"postgres://user:secret@host/db", STATUS_UNSUPPORTED},
        {"sqlite:a/b//c///", STATUS_OK}, {"sqlite:file:x?mode=memory", STATUS_OK},
        {"sqlite::memory:", STATUS_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(store_open(contract->folder, str_from(cases[i].where), STORE_WRITE, &store,
                                    &contract->error),
                         cases[i].status);
        assert_null(strstr(contract->error.message, "secret"));
        store_close(store);
    }
    const char *made[] = {"a/b/c/facts.db", "file:x?mode=memory/work.db", ":memory:/derived.db"};
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        struct str path = arena_format(&contract->arena, "%s/%s", contract->folder, made[i]);
        assert_int_equal(stat(path.p, &found), 0);
    }
    FAILS(STATUS_CONFIG,
          store_open(contract->folder, STR("sqlite:a\0b"), STORE_WRITE, &store, NULL));
    FAILS(STATUS_CANNOT_CREATE,
          store_open("/nonexistent/edition", backing_where, STORE_WRITE, &store, &contract->error));
    assert_null(store);
    FAILS(STATUS_NOT_FOUND,
          store_open("/nonexistent/edition", backing_where, STORE_READ, &store, &contract->error));
}

static void a_relative_folder_is_no_uri(void **state) {
    struct contract *contract = *state;
    struct store *store;
    struct stat found;
    int here = open(".", O_RDONLY | O_DIRECTORY);
    assert_int_equal(chdir(contract->folder), 0);
    assert_int_equal(mkdir("file:e", 0700), 0);
    enum status status = store_open("file:e", backing_where, STORE_WRITE, &store, &contract->error);
    int there = stat("file:e/state/facts.db", &found);
    store_close(store);
    assert_int_equal(fchdir(here), 0);
    close(here);
    GOOD(status);
    assert_int_equal(there, 0);
}

static void a_reader_makes_nothing(void **state) {
    struct contract *contract = *state;
    struct stat found;
    struct store_source *sources;
    size_t count;
    backing_close(contract);
    contract_remove(path_of(contract, ""));
    FAILS(STATUS_NOT_FOUND, try_open(contract, STORE_READ));
    assert_int_equal(stat(path_of(contract, ""), &found), -1);
    /* A file that a writer has only just made. */
    assert_int_equal(mkdir(path_of(contract, ""), 0700), 0);
    write_file(path_of(contract, "facts.db"), "", 0);
    FAILS(STATUS_NOT_FOUND, try_open(contract, STORE_READ));

    contract_reopen(contract, STORE_WRITE);
    GOOD(backing_append(contract->store, STR("{}"), &contract->error));
    backing_close(contract);
    unlink(path_of(contract, "derived.db"));
    unlink(path_of(contract, "work.db"));
    contract_reopen(contract, STORE_READ);
    assert_int_equal(backing_last(contract), 1);
    assert_int_equal(folded(contract), 0);
    GOOD(store_sources_list(contract->store, &contract->arena, &sources, &count, &contract->error));
    assert_int_equal(count, 0);
    assert_int_equal(stat(path_of(contract, "derived.db"), &found), -1);
    assert_int_equal(stat(path_of(contract, "work.db"), &found), -1);
}

/* A database has as much of itself in memory whoever reads it. */
static void a_reader_has_the_settings(void **state) {
    struct contract *contract = *state;
    static const enum store_access accesses[] = {STORE_WRITE, STORE_SERVE, STORE_READ};
    GOOD(backing_append(contract->store, STR("{}"), &contract->error));
    for (size_t i = 0; i < sizeof accesses / sizeof accesses[0]; i++) {
        int64_t size = 0;
        contract_reopen(contract, accesses[i]);
        GOOD(store_sql_number(&contract->store->derived, "PRAGMA cache_size", 0, &size,
                              &contract->error));
        assert_int_equal(size, -8000);
    }
}

/* ---- versions ---- */

static void later_versions_are_not_touched(void **state) {
    struct contract *contract = *state;
    const char *files[] = {"facts.db", "work.db"};
    const char *back[] = {"PRAGMA user_version=1", "PRAGMA user_version=7"};
    const enum store_access all[] = {STORE_WRITE, STORE_SERVE, STORE_READ};
    backing_close(contract);
    for (size_t i = 0; i < 2; i++) {
        tamper(contract, files[i], "PRAGMA user_version=99");
        for (size_t k = 0; k < 3; k++) {
            FAILS(STATUS_UNSUPPORTED, try_open(contract, all[k]));
            assert_non_null(strstr(contract->error.file, files[i]));
        }
        tamper(contract, files[i], back[i]);
    }
    GOOD(try_open(contract, STORE_WRITE));
}

/* A work.db of the first version keeps its sources and learns the rest. */
static void earlier_work_takes_its_step(void **state) {
    struct contract *contract = *state;
    static const char *const columns[] = {
        "reason",      "rhythm",      "last_news",  "ttl",        "address", "moved",
        "moved_since", "moved_times", "gone_since", "gone_times", "ms",      "warnings",
        "warning",     "skip_hours",  "skip_days",  "older",      "hub",     "topic"};
    const struct store_source source = {.id = "aaa", .etag = STR("\"v\""), .reason = 3};
    struct store_source *sources;
    size_t count;
    GOOD(store_sources_put(contract->store, &source, 1, &contract->error));
    backing_close(contract);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        char text[100];
        snprintf(text, sizeof text, "ALTER TABLE sources DROP COLUMN %s", columns[i]);
        tamper(contract, "work.db", text);
    }
    tamper(contract, "work.db", "DROP TABLE hosts");
    tamper(contract, "work.db", "DROP TABLE notes");
    tamper(contract, "work.db", "DROP TABLE subscribers");
    tamper(contract, "work.db", "DROP TABLE letters");
    tamper(contract, "work.db", "DROP TABLE requests");
    tamper(contract, "work.db", "PRAGMA user_version=1");
    GOOD(try_open(contract, STORE_WRITE));
    GOOD(store_sources_list(contract->store, &contract->arena, &sources, &count, &contract->error));
    assert_int_equal(count, 1);
    assert_str(sources[0].etag, "\"v\"");
    assert_int_equal(sources[0].reason, 0);
    assert_str(sources[0].address, NULL);
}

static void derived_of_another_shape_is_made_anew(void **state) {
    struct contract *contract = *state;
    static const char *const changes[] = {
        "PRAGMA user_version=99",
        "PRAGMA user_version=0",
        "UPDATE state SET schema = 'another'",
        "DROP TABLE state",
        "DROP TABLE state; CREATE TABLE state (x); CREATE TABLE \"od\"\"d; --\" (x)",
        "DELETE FROM state",
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        if (backing_last(contract) == 0)
            GOOD(backing_append(contract->store, STR("{}"), &contract->error));
        backing_fold(contract, 1);
        backing_close(contract);
        tamper(contract, "derived.db", changes[i]);
        contract_reopen(contract, STORE_READ);
        assert_int_equal(folded(contract), 0);
        contract_reopen(contract, STORE_WRITE);
        assert_int_equal(folded(contract), 0);
        assert_int_equal(backing_last(contract), 1);
    }
}

static void somebody_elses_files_are_refused(void **state) {
    struct contract *contract = *state;
    const char *files[] = {"facts.db", "derived.db", "work.db"};
    backing_close(contract);
    for (size_t i = 0; i < 3; i++) {
        tamper(contract, files[i], "PRAGMA application_id=7");
        FAILS(STATUS_INVALID, try_open(contract, STORE_WRITE));
        assert_non_null(strstr(contract->error.file, files[i]));
        unlink(path_of(contract, files[i]));
        GOOD(try_open(contract, STORE_WRITE));
        backing_close(contract);
    }
}

static void damaged_files_are_named(void **state) {
    struct contract *contract = *state;
    const char *files[] = {"facts.db", "derived.db", "work.db"};
    char junk[9000];
    memset(junk, 'j', sizeof junk);
    backing_close(contract);
    for (size_t i = 0; i < 3; i++) {
        write_file(path_of(contract, files[i]), junk, sizeof junk);
        FAILS(STATUS_INVALID, try_open(contract, STORE_WRITE));
        assert_non_null(strstr(contract->error.file, files[i]));
        FAILS(STATUS_INVALID, try_open(contract, STORE_READ));
        unlink(path_of(contract, files[i]));
        GOOD(try_open(contract, STORE_WRITE));
        backing_close(contract);
    }
}

/* A page that went bad under a store that opens well. */
static void damage_met_later(void **state) {
    struct contract *contract = *state;
    char junk[4096];
    struct fact *facts;
    size_t count;
    memset(junk, 'j', sizeof junk);
    for (int i = 0; i < 300; i++)
        GOOD(backing_append(contract->store, STR("{\"some\":\"body\"}"), &contract->error));
    backing_close(contract);
    int file = open(path_of(contract, "facts.db"), O_WRONLY);
    for (off_t page = 1; page < 8; page++) /* the first one holds the tables' list */
        assert_int_equal(pwrite(file, junk, sizeof junk, page * 4096), sizeof junk);
    close(file);
    enum status status = try_open(contract, STORE_READ);
    if (status == STATUS_OK)
        status = store_facts_read(contract->store, &contract->arena, 0, 1000, &facts, &count,
                                  &contract->error);
    assert_int_equal(status, STATUS_INVALID);
    assert_non_null(strstr(contract->error.file, "facts.db"));
}

/* Press and server come up at the same time on a new edition. */
static void all_at_once(void **state) {
    struct contract *contract = *state;
    enum { PROCESSES = 6, ROUNDS = 5 };
    for (int round = 0; round < ROUNDS; round++) {
        pid_t children[PROCESSES];
        backing_close(contract);
        contract_remove(path_of(contract, ""));
        for (int i = 0; i < PROCESSES; i++) {
            children[i] = fork();
            if (children[i] == 0) {
                struct store *store;
                bool writes = i % 2 == 0;
                enum status status = store_open(contract->folder, backing_where,
                                                writes ? STORE_WRITE : STORE_SERVE, &store, NULL);
                if (status == STATUS_OK && writes)
                    status = backing_append(store, STR("{}"), NULL);
                store_close(store);
                _exit((int)status);
            }
        }
        for (int i = 0; i < PROCESSES; i++) {
            int ended;
            waitpid(children[i], &ended, 0);
            assert_int_equal(ended, 0);
        }
        contract_reopen(contract, STORE_WRITE);
        assert_int_equal(backing_last(contract), PROCESSES / 2);
    }
}

/* ---- plans ---- */

static void check_plan(struct contract *contract, const struct store_query *query,
                       const char *wanted, bool sorts) {
    struct store_list list;
    sqlite3_stmt *statement;
    bool found = false, sorted = false;
    struct str plan = STR_NONE;
    store_list_make(&list, query, false);
    const char *text =
        arena_format(&contract->arena, "EXPLAIN QUERY PLAN %s", buf_cstr(&list.text)).p;
    assert_int_equal(
        sqlite3_prepare_v2(contract->store->derived.handle, text, -1, &statement, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(statement, 3);
        found = found || strstr(detail, wanted) != NULL;
        sorted = sorted || strstr(detail, "TEMP B-TREE") != NULL;
        plan = arena_format(&contract->arena, "%.*s%s\n", STR_ARG(plan), detail);
    }
    sqlite3_finalize(statement);
    if (!found || sorted != sorts)
        print_error("%s\n%.*s", buf_cstr(&list.text), STR_ARG(plan));
    store_list_release(&list);
    assert_true(found);
    assert_int_equal(sorted, sorts);
}

static void lists_are_driven_by_an_index(void **state) {
    struct contract *contract = *state;
    static const struct {
        struct store_query query;
        const char *plan;
        bool sorts;
    } cases[] = {
        {{.shown_only = true}, "SCAN a USING INDEX articles_shown", false},
        {{.shown_only = true, .after_id = "x"}, "articles_shown ((down,id)>(?,?))", false},
        {{.after_id = "x"}, "articles_down ((down,id)>(?,?))", false},
        {{.published_from = 5, .published_to = 9}, "articles_down (down>? AND down<?)", false},
        {{.topic = STR_INIT("t"), .shown_only = true},
         "SEARCH t USING PRIMARY KEY (topic=?)",
         false},
        {{.topic = STR_INIT("t"), .shown_only = true, .after_id = "x"},
         "SEARCH t USING PRIMARY KEY (topic=? AND (down,article)>(?,?))",
         false},
        {{.story = STR_INIT("s")}, "articles_story (story=?)", false},
        {{.story = STR_INIT("s"), .after_id = "x"},
         "articles_story (story=? AND (down,id)>(?,?))",
         false},
        {{.provider = STR_INIT("p"), .published_from = 5},
         "articles_provider (provider=? AND down<?)",
         false},
        {{.order = STORE_BY_ID, .seen_from = 5}, "articles_seen (seen>?)", true},
        {{.order = STORE_BY_ARRIVED_UP, .published_from = 5}, "articles_arrived", false},
        {{.order = STORE_BY_ARRIVED_UP, .after_id = "x"},
         "articles_arrived ((arrived,id)>(?,?))",
         false},
        {{.order = STORE_BY_ID, .after_id = "x"}, "sqlite_autoindex_articles_1 (id>?)", false},
        {{.changed_after = 5, .order = STORE_BY_ID}, "articles_changed (changed>?)", true},
        {{.changed_after = 5}, "articles_changed (changed>?)", true},
        {{.order = STORE_BY_ID, .published_from = 5}, "articles_down (down<?)", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_plan(contract, &cases[i].query, cases[i].plan, cases[i].sorts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(where_says_the_folder),
        SQLITE_TEST(a_relative_folder_is_no_uri),
        SQLITE_TEST(a_reader_makes_nothing),
        SQLITE_TEST(a_reader_has_the_settings),
        SQLITE_TEST(later_versions_are_not_touched),
        SQLITE_TEST(earlier_work_takes_its_step),
        SQLITE_TEST(derived_of_another_shape_is_made_anew),
        SQLITE_TEST(somebody_elses_files_are_refused),
        SQLITE_TEST(damaged_files_are_named),
        SQLITE_TEST(damage_met_later),
        SQLITE_TEST(all_at_once),
        SQLITE_TEST(lists_are_driven_by_an_index),
    };
    int failed = contract_run(&backing_sqlite);
    return failed + cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
}
