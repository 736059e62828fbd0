#include "text/automaton.h"

#include "base/utf8.h"
#include "text/fold.h"

enum {
    NONE = 0,
    WINDOW = 1024, /* at least TEXT_PATTERN_MOST */
};

/* The trie while it grows; node 0 is the root, so 0 means "none" everywhere else. */
struct node {
    uint32_t child, sibling; /* siblings are sorted by byte */
    uint32_t found;
    uint8_t byte;
};

struct trie {
    struct arena *arena;
    struct node *nodes;
    size_t count, capacity;
};

static enum status new_node(struct trie *trie, uint8_t byte, uint32_t *index) {
    if (trie->count >= TEXT_AUTOMATON_MOST)
        return STATUS_LIMIT;
    enum status status = arena_grow(trie->arena, &trie->nodes, &trie->capacity, trie->count + 1,
                                    sizeof *trie->nodes);
    if (status != STATUS_OK)
        return status;
    trie->nodes[trie->count] = (struct node){.byte = byte};
    *index = (uint32_t)trie->count++;
    return STATUS_OK;
}

/* The child of `parent` by `byte`, made when it is missing. */
static enum status ensure_child(struct trie *trie, uint32_t parent, uint8_t byte, uint32_t *child) {
    uint32_t before = NONE, at = trie->nodes[parent].child;
    while (at != NONE && trie->nodes[at].byte < byte) {
        before = at;
        at = trie->nodes[at].sibling;
    }
    if (at != NONE && trie->nodes[at].byte == byte) {
        *child = at;
        return STATUS_OK;
    }
    enum status status = new_node(trie, byte, child);
    if (status != STATUS_OK)
        return status;
    trie->nodes[*child].sibling = at;
    if (before == NONE)
        trie->nodes[parent].child = *child;
    else
        trie->nodes[before].sibling = *child;
    return STATUS_OK;
}

/* The folded form of a keyword, without white space at its ends, into `folded`; its length, or
 * SIZE_MAX when it is too long. */
static size_t fold_pattern(struct str text, char folded[TEXT_PATTERN_MOST]) {
    size_t n = 0;
    struct text_cluster cluster;
    for (size_t i = 0; i < text.n;) {
        text_cluster_next(text, &i, &cluster);
        if (cluster.base == ' ' && (n == 0 || i >= text.n))
            continue;
        if (n + cluster.folded_n > TEXT_PATTERN_MOST)
            return SIZE_MAX;
        memcpy(folded + n, cluster.folded, cluster.folded_n);
        n += cluster.folded_n;
    }
    return n;
}

static enum status add_pattern(struct trie *trie, struct text_automaton *automaton, uint32_t index,
                               struct str folded) {
    uint32_t node = 0;
    for (size_t i = 0; i < folded.n; i++) {
        enum status status = ensure_child(trie, node, (uint8_t)folded.p[i], &node);
        if (status != STATUS_OK)
            return status;
    }
    automaton->length[index] = (uint32_t)folded.n;
    if (automaton->longest < folded.n)
        automaton->longest = (uint32_t)folded.n;
    /* Those with the same text form a chain in the order given. */
    uint32_t *link = &trie->nodes[node].found;
    while (*link != NONE)
        link = &automaton->next[*link - 1];
    *link = index + 1;
    return STATUS_OK;
}

static enum status grow_trie(struct trie *trie, const struct text_pattern *patterns, size_t count,
                             struct text_automaton *automaton, struct error *error) {
    char folded[TEXT_PATTERN_MOST];
    for (size_t i = 0; i < count; i++) {
        size_t n = fold_pattern(patterns[i].text, folded);
        if (n == SIZE_MAX)
            return error_set(error, STATUS_LIMIT, "a keyword of more than %d bytes: '%.*s'",
                             TEXT_PATTERN_MOST, STR_ARG(utf8_cut_bytes(patterns[i].text, 60)));
        automaton->value[i] = patterns[i].value;
        enum status status =
            n > 0 ? add_pattern(trie, automaton, (uint32_t)i, str_of(folded, n)) : STATUS_OK;
        if (status == STATUS_LIMIT && !arena_failed(trie->arena))
            return error_set(error, STATUS_LIMIT, "too many keywords");
        if (status != STATUS_OK)
            return arena_status(trie->arena, error);
    }
    return STATUS_OK;
}

static bool make_arrays(struct arena *arena, struct text_automaton *automaton, size_t states) {
    automaton->first = arena_array(arena, states, uint32_t);
    automaton->count = arena_array(arena, states, uint16_t);
    automaton->byte = arena_array(arena, states, uint8_t);
    automaton->fail = arena_array(arena, states, uint32_t);
    automaton->found = arena_array(arena, states, uint32_t);
    automaton->shorter = arena_array(arena, states, uint32_t);
    return !arena_failed(arena);
}

/* Numbers the trie's nodes breadth first; `order` gets the node of each state. */
static void number_states(const struct trie *trie, struct text_automaton *automaton,
                          uint32_t *order) {
    uint32_t known = 1;
    order[0] = 0;
    for (uint32_t state = 0; state < known; state++) {
        const struct node *node = &trie->nodes[order[state]];
        automaton->byte[state] = node->byte;
        automaton->found[state] = node->found;
        automaton->first[state] = known;
        for (uint32_t child = node->child; child != NONE; child = trie->nodes[child].sibling)
            order[known++] = child;
        automaton->count[state] = (uint16_t)(known - automaton->first[state]);
    }
    automaton->state_count = known;
}

