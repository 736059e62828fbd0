#include "story/model.h"

#include "story/integer.h"

/* Logistic regression over some of the measures; three of them, as two articles, an article and a
 * story, and two stories differ in what tells most. Weights are in 65,536ths of a thousandth of
 * log-odds, so that everything stays whole. */
enum scale {
    PLAIN,
    LOGARITHM, /* 1024 times the binary one; likenesses speak by their proportion */
};

struct term {
    enum story_measure measure;
    enum scale scale;
    int32_t most; /* larger values count as this */
    int64_t weight;
    int32_t usual; /* of two that are one; on its scale */
};

struct model {
    int64_t base;   /* thousandths */
    int64_t online; /* added to it where decisions are made once, as articles come */
    struct term terms[STORY_MEASURES];
};

/* tools/story-model tries others. */
#ifndef STORY_MODEL_CONST
#define STORY_MODEL_CONST const
#endif

enum kind { PAIR, JOIN, MERGE };

static STORY_MODEL_CONST struct model models[] = {
#include "story/model.def"
};

enum {
    LEAST = 4, /* of what a logarithm is taken of */
    ONE = 0,   /* logarithm of one member */
};

static int64_t value_of(const struct term *term, const int32_t *measures) {
    int32_t value = measures[term->measure];
    if (value > term->most)
        value = term->most;
    if (term->scale == LOGARITHM)
        value = (int32_t)story_log2(value < LEAST ? LEAST : (uint64_t)value);
    return value;
}

int64_t story_model_ask(const int32_t measures[STORY_MEASURES], bool online,
                        enum story_measure *told) {
    enum kind kind = measures[STORY_MORE] == ONE    ? PAIR
                     : measures[STORY_FEWER] == ONE ? JOIN
                                                    : MERGE;
    const struct model *model = &models[kind];
    int64_t sum = 0, most = INT64_MIN, least = INT64_MAX;
    enum story_measure best = STORY_MEAN, worst = STORY_MEAN;
    for (size_t i = 0; i < STORY_MEASURES && model->terms[i].most > 0; i++) {
        const struct term *term = &model->terms[i];
        int64_t value = value_of(term, measures), beyond = term->weight * (value - term->usual);
        sum += term->weight * value;
        if (beyond > most) {
            most = beyond;
            best = term->measure;
        }
        if (beyond < least) {
            least = beyond;
            worst = term->measure;
        }
    }
    int64_t score = model->base + (online ? model->online : 0) + sum / 65536;
    *told = score >= 0 ? best : worst;
    return score;
}
