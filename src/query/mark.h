/* Where a text has what was looked for: for highlighting. Pure. */
#ifndef QUERY_MARK_H
#define QUERY_MARK_H

#include "query/query.h"
#include "text/terms.h"

struct query_span {
    size_t start, end; /* bytes of the text */
};

/* A query with what its words are compared by; of one thread. */
struct query_marker {
    const struct query *query; /* borrowed */
    struct text_termer termer;
    bool begins[256]; /* bytes that its terms begin with */
};

enum status query_marker_open(struct query_marker *marker, const struct query *query,
                              struct error *error);
/* Safe on a zeroed one. */
void query_marker_close(struct query_marker *marker);

/* The places of `text`, which stands in `field` (QUERY_ANYWHERE: in neither headline nor byline),
 * that a phrase of the query is found at; those that touch are one. In order, whole characters
 * each, in the arena. What is excluded is not marked. */
enum status query_mark(struct query_marker *marker, struct arena *arena, struct str text,
                       enum query_field field, struct query_span **spans, size_t *count,
                       struct error *error);

#endif
