/* An edition made again from its records and its keys (docs/sealing.md). */
#ifndef RUN_REBUILD_H
#define RUN_REBUILD_H

#include "run/loss.h"
#include "run/round.h"

struct rebuild_report {
    size_t articles; /* with all that is known of them */
    size_t further;  /* records of the same articles */
    size_t records;  /* of which only what is public is known */
    size_t issues;
    bool edition; /* what belongs to no article is restored */
    size_t lost[LOSSES];
};

struct rebuild {
    const struct seal_key *keys;
    size_t key_count;
    loss_tell *tell; /* of each record whose private part could not be restored; may be NULL */
    void *state;
    struct rebuild_report report;
};

/* Makes the edition's state from records/ and publishes it. EXISTS when the edition has a state
 * that did not come from this: it is never touched. An interrupted one is taken up again, and one
 * that is done is published once more. Without
 * what belongs to no article a moment is noted, so that there is a front. */
enum status rebuild_run(struct round_options *options, struct rebuild *rebuild,
                        struct round_report *report, struct error *error);

#endif
