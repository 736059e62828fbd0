#include "story/agglomerate.h"

#include "base/grow.h"
#include "story/model.h"

enum {
    GROWN = 1280,     /* a story this many thousandths of its size at the last look is looked at
                         anew with all its neighbours */
    SPAN_WINDOWS = 2, /* a story is at most this many windows long */
    NEVER = -1000000,
};

enum status story_graph_open(struct story_graph *graph, struct story_index *index,
                             struct story_group *groups, size_t count) {
    *graph = (struct story_graph){.index = index, .groups = groups, .count = count};
    graph->nodes = calloc(count + 1, sizeof *graph->nodes);
    if (graph->nodes == NULL)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++)
        graph->nodes[i] = (struct story_node){.into = (uint32_t)i, .surety = INT64_MAX};
    return STATUS_OK;
}

void story_graph_close(struct story_graph *graph) {
    for (size_t i = 0; graph->nodes != NULL && i < graph->count; i++)
        free(graph->nodes[i].edges);
    free(graph->nodes);
    free(graph->heap);
}

uint32_t story_graph_find(struct story_graph *graph, uint32_t node) {
    struct story_node *nodes = graph->nodes;
    while (nodes[node].into != node) {
        nodes[node].into = nodes[nodes[node].into].into;
        node = nodes[node].into;
    }
    return node;
}

