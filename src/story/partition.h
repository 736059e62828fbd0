/* Inside story/: all live documents parted into stories at once. */
#ifndef STORY_PARTITION_H
#define STORY_PARTITION_H

#include "story/index.h"

/* Agglomeration: every document alone at first (copies with their originals), then always the two
 * stories are made one of which the model is surest, while it says yes. Each new story is judged as
 * a whole, so that one weak link makes no chain. Groups that are left have no ids. */
enum status story_partition(struct story_index *index);

#endif
