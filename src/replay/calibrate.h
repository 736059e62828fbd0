/* Threshold and points fitted to what an edition takes in and to the size it wants to have. */
#ifndef REPLAY_CALIBRATE_H
#define REPLAY_CALIBRATE_H

#include "edition/edition.h"
#include "store/store.h"

enum {
    CALIBRATE_CHANGES_MOST = 5,
    CALIBRATE_NOTES_MOST = 8,
    CALIBRATE_STORIES_LEAST = 20, /* of fewer nothing can be told */
};

struct calibrate_options {
    int64_t stories;  /* wanted a day, 1-1000 */
    int64_t days;     /* the most that is looked back */
    bool keep_points; /* fit the threshold and the front alone */
};

struct calibrate_day {
    int64_t day;                             /* since 1970-01-01, UTC */
    size_t articles, stories, before, after; /* before, after: stories that reach the threshold */
};

struct calibrate_change {
    struct str path, before, after; /* of edition.yaml, as written there */
    struct str reason;
};

struct calibrate_report {
    int64_t from, to; /* the time whose intake counts; seconds */
    size_t articles, stories, before, after;
    struct calibrate_day *days; /* in order; none is left out between the first and the last */
    size_t day_count;
    struct calibrate_change changes[CALIBRATE_CHANGES_MOST];
    size_t change_count;
    struct str notes[CALIBRATE_NOTES_MOST];
    size_t note_count;
};

/* `edition` is the present configuration: all that is stored is scored by it anew, in memory.
 * Readers' clicks are left aside. NOT_FOUND when there are too few stories. All lies in the arena.
 */
enum status calibrate(struct store *store, const struct edition *edition,
                      const struct calibrate_options *options, struct arena *arena,
                      struct calibrate_report *report, struct error *error);

#endif
