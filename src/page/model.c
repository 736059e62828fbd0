#include "page/model.h"

static const int16_t weights[PAGE_FIRST_COUNT] = {
#include "page/model_first.def"
};

/* A tree's knots in one row: `next` is how far it is to the first of two children, the second is
 * for what is above the limit; 0: a leaf, whose `limit` is what it says. */
struct knot {
    int16_t limit;
    uint8_t measure;
    uint8_t next;
};

static const struct knot knots[] = {
#define KNOT(measure, limit, next) {limit, measure, next},
#define LEAF(value) {value, 0, 0},
#define ROOT(at)
#include "page/model_second.def"
#undef ROOT
};

/* Where the trees begin. */
static const uint16_t roots[] = {
#undef KNOT
#undef LEAF
#define KNOT(measure, limit, next)
#define LEAF(value)
#define ROOT(at) at,
#include "page/model_second.def"
};
enum { TREES = sizeof roots / sizeof roots[0], TREES_LEAST = 16, SURE = 3000 };

_Static_assert(PAGE_M_COUNT <= 256, "a measure's number is a byte");

int32_t page_model_first(const struct page_answers *answers) {
    int32_t sum = 0;
    for (size_t i = 0; i < answers->n; i++)
        sum += weights[answers->items[i]];
    return sum;
}

/* Behind some trees most blocks are sure: the rest would not bring them back to the limit. */
int32_t page_model_second(const int16_t measures[PAGE_M_COUNT]) {
    int32_t sum = 0;
    for (size_t i = 0; i < TREES; i++) {
        const struct knot *knot = &knots[roots[i]];
        while (knot->next > 0)
            knot += knot->next + (measures[knot->measure] > knot->limit);
        sum += knot->limit;
        if (i >= TREES_LEAST && (sum > SURE || sum < -SURE))
            break;
    }
    return sum;
}