static bool before(const struct story_proposal *x, const struct story_proposal *y) {
    if (x->score != y->score)
        return x->score > y->score;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static enum status push(struct story_graph *graph, struct story_proposal proposal) {
    if (grow(&graph->heap, &graph->heap_capacity, graph->heap_count + 1, sizeof *graph->heap) !=
        STATUS_OK)
        return STATUS_MEMORY;
    size_t at = graph->heap_count++;
    while (at > 0 && before(&proposal, &graph->heap[(at - 1) / 2])) {
        graph->heap[at] = graph->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    graph->heap[at] = proposal;
    return STATUS_OK;
}

static struct story_proposal pop(struct story_graph *graph) {
    struct story_proposal *heap = graph->heap, first = heap[0];
    struct story_proposal last = heap[--graph->heap_count];
    size_t at = 0, n = graph->heap_count;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= n)
            break;
        if (child + 1 < n && before(&heap[child + 1], &heap[child]))
            child++;
        if (!before(&heap[child], &last))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = last;
    return first;
}

static bool too_long(const struct story_graph *graph, const struct story_side *a,
                     const struct story_side *b) {
    int64_t length;
    if (a->earliest == TIME_NONE || b->earliest == TIME_NONE)
        return false;
    int64_t first = a->earliest < b->earliest ? a->earliest : b->earliest;
    int64_t last = a->latest > b->latest ? a->latest : b->latest;
    return __builtin_sub_overflow(last, first, &length) ||
           length / SPAN_WINDOWS > graph->index->settings.window;
}

static int64_t judge(struct story_graph *graph, uint32_t a, const struct story_edge *edge) {
    struct story_node *left = &graph->nodes[a], *right = &graph->nodes[edge->other];
    struct story_likeness best = {0, edge->words, edge->title, 0};
    int32_t measures[STORY_MEASURES];
    if (too_long(graph, &left->side, &right->side))
        return NEVER;
    story_side_measure(graph->index, &left->side, &right->side, &best, measures);
    enum story_measure told;
    int64_t score = story_model_ask(measures, false, &told);
    if (graph->index->watch != NULL)
        graph->index->watch(graph->index->watch_state, measures, score, &graph->groups[a],
                            &graph->groups[edge->other]);
    return score;
}

static enum status propose(struct story_graph *graph, uint32_t a, const struct story_edge *edge) {
    uint32_t b = edge->other;
    int64_t score = judge(graph, a, edge);
    score += graph->nodes[a].home == graph->nodes[b].home ? graph->stays : -graph->joins;
    if (score < 0)
        return STATUS_OK;
    if (a > b) {
        b = a;
        a = edge->other;
    }
    return push(graph, (struct story_proposal){score, a, b, graph->nodes[a].version,
                                               graph->nodes[b].version});
}

static int by_other(const void *left, const void *right) {
    const struct story_edge *a = left, *b = right;
    return a->other < b->other ? -1 : a->other > b->other;
}

/* Names what the edges lead to now; of several to one story the nearest pair stays. */
static void resolve_edges(struct story_graph *graph, uint32_t number) {
    struct story_node *node = &graph->nodes[number];
    size_t to = 0;
    for (size_t i = 0; i < node->edge_count; i++)
        node->edges[i].other = story_graph_find(graph, node->edges[i].other);
    if (node->edge_count > 1)
        qsort(node->edges, node->edge_count, sizeof *node->edges, by_other);
    for (size_t i = 0; i < node->edge_count; i++) {
        struct story_edge edge = node->edges[i];
        if (edge.other == number)
            continue;
        if (to > 0 && node->edges[to - 1].other == edge.other) {
            struct story_edge *kept = &node->edges[to - 1];
            if (edge.words > kept->words || (edge.words == kept->words && edge.title > kept->title))
                *kept = edge;
        } else {
            node->edges[to++] = edge;
        }
    }
    node->edge_count = to;
}

static enum status add_edge(struct story_graph *graph, uint32_t from, struct story_edge edge) {
    struct story_node *node = &graph->nodes[from];
    if (grow(&node->edges, &node->edge_capacity, node->edge_count + 1, sizeof *node->edges) !=
        STATUS_OK)
        return STATUS_MEMORY;
    node->edges[node->edge_count++] = edge;
    return STATUS_OK;
}

static void read_side(struct story_graph *graph, uint32_t number) {
    graph->nodes[number].side = story_side_of(graph->index, &graph->groups[number]);
}

static enum status append_members(struct story_group *to, const struct story_group *from) {
    if (grow(&to->members, &to->capacity, to->count + from->count, sizeof *to->members) !=
        STATUS_OK)
        return STATUS_MEMORY;
    memcpy(to->members + to->count, from->members, from->count * sizeof *to->members);
    to->count += from->count;
    return STATUS_OK;
}

static void empty_group(struct story_group *group) {
    free(group->members);
    free(group->shares);
    *group = (struct story_group){.earliest = TIME_NONE, .latest = TIME_NONE};
}

/* The smaller goes into the larger. */
static enum status merge(struct story_graph *graph, uint32_t to, uint32_t from, int64_t surety) {
    struct story_node *node = &graph->nodes[to], *gone = &graph->nodes[from];
    struct story_group *group = &graph->groups[to];
    struct story_group *other = &graph->groups[from];
    if (append_members(group, other) != STATUS_OK ||
        story_group_add(group, other->shares, other->share_count) != STATUS_OK)
        return STATUS_MEMORY;
    group->words += other->words;
    story_group_span(group, other->earliest);
    story_group_span(group, other->latest);
    empty_group(other);
    gone->into = to;
    node->version++;
    if (surety < node->surety)
        node->surety = surety;
    if (gone->surety < node->surety)
        node->surety = gone->surety;
    read_side(graph, to);
    enum status status = STATUS_OK;
    resolve_edges(graph, from);
    for (size_t i = 0; i < gone->edge_count && status == STATUS_OK; i++)
        status = add_edge(graph, to, gone->edges[i]);
    resolve_edges(graph, to);
    return status;
}

/* Proposes the new story to the neighbours that came with the smaller; once it has grown by much,
 * to all. Proposals made before are judged again when their turn comes. */
static enum status look_around(struct story_graph *graph, uint32_t to, uint32_t from) {
    struct story_node *node = &graph->nodes[to], *gone = &graph->nodes[from];
    bool all = node->side.count * 1000 >= node->seen_count * GROWN;
    enum status status = STATUS_OK;
    if (all)
        node->seen_count = node->side.count;
    for (size_t i = 0; i < node->edge_count && status == STATUS_OK; i++) {
        struct story_edge key = {.other = node->edges[i].other};
        if (all || (gone->edge_count > 0 &&
                    bsearch(&key, gone->edges, gone->edge_count, sizeof key, by_other) != NULL))
            status = propose(graph, to, &node->edges[i]);
    }
    free(gone->edges);
    gone->edges = NULL;
    gone->edge_count = gone->edge_capacity = 0;
    return status;
}

static const struct story_edge *edge_between(struct story_graph *graph, uint32_t a, uint32_t b) {
    struct story_node *node = &graph->nodes[a];
    for (size_t i = 0; i < node->edge_count; i++)
        if (story_graph_find(graph, node->edges[i].other) == b)
            return &node->edges[i];
    return NULL;
}

static enum status take(struct story_graph *graph, struct story_proposal proposal) {
    struct story_node *nodes = graph->nodes;
    uint32_t a = proposal.a, b = proposal.b;
    if (nodes[a].into != a || nodes[b].into != b)
        return STATUS_OK;
    if (nodes[a].version != proposal.version_a || nodes[b].version != proposal.version_b) {
        const struct story_edge *edge = edge_between(graph, a, b);
        if (edge == NULL)
            return STATUS_OK;
        struct story_edge now = {b, edge->words, edge->title};
        return propose(graph, a, &now);
    }
    if (nodes[a].side.count < nodes[b].side.count) {
        a = proposal.b;
        b = proposal.a;
    }
    bool alike = nodes[a].home == nodes[b].home;
    enum status status = merge(graph, a, b, alike ? INT64_MAX : proposal.score + graph->joins);
    return status == STATUS_OK ? look_around(graph, a, b) : status;
}

static uint16_t small(int64_t thousandths) {
    return (uint16_t)(thousandths < 0 ? 0 : thousandths > 1000 ? 1000 : thousandths);
}

enum status story_graph_link(struct story_graph *graph, uint32_t a, uint32_t b,
                             const struct story_likeness *likeness) {
    const uint16_t words = small(likeness->words), title = small(likeness->title);
    enum status status = add_edge(graph, a, (struct story_edge){b, words, title});
    return status == STATUS_OK ? add_edge(graph, b, (struct story_edge){a, words, title}) : status;
}

int64_t story_graph_score(struct story_graph *graph, uint32_t a, uint32_t b) {
    const struct story_edge *edge = edge_between(graph, a, b);
    if (edge == NULL)
        return INT64_MIN;
    struct story_edge now = {b, edge->words, edge->title};
    return judge(graph, a, &now);
}

static enum status propose_all(struct story_graph *graph) {
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < graph->count && status == STATUS_OK; i++) {
        resolve_edges(graph, i);
        for (size_t k = 0; k < graph->nodes[i].edge_count && status == STATUS_OK; k++)
            if (graph->nodes[i].edges[k].other > i)
                status = propose(graph, i, &graph->nodes[i].edges[k]);
    }
    return status;
}

enum status story_graph_agglomerate(struct story_graph *graph) {
    for (uint32_t i = 0; i < graph->count; i++) {
        if (graph->groups[i].count == 0)
            continue;
        read_side(graph, i);
        graph->nodes[i].seen_count = graph->groups[i].count;
    }
    enum status status = propose_all(graph);
    while (status == STATUS_OK && graph->heap_count > 0)
        status = take(graph, pop(graph));
    return status;
}
