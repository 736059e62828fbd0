/* page_grow ROWS TREES LEAVES RATE LEFT_OUT OPINIONS MODEL SHARE
 *
 * Grows the trees of page's second round: gradient boosting of the logistic loss over histograms
 * (Friedman 2001; leaves are split best first). ROWS holds, in this machine's byte order: two
 * int32, how many rows and measures; then for each row its int16 measures; then for each row four
 * floats: the label (0, 1), the weight (0: not to learn from), the fold, the group's share kept.
 * Rows of the fold LEFT_OUT are not learned from (-1: none). OPINIONS gets a float a row,
 * thousandths; MODEL is written as src/page/model_second.def. SHARE of the measures, drawn by lot, is
 * what each tree may ask for. The same input gives the same output. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 64, LEAVES_MOST = 64, ROWS_LEAST = 40, MEASURES_MOST = 256 };
static const float smoothing = 5.0f; /* L2, in units of the mean weight */
static const double bagging = 0.6;   /* share of rows that each tree sees */

struct bin {
    float gradient, curvature;
    uint32_t rows;
};

struct split {
    double gain;
    int measure, bin; /* the rows up to the bin go to the first child */
};

struct leaf {
    uint32_t start, end; /* in the order of rows */
    struct bin *bins;
    struct bin sum;
    struct split split;
    int knot;
};

struct knot {
    int measure, limit, next; /* next: index of the first child, 0: a leaf */
    double value;
};

struct grower {
    int32_t rows, measures;
    int16_t *values;
    float *labels, *weights, *folds;
    uint8_t *binned; /* row by row */
    int16_t limits[MEASURES_MOST][BINS];
    int bin_count[MEASURES_MOST];
    double *opinions;
    float *gradients, *curvatures;
    uint32_t *order, *learned, *spare;
    uint32_t learned_count;
    struct knot knots[2 * LEAVES_MOST];
    int knot_count;
    bool asked[MEASURES_MOST];
    uint64_t random;
};

static void fail(const char *what) {
    fprintf(stderr, "page_grow: %s\n", what);
    exit(1);
}

static double draw(struct grower *grower) {
    grower->random = grower->random * 6364136223846793005u + 1442695040888963407u;
    return (double)(grower->random >> 40) / (double)(1 << 24);
}

static void *room(size_t count, size_t size) {
    void *p = calloc(count + 1, size);
    if (p == NULL)
        fail("no memory");
    return p;
}

static void get(FILE *file, void *into, size_t size, size_t count) {
    if (fread(into, size, count, file) != count)
        fail("the rows are cut off");
}

static void read_rows(struct grower *grower, const char *path, int left_out) {
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail("cannot read the rows");
    get(file, &grower->rows, sizeof grower->rows, 1);
    get(file, &grower->measures, sizeof grower->measures, 1);
    size_t n = (size_t)grower->rows;
    if (grower->measures > MEASURES_MOST)
        fail("too many measures");
    grower->values = room(n * (size_t)grower->measures, sizeof *grower->values);
    get(file, grower->values, sizeof *grower->values, n * (size_t)grower->measures);
    float **columns[] = {&grower->labels, &grower->weights, &grower->folds};
    for (int i = 0; i < 3; i++) {
        *columns[i] = room(n, sizeof(float));
        get(file, *columns[i], sizeof(float), n);
    }
    fclose(file);
    grower->learned = room(n, sizeof *grower->learned);
    double weight = 0;
    for (uint32_t i = 0; i < n; i++)
        if (grower->weights[i] > 0 && (int)grower->folds[i] != left_out) {
            grower->learned[grower->learned_count++] = i;
            weight += grower->weights[i];
        }
    for (uint32_t i = 0; i < n; i++)
        grower->weights[i] *= (float)(grower->learned_count / weight);
}

static int compare_values(const void *a, const void *b) {
    return (*(const int16_t *)a > *(const int16_t *)b) - (*(const int16_t *)a < *(const int16_t *)b);
}

/* The limits of a measure's bins: as many rows in each as can be. */
static void find_limits(struct grower *grower, int measure, int16_t *column) {
    uint32_t n = grower->learned_count;
    for (uint32_t i = 0; i < n; i++)
        column[i] = grower->values[(size_t)grower->learned[i] * (size_t)grower->measures + measure];
    qsort(column, n, sizeof *column, compare_values);
    int count = 0;
    for (int k = 1; k < BINS; k++) {
        int16_t limit = column[(uint64_t)n * k / BINS];
        if (limit < column[n - 1] && (count == 0 || limit > grower->limits[measure][count - 1]))
            grower->limits[measure][count++] = limit;
    }
    /* Rare values above the last quantile, as of flags. */
    if (count == 0 && column[0] < column[n - 1])
        grower->limits[measure][count++] = column[0];
    grower->bin_count[measure] = count + 1;
}

