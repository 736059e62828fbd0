/* The two models: what was learned from pages whose main text people had marked (tools/page-model
 * says how). They never change while the program runs. */
#ifndef PAGE_MODEL_H
#define PAGE_MODEL_H

#include "page/context.h"

/* The sum of the weights of the answers: logarithms of odds, thousandths. */
int32_t page_model_first(const struct page_answers *answers);
/* What the trees say to the measures; likewise. */
int32_t page_model_second(const int16_t measures[PAGE_M_COUNT]);

#endif
