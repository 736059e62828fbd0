#include "page/model.h"

const int16_t page_model_first[PAGE_FIRST_COUNT] = {
#include "page/model_first.def"
};

const int16_t page_model_second[PAGE_SECOND_COUNT] = {
#include "page/model_second.def"
};

int32_t page_model_sum(const int16_t *weights, const struct page_answers *answers) {
    int32_t sum = 0;
    for (size_t i = 0; i < answers->n; i++)
        sum += weights[answers->items[i]];
    return sum;
}
