/* `broadsheet run`: rounds for ever, with the server beside them. */
#ifndef RUN_LOOP_H
#define RUN_LOOP_H

#include "run/round.h"

/* Called after each round with its outcome; false ends the loop. */
typedef bool loop_after(void *state, enum status status, const struct round_report *report,
                        const struct error *error);

/* Runs rounds until `after` says no or a SIGINT or SIGTERM comes (then STATUS_OK): at once, then
 * when a source is due, a child of this process ends, or a minute has passed. */
enum status loop_run(const struct round_options *options, loop_after *after, void *state,
                     struct error *error);

#endif
