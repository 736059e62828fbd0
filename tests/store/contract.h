/* What every backing of store/store.h must do. A test program for a backing says how to come by an
 * empty store of its kind and runs the same suite:
 *
 *     return contract_run(&backing);
 */
#ifndef TESTS_STORE_CONTRACT_H
#define TESTS_STORE_CONTRACT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store.h"

struct contract_backing {
    /* Opens the store of `folder`, an empty one at first; may be called again for the same. */
    enum status (*open)(const char *folder, enum store_access access, struct store **store,
                        struct error *error);
    /* Makes waiting for a lock end soon. */
    void (*hurry)(struct store *store);
    /* Deletes the derived state of a store that nobody has open. */
    void (*lose_derived)(const char *folder);
};

/* Each test gets one of these, with a store open for writing in a folder of its own. */
struct contract {
    const struct contract_backing *backing;
    char folder[64];
    struct store *store;
    struct arena arena;
    struct error error;
};

int contract_run(const struct contract_backing *backing);

/* For cmocka, with `struct contract_backing` as the initial state. */
int contract_set_up(void **state);
int contract_tear_down(void **state);
/* Removes a folder and all that is in it. */
void contract_remove(const char *folder);
/* Closes the store and opens it again. */
void contract_reopen(struct contract *contract, enum store_access access);
/* Says what went wrong when a call should have been good. */
void contract_good(struct contract *contract, enum status status);
#define GOOD(call) contract_good(contract, (call))
#define FAILS(want, call) assert_int_equal((call), (want))
#define assert_str(got, want) contract_assert_str((got), (want), __FILE__, __LINE__)
/* `want` NULL: absent. */
void contract_assert_str(struct str got, const char *want, const char *file, int line);

/* Texts that may not be stored. */
enum { CONTRACT_BAD_TEXTS = 5 };
extern const struct str contract_bad_texts[CONTRACT_BAD_TEXTS];
/* Texts that may, and must come back as they are, whatever a database makes of them. */
enum { CONTRACT_ODD_TEXTS = 12 };
extern const struct str contract_odd_texts[CONTRACT_ODD_TEXTS];

/* The parts of the suite. */
struct contract_part {
    const struct CMUnitTest *tests;
    size_t count;
};
extern const struct contract_part contract_facts;
extern const struct contract_part contract_derived;
extern const struct contract_part contract_articles;
extern const struct contract_part contract_search;
extern const struct contract_part contract_touched;
extern const struct contract_part contract_work;
extern const struct contract_part contract_subscribers;

/* In contract_articles.c, for others. */
void contract_put_articles(struct contract *contract, const struct store_article *articles,
                           size_t count, int64_t folded);

#endif