static void make_bins(struct grower *grower) {
    size_t n = (size_t)grower->rows, m = (size_t)grower->measures;
    int16_t *column = room(n, sizeof *column);
    grower->binned = room(n * m, 1);
    for (int k = 0; k < grower->measures; k++) {
        find_limits(grower, k, column);
        for (size_t i = 0; i < n; i++) {
            int bin = 0, last = grower->bin_count[k] - 1;
            while (bin < last && grower->values[i * m + (size_t)k] > grower->limits[k][bin])
                bin++;
            grower->binned[i * m + (size_t)k] = (uint8_t)bin;
        }
    }
    free(column);
}

static void count_bins(const struct grower *grower, struct leaf *leaf) {
    size_t m = (size_t)grower->measures;
    memset(leaf->bins, 0, m * BINS * sizeof *leaf->bins);
    for (uint32_t i = leaf->start; i < leaf->end; i++) {
        uint32_t row = grower->order[i];
        const uint8_t *binned = &grower->binned[row * m];
        float gradient = grower->gradients[row], curvature = grower->curvatures[row];
        for (size_t k = 0; k < m; k++) {
            if (binned[k] == 0)
                continue; /* what the first bin has is what the others do not */
            struct bin *bin = &leaf->bins[k * BINS + binned[k]];
            bin->gradient += gradient;
            bin->curvature += curvature;
            bin->rows++;
        }
    }
}

static void sum_leaf(const struct grower *grower, struct leaf *leaf) {
    double gradient = 0, curvature = 0;
    for (uint32_t i = leaf->start; i < leaf->end; i++) {
        gradient += grower->gradients[grower->order[i]];
        curvature += grower->curvatures[grower->order[i]];
    }
    leaf->sum = (struct bin){(float)gradient, (float)curvature, leaf->end - leaf->start};
}

static double worth(double gradient, double curvature) {
    return gradient * gradient / (curvature + smoothing);
}

/* From the last bin down, since the first one is not counted. */
static void find_split(const struct grower *grower, struct leaf *leaf) {
    double whole = worth(leaf->sum.gradient, leaf->sum.curvature);
    leaf->split = (struct split){.gain = 1e-6};
    for (int k = 0; k < grower->measures; k++) {
        if (!grower->asked[k])
            continue;
        double gradient = 0, curvature = 0;
        uint32_t rows = 0;
        for (int bin = grower->bin_count[k] - 1; bin > 0; bin--) {
            const struct bin *there = &leaf->bins[k * BINS + bin];
            gradient += there->gradient;
            curvature += there->curvature;
            rows += there->rows;
            if (rows < ROWS_LEAST || leaf->sum.rows - rows < ROWS_LEAST)
                continue;
            double gain = worth(gradient, curvature) +
                          worth(leaf->sum.gradient - gradient, leaf->sum.curvature - curvature) -
                          whole;
            if (gain > leaf->split.gain)
                leaf->split = (struct split){gain, k, bin - 1};
        }
    }
}

/* Rows of the first child to the front, both in their order. */
static uint32_t part_rows(struct grower *grower, const struct leaf *leaf) {
    uint32_t at = leaf->start, others = 0;
    for (uint32_t i = leaf->start; i < leaf->end; i++) {
        uint32_t row = grower->order[i];
        if (grower->binned[row * (size_t)grower->measures + (size_t)leaf->split.measure] <=
            leaf->split.bin)
            grower->order[at++] = row;
        else
            grower->spare[others++] = row;
    }
    memcpy(&grower->order[at], grower->spare, others * sizeof *grower->spare);
    return at;
}

static void split_leaf(struct grower *grower, struct leaf *leaf, struct leaf *other) {
    struct knot *knot = &grower->knots[leaf->knot];
    uint32_t middle = part_rows(grower, leaf);
    knot->measure = leaf->split.measure;
    knot->limit = grower->limits[leaf->split.measure][leaf->split.bin];
    knot->next = grower->knot_count;
    grower->knot_count += 2;
    other->start = middle;
    other->end = leaf->end;
    leaf->end = middle;
    leaf->knot = knot->next;
    other->knot = knot->next + 1;
    sum_leaf(grower, leaf);
    sum_leaf(grower, other);
    /* The smaller one is counted, the other is the rest. */
    size_t bins = (size_t)grower->measures * BINS;
    if (leaf->sum.rows < other->sum.rows) {
        struct bin *swapped = leaf->bins;
        leaf->bins = other->bins;
        other->bins = swapped;
        count_bins(grower, leaf);
    } else {
        count_bins(grower, other);
    }
    struct bin *less = leaf->sum.rows < other->sum.rows ? leaf->bins : other->bins;
    struct bin *more = leaf->sum.rows < other->sum.rows ? other->bins : leaf->bins;
    for (size_t i = 0; i < bins; i++) {
        more[i].gradient -= less[i].gradient;
        more[i].curvature -= less[i].curvature;
        more[i].rows -= less[i].rows;
    }
    find_split(grower, leaf);
    find_split(grower, other);
}

