/* The contract, for SQLite, and what is special to it: files, plans, disks, memory. */
#include "contract.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/sqlite/list.h"
#include "store/sqlite/sqlite.h"

static const struct str where = STR_INIT("sqlite:state/");

static enum status open_sqlite(const char *folder, enum store_access access, struct store **store,
                               struct error *error) {
    return store_open(folder, where, access, store, error);
}

static void hurry(struct store *store) {
    sqlite3_busy_timeout(store->facts.handle, 50);
    sqlite3_busy_timeout(store->derived.handle, 50);
    sqlite3_busy_timeout(store->work.handle, 50);
}

/* As a user does: the file, and not what SQLite keeps beside it. */
static void lose_derived(const char *folder) {
    char path[100];
    snprintf(path, sizeof path, "%s/state/derived.db", folder);
    assert_int_equal(unlink(path), 0);
}

static const struct contract_backing sqlite = {open_sqlite, hurry, lose_derived};

/* ---- helpers ---- */

static void close_store(struct contract *contract) {
    store_close(contract->store);
    contract->store = NULL;
}

static enum status try_open(struct contract *contract, enum store_access access) {
    return open_sqlite(contract->folder, access, &contract->store, &contract->error);
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

static enum status append(struct store *store, struct str body, struct error *error) {
    struct fact fact = {.at = 1, .kind = STR("observed"), .body = body};
    return store_facts_append(store, &fact, 1, NULL, 0, error);
}

static int64_t last(struct contract *contract) {
    int64_t number = -1;
    GOOD(store_facts_last(contract->store, &number, &contract->error));
    return number;
}

static void fold(struct contract *contract, int64_t number) {
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_front_put(contract->store, STR("front"), &contract->error));
    GOOD(store_commit(contract->store, number, &contract->error));
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
          store_open("/nonexistent/edition", where, STORE_WRITE, &store, &contract->error));
    assert_null(store);
    FAILS(STATUS_NOT_FOUND,
          store_open("/nonexistent/edition", where, STORE_READ, &store, &contract->error));
}

static void a_relative_folder_is_no_uri(void **state) {
    struct contract *contract = *state;
    struct store *store;
    struct stat found;
    int here = open(".", O_RDONLY | O_DIRECTORY);
    assert_int_equal(chdir(contract->folder), 0);
    assert_int_equal(mkdir("file:e", 0700), 0);
    enum status status = store_open("file:e", where, STORE_WRITE, &store, &contract->error);
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
    close_store(contract);
    contract_remove(path_of(contract, ""));
    FAILS(STATUS_NOT_FOUND, try_open(contract, STORE_READ));
    assert_int_equal(stat(path_of(contract, ""), &found), -1);
    /* A file that a writer has only just made. */
    assert_int_equal(mkdir(path_of(contract, ""), 0700), 0);
    write_file(path_of(contract, "facts.db"), "", 0);
    FAILS(STATUS_NOT_FOUND, try_open(contract, STORE_READ));

    contract_reopen(contract, STORE_WRITE);
    GOOD(append(contract->store, STR("{}"), &contract->error));
    close_store(contract);
    unlink(path_of(contract, "derived.db"));
    unlink(path_of(contract, "work.db"));
    contract_reopen(contract, STORE_READ);
    assert_int_equal(last(contract), 1);
    assert_int_equal(folded(contract), 0);
    GOOD(store_sources_list(contract->store, &contract->arena, &sources, &count, &contract->error));
    assert_int_equal(count, 0);
    assert_int_equal(stat(path_of(contract, "derived.db"), &found), -1);
    assert_int_equal(stat(path_of(contract, "work.db"), &found), -1);
}

/* ---- versions ---- */

static void later_versions_are_not_touched(void **state) {
    struct contract *contract = *state;
    const char *files[] = {"facts.db", "work.db"};
    const enum store_access all[] = {STORE_WRITE, STORE_SERVE, STORE_READ};
    close_store(contract);
    for (size_t i = 0; i < 2; i++) {
        tamper(contract, files[i], "PRAGMA user_version=99");
        for (size_t k = 0; k < 3; k++) {
            FAILS(STATUS_UNSUPPORTED, try_open(contract, all[k]));
            assert_non_null(strstr(contract->error.file, files[i]));
        }
        tamper(contract, files[i], "PRAGMA user_version=1");
    }
    GOOD(try_open(contract, STORE_WRITE));
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
        if (last(contract) == 0)
            GOOD(append(contract->store, STR("{}"), &contract->error));
        fold(contract, 1);
        close_store(contract);
        tamper(contract, "derived.db", changes[i]);
        contract_reopen(contract, STORE_READ);
        assert_int_equal(folded(contract), 0);
        contract_reopen(contract, STORE_WRITE);
        assert_int_equal(folded(contract), 0);
        assert_int_equal(last(contract), 1);
    }
}

