/* The newsletter in a round. */
#ifndef RUN_ISSUES_H
#define RUN_ISSUES_H

#include "base/log.h"
#include "edition/edition.h"
#include "press/press.h"

struct issues_round {
    const char *folder;
    const struct edition *edition;
    struct store *store;
    struct press *press;
    const struct log *log;
    int64_t now;
};

/* Makes drafts that are due, appends and folds a fact for each issue whose time has come, and takes
 * its draft away. Nothing for an edition without a newsletter. */
enum status issues_let_go(const struct issues_round *round, struct press_report *report,
                          struct error *error);

#endif
