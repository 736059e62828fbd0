/* Articles as lists name them, inside the room: one line each, without the rest of their story. */
#ifndef PUBLISH_LINES_H
#define PUBLISH_LINES_H

#include "publish/paper.h"

struct paper_line {
    struct paper_member member;
    struct str address; /* of its story's page */
    int64_t articles;   /* in its story */
    bool repeat;        /* its story is one */
};

/* The lines of what the query finds, in its order, without those that were taken down and those
 * whose story is not shown; *found is how many there were before. The query goes on behind them.
 * All lies in `arena`, or in the paper's memory. */
enum status lines_read(struct paper *paper, struct arena *arena, struct store_query *query,
                       struct paper_line **lines, size_t *line_count, size_t *found,
                       struct error *error);

#endif
