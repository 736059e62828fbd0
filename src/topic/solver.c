#include "topic/solver.h"

#include "base/late.h"

#include <linear.h>

/* Where the library's functions lie. What it draws by chance comes from the C library's generator,
 * whose srand is found through it. In the order in which load() names them. */
struct library {
    __typeof__(train) *train;
    __typeof__(free_and_destroy_model) *destroy;
    __typeof__(set_print_string_function) *set_print;
    void (*seed)(unsigned);
};

static void say_nothing(const char *text) {
    (void)text;
}

static bool load(struct library *library) {
    static const char names[] = "train\0free_and_destroy_model\0set_print_string_function\0srand";
    bool loaded = late_load(SONAME_LINEAR, names, library, sizeof *library);
    if (loaded)
        library->set_print(say_nothing);
    return loaded;
}

struct solver {
    struct library library;
    const struct solver_rows *rows;
    struct feature_node *nodes; /* all rows, each with its bias and its end */
    struct feature_node **starts;
    double *labels;
};

enum { SEED = 1, NODES_MOST = 1 << 27 };

enum status topic_solver_open(const struct solver_rows *rows, struct solver **solver,
                              struct error *error) {
    *solver = NULL;
    struct library library;
    if (!load(&library))
        return error_set(error, STATUS_UNAVAILABLE,
                         "learning needs liblinear, which is not there (Debian: liblinear4)");
    size_t nodes = (size_t)rows->first[rows->count] + 2 * (size_t)rows->count;
    if (nodes > NODES_MOST || rows->width > INT32_MAX - 2)
        return error_set(error, STATUS_LIMIT, "there are too many words to learn from at once");
    struct solver *made = calloc(1, sizeof *made);
    if (made != NULL) {
        made->library = library;
        made->rows = rows;
        made->nodes = calloc(nodes + 1, sizeof *made->nodes);
        made->starts = calloc((size_t)rows->count + 1, sizeof(struct feature_node *));
        made->labels = calloc((size_t)rows->count + 1, sizeof *made->labels);
    }
    if (made == NULL || made->nodes == NULL || made->starts == NULL || made->labels == NULL) {
        topic_solver_close(made);
        return error_memory(error);
    }
    *solver = made;
    return STATUS_OK;
}

void topic_solver_close(struct solver *solver) {
    if (solver == NULL)
        return;
    free(solver->nodes);
    free(solver->starts);
    free(solver->labels);
    free(solver);
}

/* liblinear counts columns from 1, and takes the bias as a column behind all others. */
static int fill(struct solver *solver, const bool *used, const bool *positive,
                const double *scale) {
    const struct solver_rows *rows = solver->rows;
    struct feature_node *node = solver->nodes;
    int count = 0;
    for (uint32_t i = 0; i < rows->count; i++) {
        if (!used[i])
            continue;
        solver->labels[count] = positive[i] ? 1 : -1;
        solver->starts[count++] = node;
        for (uint32_t k = rows->first[i]; k < rows->first[i + 1]; k++)
            *node++ = (struct feature_node){(int)rows->columns[k] + 1,
                                            (double)rows->values[k] * scale[rows->columns[k]]};
        *node++ = (struct feature_node){(int)rows->width + 1, 1};
        *node++ = (struct feature_node){-1, 0};
    }
    return count;
}

enum status topic_solver_solve(struct solver *solver, const bool *used, const bool *positive,
                               const double *scale, double cost, double *weights, double *bias,
                               struct error *error) {
    uint32_t width = solver->rows->width;
    struct problem problem = {
        .l = fill(solver, used, positive, scale),
        .n = (int)width + 1,
        .y = solver->labels,
        .x = solver->starts,
        .bias = 1,
    };
    struct parameter parameter = {
        .solver_type = L2R_L2LOSS_SVC_DUAL, .eps = 0.1, .C = cost, .p = 0.1};
    solver->library.seed(SEED);
    struct model *model = solver->library.train(&problem, &parameter);
    if (model == NULL)
        return error_memory(error);
    /* It calls the label of the first row its first class: weights speak for that one. */
    double sign = model->label[0] > 0 ? 1 : -1;
    for (uint32_t i = 0; i < width; i++)
        weights[i] = sign * model->w[i];
    *bias = sign * model->w[width];
    solver->library.destroy(&model);
    return STATUS_OK;
}
