/* What a record says of its article. */
#ifndef PRESS_IMPORTED_H
#define PRESS_IMPORTED_H

#include "article/article.h"
#include "record/record.h"

/* The article that the record at `path` is about, without an id, as far as the record alone tells:
 * seen on the day of its name, else at `at`. It borrows from the record and from the arena. */
enum status imported_article(struct arena *arena, const struct record *record, struct str path,
                             int64_t at, struct article *article, struct error *error);

#endif
