/* All scores made anew under a configuration, without fetching: what `rescore` shows and what its
 * fact does (spec/scoring.md, Ours).
 *
 * Imported articles keep their recorded topics and related lists; a related article that the
 * edition knows counts with its new quality, another with the recorded one. */
#ifndef PRESS_RESCORE_H
#define PRESS_RESCORE_H

#include "record/record.h"
#include "score/score.h"
#include "store/store.h"
#include "topic/topic.h"

struct rescored {
    const struct store_article *row; /* as stored */
    struct str title;
    struct str path; /* of its record; absent before it has one */
    const struct topic_assignment *topics;
    size_t topic_count;
    struct score quality;
    struct score heat; /* of a follower: SCORE_FOLLOWER without parts */
    bool lead, shown;
};

/* Called for each article, by id. What `rescored` points to lives until the visit returns. */
typedef enum status rescore_visit(void *state, const struct rescored *rescored,
                                  struct error *error);

enum status rescore_all(struct store *store, const struct edition *edition, int64_t now,
                        rescore_visit *visit, void *state, struct error *error);

/* A record's own topics, as far as the taxonomy knows them, with their keywords in the title
 * marked. */
enum status rescore_recorded_topics(const struct edition *edition,
                                    const struct topic_classifier *classifier, struct arena *arena,
                                    const struct record *record, struct topic_assignment **topics,
                                    size_t *count, struct error *error);

#endif
