#include "story/partition.h"

#include "base/grow.h"
#include "story/decide.h"
#include "story/model.h"

enum {
    EDGES_OWN = 16,   /* nearest documents of each that are looked at */
    GROWN = 1280,     /* a story this many thousandths of its size at the last look is looked at
                         anew with all its neighbours */
    SPAN_WINDOWS = 2, /* a story is at most this many windows long */
};

/* Two stories that may be one: the nearest pair of members. */
struct edge {
    uint32_t other; /* a group, or one that has gone into it */
    uint16_t words, title;
};

struct node {
    struct story_side side;
    struct edge *edges;
    size_t edge_count, edge_capacity;
    size_t seen_count; /* members when all neighbours were last looked at */
    uint32_t into;     /* itself while it stands */
    uint32_t version;
};

struct proposal {
    int64_t score;
    uint32_t a, b; /* a < b */
    uint32_t version_a, version_b;
};

struct partition {
    struct story_index *index;
    struct node *nodes; /* by group */
    size_t count;
    struct proposal *heap; /* the surest first */
    size_t heap_count, heap_capacity;
};

static uint32_t find(struct partition *partition, uint32_t node) {
    struct node *nodes = partition->nodes;
    while (nodes[node].into != node) {
        nodes[node].into = nodes[nodes[node].into].into;
        node = nodes[node].into;
    }
    return node;
}

