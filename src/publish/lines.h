/* Articles as lists name them, inside the room: one line each, without the rest of their story. */
#ifndef PUBLISH_LINES_H
#define PUBLISH_LINES_H

#include "publish/paper.h"

struct paper_line {
    struct paper_member member;
    struct str address; /* of its story's page */
    int64_t articles;   /* in its story */
};

/* The lines of these rows, in their order, without those that were taken down and those whose story
 * is not shown. All lies in `arena`, the rows are borrowed. */
enum status lines_read(struct paper *paper, struct arena *arena, const struct store_article *rows,
                       size_t count, struct paper_line **lines, size_t *line_count,
                       struct error *error);

#endif
