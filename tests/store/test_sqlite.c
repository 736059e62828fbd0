/* The contract, for SQLite. */
#include "contract.h"

#include <unistd.h>

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

int main(void) {
    static const struct contract_backing sqlite = {open_sqlite, hurry, lose_derived};
    return contract_run(&sqlite);
}
