#include "backing_sqlite.h"

#include <unistd.h>

const struct str backing_where = STR_INIT("sqlite:state/");

static enum status open_sqlite(const char *folder, enum store_access access, struct store **store,
                               struct error *error) {
    return store_open(folder, backing_where, access, store, error);
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

const struct contract_backing backing_sqlite = {open_sqlite, hurry, lose_derived};

void backing_close(struct contract *contract) {
    store_close(contract->store);
    contract->store = NULL;
}

enum status backing_append(struct store *store, struct str body, struct error *error) {
    struct fact fact = {.at = 1, .kind = STR("observed"), .body = body};
    return store_facts_append(store, &fact, 1, NULL, 0, error);
}

void backing_fold(struct contract *contract, int64_t number) {
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_front_put(contract->store, STR("front"), &contract->error));
    GOOD(store_commit(contract->store, number, &contract->error));
}

int64_t backing_last(struct contract *contract) {
    int64_t number = -1;
    GOOD(store_facts_last(contract->store, &number, &contract->error));
    return number;
}
