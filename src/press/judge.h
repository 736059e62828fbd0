/* What the quality of a stored article depends on, put together from its row and its text: for an
 * article that comes in and for one that is scored anew. */
#ifndef PRESS_JUDGE_H
#define PRESS_JUDGE_H

#include "article/article.h"
#include "score/score.h"
#include "store/store.h"

/* Fills in all but the topics. Of the row, id, story, copy_of, published and arrived count; it need
 * not be in the store yet. Texts and the story's other articles are read only where the edition's
 * points ask for them. */
enum status judge_input(struct store *store, struct arena *arena, const struct edition *edition,
                        const struct article *article, const struct store_article *row,
                        struct score_input *input, struct error *error);

#endif
