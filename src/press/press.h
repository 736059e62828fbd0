/* The press: the one writer that makes derived state from facts.
 *
 * Folding a fact depends on the fact, on the state before it, and on nothing else: not on the
 * clock, nor on how facts are batched. So derived state may be deleted and made again, and a run
 * that was killed goes on from the last fact that was committed. */
#ifndef PRESS_PRESS_H
#define PRESS_PRESS_H

#include "base/log.h"
#include "edition/edition.h"
#include "front/front.h"
#include "store/store.h"

struct press;

struct press_report {
    size_t facts;    /* folded */
    size_t observed; /* observations among them */
    size_t fresh;    /* articles made */
    size_t revised;  /* articles changed by a later observation */
    size_t imported; /* records */
    size_t united,
        parted;   /* stories that became one with another, or came from another, at ticks */
    size_t moved; /* articles that went to another story */
};

/* Opens the press on a store that was opened for writing, at the state of the last commit. */
enum status press_open(struct store *store, const struct log *log, struct press **press,
                       struct error *error);
void press_close(struct press *press);

/* Folds every fact that is not folded yet. `report` is added to. */
enum status press_fold(struct press *press, struct press_report *report, struct error *error);

/* The same, but no fact behind `number`. */
enum status press_fold_to(struct press *press, int64_t number, struct press_report *report,
                          struct error *error);

/* Called after a fact was folded, before it is committed: reading the store shows the state as it
 * is then. */
typedef enum status press_watch(void *state, struct store *store, const struct fact *fact,
                                struct error *error);
void press_set_watch(struct press *press, press_watch *watch, void *state);

/* From now on the edition is that of `packed` (edition_pack), whatever the facts say of its
 * configuration: for a press on a store that was opened for a replay. */
enum status press_override(struct press *press, struct str packed, struct error *error);

/* The edition as the last folded configuration says; NULL before there is one. Borrowed until the
 * next press_fold. */
const struct edition *press_edition(const struct press *press);

/* Gathers what leaves the house: names that are due (record paths of new articles, slugs of stories
 * that are shown for the first time, the leads that these are announced by) as a `named` fact, the
 * front's look where it is another as a `fronted` one; appends and folds them. `at` is the time of
 * the round. */
enum status press_name(struct press *press, int64_t at, struct error *error);

/* At the first round of a UTC day: cuts a background of words from the edition's own stories, those
 * whose leads were published in the weeks before (story/tally.h), and appends it as a `counted`
 * fact where there are enough texts, and new ones, and it is not the one that holds. Nothing before
 * the edition's first tick, nor twice on a day; all facts must be folded. */
enum status press_count(struct press *press, int64_t at, struct error *error);

struct story_near;
/* Live articles that almost belong to a story (story/settle.h), in `arena`; none for a story that
 * is no longer live. */
enum status press_near(struct press *press, struct arena *arena, struct str story, size_t most,
                       struct story_near **near, size_t *count, struct error *error);

/* What the last tick, of this run or one before, reported about the front. */
const struct front_report *press_front_report(const struct press *press);

#endif