/* The child of `state` by `byte`, or NONE. */
static uint32_t child_by(const struct text_automaton *automaton, uint32_t state, uint8_t byte) {
    uint32_t low = automaton->first[state], high = low + automaton->count[state];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (automaton->byte[middle] == byte)
            return middle;
        if (automaton->byte[middle] < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return NONE;
}

static uint32_t step(const struct text_automaton *automaton, uint32_t state, uint8_t byte) {
    while (state != 0) {
        uint32_t child = child_by(automaton, state, byte);
        if (child != NONE)
            return child;
        state = automaton->fail[state];
    }
    return automaton->root[byte];
}

/* Breadth first, so that the links of shorter suffixes stand already. */
static void link_states(struct text_automaton *automaton) {
    for (uint32_t i = 0; i < automaton->count[0]; i++)
        automaton->root[automaton->byte[automaton->first[0] + i]] = automaton->first[0] + i;
    for (uint32_t state = 0; state < automaton->state_count; state++) {
        for (uint32_t i = 0; i < automaton->count[state]; i++) {
            uint32_t child = automaton->first[state] + i;
            uint32_t fail =
                state == 0 ? 0 : step(automaton, automaton->fail[state], automaton->byte[child]);
            automaton->fail[child] = fail;
            automaton->shorter[child] =
                automaton->found[fail] != NONE ? fail : automaton->shorter[fail];
        }
    }
}

enum status text_automaton_build(struct arena *arena, const struct text_pattern *patterns,
                                 size_t count, struct text_automaton *automaton,
                                 struct error *error) {
    struct arena scratch;
    arena_init(&scratch, (size_t)1 << 30);
    struct trie trie = {.arena = &scratch};
    uint32_t root, *order;
    enum status status = new_node(&trie, 0, &root);
    *automaton = (struct text_automaton){
        .next = arena_array(arena, count, uint32_t),
        .value = arena_array(arena, count, uint32_t),
        .length = arena_array(arena, count, uint32_t),
    };
    if (arena_failed(arena) || status != STATUS_OK) {
        status = error_memory(error);
        goto out;
    }
    if (count > TEXT_AUTOMATON_MOST) {
        status = error_set(error, STATUS_LIMIT, "too many keywords");
        goto out;
    }
    status = grow_trie(&trie, patterns, count, automaton, error);
    if (status != STATUS_OK)
        goto out;
    order = arena_array(&scratch, trie.count, uint32_t);
    if (order == NULL || !make_arrays(arena, automaton, trie.count)) {
        status = error_memory(error);
        goto out;
    }
    number_states(&trie, automaton, order);
    link_states(automaton);
out:
    arena_release(&scratch);
    return status;
}

/* Searching --------------------------------------------------------------------------------- */

/* Where the last folded bytes come from: the offset of the cluster that a byte is the first of, or
 * SIZE_MAX for a byte inside one and for a cluster that is not bounded before. A ring. */
struct window {
    size_t start[WINDOW];
    size_t fed; /* bytes */
};

struct search {
    const struct text_automaton *automaton;
    struct window window;
    uint32_t state;
    text_match_found *found;
    void *found_state;
};

/* Whether two neighbours are no reason against a keyword that has its edge between them; `outer` is
 * the one outside of it. */
static bool is_bounded(uint32_t inner, uint32_t outer) {
    if (!text_is_word(outer) || text_is_unspaced(inner))
        return true;
    return text_is_unspaced(outer) && !text_is_mark(outer);
}

static void feed(struct search *search, const struct text_cluster *cluster, bool bounded) {
    struct window *window = &search->window;
    for (size_t i = 0; i < cluster->folded_n; i++) {
        window->start[window->fed % WINDOW] = i == 0 && bounded ? cluster->start : SIZE_MAX;
        window->fed++;
        search->state = step(search->automaton, search->state, (uint8_t)cluster->folded[i]);
    }
}

/* Reports what ends at `end`, where the last cluster that was fed ends. */
static bool report(const struct search *search, size_t end) {
    const struct text_automaton *automaton = search->automaton;
    const struct window *window = &search->window;
    uint32_t state = search->state;
    if (automaton->found[state] == NONE)
        state = automaton->shorter[state];
    for (; state != 0; state = automaton->shorter[state]) {
        uint32_t pattern = automaton->found[state] - 1;
        size_t start = window->start[(window->fed - automaton->length[pattern]) % WINDOW];
        if (start == SIZE_MAX)
            continue;
        for (uint32_t link = pattern + 1; link != NONE; link = automaton->next[link - 1]) {
            struct text_match match = {automaton->value[link - 1], start, end};
            if (!search->found(search->found_state, &match))
                return false;
        }
    }
    return true;
}

void text_automaton_search(const struct text_automaton *automaton, struct str text,
                           text_match_found *found, void *state) {
    struct search search = {.automaton = automaton, .found = found, .found_state = state};
    struct text_cluster cluster;
    uint32_t before = ' ';
    size_t end = 0;
    for (size_t i = 0; i < text.n;) {
        text_cluster_next(text, &i, &cluster);
        if (cluster.folded_n == 0)
            continue;
        if (is_bounded(before, cluster.base) && !report(&search, end))
            return;
        feed(&search, &cluster, is_bounded(cluster.base, before));
        before = cluster.base;
        end = cluster.end;
    }
    report(&search, end);
}
