#include "story/partition.h"

#include "story/agglomerate.h"
#include "story/decide.h"

enum { EDGES_OWN = 16 }; /* nearest documents of each that are looked at */

static enum status link_slot(struct story_graph *graph, uint32_t slot) {
    struct story_index *index = graph->index;
    struct story_search search = {.index = index, .live = index->live[slot]};
    uint32_t from = index->live[slot]->story;
    enum status status = story_search_run(&search);
    for (size_t i = 0; i < search.count && i < EDGES_OWN && status == STATUS_OK; i++) {
        const struct story_likeness *likeness = &search.likenesses[i];
        uint32_t to = index->live[likeness->slot]->story;
        if (to != from && likeness->words != 0 &&
            story_bar_between(&search, likeness) == STORY_BAR_NONE)
            status = story_graph_link(graph, from, to, likeness);
    }
    story_search_end(&search);
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
    struct story_graph graph;
    enum status status = story_graph_open(&graph, index, index->groups, index->group_count);
    for (size_t i = 0; i < index->slot_count && status == STATUS_OK; i++)
        if (index->live[i] != NULL)
            status = link_slot(&graph, (uint32_t)i);
    if (status == STATUS_OK)
        status = story_graph_agglomerate(&graph);
    settle(index);
    story_graph_close(&graph);
    return status;
}
