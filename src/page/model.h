/* The weights of the answers of features.h, in thousandths of the logarithm of the odds. Cut once,
 * from pages whose main text people had marked (docs/extraction.md says how and how well); they
 * never change while the program runs. */
#ifndef PAGE_MODEL_H
#define PAGE_MODEL_H

#include "page/features.h"

extern const int16_t page_model_first[PAGE_FIRST_COUNT];
extern const int16_t page_model_second[PAGE_SECOND_COUNT];

/* The sum of the weights of `answers`. */
int32_t page_model_sum(const int16_t *weights, const struct page_answers *answers);

#endif
