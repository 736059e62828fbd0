/* Which topics an article has: the source's, those whose keywords stand in the title, their
 * parents, and the edition's main topic (spec/scoring.md, Recovered); beside them those that a
 * learned model finds, where the edition wants one. */
#ifndef TOPIC_TOPIC_H
#define TOPIC_TOPIC_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"
#include "edition/edition.h"
#include "topic/model.h"

struct topic_classifier;

/* Builds the automaton over all keywords; immutable, lies in the arena, borrows from `edition`. */
enum status topic_classifier_make(struct arena *arena, const struct edition *edition,
                                  struct topic_classifier **classifier, struct error *error);

struct topic_assignment {
    size_t topic;       /* into edition.topics */
    bool in_title;      /* one of its keywords stands in the title */
    struct str keyword; /* that keyword, as the taxonomy writes it; absent otherwise */
    enum topic_reason {
        TOPIC_OF_SOURCE,
        TOPIC_KEYWORD,
        TOPIC_LEARNED,
        TOPIC_PARENT,
        TOPIC_MAIN
    } reason;
    const struct topic_verdict *verdict; /* of the model, which knows it; NULL without */
};

/* Gives the classifier a model, borrowed: topics that it holds for as likely as `least` thousandths
 * are found, too. Topics that the edition does not have (any more) say nothing. */
enum status topic_classifier_learn(struct topic_classifier *classifier, struct arena *arena,
                                   const struct topic_model *model, int64_t least,
                                   struct error *error);

/* The topics whose keywords the article's title and excerpt hold, as a model sees them. */
enum status topic_signals(const struct topic_classifier *classifier, struct arena *arena,
                          const struct topic_article *article, struct topic_signal **signals,
                          size_t *count, struct error *error);

/* The topics of an article, in the records' order: `source_topic` (SIZE_MAX: none) first, the rest
 * in the taxonomy's order. A model finds more of them, and says what it holds of those that the
 * rules found; `words` asks for the words that decided. Without one only the title is looked at.
 * The assignments lie in `arena`. */
enum status topic_classify(const struct topic_classifier *classifier, struct arena *arena,
                           size_t source_topic, const struct topic_article *article, bool words,
                           struct topic_assignment **assignments, size_t *count,
                           struct error *error);

/* For given topics (an imported record's), which of them have a keyword in `title`: fills in_title
 * and keyword of each assignment, leaves order and reason. */
enum status topic_mark_title(const struct topic_classifier *classifier, struct arena *arena,
                             struct str title, struct topic_assignment *assignments, size_t count,
                             struct error *error);

#endif
