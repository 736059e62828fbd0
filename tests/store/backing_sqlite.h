/* The store in SQLite as the contract's backing, and what its test programs have in common. */
#ifndef TESTS_STORE_BACKING_SQLITE_H
#define TESTS_STORE_BACKING_SQLITE_H

#include "contract.h"

#include "store/sqlite/sqlite.h"

extern const struct contract_backing backing_sqlite;
/* The `store` key that it opens. */
extern const struct str backing_where;

#define SQLITE_TEST(name)                                                                          \
    { #name, name, contract_set_up, contract_tear_down, (void *)(uintptr_t)&backing_sqlite }

void backing_close(struct contract *contract);
/* One fact with this body. */
enum status backing_append(struct store *store, struct str body, struct error *error);
/* Commits a front, with the number folded. */
void backing_fold(struct contract *contract, int64_t number);
int64_t backing_last(struct contract *contract);

#endif
