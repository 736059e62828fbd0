#include "topic/learning.h"

#include "base/json.h"

#include <stdlib.h>

enum { BINS = 10, MILLION = 1000000 };

struct tally {
    const struct learning *learning;
    struct topic_figures *figures;
    int64_t sure[BINS], came[BINS], in[BINS]; /* millionths said, articles that have it, all */
};

static bool has(const struct topic_trainer *trainer, size_t article, size_t topic) {
    for (size_t k = trainer->articles[article].labels; k < trainer->articles[article + 1].labels;
         k++)
        if (trainer->labels[k] == topic)
            return true;
    return false;
}

static int32_t said_of(const struct learning *learning, size_t topic, size_t article) {
    return learning->held[topic * learning->trainer->count + article];
}

static size_t best_of(const struct learning *learning, size_t article) {
    size_t best = 0;
    for (size_t i = 1; i < learning->model.topic_count; i++)
        if (said_of(learning, i, article) > said_of(learning, best, article))
            best = i;
    return best;
}

static void count_article(struct tally *tally, size_t article) {
    const struct learning *learning = tally->learning;
    size_t best = best_of(learning, article);
    for (size_t i = 0; i < learning->model.topic_count; i++) {
        size_t topic = learning->learned[i];
        struct topic_figure *figure = &tally->figures->topics[topic];
        int32_t sure = said_of(learning, i, article);
        bool right = has(learning->trainer, article, topic);
        size_t bin = (size_t)sure * BINS / (MILLION + 1);
        tally->sure[bin] += sure;
        tally->came[bin] += right;
        tally->in[bin]++;
        if (i == best)
            tally->figures->best_right += right;
        if (sure < TOPIC_LISTED && i != best)
            continue;
        figure->said++;
        figure->right += right;
    }
}

/* Each bin weighs as much as it has. */
static int64_t off(const struct tally *tally) {
    int64_t sum = 0, all = 0;
    for (size_t i = 0; i < BINS; i++) {
        sum += llabs(tally->sure[i] - tally->came[i] * MILLION);
        all += tally->in[i];
    }
    return all > 0 ? sum / all / 1000 : 0;
}

enum status topic_learning_figures(const struct learning *learning, struct arena *arena,
                                   struct topic_figures *figures, struct error *error) {
    const struct topic_trainer *trainer = learning->trainer;
    struct tally tally = {.learning = learning, .figures = figures};
    *figures = (struct topic_figures){
        .articles = (int64_t)trainer->count,
        .features = learning->model.feature_count,
        .topics = arena_array(arena, trainer->topics.n, struct topic_figure),
        .topic_count = trainer->topics.n,
    };
    if (arena_failed(arena))
        return arena_status(arena, error);
    for (size_t i = 0; i < trainer->topics.n; i++)
        figures->topics[i].name = trainer->topics.entries[i].key;
    for (size_t i = 0; i < trainer->label_count; i++)
        figures->topics[trainer->labels[i]].articles++;
    for (size_t i = 0; i < learning->model.topic_count; i++)
        figures->topics[learning->learned[i]].learned = true;
    for (size_t i = 0; i < trainer->count; i++)
        count_article(&tally, i);
    for (size_t i = 0; i < figures->topic_count; i++) {
        figures->had += figures->topics[i].articles;
        figures->said += figures->topics[i].said;
        figures->right += figures->topics[i].right;
    }
    figures->off = off(&tally);
    return STATUS_OK;
}

static int64_t thousandths(int64_t part, int64_t whole) {
    return whole > 0 ? (part * 2000 + whole) / (whole * 2) : 0;
}

static void write_shares(int64_t had, int64_t said, int64_t right, struct json *json) {
    json_field_int(json, "precision", thousandths(right, said));
    json_field_int(json, "recall", thousandths(right, had));
    json_field_int(json, "f1", thousandths(2 * right, had + said));
}

void topic_figures_write(const struct topic_figures *figures, struct json *json) {
    json_field_int(json, "articles", figures->articles);
    json_field_int(json, "folds", TOPIC_FOLDS);
    json_field_int(json, "features", (int64_t)figures->features);
    json_field_int(json, "accuracy", thousandths(figures->best_right, figures->articles));
    write_shares(figures->had, figures->said, figures->right, json);
    json_field_int(json, "calibrationError", figures->off);
    json_key(json, "topics");
    json_begin_array(json);
    for (size_t i = 0; i < figures->topic_count; i++) {
        const struct topic_figure *figure = &figures->topics[i];
        json_begin_object(json);
        json_field_str(json, "name", figure->name);
        json_field_int(json, "articles", figure->articles);
        if (figure->learned)
            write_shares(figure->articles, figure->said, figure->right, json);
        else
            json_field_bool(json, "learned", false);
        json_end_object(json);
    }
    json_end_array(json);
}
