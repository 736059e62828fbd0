#include "topic/learning.h"

#include "base/grow.h"
#include "topic/numbers.h"

#include <stdlib.h>

/* ---- which topics ---- */

static size_t count_topic(const struct topic_trainer *trainer, size_t topic) {
    size_t count = 0;
    for (size_t i = 0; i < trainer->label_count; i++)
        count += trainer->labels[i] == topic;
    return count;
}

/* Whether its words can be learnt; else it is as likely as ever, keywords aside. */
static bool can_be_told(const struct topic_trainer *trainer, size_t articles) {
    return articles >= TOPIC_LEARN_LEAST && trainer->count - articles >= TOPIC_LEARN_LEAST;
}

static bool has_signs(const struct topic_trainer *trainer, size_t topic) {
    for (size_t i = 0; i < trainer->sign_count; i++)
        if (trainer->signs[i].topic == topic)
            return true;
    return false;
}

static enum status choose_topics(struct learning *learning, struct error *error) {
    const struct topic_trainer *trainer = learning->trainer;
    struct topic_model *model = &learning->model;
    bool any = false;
    model->topics = arena_array(&learning->arena, trainer->topics.n, struct topic_learned);
    learning->learned = arena_array(&learning->arena, trainer->topics.n, size_t);
    if (arena_failed(&learning->arena))
        return arena_status(&learning->arena, error);
    for (size_t i = 0; i < trainer->topics.n; i++) {
        size_t articles = count_topic(trainer, i);
        if (articles < TOPIC_LEARN_LEAST && !has_signs(trainer, i))
            continue;
        learning->learned[model->topic_count] = i;
        model->topics[model->topic_count++] = (struct topic_learned){
            .name = trainer->topics.entries[i].key, .articles = (int64_t)articles};
        any = any || can_be_told(trainer, articles);
    }
    model->articles = (int64_t)trainer->count;
    if (!any)
        return error_set(error, STATUS_INVALID,
                         "there is nothing to learn: no topic has %d articles that have it and %d "
                         "that do not",
                         TOPIC_LEARN_LEAST, TOPIC_LEARN_LEAST);
    return STATUS_OK;
}

/* ---- one topic ---- */

static void mark_positive(struct learning *learning, size_t topic) {
    const struct topic_trainer *trainer = learning->trainer;
    for (size_t i = 0; i < trainer->count; i++) {
        learning->positive[i] = false;
        for (size_t k = trainer->articles[i].labels; k < trainer->articles[i + 1].labels; k++)
            learning->positive[i] = learning->positive[i] || trainer->labels[k] == topic;
    }
}

/* All articles but those of a part; TOPIC_FOLDS leaves out none. */
static void use_all_but(struct learning *learning, unsigned fold) {
    for (size_t i = 0; i < learning->trainer->count; i++)
        learning->used[i] = learning->trainer->articles[i].fold != fold;
}

static enum status hold_out(struct learning *learning, struct error *error) {
    const struct topic_trainer *trainer = learning->trainer;
    enum status status = STATUS_OK;
    for (unsigned fold = 0; fold < TOPIC_FOLDS && status == STATUS_OK; fold++) {
        use_all_but(learning, fold);
        status = topic_fit(&learning->fit, learning->used, error);
        for (size_t i = 0; i < trainer->count; i++)
            if (trainer->articles[i].fold == fold)
                learning->margins[i] = topic_fit_margin(&learning->fit, (uint32_t)i);
    }
    return status;
}

static struct topic_learned curved(struct topic_learned topic, struct curve curve) {
    const double most = TOPIC_CURVE_LIMIT;
    topic.slope = topic_round(topic_clamp(curve.slope * 1e6, 0, most));
    topic.intercept = topic_round(topic_clamp(curve.intercept * 1e6, -most, most));
    return topic;
}

/* In the units of the model, so that a held-out article is judged as any other. */
static int64_t whole(double margin) {
    return topic_round(margin * ((double)TOPIC_WEIGHT_ONE * TOPIC_LENGTH));
}

/* The log-odds of each part by the curve of the others, then the curve of all. */
static void find_curves(struct learning *learning, size_t topic) {
    const struct topic_trainer *trainer = learning->trainer;
    struct topic_learned *learned = &learning->model.topics[topic];
    int32_t *held = learning->held + topic * trainer->count;
    for (unsigned fold = 0; fold <= TOPIC_FOLDS; fold++) {
        use_all_but(learning, fold);
        struct curve curve = topic_curve_fit(learning->margins, learning->positive, learning->used,
                                             (uint32_t)trainer->count);
        *learned = curved(*learned, curve);
        for (size_t i = 0; i < trainer->count; i++)
            if (trainer->articles[i].fold == fold)
                held[i] = (int32_t)topic_log_odds(learned, whole(learning->margins[i]));
    }
}

