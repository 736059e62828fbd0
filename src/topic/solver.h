/* Finding the weights of a linear classifier: liblinear, loaded when it is first called
 * (base/late.h), behind arrays of ours. */
#ifndef TOPIC_SOLVER_H
#define TOPIC_SOLVER_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

/* Rows that are solved together: row i has the features columns[first[i]..first[i + 1]), each
 * below `width`, with the values beside them. */
struct solver_rows {
    const uint32_t *first, *columns;
    const float *values;
    uint32_t count, width;
};

struct solver; /* its memory, kept from one problem to the next of the same rows */

/* UNAVAILABLE, with the package's name, when liblinear is not there; LIMIT for more than liblinear
 * can count. Borrows the rows. */
enum status topic_solver_open(const struct solver_rows *rows, struct solver **solver,
                              struct error *error);
void topic_solver_close(struct solver *solver);

/* A support vector machine with squared hinge loss (L2R_L2LOSS_SVC_DUAL, "A dual coordinate descent
 * method for large-scale linear SVM", Hsieh et al. 2008) that tells the rows with positive[i] from
 * the others; only rows with used[i] count, and values are multiplied by scale[column]. Fills in
 * `width` weights and the bias. Its order of coordinates is drawn by the C library's rand, which is
 * given the same seed each time: the same input gives the same weights. */
enum status topic_solver_solve(struct solver *solver, const bool *used, const bool *positive,
                               const double *scale, double cost, double *weights, double *bias,
                               struct error *error);

#endif
