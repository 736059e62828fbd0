/* What an answer means for what is noted of a source (for gathering). */
#ifndef GATHER_NETWORK_H
#define GATHER_NETWORK_H

#include "edition/edition.h"
#include "poll/poll.h"
#include "store/store.h"

/* Notes when the source is asked next, and why. Chance comes from its id and the time, so that what
 * failed together does not come again together. */
void source_plan(struct store_source *state, const struct poll_outcome *outcome, int64_t least,
                 int64_t most);
/* A good answer came by way of `moved` (absent: from where it was asked). True when that was said
 * for long enough: from now on the source is asked there. `moved` is borrowed. */
bool source_note_move(struct store_source *state, const struct edition_source *source,
                      struct str moved, int64_t now);
/* After some failures in a row a source is asked at its own address again. */
void source_doubt_address(struct store_source *state);

#endif
