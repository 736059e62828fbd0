/* The configuration as a fact. */
#ifndef RUN_CONFIGURE_H
#define RUN_CONFIGURE_H

#include "edition/edition.h"
#include "store/store.h"

struct configure_report {
    char hash[HASH_HEX + 1]; /* of the packed files */
    bool appended;           /* it was another than the last one */
    bool rescored;           /* so were its points, and a `rescored` fact follows it */
};

/* Appends a `configured` fact when the files differ from those of the last one. Where that changes
 * what a stored article's points, heat or threshold are, a `rescored` fact goes with it, in the
 * same commit (spec/scoring.md, Ours). */
enum status configure_note(struct store *store, const struct edition *edition,
                           const struct edition_file *files, size_t count, int64_t now,
                           struct configure_report *report, struct error *error);

#endif