static void grow_tree(struct grower *grower, struct leaf *leaves, int most, double rate,
                      double share) {
    uint32_t n = 0;
    for (int k = 0; k < grower->measures; k++)
        grower->asked[k] = share >= 1 || draw(grower) < share;
    for (uint32_t i = 0; i < grower->learned_count; i++) {
        uint32_t row = grower->learned[i];
        double chance = 1 / (1 + exp(-grower->opinions[row]));
        grower->gradients[row] = (float)((chance - grower->labels[row]) * grower->weights[row]);
        grower->curvatures[row] = (float)(chance * (1 - chance) * grower->weights[row]);
        if (draw(grower) < bagging)
            grower->order[n++] = row;
    }
    int count = 1;
    grower->knot_count = 1;
    memset(grower->knots, 0, sizeof grower->knots);
    leaves[0].start = 0;
    leaves[0].end = n;
    leaves[0].knot = 0;
    sum_leaf(grower, &leaves[0]);
    count_bins(grower, &leaves[0]);
    find_split(grower, &leaves[0]);
    while (count < most) {
        int best = 0;
        for (int i = 1; i < count; i++)
            if (leaves[i].split.gain > leaves[best].split.gain)
                best = i;
        if (leaves[best].split.gain <= 1e-6)
            break;
        split_leaf(grower, &leaves[best], &leaves[count++]);
    }
    for (int i = 0; i < count; i++)
        grower->knots[leaves[i].knot].value =
            round(-1000 * rate * leaves[i].sum.gradient / (leaves[i].sum.curvature + smoothing));
}

static void follow_tree(struct grower *grower) {
    size_t m = (size_t)grower->measures;
    for (size_t i = 0; i < (size_t)grower->rows; i++) {
        const struct knot *knot = grower->knots;
        while (knot->next > 0)
            knot = &grower->knots[knot->next + (grower->values[i * m + (size_t)knot->measure] >
                                                knot->limit)];
        grower->opinions[i] += knot->value / 1000;
    }
}

static void write_tree(const struct grower *grower, FILE *model, int root) {
    int column = fprintf(model, "ROOT(%d)", root);
    for (int i = 0; i < grower->knot_count; i++) {
        const struct knot *knot = &grower->knots[i];
        char text[64];
        int n = knot->next > 0
                    ? snprintf(text, sizeof text, "KNOT(%d, %d, %d)", knot->measure, knot->limit,
                               knot->next - i)
                    : snprintf(text, sizeof text, "LEAF(%.0f)", knot->value);
        if (column + n + 1 > 99) {
            fputc('\n', model);
            column = 0;
        } else {
            fputc(' ', model);
            column++;
        }
        column += fprintf(model, "%s", text);
    }
    fputc('\n', model);
}

int main(int argc, char **argv) {
    if (argc != 9)
        fail("ROWS TREES LEAVES RATE LEFT_OUT OPINIONS MODEL SHARE");
    int trees = atoi(argv[2]), most = atoi(argv[3]), root = 0;
    double rate = strtod(argv[4], NULL), share = strtod(argv[8], NULL);
    struct grower *grower = room(1, sizeof *grower);
    struct leaf *leaves = room(LEAVES_MOST, sizeof *leaves);
    if (most < 2 || most > LEAVES_MOST)
        fail("2 to 64 leaves");
    read_rows(grower, argv[1], atoi(argv[5]));
    make_bins(grower);
    size_t n = (size_t)grower->rows;
    grower->opinions = room(n, sizeof *grower->opinions);
    grower->gradients = room(n, sizeof *grower->gradients);
    grower->curvatures = room(n, sizeof *grower->curvatures);
    grower->order = room(n, sizeof *grower->order);
    grower->spare = room(n, sizeof *grower->spare);
    for (int i = 0; i < most; i++)
        leaves[i].bins = room((size_t)grower->measures * BINS, sizeof *leaves[i].bins);
    FILE *model = fopen(argv[7], "w");
    if (model == NULL)
        fail("cannot write the model");
    for (int tree = 0; tree < trees; tree++) {
        grow_tree(grower, leaves, most, rate, share);
        follow_tree(grower);
        write_tree(grower, model, root);
        root += grower->knot_count;
    }
    fclose(model);
    FILE *out = fopen(argv[6], "wb");
    for (size_t i = 0; out != NULL && i < n; i++) {
        float opinion = (float)(1000 * grower->opinions[i]);
        fwrite(&opinion, sizeof opinion, 1, out);
    }
    if (out == NULL || fclose(out) != 0)
        fail("cannot write the opinions");
    return 0;
}
