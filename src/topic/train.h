/* Learning a model of topics from articles whose topics are known, and how good it will be.
 *
 * For each topic: words in fewer than two articles are left out; each word is weighed by how much
 * more often it stands in articles that have the topic than in others (Wang and Manning, "Baselines
 * and bigrams: simple, good sentiment and topic classification", 2012), a linear classifier is
 * fitted to that, and a curve makes probabilities of what it says. The figures and the curves come
 * from articles held out: of five parts, each is judged by what was learnt from the other four.
 * Articles with the same title are in the same part. The same articles in the same order give the
 * same bytes. */
#ifndef TOPIC_TRAIN_H
#define TOPIC_TRAIN_H

#include "topic/model.h"

enum {
    TOPIC_FOLDS = 5,
    TOPIC_TRAIN_MOST = 1000000, /* articles */
    TOPIC_LISTED = 500000,      /* millionths from which on an article is said to have a topic; the
                                   best one is said in any case */
};

struct topic_trainer;

enum status topic_trainer_open(struct topic_trainer **trainer, struct error *error);
void topic_trainer_close(struct topic_trainer *trainer);

/* Adds an article and the names of its topics; all is copied. LIMIT behind TOPIC_TRAIN_MOST
 * articles and for too many topics or words; INVALID for a topic's name that is empty or too long,
 * with nothing added. */
enum status topic_trainer_add(struct topic_trainer *trainer, const struct topic_article *article,
                              const struct topic_signal *signals, size_t signal_count,
                              const struct str *topics, size_t topic_count, struct error *error);

/* Of articles held out, with a topic said or not as the model will say it. */
struct topic_figure {
    struct str name; /* borrowed from the trainer */
    bool learned;    /* else too few articles have it, or do not have it */
    int64_t articles, said, right;
};

struct topic_figures {
    int64_t articles;
    int64_t best_right;       /* articles of which the best topic is one of theirs */
    int64_t had, said, right; /* topics of all articles */
    int64_t off;              /* by how much probabilities are off, on average, in thousandths:
                                 expected calibration error in ten bins */
    size_t features;
    struct topic_figure *topics; /* in the order of their first article; in the arena */
    size_t topic_count;
};

/* Learns, and appends the model's file to `out`. INVALID when there is nothing to be learnt,
 * UNAVAILABLE without liblinear. May be called once. */
enum status topic_trainer_finish(struct topic_trainer *trainer, struct arena *arena,
                                 struct topic_figures *figures, struct buf *out,
                                 struct error *error);

/* "of 200 articles held out, …" as the JSON members of `topic train`'s answer. */
struct json;
void topic_figures_write(const struct topic_figures *figures, struct json *json);

#endif
