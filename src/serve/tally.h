/* Clicks, and what else the server has to write, on their way into the store: noted by the thread
 * that answers, written by one of its own, which also deletes the day's key when the day is over.
 */
#ifndef SERVE_TALLY_H
#define SERVE_TALLY_H

#include "base/clock.h"
#include "base/log.h"
#include "base/status.h"
#include "store/store.h"

struct serve_tally;

/* Deletes the keys of other days and starts the thread, which notes where the server listens
 * (NOTES_LISTENER) once there is a store. What is given is borrowed. */
enum status serve_tally_open(const char *folder, struct str where, const char *listener,
                             const struct clock *clock, const struct log *log,
                             struct serve_tally **tally, struct error *error);
/* Notes a click by the visitor with this peer address and user agent, and never waits; `id` is
 * checked later. False when too many wait already: this one is not counted. */
bool serve_tally_note(struct serve_tally *tally, struct str id, struct str address,
                      struct str agent);
/* A value of at most 256 bytes for a source's id; the same. */
bool serve_tally_tell(struct serve_tally *tally, enum store_notes table, struct str id,
                      struct str value);
/* Writes what was noted and ends the thread. Safe on NULL. */
void serve_tally_close(struct serve_tally *tally);

#endif
