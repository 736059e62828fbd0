#include "topic/fit.h"
#include "topic/numbers.h"

#include <string.h>

static const double cost = 1;

/* How much more often than in the others each feature stands in the rows that have the topic: the
 * logarithm of the ratio of its shares, each count one higher than it is. */
static bool count_ratios(struct fit *fit, const bool *used) {
    const struct solver_rows *rows = fit->rows;
    double *with = fit->ratios, *without = fit->weights;
    double all_with = 0, all_without = 0;
    bool some_with = false, some_without = false;
    for (uint32_t k = 0; k < rows->width; k++)
        with[k] = without[k] = 1;
    for (uint32_t i = 0; i < rows->count; i++) {
        if (!used[i])
            continue;
        double *counts = fit->positive[i] ? with : without;
        for (uint32_t k = rows->first[i]; k < rows->first[i + 1]; k++)
            counts[rows->columns[k]]++;
        *(fit->positive[i] ? &all_with : &all_without) += rows->first[i + 1] - rows->first[i];
        *(fit->positive[i] ? &some_with : &some_without) = true;
    }
    for (uint32_t k = 0; k < rows->width; k++)
        fit->ratios[k] = topic_log(with[k] / (all_with + rows->width) /
                                   (without[k] / (all_without + rows->width)));
    return some_with && some_without;
}

enum status topic_fit(struct fit *fit, const bool *used, struct error *error) {
    bool both = count_ratios(fit, used);
    fit->bias = 0;
    memset(fit->weights, 0, fit->rows->width * sizeof *fit->weights);
    if (!both)
        return STATUS_OK;
    enum status status = topic_solver_solve(fit->solver, used, fit->positive, fit->ratios, cost,
                                            fit->weights, &fit->bias, error);
    for (uint32_t k = 0; k < fit->rows->width; k++)
        fit->weights[k] *= fit->ratios[k];
    return status;
}

double topic_fit_margin(const struct fit *fit, uint32_t row) {
    double sum = fit->bias;
    for (uint32_t k = fit->rows->first[row]; k < fit->rows->first[row + 1]; k++)
        sum += (double)fit->rows->values[k] * fit->weights[fit->rows->columns[k]];
    return sum;
}

/* ---- the curve ---- */

struct sample {
    const double *margins;
    const bool *positive, *used;
    uint32_t count;
    double high, low; /* what a row that has the topic, or has not, counts as */
};

/* The loss at a point; with `slope` and the rest also its first and second derivatives. */
struct loss {
    double value, by_slope, by_intercept, slope_slope, slope_intercept, intercept_intercept;
};

static struct loss loss_at(const struct sample *sample, struct curve curve) {
    struct loss loss = {.slope_slope = 1e-12, .intercept_intercept = 1e-12};
    for (uint32_t i = 0; i < sample->count; i++) {
        if (!sample->used[i])
            continue;
        double margin = sample->margins[i];
        double at = curve.slope * margin + curve.intercept;
        double target = sample->positive[i] ? sample->high : sample->low;
        double e = topic_exp(-topic_size(at));
        double p = at >= 0 ? 1 / (1 + e) : e / (1 + e);
        loss.value += topic_log(1 + e) + (at >= 0 ? (1 - target) * at : -target * at);
        loss.by_slope += margin * (p - target);
        loss.by_intercept += p - target;
        loss.slope_slope += margin * margin * p * (1 - p);
        loss.slope_intercept += margin * p * (1 - p);
        loss.intercept_intercept += p * (1 - p);
    }
    return loss;
}

static struct sample sample_of(const double *margins, const bool *positive, const bool *used,
                               uint32_t count, struct curve *start) {
    double with = 0, without = 0;
    for (uint32_t i = 0; i < count; i++)
        if (used[i])
            *(positive[i] ? &with : &without) += 1;
    *start = (struct curve){0, topic_log((with + 1) / (without + 1))};
    return (struct sample){margins,          positive, used, count, (with + 1) / (with + 2),
                           1 / (without + 2)};
}

enum { ROUNDS = 100, HALVINGS = 33 };

/* One step of Newton's method, halved until it helps; false at the end. */
static bool improve(const struct sample *sample, struct curve *curve, struct loss *loss) {
    double det = loss->slope_slope * loss->intercept_intercept -
                 loss->slope_intercept * loss->slope_intercept;
    double slope =
        -(loss->intercept_intercept * loss->by_slope - loss->slope_intercept * loss->by_intercept) /
        det;
    double intercept =
        -(loss->slope_slope * loss->by_intercept - loss->slope_intercept * loss->by_slope) / det;
    double gain = loss->by_slope * slope + loss->by_intercept * intercept;
    double step = 1;
    if (topic_size(loss->by_slope) < 1e-5 && topic_size(loss->by_intercept) < 1e-5)
        return false;
    for (int halving = 0; halving < HALVINGS; halving++) {
        struct curve next = {curve->slope + step * slope, curve->intercept + step * intercept};
        struct loss there = loss_at(sample, next);
        if (there.value < loss->value + 1e-4 * step * gain) {
            *curve = next;
            *loss = there;
            return true;
        }
        step /= 2;
    }
    return false;
}

struct curve topic_curve_fit(const double *margins, const bool *positive, const bool *used,
                             uint32_t count) {
    struct curve curve;
    const struct sample sample = sample_of(margins, positive, used, count, &curve);
    const struct curve flat = curve;
    struct loss loss = loss_at(&sample, curve);
    for (int round = 0; round < ROUNDS; round++)
        if (!improve(&sample, &curve, &loss))
            break;
    return curve.slope > 0 ? curve : flat;
}
