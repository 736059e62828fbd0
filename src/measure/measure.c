#include "measure/measure.h"

#include <stdbool.h>
#include <stdlib.h>

/* Fractions of the averages' sums: fine enough for six digits. */
enum { FRACTION_BITS = 32 };

static int64_t share(int64_t part, int64_t whole) {
    return whole > 0 ? (int64_t)(((__int128)part * MEASURE_WHOLE + whole / 2) / whole) : 0;
}

static int64_t harmonic(int64_t a, int64_t b) {
    return a + b > 0 ? (2 * a * b + (a + b) / 2) / (a + b) : 0;
}

struct measure_figures measure_of_counts(const struct measure_counts *counts) {
    int64_t right = counts->right, all = 2 * right + counts->wrong + counts->missed;
    return (struct measure_figures){
        .precision = share(right, right + counts->wrong),
        .recall = share(right, right + counts->missed),
        .f1 = share(2 * right, all),
    };
}

/* The articles of one group of each side. */
struct cell {
    uint32_t gold, found;
};

/* How many articles are in a group of the one side, and in a cell of both. */
struct table {
    struct cell *by_found, *by_gold; /* the articles, sorted */
    size_t count;
};

static int order(uint32_t a, uint32_t b, uint32_t then_a, uint32_t then_b) {
    if (a != b)
        return a < b ? -1 : 1;
    return then_a < then_b ? -1 : then_a > then_b;
}

static int by_found(const void *left, const void *right) {
    const struct cell *a = left, *b = right;
    return order(a->found, b->found, a->gold, b->gold);
}

static int by_gold(const void *left, const void *right) {
    const struct cell *a = left, *b = right;
    return order(a->gold, b->gold, a->found, b->found);
}

static void table_release(struct table *table) {
    free(table->by_found);
    free(table->by_gold);
}

static enum status table_make(struct table *table, const uint32_t *gold, const uint32_t *found,
                              size_t count, struct error *error) {
    *table = (struct table){.count = count};
    if (count > MEASURE_ITEMS_MOST)
        return error_set(error, STATUS_LIMIT, "more than %d labelled articles", MEASURE_ITEMS_MOST);
    table->by_found = calloc(count + 1, sizeof *table->by_found);
    table->by_gold = calloc(count + 1, sizeof *table->by_gold);
    if (table->by_found == NULL || table->by_gold == NULL) {
        table_release(table);
        return error_memory(error);
    }
    for (size_t i = 0; i < count; i++)
        table->by_found[i] = table->by_gold[i] = (struct cell){gold[i], found[i]};
    qsort(table->by_found, count, sizeof *table->by_found, by_found);
    qsort(table->by_gold, count, sizeof *table->by_gold, by_gold);
    return STATUS_OK;
}

/* The end of the run of equal groups, or equal cells, that begins at `from`. */
static size_t run_end(const struct cell *cells, size_t count, size_t from, bool gold, bool cell) {
    size_t to = from + 1;
    while (to < count &&
           (gold ? cells[to].gold == cells[from].gold : cells[to].found == cells[from].found) &&
           (!cell || (cells[to].gold == cells[from].gold && cells[to].found == cells[from].found)))
        to++;
    return to;
}

/* Over the groups of one side, in order: the sum of each cell's square by its group's size, as a
 * fraction, and the pairs within groups and within cells. */
static uint64_t sum_squares(const struct cell *cells, size_t count, bool gold, int64_t *pairs,
                            int64_t *cell_pairs) {
    uint64_t sum = 0;
    *pairs = *cell_pairs = 0;
    for (size_t from = 0, to; from < count; from = to) {
        to = run_end(cells, count, from, gold, false);
        uint64_t size = to - from;
        *pairs += (int64_t)(size * (size - 1) / 2);
        for (size_t a = from, b; a < to; a = b) {
            b = run_end(cells, to, a, gold, true);
            uint64_t inside = b - a;
            sum += (uint64_t)(((unsigned __int128)(inside * inside) << FRACTION_BITS) / size);
            *cell_pairs += (int64_t)(inside * (inside - 1) / 2);
        }
    }
    return sum;
}

