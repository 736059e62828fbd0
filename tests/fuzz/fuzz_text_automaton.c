/* Lines are keywords, up to an empty one; the rest is searched. Each match must be bounded, and its
 * folded text must be its keyword's. */
#include "text/automaton.h"
#include "text/fold.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEYWORDS_MOST = 64 };

struct search {
    struct str text;
    const struct text_pattern *patterns;
    size_t end;
};

/* The next visible cluster of `s` at *at; false when there is none. White space at the ends of a
 * keyword was passed over. */
static bool next(struct str s, size_t *at, struct text_cluster *cluster) {
    while (*at < s.n) {
        text_cluster_next(s, at, cluster);
        if (cluster->folded_n > 0)
            return true;
    }
    return false;
}

static bool same(struct str a, struct str b) {
    struct text_cluster x = {0}, y = {0};
    size_t i = 0, k = 0, at_x = 0, at_y = 0;
    for (;;) {
        while (at_x == x.folded_n && next(a, &i, &x))
            at_x = 0;
        while (at_y == y.folded_n && next(b, &k, &y))
            at_y = 0;
        if (at_x == x.folded_n || at_y == y.folded_n)
            return at_x == x.folded_n && at_y == y.folded_n;
        if (x.folded[at_x++] != y.folded[at_y++])
            return false;
    }
}

static struct str trim(struct str s) {
    struct text_cluster cluster;
    size_t first = s.n, last = 0;
    for (size_t i = 0; i < s.n;) {
        text_cluster_next(s, &i, &cluster);
        if (cluster.base == ' ' || cluster.folded_n == 0)
            continue;
        first = cluster.start < first ? cluster.start : first;
        last = cluster.end;
    }
    return first < last ? str_of(s.p + first, last - first) : STR_NONE;
}

static bool found(void *state, const struct text_match *match) {
    struct search *search = state;
    if (match->start >= match->end || match->end > search->text.n || match->end < search->end)
        abort();
    search->end = match->end;
    struct str part = str_of(search->text.p + match->start, match->end - match->start);
    if (!same(part, trim(search->patterns[match->value].text)))
        abort();
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct text_pattern patterns[KEYWORDS_MOST];
    struct text_automaton automaton;
    struct arena arena;
    struct str rest = str_of((const char *)data, size), line;
    uint32_t count = 0;
    while (count < KEYWORDS_MOST && str_next(&rest, '\n', &line) && line.n > 0) {
        patterns[count] = (struct text_pattern){line, count};
        count++;
    }
    arena_init(&arena, 1 << 26);
    if (text_automaton_build(&arena, patterns, count, &automaton, NULL) == STATUS_OK) {
        struct search search = {rest, patterns, 0};
        text_automaton_search(&automaton, rest, found, &search);
    }
    arena_release(&arena);
    return 0;
}
