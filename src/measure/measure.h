/* How well an answer agrees with labels.
 *
 * Figures are millionths; where nothing could be right or wrong they are 0. */
#ifndef MEASURE_MEASURE_H
#define MEASURE_MEASURE_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

enum { MEASURE_WHOLE = 1000000, MEASURE_ITEMS_MOST = 2000000 };

struct measure_figures {
    int64_t precision, recall, f1;
};

/* Right answers, wrong answers, and labels that were missed. */
struct measure_counts {
    int64_t right, wrong, missed;
};
struct measure_figures measure_of_counts(const struct measure_counts *counts);

/* The n-th article belongs to the group gold[n] and was put into the group found[n]: any numbers.
 * BCubed (Bagga and Baldwin 1998; Amigó et al. 2009): figures averaged over articles. LIMIT beyond
 * MEASURE_ITEMS_MOST. */
enum status measure_bcubed(const uint32_t *gold, const uint32_t *found, size_t count,
                           struct measure_figures *figures, struct error *error);
/* Of all pairs of articles: those that are together in both, in what was found alone, and in the
 * labels alone. */
enum status measure_pairs(const uint32_t *gold, const uint32_t *found, size_t count,
                          struct measure_counts *counts, struct error *error);

/* How much of groups that were found belongs together. */
struct measure_purity {
    size_t groups;  /* that have labelled members */
    int64_t purity; /* of each the share of its members that carry its most frequent label,
                       averaged; of labels that are equally frequent the smaller one counts */
    size_t again;   /* groups whose most frequent label one before them has */
};
/* Of the groups that `groups` (numbers of `found`) says. */
enum status measure_purity_of(const uint32_t *gold, const uint32_t *found, size_t count,
                              const uint32_t *groups, size_t group_count,
                              struct measure_purity *purity, struct error *error);

/* Makes of links (each item's original, or itself) the groups that they hold together: root[n] is
 * one number for all items of a group. Links to numbers outside of [0, count) hold nothing. */
void measure_linked(const uint32_t *link, size_t count, uint32_t *root);

#endif
