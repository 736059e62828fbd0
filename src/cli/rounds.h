/* What `run`, `fetch`, `process`, `publish`, `add` and `record import` share: a round with its
 * progress line and its summary. */
#ifndef CLI_ROUNDS_H
#define CLI_ROUNDS_H

#include "cli/keys.h"
#include "run/round.h"

/* Options of a round for this invocation, drawing progress on a terminal. */
struct round_options rounds_options(struct invocation *invocation, unsigned parts);
/* Runs `change` (may be NULL) and the parts, and prints the summary. */
enum status rounds_run(struct invocation *invocation, unsigned parts, round_change *change,
                       void *state);
/* Prints the summary of a round that was done. */
enum status rounds_report(struct invocation *invocation, const struct round_report *report,
                          unsigned parts);
/* Takes the progress line away. */
void rounds_clear(struct invocation *invocation);

#endif
