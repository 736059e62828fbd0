/* A round: gather, fold, name, publish. Everything that `broadsheet run` does, once. */
#ifndef RUN_ROUND_H
#define RUN_ROUND_H

#include "gather/gather.h"
#include "press/press.h"
#include "publish/publish.h"

enum round_parts {
    ROUND_GATHER = 1,  /* inbox and network become facts */
    ROUND_PROCESS = 2, /* facts become articles, stories, the front */
    ROUND_PUBLISH = 4, /* the trees are written */
    ROUND_ALL = 7,
    ROUND_PICTURES = 8, /* pictures that lie in the inbox get their copies; part of gathering */
};

struct round_options {
    const char *folder; /* the edition's */
    const struct clock *clock;
    const struct log *log;
    unsigned parts;
    bool everything; /* ask sources that are not due, too */
    bool still;      /* no moment comes: nothing is decided anew because time went on */
    /* Opens wrapped keys; absent: there are none. They are opened for each round, as keys may come
     * at any time. */
    struct str passphrase;
    const char *program; /* as in struct gatherer */
    void (*progress)(void *state, struct str what, size_t done, size_t of); /* may be NULL */
    void *progress_state;
};

struct round_report {
    bool posts;    /* the edition has a newsletter and a mail server */
    bool rescored; /* the configuration's points changed, so all scores were made anew */
    struct gather_report gather;
    struct press_report press;
    struct publish_report publish;
    struct front_report front;
    int64_t threshold;
    int64_t front_hours;
    int64_t stories;  /* that are published, of all times */
    int64_t articles; /* that the edition holds */
    int64_t next_due; /* when a source is due next; INT64_MAX when none is watched */
};

/* Does one round, under the edition's lock. BUSY when another run holds it; DENIED, PERMISSION and
 * INVALID for keys that cannot be opened (files/keys.h): nothing is done then, since records would
 * lose their private part. */
enum status round_run(const struct round_options *options, struct round_report *report,
                      struct error *error);

/* What happened, in words, several lines. */
void round_summary(const struct round_report *report, unsigned parts, struct buf *out);

/* Something that is done to an edition between two rounds, under its lock: facts are appended, then
 * folded and published. */
typedef enum status round_change(void *state, struct gatherer *gatherer, struct facts *facts,
                                 struct error *error);
enum status round_with(const struct round_options *options, round_change *change, void *state,
                       struct round_report *report, struct error *error);

/* A change that makes all scores anew (`rescore`). */
round_change round_rescore;

#endif
