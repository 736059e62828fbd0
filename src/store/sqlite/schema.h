/* The tables of the three databases, and how a file of an older version becomes one of ours.
 *
 * A version is one step of SQL; a file holds the number of the steps it has been through
 * (user_version). facts.db and work.db take the steps that they lack. derived.db can be made again,
 * so it has no older versions: when its tables were made from another text than ours, they are
 * dropped and made anew, empty. */
#ifndef STORE_SQLITE_SCHEMA_H
#define STORE_SQLITE_SCHEMA_H

#include "store/sqlite/sql.h"

/* The spaces of keys that are looked up by value, too: as the index says it, so must a query. */
#define STORE_KEYS_OF "space IN (0, 8, 9, 10, 16)"

struct store_schema {
    const char *file;     /* its name in the state folder */
    int32_t application;  /* application_id: four letters */
    const char *settings; /* pragmas of this database */
    const char *const *steps;
    int64_t version; /* how many steps */
    bool derived;
};

extern const struct store_schema store_schema_facts;
extern const struct store_schema store_schema_derived;
extern const struct store_schema store_schema_work;

enum store_fit {
    STORE_FIT_READY,
    STORE_FIT_NEW, /* a file without anything in it */
    STORE_FIT_OLD, /* lacks steps; for derived.db: made from another text */
};
/* Reads only. INVALID for a database of somebody else's, UNSUPPORTED for a later version of ours.
 */
enum status store_schema_fit(struct store_sql *sql, const struct store_schema *schema,
                             enum store_fit *fit, struct error *error);
/* Makes it ready, whatever it was; several processes may do so at once. */
enum status store_schema_make(struct store_sql *sql, const struct store_schema *schema,
                              struct error *error);
/* Drops all tables and makes them anew, within the caller's transaction. */
enum status store_schema_remake(struct store_sql *sql, const struct store_schema *schema,
                                struct error *error);

#endif
