#include "topic/model.h"
#include "topic/numbers.h"

#include <stdlib.h>

enum { MILLION = 1000000 };

static int64_t weight_of(const struct topic_model *model, const struct topic_feature *feature,
                         size_t at) {
    return (int64_t)topic_frequency(feature->count) * model->rarity[at];
}

void topic_model_measure(const struct topic_model *model, const struct topic_features *features,
                         struct topic_measure *measures, size_t *count) {
    double squares = 0;
    *count = 0;
    for (size_t i = 0; i < features->n; i++) {
        const struct topic_feature *feature = &features->items[i];
        size_t at = topic_model_find(model, feature->key);
        if (at == SIZE_MAX)
            continue;
        int64_t weight = weight_of(model, feature, at);
        squares += (double)weight * (double)weight;
        measures[(*count)++] = (struct topic_measure){at, weight, feature};
    }
    double length = topic_root(squares);
    for (size_t i = 0; i < *count; i++)
        measures[i].value = topic_round((double)measures[i].value * TOPIC_LENGTH / length);
}

static const int64_t one = (int64_t)TOPIC_WEIGHT_ONE * TOPIC_LENGTH;

static int64_t within(int64_t number) {
    return number > TOPIC_CURVE_LIMIT    ? TOPIC_CURVE_LIMIT
           : number < -TOPIC_CURVE_LIMIT ? -TOPIC_CURVE_LIMIT
                                         : number;
}

/* factor * part / whole, for factors up to TOPIC_CURVE_LIMIT and quotients of any size. */
static int64_t share(int64_t factor, int64_t part, int64_t whole) {
    double most = TOPIC_CURVE_LIMIT;
    return topic_round(topic_clamp((double)factor * ((double)part / (double)whole), -most, most));
}

int64_t topic_log_odds(const struct topic_learned *topic, int64_t sum) {
    return within(share(topic->slope, sum, one) + topic->intercept);
}

bool topic_is_common(const struct topic_model *model, size_t topic) {
    return model->articles - model->topics[topic].articles < TOPIC_LEARN_LEAST;
}

int64_t topic_blended(const struct topic_model *model, size_t topic, int64_t log_odds,
                      bool in_title, bool in_excerpt) {
    const struct topic_blend *blend = &model->blend;
    if (topic_is_common(model, topic))
        return log_odds;
    return within(share(blend->words, log_odds, MILLION) + blend->base +
                  (in_title ? blend->in_title : 0) + (in_excerpt ? blend->in_excerpt : 0));
}

int64_t topic_probability(int64_t log_odds) {
    return topic_round(1e6 / (1 + topic_exp(-(double)log_odds / 1e6)));
}

/* Best first; `topic` says which of equals comes first. */
static int compare(const void *a, const void *b) {
    const struct topic_verdict *left = a;
    const struct topic_verdict *right = b;
    if (left->millionths != right->millionths)
        return left->millionths > right->millionths ? -1 : 1;
    return left->topic < right->topic ? -1 : left->topic > right->topic;
}

/* Puts a word into its place among the best; of equals, the one that came first stays first. */
static void keep_word(struct topic_verdict *verdict, struct topic_word word) {
    size_t at = verdict->word_count;
    while (at > 0 && verdict->words[at - 1].points < word.points)
        at--;
    if (at == TOPIC_WORDS_MOST || word.points <= 0)
        return;
    if (verdict->word_count < TOPIC_WORDS_MOST)
        verdict->word_count++;
    for (size_t i = verdict->word_count - 1; i > at; i--)
        verdict->words[i] = verdict->words[i - 1];
    verdict->words[at] = word;
}

struct hearing {
    const struct topic_model *model;
    struct topic_measure *measures;
    size_t count;
    int64_t *sums;         /* by topic */
    unsigned char *signal; /* by topic: bits below */
    struct topic_verdict *verdicts;
};