static bool before(const struct proposal *x, const struct proposal *y) {
    if (x->score != y->score)
        return x->score > y->score;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static enum status push(struct partition *partition, struct proposal proposal) {
    if (grow(&partition->heap, &partition->heap_capacity, partition->heap_count + 1,
             sizeof *partition->heap) != STATUS_OK)
        return STATUS_MEMORY;
    size_t at = partition->heap_count++;
    while (at > 0 && before(&proposal, &partition->heap[(at - 1) / 2])) {
        partition->heap[at] = partition->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    partition->heap[at] = proposal;
    return STATUS_OK;
}

static struct proposal pop(struct partition *partition) {
    struct proposal *heap = partition->heap, first = heap[0];
    struct proposal last = heap[--partition->heap_count];
    size_t at = 0, n = partition->heap_count;
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

static bool too_long(const struct partition *partition, const struct story_side *a,
                     const struct story_side *b) {
    int64_t length;
    if (a->earliest == TIME_NONE || b->earliest == TIME_NONE)
        return false;
    int64_t first = a->earliest < b->earliest ? a->earliest : b->earliest;
    int64_t last = a->latest > b->latest ? a->latest : b->latest;
    return __builtin_sub_overflow(last, first, &length) ||
           length / SPAN_WINDOWS > partition->index->settings.window;
}

static int64_t judge(struct partition *partition, uint32_t a, const struct edge *edge) {
    struct node *left = &partition->nodes[a], *right = &partition->nodes[edge->other];
    struct story_likeness best = {0, edge->words, edge->title, 0};
    int32_t measures[STORY_MEASURES];
    if (too_long(partition, &left->side, &right->side))
        return -1;
    story_side_measure(partition->index, &left->side, &right->side, &best, measures);
    enum story_measure told;
    int64_t score = story_model_ask(measures, false, &told);
    if (partition->index->watch != NULL)
        partition->index->watch(partition->index->watch_state, measures, score,
                                &partition->index->groups[a],
                                &partition->index->groups[edge->other]);
    return score;
}

static enum status propose(struct partition *partition, uint32_t a, const struct edge *edge) {
    int64_t score = judge(partition, a, edge);
    uint32_t b = edge->other;
    if (score < 0)
        return STATUS_OK;
    if (a > b) {
        b = a;
        a = edge->other;
    }
    return push(partition, (struct proposal){score, a, b, partition->nodes[a].version,
                                             partition->nodes[b].version});
}

static int by_other(const void *left, const void *right) {
    const struct edge *a = left, *b = right;
    return a->other < b->other ? -1 : a->other > b->other;
}

/* Names what the edges lead to now; of several to one story the nearest pair stays. */
static void resolve_edges(struct partition *partition, uint32_t number) {
    struct node *node = &partition->nodes[number];
    size_t to = 0;
    for (size_t i = 0; i < node->edge_count; i++)
        node->edges[i].other = find(partition, node->edges[i].other);
    if (node->edge_count > 1)
        qsort(node->edges, node->edge_count, sizeof *node->edges, by_other);
    for (size_t i = 0; i < node->edge_count; i++) {
        struct edge edge = node->edges[i];
        if (edge.other == number)
            continue;
        if (to > 0 && node->edges[to - 1].other == edge.other) {
            struct edge *kept = &node->edges[to - 1];
            if (edge.words > kept->words || (edge.words == kept->words && edge.title > kept->title))
                *kept = edge;
        } else {
            node->edges[to++] = edge;
        }
    }
    node->edge_count = to;
}

static enum status add_edge(struct partition *partition, uint32_t from, struct edge edge) {
    struct node *node = &partition->nodes[from];
    if (grow(&node->edges, &node->edge_capacity, node->edge_count + 1, sizeof *node->edges) !=
        STATUS_OK)
        return STATUS_MEMORY;
    node->edges[node->edge_count++] = edge;
    return STATUS_OK;
}

static void read_side(struct partition *partition, uint32_t number) {
    partition->nodes[number].side =
        story_side_of(partition->index, &partition->index->groups[number]);
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
static enum status merge(struct partition *partition, uint32_t to, uint32_t from) {
    struct node *node = &partition->nodes[to], *gone = &partition->nodes[from];
    struct story_group *group = &partition->index->groups[to];
    struct story_group *other = &partition->index->groups[from];
    if (append_members(group, other) != STATUS_OK ||
        story_group_add(group, other->shares, other->share_count) != STATUS_OK)
        return STATUS_MEMORY;
    group->words += other->words;
    story_group_span(group, other->earliest);
    story_group_span(group, other->latest);
    empty_group(other);
    gone->into = to;
    node->version++;
    read_side(partition, to);
    enum status status = STATUS_OK;
    resolve_edges(partition, from);
    for (size_t i = 0; i < gone->edge_count && status == STATUS_OK; i++)
        status = add_edge(partition, to, gone->edges[i]);
    resolve_edges(partition, to);
    return status;
}

/* Proposes the new story to the neighbours that came with the smaller; once it has grown by much,
 * to all. Proposals made before are judged again when their turn comes. */
static enum status look_around(struct partition *partition, uint32_t to, uint32_t from) {
    struct node *node = &partition->nodes[to], *gone = &partition->nodes[from];
    bool all = node->side.count * 1000 >= node->seen_count * GROWN;
    enum status status = STATUS_OK;
    if (all)
        node->seen_count = node->side.count;
    for (size_t i = 0; i < node->edge_count && status == STATUS_OK; i++) {
        struct edge key = {.other = node->edges[i].other};
        if (all || (gone->edge_count > 0 &&
                    bsearch(&key, gone->edges, gone->edge_count, sizeof key, by_other) != NULL))
            status = propose(partition, to, &node->edges[i]);
    }
    free(gone->edges);
    gone->edges = NULL;
    gone->edge_count = gone->edge_capacity = 0;
    return status;
}

static const struct edge *edge_between(struct partition *partition, uint32_t a, uint32_t b) {
    struct node *node = &partition->nodes[a];
    for (size_t i = 0; i < node->edge_count; i++)
        if (find(partition, node->edges[i].other) == b)
            return &node->edges[i];
    return NULL;
}

static enum status take(struct partition *partition, struct proposal proposal) {
    struct node *nodes = partition->nodes;
    uint32_t a = proposal.a, b = proposal.b;
    if (nodes[a].into != a || nodes[b].into != b)
        return STATUS_OK;
    if (nodes[a].version != proposal.version_a || nodes[b].version != proposal.version_b) {
        const struct edge *edge = edge_between(partition, a, b);
        if (edge == NULL)
            return STATUS_OK;
        struct edge now = {b, edge->words, edge->title};
        return propose(partition, a, &now);
    }
    if (nodes[a].side.count < nodes[b].side.count) {
        a = proposal.b;
        b = proposal.a;
    }
    enum status status = merge(partition, a, b);
    return status == STATUS_OK ? look_around(partition, a, b) : status;
}

static uint16_t small(int64_t thousandths) {
    return (uint16_t)(thousandths < 0 ? 0 : thousandths > 1000 ? 1000 : thousandths);
}

static enum status link_slot(struct partition *partition, uint32_t slot) {
    struct story_index *index = partition->index;
    struct story_search search = {.index = index, .live = index->live[slot]};
    uint32_t from = index->live[slot]->story;
    enum status status = story_search_run(&search);
    for (size_t i = 0; i < search.count && i < EDGES_OWN && status == STATUS_OK; i++) {
        const struct story_likeness *likeness = &search.likenesses[i];
        uint32_t to = index->live[likeness->slot]->story;
        if (to == from || likeness->words == 0 ||
            story_bar_between(&search, likeness) != STORY_BAR_NONE)
            continue;
        struct edge edge = {to, small(likeness->words), small(likeness->title)};
        status = add_edge(partition, from, edge);
        edge.other = from;
        if (status == STATUS_OK)
            status = add_edge(partition, to, edge);
    }
    story_search_end(&search);
    return status;
}

static enum status link_all(struct partition *partition) {
    struct story_index *index = partition->index;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < partition->count; i++)
        partition->nodes[i].into = (uint32_t)i;
    for (size_t i = 0; i < index->slot_count && status == STATUS_OK; i++)
        if (index->live[i] != NULL)
            status = link_slot(partition, (uint32_t)i);
    for (uint32_t i = 0; i < partition->count && status == STATUS_OK; i++) {
        if (index->groups[i].count == 0)
            continue;
        read_side(partition, i);
        partition->nodes[i].seen_count = index->groups[i].count;
    }
    for (uint32_t i = 0; i < partition->count && status == STATUS_OK; i++) {
        resolve_edges(partition, i);
        for (size_t k = 0; k < partition->nodes[i].edge_count && status == STATUS_OK; k++)
            if (partition->nodes[i].edges[k].other > i)
                status = propose(partition, i, &partition->nodes[i].edges[k]);
    }
    return status;
}

static int by_slot(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static void settle(struct story_index *index) {
    for (size_t i = 0; i < index->group_count; i++) {
        struct story_group *group = &index->groups[i];
        if (group->count > 1)
            qsort(group->members, group->count, sizeof *group->members, by_slot);
        for (size_t k = 0; k < group->count; k++)
            index->live[group->members[k]]->story = (uint32_t)i;
    }
}

enum status story_partition(struct story_index *index) {
    struct partition partition = {.index = index, .count = index->group_count};
    partition.nodes = calloc(partition.count + 1, sizeof *partition.nodes);
    if (partition.nodes == NULL)
        return STATUS_MEMORY;
    enum status status = link_all(&partition);
    while (status == STATUS_OK && partition.heap_count > 0)
        status = take(&partition, pop(&partition));
    settle(index);
    for (size_t i = 0; i < partition.count; i++)
        free(partition.nodes[i].edges);
    free(partition.nodes);
    free(partition.heap);
    return status;
}