static void somebody_elses_files_are_refused(void **state) {
    struct contract *contract = *state;
    const char *files[] = {"facts.db", "derived.db", "work.db"};
    close_store(contract);
    for (size_t i = 0; i < 3; i++) {
        tamper(contract, files[i], "PRAGMA application_id=7");
        FAILS(STATUS_INVALID, try_open(contract, STORE_WRITE));
        assert_non_null(strstr(contract->error.file, files[i]));
        unlink(path_of(contract, files[i]));
        GOOD(try_open(contract, STORE_WRITE));
        close_store(contract);
    }
}

static void damaged_files_are_named(void **state) {
    struct contract *contract = *state;
    const char *files[] = {"facts.db", "derived.db", "work.db"};
    char junk[9000];
    memset(junk, 'j', sizeof junk);
    close_store(contract);
    for (size_t i = 0; i < 3; i++) {
        write_file(path_of(contract, files[i]), junk, sizeof junk);
        FAILS(STATUS_INVALID, try_open(contract, STORE_WRITE));
        assert_non_null(strstr(contract->error.file, files[i]));
        FAILS(STATUS_INVALID, try_open(contract, STORE_READ));
        unlink(path_of(contract, files[i]));
        GOOD(try_open(contract, STORE_WRITE));
        close_store(contract);
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
        GOOD(append(contract->store, STR("{\"some\":\"body\"}"), &contract->error));
    close_store(contract);
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
        close_store(contract);
        contract_remove(path_of(contract, ""));
        for (int i = 0; i < PROCESSES; i++) {
            children[i] = fork();
            if (children[i] == 0) {
                struct store *store;
                bool writes = i % 2 == 0;
                enum status status = store_open(contract->folder, where,
                                                writes ? STORE_WRITE : STORE_SERVE, &store, NULL);
                if (status == STATUS_OK && writes)
                    status = append(store, STR("{}"), NULL);
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
        assert_int_equal(last(contract), PROCESSES / 2);
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

/* ---- a full disk ---- */

/* Appends until the disk is full; the number of facts acknowledged, or -1 when that was not what
 * it was told. */
static int64_t fill(struct store *store, struct error *error) {
    enum { BODY = 20000, MOST = 10000 };
    static char body[BODY];
    memset(body, 'x', sizeof body);
    for (int64_t i = 0; i < MOST; i++) {
        enum status status = append(store, str_of(body, sizeof body), error);
        if (status == STATUS_OK)
            continue;
        if (status == STATUS_IO)
            return i;
        print_error("%s: %s\n", status_word(status), error->message);
        return -1;
    }
    return -1;
}

static void no_file_may_grow(rlim_t bytes) {
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void files_that_may_not_grow(void **state) {
    struct contract *contract = *state;
    struct store_article article = {.id = "a"};
    enum { CAP = 1 << 20 };
    char *data = arena_alloc(&contract->arena, 2 * CAP);
    memset(data, 'x', 2 * CAP);
    fold(contract, 0);
    signal(SIGXFSZ, SIG_IGN);
    no_file_may_grow(CAP);
    int64_t acknowledged = fill(contract->store, &contract->error);
    enum status begun = store_begin(contract->store, NULL);
    article.data = str_of(data, 2 * CAP);
    enum status put = store_articles_put(contract->store, &article, 1, NULL);
    enum status after = store_front_put(contract->store, STR("x"), NULL);
    enum status committed = store_commit(contract->store, 0, &contract->error);
    struct str front;
    enum status read = store_front_get(contract->store, &contract->arena, &front, NULL);
    no_file_may_grow(RLIM_INFINITY);
    signal(SIGXFSZ, SIG_DFL);
    assert_true(acknowledged > 0);
    assert_int_equal(begun, STATUS_OK);
    /* The cache may take the article; then it is the commit that finds no room. */
    assert_true(put == STATUS_IO || put == STATUS_OK);
    assert_int_equal(after, put);
    assert_int_equal(committed, STATUS_IO);
    assert_int_equal(read, STATUS_OK);
    assert_str(front, "front");
    assert_int_equal(last(contract), acknowledged);
    GOOD(append(contract->store, STR("{}"), &contract->error));
    contract_reopen(contract, STORE_WRITE);
    assert_int_equal(last(contract), acknowledged + 1);
}

/* In a process with mounts of its own, as root. */
static bool may_mount(void) {
    return unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

enum { CHILD_GOOD = 0, CHILD_BAD = 1, CHILD_SKIPS = 77 };

static void run_child(struct contract *contract, int (*work)(struct contract *)) {
    int ended;
    pid_t child = fork();
    if (child == 0)
        _exit(may_mount() ? work(contract) : CHILD_SKIPS);
    waitpid(child, &ended, 0);
    assert_true(WIFEXITED(ended));
    if (WEXITSTATUS(ended) == CHILD_SKIPS) {
        print_message("mounting is not permitted here\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(ended), CHILD_GOOD);
}

#define NEED(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            print_error("line %d: %s\n", __LINE__, #condition);                                    \
            return CHILD_BAD;                                                                      \
        }                                                                                          \
    } while (0)

/* attacks.md O01: what was acknowledged is there, reading goes on, and so does writing when there
 * is room again. */
static int fill_a_small_disk(struct contract *contract) {
    struct store *store, *reader;
    struct error *error = &contract->error;
    int64_t number = 0;
    if (mount("tmpfs", contract->folder, "tmpfs", 0, "size=2m") != 0)
        return CHILD_SKIPS;
    NEED(store_open(contract->folder, where, STORE_WRITE, &store, error) == STATUS_OK);
    int64_t acknowledged = fill(store, error);
    NEED(acknowledged > 10);
    NEED(strstr(error->message, "disk is full") != NULL);
    NEED(strstr(error->file, "facts.db") != NULL);
    NEED(store_facts_last(store, &number, error) == STATUS_OK && number == acknowledged);
    NEED(store_open(contract->folder, where, STORE_READ, &reader, error) == STATUS_OK);
    NEED(store_facts_last(reader, &number, error) == STATUS_OK && number == acknowledged);
    store_close(reader);
    NEED(store_click_add(store, STR("a"), 1, STR("v"), error) != STATUS_INTERNAL);
    NEED(mount(NULL, contract->folder, NULL, MS_REMOUNT, "size=8m") == 0);
    NEED(append(store, STR("{}"), error) == STATUS_OK);
    store_close(store);
    NEED(store_open(contract->folder, where, STORE_WRITE, &store, error) == STATUS_OK);
    NEED(store_facts_last(store, &number, error) == STATUS_OK && number == acknowledged + 1);
    store_close(store);
    return CHILD_GOOD;
}

static void a_small_disk(void **state) {
    struct contract *contract = *state;
    close_store(contract);
    run_child(contract, fill_a_small_disk);
}

/* No room even for the tables. */
static int open_on_a_full_disk(struct contract *contract) {
    struct store *store;
    if (mount("tmpfs", contract->folder, "tmpfs", 0, "size=16k") != 0)
        return CHILD_SKIPS;
    NEED(store_open(contract->folder, where, STORE_WRITE, &store, &contract->error) == STATUS_IO);
    NEED(store == NULL);
    NEED(mount(NULL, contract->folder, NULL, MS_REMOUNT, "size=8m") == 0);
    NEED(store_open(contract->folder, where, STORE_WRITE, &store, &contract->error) == STATUS_OK);
    NEED(append(store, STR("{}"), &contract->error) == STATUS_OK);
    store_close(store);
    return CHILD_GOOD;
}

static void a_disk_without_room(void **state) {
    struct contract *contract = *state;
    close_store(contract);
    run_child(contract, open_on_a_full_disk);
}

/* ---- a read-only folder ---- */

static int use_a_read_only_folder(struct contract *contract) {
    struct store *store;
    struct error *error = &contract->error;
    int64_t number = 0;
    const char *folder = contract->folder;
    if (mount(folder, folder, NULL, MS_BIND, NULL) != 0 ||
        mount(NULL, folder, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) != 0)
        return CHILD_SKIPS;
    NEED(store_open(folder, STR("sqlite:new/"), STORE_WRITE, &store, error) ==
         STATUS_CANNOT_CREATE);
    NEED(store_open(folder, STR("sqlite:new/"), STORE_READ, &store, error) == STATUS_NOT_FOUND);
    NEED(store_open(folder, where, STORE_READ, &store, error) == STATUS_OK);
    NEED(store_facts_last(store, &number, error) == STATUS_OK && number == 1);
    NEED(store_folded(store, &number, error) == STATUS_OK && number == 1);
    store_close(store);
    enum status status = store_open(folder, where, STORE_WRITE, &store, error);
    if (status == STATUS_OK)
        status = append(store, STR("{}"), error);
    NEED(status == STATUS_CANNOT_CREATE);
    store_close(store);
    return CHILD_GOOD;
}

static void a_read_only_folder(void **state) {
    struct contract *contract = *state;
    GOOD(append(contract->store, STR("{}"), &contract->error));
    fold(contract, 1);
    close_store(contract);
    run_child(contract, use_a_read_only_folder);
}

/* ---- memory ---- */

static sqlite3_mem_methods system_memory;
static long allocations_left = -1; /* -1: without end */

static bool allowed(void) {
    if (allocations_left > 0)
        allocations_left--;
    return allocations_left != 0;
}

static void *scarce_malloc(int size) {
    return allowed() ? system_memory.xMalloc(size) : NULL;
}

static void *scarce_realloc(void *old, int size) {
    return allowed() ? system_memory.xRealloc(old, size) : NULL;
}

static void make_memory_scarce(void) {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory);
    sqlite3_mem_methods scarce = system_memory;
    scarce.xMalloc = scarce_malloc;
    scarce.xRealloc = scarce_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &scarce);
}

/* One fact, folded into an article that can be searched for, and read again. */
static enum status one_day(struct contract *contract, int64_t *acknowledged) {
    struct store *store = NULL;
    struct str topic = STR("t"), word = STR("word"), *ids;
    struct store_article article = {.id = "a", .topics = &topic, .topic_count = 1, .data = word};
    struct store_article *articles;
    struct store_query query = {.topic = topic};
    struct error *error = &contract->error;
    size_t count = 0;
    enum status status = store_open(contract->folder, where, STORE_WRITE, &store, error);
    if (status == STATUS_OK)
        status = append(store, STR("{}"), error);
    if (status == STATUS_OK)
        (*acknowledged)++;
    if (status == STATUS_OK)
        status = store_begin(store, error);
    if (status == STATUS_OK)
        status = store_articles_put(store, &article, 1, error);
    if (status == STATUS_OK)
        status = store_search_put(store, STR("a"), word, STR(""), error);
    if (status == STATUS_OK)
        status = store_commit(store, *acknowledged, error);
    if (status == STATUS_OK)
        status = store_articles_list(store, &contract->arena, &query, &articles, &count, error);
    if (status == STATUS_OK)
        status = store_search(store, &contract->arena, &word, 1, 0, &ids, &count, error);
    assert_true(status != STATUS_OK || count == 1);
    store_close(store);
    return status;
}

/* Every allocation of SQLite's fails once, at each step of the way. */
static void every_allocation_may_fail(void **state) {
    struct contract *contract = *state;
    enum { STEP = 7, MOST = 40000 };
    int64_t acknowledged = 0, number = -1;
    enum status status = STATUS_MEMORY;
    close_store(contract);
    for (long n = 1; status != STATUS_OK && n < MOST; n += STEP) {
        allocations_left = n;
        status = one_day(contract, &acknowledged);
        allocations_left = -1;
        if (status != STATUS_OK && status != STATUS_MEMORY)
            print_error("allocation %ld: %s: %s\n", n, status_word(status),
                        contract->error.message);
        assert_true(status == STATUS_OK || status == STATUS_MEMORY);
        contract_reopen(contract, STORE_READ);
        GOOD(store_facts_last(contract->store, &number, &contract->error));
        assert_int_equal(number, acknowledged);
        close_store(contract);
    }
    assert_int_equal(status, STATUS_OK);
}

#define SQLITE_TEST(name)                                                                          \
    { #name, name, contract_set_up, contract_tear_down, (void *)(uintptr_t)&sqlite }

int main(void) {
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(where_says_the_folder),
        SQLITE_TEST(a_relative_folder_is_no_uri),
        SQLITE_TEST(a_reader_makes_nothing),
        SQLITE_TEST(later_versions_are_not_touched),
        SQLITE_TEST(derived_of_another_shape_is_made_anew),
        SQLITE_TEST(somebody_elses_files_are_refused),
        SQLITE_TEST(damaged_files_are_named),
        SQLITE_TEST(damage_met_later),
        SQLITE_TEST(all_at_once),
        SQLITE_TEST(lists_are_driven_by_an_index),
        SQLITE_TEST(files_that_may_not_grow),
        SQLITE_TEST(a_small_disk),
        SQLITE_TEST(a_disk_without_room),
        SQLITE_TEST(a_read_only_folder),
        SQLITE_TEST(every_allocation_may_fail),
    };
    make_memory_scarce();
    int failed = contract_run(&sqlite);
    return failed + cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
}
