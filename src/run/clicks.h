/* Clicks on their way from the server's notes to facts (spec/scoring.md: counted without knowing
 * anyone). */
#ifndef RUN_CLICKS_H
#define RUN_CLICKS_H

#include "store/store.h"

/* Appends the days' sums that have grown since they were last folded, as one fact (*appended says
 * whether there was one), and forgets the single clicks of days that are over. All facts so far
 * must be folded. */
enum status clicks_fold(struct store *store, int64_t now, bool *appended, struct error *error);

#endif