enum { SIGNAL_IN_TITLE = 1, SIGNAL_IN_EXCERPT = 2 };

static void add_up(struct hearing *hearing) {
    const struct topic_model *model = hearing->model;
    for (size_t i = 0; i < model->topic_count; i++)
        hearing->sums[i] = model->topics[i].bias;
    for (size_t i = 0; i < hearing->count; i++) {
        const struct topic_measure *measure = &hearing->measures[i];
        for (size_t k = model->first[measure->feature]; k < model->first[measure->feature + 1]; k++)
            hearing->sums[model->weights[k].topic] += model->weights[k].weight * measure->value;
    }
}

static void find_words(struct hearing *hearing) {
    static const enum topic_word_kind kinds[] = {
        [FEATURE_WORD] = TOPIC_WORD,
        [FEATURE_PAIR] = TOPIC_WORD_PAIR,
        [FEATURE_TITLE_WORD] = TOPIC_WORD_OF_TITLE,
    };
    const struct topic_model *model = hearing->model;
    for (size_t i = 0; i < hearing->count; i++) {
        const struct topic_measure *measure = &hearing->measures[i];
        for (size_t k = model->first[measure->feature]; k < model->first[measure->feature + 1];
             k++) {
            const struct topic_weight *weight = &model->weights[k];
            int64_t points =
                share(model->topics[weight->topic].slope, weight->weight * measure->value, one);
            keep_word(&hearing->verdicts[weight->topic],
                      (struct topic_word){measure->source->words, kinds[measure->source->kind],
                                          share(model->blend.words, points, MILLION) / 1000});
        }
    }
}

static void take_signals(struct hearing *hearing, const struct topic_signal *signals, size_t count,
                         bool words) {
    const struct topic_model *model = hearing->model;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < model->topic_count; k++) {
            if (!str_eq(signals[i].topic, model->topics[k].name))
                continue;
            bool in_title = signals[i].in_title;
            hearing->signal[k] |= in_title ? SIGNAL_IN_TITLE : SIGNAL_IN_EXCERPT;
            int64_t points = in_title ? model->blend.in_title : model->blend.in_excerpt;
            if (words)
                keep_word(&hearing->verdicts[k],
                          (struct topic_word){signals[i].keyword, TOPIC_WORD_KEY, points / 1000});
        }
}

static void decide(struct hearing *hearing) {
    const struct topic_model *model = hearing->model;
    for (size_t i = 0; i < model->topic_count; i++) {
        int64_t log_odds = topic_blended(
            model, i, topic_log_odds(&model->topics[i], hearing->sums[i]),
            hearing->signal[i] & SIGNAL_IN_TITLE, hearing->signal[i] & SIGNAL_IN_EXCERPT);
        hearing->verdicts[i].topic = i;
        hearing->verdicts[i].millionths = topic_probability(log_odds);
    }
    if (model->topic_count > 0)
        qsort(hearing->verdicts, model->topic_count, sizeof *hearing->verdicts, compare);
}

enum status topic_model_judge(const struct topic_model *model, struct arena *arena,
                              const struct topic_features *features,
                              const struct topic_signal *signals, size_t signal_count, bool words,
                              struct topic_verdict **verdicts, struct error *error) {
    struct hearing hearing = {
        .model = model,
        .measures = arena_array(arena, features->n, struct topic_measure),
        .sums = arena_array(arena, model->topic_count, int64_t),
        .signal = arena_array(arena, model->topic_count, unsigned char),
        .verdicts = arena_array(arena, model->topic_count, struct topic_verdict),
    };
    *verdicts = hearing.verdicts;
    if (arena_failed(arena))
        return arena_status(arena, error);
    topic_model_measure(model, features, hearing.measures, &hearing.count);
    add_up(&hearing);
    take_signals(&hearing, signals, signal_count, words);
    if (words)
        find_words(&hearing);
    decide(&hearing);
    return STATUS_OK;
}
