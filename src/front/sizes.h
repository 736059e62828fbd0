/* Inside front/: the type size of each item. */
#ifndef FRONT_SIZES_H
#define FRONT_SIZES_H

#include "front/front.h"

enum { FRONT_KEEP_PERCENT = 5 }; /* of the heat: what one that has something is given more */

/* Sets `size` of the items, which are in rank order, from their heat and the previous front. */
enum status front_set_sizes(const struct edition *edition, const struct front_item *previous,
                            size_t previous_count, struct front_item *items, size_t count,
                            struct error *error);

#endif
