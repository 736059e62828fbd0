/* Inside story/: the learned decision whether two stories are one. */
#ifndef STORY_MODEL_H
#define STORY_MODEL_H

#include "story/side.h"

/* Thousandths of log-odds that they are one; 0 and more: they are. `told` gets the measure that
 * speaks most for it where they are, else the one that speaks most against it, each held against
 * what is usual of two that are one. `online`: the decision is made once, as the article comes. */
int64_t story_model_ask(const int32_t measures[STORY_MEASURES], bool online,
                        enum story_measure *told);

#endif