static enum status take_weights(struct learning *learning, size_t topic, struct error *error) {
    const struct fit *fit = &learning->fit;
    const double most = TOPIC_WEIGHT_LIMIT;
    for (uint32_t k = 0; k < learning->rows.width; k++) {
        double weight = topic_clamp(fit->weights[k] * TOPIC_WEIGHT_ONE, -most, most);
        if (topic_round(weight) == 0)
            continue;
        if (grow(&learning->weights, &learning->weight_room, learning->weight_count + 1,
                 sizeof *learning->weights) != STATUS_OK)
            return error_memory(error);
        learning->weights[learning->weight_count++] =
            (struct found_weight){k, {(uint32_t)topic, (int32_t)topic_round(weight)}};
    }
    double bias = topic_clamp(fit->bias * TOPIC_WEIGHT_ONE, -most, most);
    learning->model.topics[topic].bias = topic_round(bias * TOPIC_LENGTH);
    if (learning->weight_count > TOPIC_MODEL_WEIGHTS_MOST)
        return error_set(error, STATUS_LIMIT, "there are too many words to learn from at once");
    return STATUS_OK;
}

static enum status learn_topic(struct learning *learning, size_t topic, struct error *error) {
    const struct topic_trainer *trainer = learning->trainer;
    struct topic_learned *learned = &learning->model.topics[topic];
    mark_positive(learning, learning->learned[topic]);
    if (!can_be_told(trainer, (size_t)learned->articles)) {
        for (size_t i = 0; i < trainer->count; i++)
            learning->margins[i] = 0;
        find_curves(learning, topic);
        return STATUS_OK;
    }
    enum status status = hold_out(learning, error);
    if (status != STATUS_OK)
        return status;
    find_curves(learning, topic);
    use_all_but(learning, TOPIC_FOLDS);
    status = topic_fit(&learning->fit, learning->used, error);
    return status == STATUS_OK ? take_weights(learning, topic, error) : status;
}

/* ---- all of them ---- */

/* Those of one feature together: their count, then where they begin; topics stay ascending. */
static enum status sort_weights(struct learning *learning, struct error *error) {
    struct topic_model *model = &learning->model;
    model->first = arena_array(&learning->arena, model->feature_count + 2, uint32_t);
    model->weights = arena_array(&learning->arena, learning->weight_count, struct topic_weight);
    if (arena_failed(&learning->arena))
        return arena_status(&learning->arena, error);
    for (size_t i = 0; i < learning->weight_count; i++)
        model->first[learning->weights[i].feature + 2]++;
    for (size_t k = 2; k < model->feature_count + 2; k++)
        model->first[k] += model->first[k - 1];
    /* first[k + 1] is where the next of feature k goes, and in the end where those of k + 1 begin.
     */
    for (size_t i = 0; i < learning->weight_count; i++)
        model->weights[model->first[learning->weights[i].feature + 1]++] =
            learning->weights[i].weight;
    return STATUS_OK;
}

static enum status take_room(struct learning *learning, struct error *error) {
    struct arena *arena = &learning->arena;
    size_t rows = learning->trainer->count, width = learning->rows.width;
    learning->positive = arena_array(arena, rows, bool);
    learning->used = arena_array(arena, rows, bool);
    learning->margins = arena_array(arena, rows, double);
    learning->held = arena_array(arena, rows * learning->model.topic_count, int32_t);
    learning->fit = (struct fit){
        .rows = &learning->rows,
        .solver = learning->solver,
        .positive = learning->positive,
        .ratios = arena_array(arena, width, double),
        .weights = arena_array(arena, width, double),
    };
    return arena_status(arena, error);
}

enum status topic_trainer_finish(struct topic_trainer *trainer, struct arena *arena,
                                 struct topic_figures *figures, struct buf *out,
                                 struct error *error) {
    struct learning learning = {.trainer = trainer};
    arena_init(&learning.arena, (size_t)4 << 30);
    enum status status = choose_topics(&learning, error);
    if (status == STATUS_OK)
        status = topic_learning_make_rows(&learning, error);
    if (status == STATUS_OK)
        status = topic_solver_open(&learning.rows, &learning.solver, error);
    if (status == STATUS_OK)
        status = take_room(&learning, error);
    for (size_t i = 0; status == STATUS_OK && i < learning.model.topic_count; i++)
        status = learn_topic(&learning, i, error);
    if (status == STATUS_OK)
        status = topic_learning_blend(&learning, error);
    if (status == STATUS_OK)
        status = sort_weights(&learning, error);
    if (status == STATUS_OK)
        status = topic_learning_figures(&learning, arena, figures, error);
    if (status == STATUS_OK) {
        topic_model_write(&learning.model, out);
        status = buf_check(out, error);
    }
    topic_solver_close(learning.solver);
    free(learning.weights);
    arena_release(&learning.arena);
    return status;
}
