#include "story/regroup.h"

#include "story/agglomerate.h"
#include "story/decide.h"

enum {
    EDGES_OWN = 16,   /* of each article: the nearest of its story, … */
    EDGES_OTHER = 16, /* … and the nearest of others */
    LATEST = 96,      /* articles that are looked at in any case */
    LEAST_MARGIN = -8000,
};

/* A likeness between an article that is looked at and another one. */
struct link {
    size_t from;    /* of the regrouping's */
    uint32_t story; /* of the other; */
    struct story_likeness likeness;
};

struct regrouping {
    struct story_index *index;
    uint32_t story;
    struct story_regrouping *found;
    struct link *links;
    size_t link_count;
    int64_t likeness[STORY_REGROUP_NEAR]; /* of found->near */
    struct story_group groups[STORY_REGROUP_VOICES + STORY_REGROUP_NEAR];
};

/* ---- what is looked at ---- */

static bool has_voice(const struct story_index *index, uint32_t slot) {
    return str_empty(index->live[slot]->copy_of);
}

/* The latest, and of those before them some from the first on. */
static void choose_voices(struct regrouping *regrouping) {
    const struct story_index *index = regrouping->index;
    const struct story_group *group = &index->groups[regrouping->story];
    struct story_regrouping *found = regrouping->found;
    size_t voices = 0, seen = 0, older = 0;
    for (size_t i = 0; i < group->count; i++)
        voices += has_voice(index, group->members[i]);
    size_t before = voices > LATEST ? voices - LATEST : 0;
    const size_t most = STORY_REGROUP_VOICES - LATEST;
    for (size_t i = 0; i < group->count; i++) {
        if (!has_voice(index, group->members[i]))
            continue;
        bool taken = seen >= before || before <= most || seen == older * before / most;
        older += taken && seen < before;
        seen++;
        if (taken)
            found->slots[found->count++] = group->members[i];
    }
}

/* Keeps the nearest of the other stories. */
static void note_near(struct regrouping *regrouping, uint32_t story, int64_t likeness) {
    size_t at = 0, n = regrouping->found->near_count;
    while (at < n && regrouping->found->near[at] != story)
        at++;
    if (at == n && n == STORY_REGROUP_NEAR && regrouping->likeness[n - 1] >= likeness)
        return;
    if (at == n)
        at = n < STORY_REGROUP_NEAR ? regrouping->found->near_count++ : n - 1;
    else if (regrouping->likeness[at] >= likeness)
        return;
    for (; at > 0 && regrouping->likeness[at - 1] < likeness; at--) {
        regrouping->found->near[at] = regrouping->found->near[at - 1];
        regrouping->likeness[at] = regrouping->likeness[at - 1];
    }
    regrouping->found->near[at] = story;
    regrouping->likeness[at] = likeness;
}

static enum status look_around(struct regrouping *regrouping, size_t from,
                               bool (*apart)(const void *, uint32_t), const void *state) {
    const struct story_index *index = regrouping->index;
    uint32_t slot = regrouping->found->slots[from];
    struct story_search search = {.index = regrouping->index, .live = index->live[slot]};
    size_t own = 0, other = 0;
    enum status status = story_search_run(&search);
    for (size_t i = 0; status == STATUS_OK && i < search.count; i++) {
        const struct story_likeness *likeness = &search.likenesses[i];
        uint32_t story = index->live[likeness->slot]->story;
        size_t *count = story == regrouping->story ? &own : &other;
        if (likeness->slot == slot || likeness->words == 0 ||
            *count >= (count == &own ? EDGES_OWN : EDGES_OTHER) ||
            story_bar_between(&search, likeness) != STORY_BAR_NONE ||
            (count == &other && apart(state, story)))
            continue;
        ++*count;
        regrouping->links[regrouping->link_count++] = (struct link){from, story, *likeness};
        if (count == &other)
            note_near(regrouping, story, likeness->words);
    }
    story_search_end(&search);
    return status;
}

/* ---- groups ---- */

static enum status copy_group(struct story_group *to, const struct story_group *from) {
    to->earliest = from->earliest;
    to->latest = from->latest;
    to->words = from->words;
    to->members = malloc((from->count + 1) * sizeof *to->members);
    if (to->members == NULL)
        return STATUS_MEMORY;
    memcpy(to->members, from->members, from->count * sizeof *to->members);
    to->count = to->capacity = from->count;
    return story_group_add(to, from->shares, from->share_count);
}

static enum status make_group(struct story_index *index, struct story_group *to, uint32_t slot) {
    const struct story_live *live = index->live[slot];
    *to = (struct story_group){.earliest = live->published, .latest = live->published};
    to->words = story_live_words(live);
    to->members = malloc(sizeof *to->members);
    if (to->members == NULL || story_index_list(index, live) != STATUS_OK)
        return STATUS_MEMORY;
    to->members[0] = slot;
    to->count = to->capacity = 1;
    return story_group_add(to, index->added, live->weight_count);
}

static enum status make_groups(struct regrouping *regrouping) {
    size_t voices = regrouping->found->count;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < voices; i++)
        status = make_group(regrouping->index, &regrouping->groups[i], regrouping->found->slots[i]);
    for (size_t i = 0; status == STATUS_OK && i < regrouping->found->near_count; i++)
        status = copy_group(&regrouping->groups[voices + i],
                            &regrouping->index->groups[regrouping->found->near[i]]);
    return status;
}

