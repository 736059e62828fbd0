/* What changed of an article after it was first seen, as far as readers should know. */
#ifndef ARTICLE_REVISION_H
#define ARTICLE_REVISION_H

#include "article/article.h"

/* Below this share of its words in a row that were kept, a text counts as changed much;
 * thousandths. */
enum { ARTICLE_MUCH = 600 };

/* Which share of the runs of four words of `before` stand in `after`, thousandths; 1000 for a
 * text that is too short to have any. */
enum status article_text_kept(struct str before, struct str after, int64_t *kept,
                              struct error *error);

/* Whether a headline says that the piece was taken back: "Retracted: …", "[Withdrawn] …". */
bool article_says_withdrawn(struct str title);

/* Notes in the article's history that its text was changed at `seen`, of which `kept` is left;
 * nothing for less than much. */
enum status article_note_text(struct arena *arena, struct article *article, int64_t seen,
                              int64_t kept, struct error *error);

/* One entry of the history as a sentence without its time: "the headline was “…”", "the text was
 * changed: 12 % of it is left", "withdrawn by its outlet", "there again". */
void article_explain_change(const struct article_change *change, struct buf *out);

#endif
