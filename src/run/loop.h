/* `broadsheet run`: rounds for ever, with the server beside them. */
#ifndef RUN_LOOP_H
#define RUN_LOOP_H

#include "run/round.h"

/* Called when SIGHUP came: the configuration is to be read anew. Rounds do so anyway. */
typedef void loop_changed(void *state);

/* Called after each round with its outcome; false ends the loop. */
typedef bool loop_after(void *state, enum status status, const struct round_report *report,
                        const struct error *error);

/* Runs rounds until `after` says no or a SIGINT or SIGTERM comes (then STATUS_OK): at once, then
 * when a source is due, a child of this process ends, SIGHUP
 * comes, or a minute has passed. */
enum status loop_run(const struct round_options *options, loop_after *after, loop_changed *changed,
                     void *state, struct error *error);

#endif
