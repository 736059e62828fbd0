/* Inside learning: what was taken in, and the rows that are made of it. Not for other rooms. */
#ifndef TOPIC_LEARNING_H
#define TOPIC_LEARNING_H

#include "base/map.h"
#include "topic/fit.h"
#include "topic/train.h"

struct entry {
    uint32_t key;
    uint16_t count;
};

/* A keyword of a topic that an article holds. */
struct sign {
    uint32_t topic;
    bool in_title;
};

struct known {
    size_t first, labels, signs; /* where its own begin; the next one's end them */
    uint8_t fold;
};

struct topic_trainer {
    struct arena names, scratch;
    struct map topics; /* name → its place, in the order of the first article */
    struct entry *entries;
    size_t entry_count, entry_room;
    uint32_t *labels;
    size_t label_count, label_room;
    struct sign *signs;
    size_t sign_count, sign_room;
    struct known *articles; /* one more than `count` */
    size_t count, room;
};

/* A weight of the model to be, before those of one feature stand together. */
struct found_weight {
    uint32_t feature;
    struct topic_weight weight;
};

struct learning {
    struct topic_trainer *trainer;
    struct arena arena; /* all that has the size of the model or of the rows */
    struct topic_model model;
    size_t *learned; /* topic of the trainer, by topic of the model */
    struct solver_rows rows;
    struct solver *solver;
    struct fit fit;
    uint32_t *first, *columns;
    float *values;
    bool *positive, *used;
    double *margins; /* of one topic, held out */
    int32_t *held;   /* log-odds, then probability, of articles held out, in millionths: by
                        topic of the model, then article */
    struct found_weight *weights;
    size_t weight_count, weight_room;
};

/* The features that stand in enough articles become the model's, and each article a row of them. */
enum status topic_learning_make_rows(struct learning *learning, struct error *error);

/* Puts what words and keywords say together: log-odds of articles held out become probabilities,
 * those of each part by what the others show. */
enum status topic_learning_blend(struct learning *learning, struct error *error);

/* What is known of the articles held out. */
enum status topic_learning_figures(const struct learning *learning, struct arena *arena,
                                   struct topic_figures *figures, struct error *error);

#endif
