/* Inside story/: stories made one, the surest first, while the model says yes.
 *
 * Each new story is judged as a whole, so that one weak link makes no chain. */
#ifndef STORY_AGGLOMERATE_H
#define STORY_AGGLOMERATE_H

#include "story/side.h"

/* Two stories that may be one: the nearest pair of members. */
struct story_edge {
    uint32_t other; /* a node, or one that has gone into it */
    uint16_t words, title;
};

struct story_node {
    struct story_side side;
    struct story_edge *edges;
    size_t edge_count, edge_capacity;
    size_t seen_count; /* members when all neighbours were last looked at */
    uint32_t into;     /* itself while it stands */
    uint32_t version;
    uint32_t home;  /* which story most of it is in, by the caller's numbers */
    int64_t surety; /* how sure the model was of the least sure that came from another home;
                       INT64_MAX: nothing did */
};

struct story_proposal {
    int64_t score;
    uint32_t a, b; /* a < b */
    uint32_t version_a, version_b;
};

/* Groups and what leads from one to another. Open it, give nodes homes where there is inertia, link
 * them, agglomerate, read it, close it. */
struct story_graph {
    struct story_index *index;
    struct story_group *groups; /* borrowed; by node; they grow into each other */
    struct story_node *nodes;
    size_t count;
    int64_t stays; /* how much less sure the model may be of what has one home already, … */
    int64_t joins; /* … and how much surer it must be of what has not; thousandths of log-odds */
    struct story_proposal *heap; /* the surest first */
    size_t heap_count, heap_capacity;
};

enum status story_graph_open(struct story_graph *graph, struct story_index *index,
                             struct story_group *groups, size_t count);
void story_graph_close(struct story_graph *graph);
/* Says that a member of one node is that much like a member of the other. */
enum status story_graph_link(struct story_graph *graph, uint32_t a, uint32_t b,
                             const struct story_likeness *likeness);
enum status story_graph_agglomerate(struct story_graph *graph);
/* The node into which a node went in the end. */
uint32_t story_graph_find(struct story_graph *graph, uint32_t node);
/* How sure the model is that two nodes that stand are one, thousandths of log-odds; INT64_MIN where
 * nothing leads from one to the other. */
int64_t story_graph_score(struct story_graph *graph, uint32_t a, uint32_t b);

#endif
