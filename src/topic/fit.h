/* Inside learning: one topic fitted, and the curve of its probabilities. Not for other rooms. */
#ifndef TOPIC_FIT_H
#define TOPIC_FIT_H

#include "topic/solver.h"

struct fit {
    const struct solver_rows *rows;
    struct solver *solver;
    const bool *positive; /* by row: has the topic */
    double *ratios;       /* rows->width each: scratch */
    double *weights;      /* of the values as they are: filled in */
    double bias;
};

/* Learns from the rows with used[i]. Without rows of both kinds all weights are 0. */
enum status topic_fit(struct fit *fit, const bool *used, struct error *error);

/* What the weights have for a row. */
double topic_fit_margin(const struct fit *fit, uint32_t row);

struct curve {
    double slope, intercept;
};

/* The curve 1 / (1 + exp(-(slope * margin + intercept))) that fits the rows with used[i] best,
 * by Newton's method with backtracking (Lin, Lin and Weng, "A note on Platt's probabilistic outputs
 * for support vector machines", 2007). The slope is never below 0. */
struct curve topic_curve_fit(const double *margins, const bool *positive, const bool *used,
                             uint32_t count);

#endif