enum status measure_bcubed(const uint32_t *gold, const uint32_t *found, size_t count,
                           struct measure_figures *figures, struct error *error) {
    struct table table;
    int64_t pairs, inside;
    *figures = (struct measure_figures){0};
    enum status status = table_make(&table, gold, found, count, error);
    if (status != STATUS_OK)
        return status;
    uint64_t precise = sum_squares(table.by_found, count, false, &pairs, &inside);
    uint64_t recalled = sum_squares(table.by_gold, count, true, &pairs, &inside);
    figures->precision = share((int64_t)precise, (int64_t)count << FRACTION_BITS);
    figures->recall = share((int64_t)recalled, (int64_t)count << FRACTION_BITS);
    figures->f1 = harmonic(figures->precision, figures->recall);
    table_release(&table);
    return STATUS_OK;
}

enum status measure_pairs(const uint32_t *gold, const uint32_t *found, size_t count,
                          struct measure_counts *counts, struct error *error) {
    struct table table;
    int64_t together, labelled, right;
    *counts = (struct measure_counts){0};
    enum status status = table_make(&table, gold, found, count, error);
    if (status != STATUS_OK)
        return status;
    sum_squares(table.by_found, count, false, &together, &right);
    sum_squares(table.by_gold, count, true, &labelled, &right);
    *counts = (struct measure_counts){right, together - right, labelled - right};
    table_release(&table);
    return STATUS_OK;
}

/* The most frequent label in [from, to) of cells that are sorted by it, and how often it stands
 * there. */
static size_t most_frequent(const struct cell *cells, size_t from, size_t to, uint32_t *label) {
    size_t most = 0;
    for (size_t a = from, b; a < to; a = b) {
        b = run_end(cells, to, a, false, true);
        if (b - a > most) {
            most = b - a;
            *label = cells[a].gold;
        }
    }
    return most;
}

/* Where a group's members begin. */
static size_t find_group(const struct table *table, uint32_t group) {
    size_t low = 0, high = table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (table->by_found[middle].found < group)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum status measure_purity_of(const uint32_t *gold, const uint32_t *found, size_t count,
                              const uint32_t *groups, size_t group_count,
                              struct measure_purity *purity, struct error *error) {
    struct table table;
    int64_t sum = 0;
    *purity = (struct measure_purity){0};
    uint32_t *labels = calloc(group_count + 1, sizeof *labels);
    if (labels == NULL)
        return error_memory(error);
    enum status status = table_make(&table, gold, found, count, error);
    for (size_t i = 0; status == STATUS_OK && i < group_count; i++) {
        size_t from = find_group(&table, groups[i]);
        if (from == count || table.by_found[from].found != groups[i])
            continue;
        size_t to = run_end(table.by_found, count, from, false, false);
        uint32_t label = 0;
        sum +=
            share((int64_t)most_frequent(table.by_found, from, to, &label), (int64_t)(to - from));
        bool known = false;
        for (size_t k = 0; k < purity->groups && !known; k++)
            known = labels[k] == label;
        purity->again += known;
        labels[purity->groups++] = label;
    }
    if (status == STATUS_OK) {
        purity->purity = purity->groups > 0 ? sum / (int64_t)purity->groups : 0;
        table_release(&table);
    }
    free(labels);
    return status;
}

void measure_linked(const uint32_t *link, size_t count, uint32_t *root) {
    for (size_t i = 0; i < count; i++)
        root[i] = (uint32_t)i;
    for (size_t i = 0; i < count; i++) {
        uint32_t ends[2] = {(uint32_t)i, link[i] < count ? link[i] : (uint32_t)i};
        for (int k = 0; k < 2; k++)
            while (root[ends[k]] != ends[k]) {
                root[ends[k]] = root[root[ends[k]]]; /* halves the way of those who come later */
                ends[k] = root[ends[k]];
            }
        if (ends[0] != ends[1])
            root[ends[0] > ends[1] ? ends[0] : ends[1]] = ends[0] < ends[1] ? ends[0] : ends[1];
    }
    for (size_t i = 0; i < count; i++) /* a root is the smallest: those before are at theirs */
        root[i] = root[root[i]];
}