/* The node of what a link leads to; UINT32_MAX when it is not looked at. */
static uint32_t node_of(const struct regrouping *regrouping, const struct link *link) {
    const struct story_regrouping *found = regrouping->found;
    if (link->story != regrouping->story) {
        for (size_t i = 0; i < regrouping->found->near_count; i++)
            if (regrouping->found->near[i] == link->story)
                return (uint32_t)(found->count + i);
        return UINT32_MAX;
    }
    for (size_t i = 0; i < found->count; i++)
        if (found->slots[i] == link->likeness.slot)
            return (uint32_t)i;
    return UINT32_MAX;
}

static enum status link_all(struct regrouping *regrouping, struct story_graph *graph) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < regrouping->found->near_count; i++)
        graph->nodes[regrouping->found->count + i].home = (uint32_t)(i + 1);
    for (size_t i = 0; status == STATUS_OK && i < regrouping->link_count; i++) {
        const struct link *link = &regrouping->links[i];
        uint32_t to = node_of(regrouping, link);
        if (to != UINT32_MAX)
            status = story_graph_link(graph, (uint32_t)link->from, to, &link->likeness);
    }
    return status;
}

/* ---- what came out ---- */

/* Numbers the parts in the order of their first articles; the largest, or the first of those, gets
 * number 0. nodes[] is what each part is in the graph. */
static void number_parts(const struct regrouping *regrouping, struct story_graph *graph,
                         uint32_t nodes[STORY_REGROUP_VOICES]) {
    struct story_regrouping *found = regrouping->found;
    size_t largest = 0;
    for (size_t i = 0; i < found->count; i++) {
        uint32_t node = story_graph_find(graph, (uint32_t)i);
        size_t part = 0;
        while (part < found->parts && nodes[part] != node)
            part++;
        if (part == found->parts)
            nodes[found->parts++] = node;
        found->part[i] = (uint32_t)part;
        found->list[part].voices++;
        if (found->list[part].voices > found->list[largest].voices)
            largest = part;
    }
    for (size_t i = 0; i < found->count; i++)
        found->part[i] =
            found->part[i] == largest ? 0 : found->part[i] + (found->part[i] < largest);
    uint32_t node = nodes[largest];
    struct story_part first = found->list[largest];
    memmove(&nodes[1], &nodes[0], largest * sizeof *nodes);
    memmove(&found->list[1], &found->list[0], largest * sizeof *found->list);
    nodes[0] = node;
    found->list[0] = first;
}

static void tell_parts(const struct regrouping *regrouping, struct story_graph *graph) {
    struct story_regrouping *found = regrouping->found;
    uint32_t nodes[STORY_REGROUP_VOICES];
    number_parts(regrouping, graph, nodes);
    for (size_t part = 0; part < found->parts; part++) {
        found->list[part].joined = UINT32_MAX;
        found->list[part].margin = part > 0 ? story_graph_score(graph, nodes[0], nodes[part]) : 0;
    }
    for (size_t i = 0; i < found->near_count; i++) {
        uint32_t node = story_graph_find(graph, (uint32_t)(found->count + i));
        size_t part = 0;
        while (part < found->parts && nodes[part] != node)
            part++;
        found->near_part[i] = part < found->parts ? (uint32_t)part : UINT32_MAX;
        if (part == found->parts || found->list[part].joined != UINT32_MAX)
            continue;
        found->list[part].joined = found->near[i];
        found->list[part].margin = graph->nodes[node].surety;
    }
    for (size_t part = 0; part < found->parts; part++)
        if (found->list[part].margin < LEAST_MARGIN)
            found->list[part].margin = LEAST_MARGIN;
}

static void release_groups(struct regrouping *regrouping) {
    for (size_t i = 0; i < STORY_REGROUP_VOICES + STORY_REGROUP_NEAR; i++)
        story_group_free(&regrouping->groups[i]);
}

enum status story_regroup(struct story_index *index, uint32_t story,
                          const struct story_inertia *inertia,
                          bool (*apart)(const void *state, uint32_t other), const void *state,
                          struct story_regrouping *found) {
    struct regrouping regrouping = {.index = index, .story = story, .found = found};
    struct story_graph graph = {0};
    *found = (struct story_regrouping){0};
    choose_voices(&regrouping);
    if (found->count == 0)
        return STATUS_OK;
    regrouping.links = calloc(found->count * (EDGES_OWN + EDGES_OTHER), sizeof(struct link));
    enum status status = regrouping.links != NULL ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < found->count; i++)
        status = look_around(&regrouping, i, apart, state);
    if (status == STATUS_OK)
        status = make_groups(&regrouping);
    if (status == STATUS_OK)
        status =
            story_graph_open(&graph, index, regrouping.groups, found->count + found->near_count);
    graph.stays = inertia->stays;
    graph.joins = inertia->joins;
    if (status == STATUS_OK)
        status = link_all(&regrouping, &graph);
    if (status == STATUS_OK)
        status = story_graph_agglomerate(&graph);
    if (status == STATUS_OK)
        tell_parts(&regrouping, &graph);
    story_graph_close(&graph);
    release_groups(&regrouping);
    free(regrouping.links);
    return status;
}
