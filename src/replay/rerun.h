/* A run again: the facts of an edition folded anew, into memory, as they were or under another
 * configuration. Nothing of the edition is changed, nor is it locked: facts that come meanwhile are
 * not looked at. */
#ifndef REPLAY_RERUN_H
#define REPLAY_RERUN_H

#include "press/press.h"

struct rerun {
    struct store *store;
    struct press *press;
    int64_t last; /* the last fact when it was opened */
};

/* `where` is the edition's `store` key; `packed` (edition_pack) replaces the configurations among
 * the facts, absent: these hold. NOT_FOUND when the edition has no state yet. Closed by
 * rerun_close, after an error, too. */
enum status rerun_open(const char *folder, struct str where, const struct log *log,
                       struct str packed, struct rerun *rerun, struct error *error);
/* Safe on a zeroed one. */
void rerun_close(struct rerun *rerun);

/* Called when all reruns stand at a tick. */
typedef enum status rerun_visit(void *state, const struct fact *tick, struct error *error);

/* Folds `count` reruns of the same facts abreast, those that happened before `to`, and stops at
 * each tick in [from, to). `visit` may be NULL. *ticks says how many there were. */
enum status rerun_walk(struct rerun *const *reruns, size_t count, int64_t from, int64_t to,
                       rerun_visit *visit, void *state, size_t *ticks, struct error *error);

/* The front as it stands in a store, in the arena; empty before there was one. */
enum status rerun_front(struct store *store, struct arena *arena, struct front *front,
                        struct error *error);

#endif
