/* Inside score/: a score under construction. */
#ifndef SCORE_PARTS_H
#define SCORE_PARTS_H

#include "score/score.h"

/* Points far beyond any configuration; sums of SCORE_PARTS_MOST such parts stay in range. */
#define SCORE_POINTS_MOST INT64_C(1000000000000000)

/* An empty score with room for SCORE_PARTS_MOST parts. */
enum status score_begin(struct arena *arena, struct score *score, struct error *error);
/* Adds a part and its points to the total; a part of 0 points is left out, and so is one behind
 * SCORE_PARTS_MOST. */
void score_add(struct score *score, struct str name, int64_t points, struct str why);
/* Adds a part of 0 points, for what a reader would expect to count. */
void score_note(struct score *score, struct str name, struct str why);
/* `times` times `points`, held within SCORE_POINTS_MOST. */
int64_t score_times(int64_t points, int64_t times);
/* further.c: the parts that are off by default. */
enum status score_add_further(struct arena *arena, const struct edition *edition,
                              const struct score_input *input, struct score *score,
                              struct error *error);
/* Points of the outlet's tier. */
void score_add_tier(struct arena *arena, const struct edition_quality *points,
                    const struct score_input *input, struct score *score);
/* Lifts a sum below 0 to 0 by a last part. */
void score_end(struct score *score);

#endif
