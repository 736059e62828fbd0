/* SQLite when disk or memory run out, or the folder may not be written. */
#include "backing_sqlite.h"

#include "store/search.h"

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- a full disk ---- */

/* Appends until the disk is full; the number of facts acknowledged, or -1 when that was not what
 * it was told. */
static int64_t fill(struct store *store, struct error *error) {
    enum { BODY = 20000, MOST = 10000 };
    static char body[BODY];
    memset(body, 'x', sizeof body);
    for (int64_t i = 0; i < MOST; i++) {
        enum status status = backing_append(store, str_of(body, sizeof body), error);
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
    backing_fold(contract, 0);
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
    assert_int_equal(backing_last(contract), acknowledged);
    GOOD(backing_append(contract->store, STR("{}"), &contract->error));
    contract_reopen(contract, STORE_WRITE);
    assert_int_equal(backing_last(contract), acknowledged + 1);
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
    NEED(store_open(contract->folder, backing_where, STORE_WRITE, &store, error) == STATUS_OK);
    int64_t acknowledged = fill(store, error);
    NEED(acknowledged > 10);
    NEED(strstr(error->message, "disk is full") != NULL);
    NEED(strstr(error->file, "facts.db") != NULL);
    NEED(store_facts_last(store, &number, error) == STATUS_OK && number == acknowledged);
    NEED(store_open(contract->folder, backing_where, STORE_READ, &reader, error) == STATUS_OK);
    NEED(store_facts_last(reader, &number, error) == STATUS_OK && number == acknowledged);
    store_close(reader);
    NEED(store_click_add(store, STR("a"), 1, STR("v"), error) != STATUS_INTERNAL);
    NEED(mount(NULL, contract->folder, NULL, MS_REMOUNT, "size=8m") == 0);
    NEED(backing_append(store, STR("{}"), error) == STATUS_OK);
    store_close(store);
    NEED(store_open(contract->folder, backing_where, STORE_WRITE, &store, error) == STATUS_OK);
    NEED(store_facts_last(store, &number, error) == STATUS_OK && number == acknowledged + 1);
    store_close(store);
    return CHILD_GOOD;
}

static void a_small_disk(void **state) {
    struct contract *contract = *state;
    backing_close(contract);
    run_child(contract, fill_a_small_disk);
}

/* No room even for the tables. */
static int open_on_a_full_disk(struct contract *contract) {
    struct store *store;
    if (mount("tmpfs", contract->folder, "tmpfs", 0, "size=16k") != 0)
        return CHILD_SKIPS;
    NEED(store_open(contract->folder, backing_where, STORE_WRITE, &store, &contract->error) ==
         STATUS_IO);
    NEED(store == NULL);
    NEED(mount(NULL, contract->folder, NULL, MS_REMOUNT, "size=8m") == 0);
    NEED(store_open(contract->folder, backing_where, STORE_WRITE, &store, &contract->error) ==
         STATUS_OK);
    NEED(backing_append(store, STR("{}"), &contract->error) == STATUS_OK);
    store_close(store);
    return CHILD_GOOD;
}

static void a_disk_without_room(void **state) {
    struct contract *contract = *state;
    backing_close(contract);
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
    NEED(store_open(folder, backing_where, STORE_READ, &store, error) == STATUS_OK);
    NEED(store_facts_last(store, &number, error) == STATUS_OK && number == 1);
    NEED(store_folded(store, &number, error) == STATUS_OK && number == 1);
    store_close(store);
    enum status status = store_open(folder, backing_where, STORE_WRITE, &store, error);
    if (status == STATUS_OK)
        status = backing_append(store, STR("{}"), error);
    NEED(status == STATUS_CANNOT_CREATE);
    store_close(store);
    return CHILD_GOOD;
}

static void a_read_only_folder(void **state) {
    struct contract *contract = *state;
    GOOD(backing_append(contract->store, STR("{}"), &contract->error));
    backing_fold(contract, 1);
    backing_close(contract);
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

/* Some facts, folded into an article that can be searched for, and read again. The facts are long
 * enough to need memory of their own each. */
static enum status one_day(struct contract *contract, int64_t *acknowledged) {
    enum { FACTS = 3, BODY = 9000 };
    static char body[BODY];
    struct fact facts[FACTS];
    struct store *store = NULL;
    struct str topic = STR("t"), word = STR("word");
    const struct store_search_entry entry = {.id = STR("a"), .title = word, .words = word};
    const struct store_phrase phrase = {.terms = &word, .count = 1};
    const struct store_question question = {.phrases = &phrase, .phrase_count = 1};
    struct store_hit *hits;
    struct store_article article = {.id = "a", .topics = &topic, .topic_count = 1, .data = word};
    struct store_article *articles;
    struct store_query query = {.topic = topic};
    struct error *error = &contract->error;
    size_t count = 0;
    memset(body, 'x', sizeof body);
    for (size_t i = 0; i < FACTS; i++)
        facts[i] = (struct fact){.kind = STR("observed"), .body = str_of(body, sizeof body)};
    enum status status = store_open(contract->folder, backing_where, STORE_WRITE, &store, error);
    if (status == STATUS_OK)
        status = store_facts_append(store, facts, FACTS, NULL, 0, error);
    if (status == STATUS_OK)
        *acknowledged += FACTS;
    if (status == STATUS_OK)
        status = store_begin(store, error);
    if (status == STATUS_OK)
        status = store_articles_put(store, &article, 1, error);
    if (status == STATUS_OK)
        status = store_search_put(store, &entry, error);
    if (status == STATUS_OK)
        status = store_commit(store, *acknowledged, error);
    if (status == STATUS_OK)
        status = store_articles_list(store, &contract->arena, &query, &articles, &count, error);
    if (status == STATUS_OK)
        status = store_search(store, &contract->arena, &question, &hits, &count, error);
    assert_true(status != STATUS_OK || count == 1);
    store_close(store);
    return status;
}

/* Every third allocation of SQLite's is the last that it gets, once. */
static void allocations_may_fail(void **state) {
    struct contract *contract = *state;
    enum { STEP = 3, MOST = 40000 };
    int64_t acknowledged = 0, number = -1;
    enum status status = STATUS_MEMORY;
    backing_close(contract);
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
        backing_close(contract);
    }
    assert_int_equal(status, STATUS_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(files_that_may_not_grow), SQLITE_TEST(a_small_disk),
        SQLITE_TEST(a_disk_without_room),     SQLITE_TEST(a_read_only_folder),
        SQLITE_TEST(allocations_may_fail),
    };
    make_memory_scarce();
    return cmocka_run_group_tests_name("scarce", tests, NULL, NULL);
}
