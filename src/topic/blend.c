/* How much words and keywords say beside each other: logistic regression over all pairs of a topic
 * and an article at once, by Newton's method with a little ridge, since keywords may be right
 * without exception. */
#include "topic/learning.h"
#include "topic/numbers.h"

enum { TERMS = 4, ROUNDS = 50 };
enum { WORDS, IN_TITLE, IN_EXCERPT, BASE };

static const double ridge = 0.1;

struct pair {
    int32_t log_odds; /* of the words, in millionths */
    bool has, in_title, in_excerpt;
};

struct blending {
    const struct learning *learning;
    unsigned char *signs; /* by topic of the trainer, then article: bits of enum topic_sign */
};

enum topic_sign { SIGN_IN_TITLE = 1, SIGN_IN_EXCERPT = 2, SIGN_HAS = 4 };

static struct pair pair_of(const struct blending *blending, size_t topic, size_t article) {
    const struct learning *learning = blending->learning;
    size_t count = learning->trainer->count;
    unsigned char signs = blending->signs[learning->learned[topic] * count + article];
    return (struct pair){learning->held[topic * count + article], (signs & SIGN_HAS) != 0,
                         (signs & SIGN_IN_TITLE) != 0, (signs & SIGN_IN_EXCERPT) != 0};
}

/* Where the loss is steepest, and how its slope bends. */
struct slope {
    double by[TERMS], bend[TERMS][TERMS];
};

static void add_pair(struct pair pair, const double *terms, struct slope *slope) {
    const double x[TERMS] = {pair.log_odds / 1e6, pair.in_title, pair.in_excerpt, 1};
    double sum = 0;
    for (int i = 0; i < TERMS; i++)
        sum += terms[i] * x[i];
    double p = 1 / (1 + topic_exp(-sum));
    for (int i = 0; i < TERMS; i++) {
        slope->by[i] += x[i] * (p - pair.has);
        for (int k = 0; k < TERMS; k++)
            slope->bend[i][k] += x[i] * x[k] * p * (1 - p);
    }
}

/* All pairs of the articles that are not in `fold`. What nearly every article has, says nothing
 * about keywords. */
static struct slope slope_at(const struct blending *blending, const double *terms, unsigned fold) {
    static const double rest[TERMS] = {1, 0, 0, 0};
    const struct learning *learning = blending->learning;
    const struct topic_trainer *trainer = learning->trainer;
    struct slope slope = {0};
    for (size_t t = 0; t < learning->model.topic_count; t++) {
        if (topic_is_common(&learning->model, t))
            continue;
        for (size_t i = 0; i < trainer->count; i++)
            if (trainer->articles[i].fold != fold)
                add_pair(pair_of(blending, t, i), terms, &slope);
    }
    for (int i = 0; i < TERMS; i++) {
        slope.by[i] += ridge * (terms[i] - rest[i]);
        slope.bend[i][i] += ridge;
    }
    return slope;
}

/* Solves bend * step = by by elimination; ridge makes it positive definite, so no row is swapped.
 */
static void solve(struct slope *slope, double *step) {
    for (int i = 0; i < TERMS; i++)
        for (int k = i + 1; k < TERMS; k++) {
            double factor = slope->bend[k][i] / slope->bend[i][i];
            for (int j = i; j < TERMS; j++)
                slope->bend[k][j] -= factor * slope->bend[i][j];
            slope->by[k] -= factor * slope->by[i];
        }
    for (int i = TERMS - 1; i >= 0; i--) {
        step[i] = slope->by[i];
        for (int k = i + 1; k < TERMS; k++)
            step[i] -= slope->bend[i][k] * step[k];
        step[i] /= slope->bend[i][i];
    }
}

static struct topic_blend fit_blend(const struct blending *blending, unsigned fold) {
    double terms[TERMS] = {1, 0, 0, 0}, step[TERMS];
    for (int round = 0; round < ROUNDS; round++) {
        struct slope slope = slope_at(blending, terms, fold);
        double longest = 0;
        solve(&slope, step);
        for (int i = 0; i < TERMS; i++)
            if (topic_size(step[i]) > longest)
                longest = topic_size(step[i]);
        /* A step is never long: the loss is nearly flat where probabilities are 0 or 1. */
        for (int i = 0; i < TERMS; i++)
            terms[i] -= longest > 1 ? step[i] / longest : step[i];
        if (longest < 1e-7)
            break;
    }
    for (int i = 0; i < TERMS; i++)
        terms[i] = topic_clamp(terms[i], -100, 100);
    return (struct topic_blend){topic_round(terms[WORDS] * 1e6), topic_round(terms[IN_TITLE] * 1e6),
                                topic_round(terms[IN_EXCERPT] * 1e6),
                                topic_round(terms[BASE] * 1e6)};
}

static void take_signs(struct blending *blending) {
    const struct topic_trainer *trainer = blending->learning->trainer;
    for (size_t i = 0; i < trainer->count; i++) {
        const struct known *known = &trainer->articles[i];
        for (size_t k = known->signs; k < known[1].signs; k++)
            blending->signs[trainer->signs[k].topic * trainer->count + i] |=
                trainer->signs[k].in_title ? SIGN_IN_TITLE : SIGN_IN_EXCERPT;
        for (size_t k = known->labels; k < known[1].labels; k++)
            blending->signs[trainer->labels[k] * trainer->count + i] |= SIGN_HAS;
    }
}

/* Log-odds held out become probabilities. */
static void blend_fold(struct learning *learning, const struct blending *blending, unsigned fold) {
    const struct topic_trainer *trainer = learning->trainer;
    for (size_t t = 0; t < learning->model.topic_count; t++)
        for (size_t i = 0; i < trainer->count; i++) {
            if (trainer->articles[i].fold != fold)
                continue;
            struct pair pair = pair_of(blending, t, i);
            learning->held[t * trainer->count + i] = (int32_t)topic_probability(
                topic_blended(&learning->model, t, pair.log_odds, pair.in_title, pair.in_excerpt));
        }
}

enum status topic_learning_blend(struct learning *learning, struct error *error) {
    const struct topic_trainer *trainer = learning->trainer;
    struct blending blending = {.learning = learning};
    struct topic_blend blends[TOPIC_FOLDS + 1];
    size_t pairs = trainer->topics.n * trainer->count;
    blending.signs = arena_array(&learning->arena, pairs, unsigned char);
    if (arena_failed(&learning->arena))
        return arena_status(&learning->arena, error);
    take_signs(&blending);
    for (unsigned fold = 0; fold <= TOPIC_FOLDS; fold++)
        blends[fold] = trainer->sign_count > 0 ? fit_blend(&blending, fold) : TOPIC_BLEND_NONE;
    for (unsigned fold = 0; fold <= TOPIC_FOLDS; fold++) {
        learning->model.blend = blends[fold];
        blend_fold(learning, &blending, fold);
    }
    return STATUS_OK;
}
