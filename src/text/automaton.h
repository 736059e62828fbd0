/* Many keywords looked for in one pass (Aho and Corasick, "Efficient string matching", 1975).
 *
 * Keywords and text are compared folded (fold.h's clusters): case, width and composition do not
 * count, white space inside a keyword matches any run of it. A keyword is found only where it is
 * bounded by the text's ends or characters that are not part of a word, so that "ai" is not in
 * "said", nor ".net" in "asp.net"; scripts without spaces between words bound everywhere. The time
 * is linear in the text's length and the number of matches. */
#ifndef TEXT_AUTOMATON_H
#define TEXT_AUTOMATON_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum {
    TEXT_PATTERN_MOST = 1000,           /* bytes of a folded keyword */
    TEXT_AUTOMATON_MOST = 16 * 1 << 20, /* states */
};

struct text_pattern {
    struct str text;
    uint32_t value; /* the caller's; several patterns may share one */
};

struct text_match {
    uint32_t value;
    size_t start, end; /* bytes in the text */
};

/* Lies in the arena it was built in; never changes, so many may search at once. States are
 * numbered breadth first, so that the children of one stand side by side, sorted by byte. */
struct text_automaton {
    uint32_t state_count;
    uint32_t *first;   /* its first child */
    uint16_t *count;   /* its children */
    uint8_t *byte;     /* by which it is reached */
    uint32_t *fail;    /* the longest proper suffix that is a state */
    uint32_t *found;   /* pattern that ends here + 1; 0: none */
    uint32_t *shorter; /* the nearest state down the suffixes where one ends; 0: none */
    uint32_t *next;    /* pattern with the same text + 1, by pattern; 0: none */
    uint32_t *value;   /* by pattern */
    uint32_t *length;  /* folded bytes, by pattern */
    uint32_t root[256];
    uint32_t longest; /* folded bytes */
};

/* Patterns without any visible character are left out. LIMIT for a keyword that is too long (the
 * error says which) and for too many. */
enum status text_automaton_build(struct arena *arena, const struct text_pattern *patterns,
                                 size_t count, struct text_automaton *automaton,
                                 struct error *error);

/* Called for each match; false ends the search. */
typedef bool text_match_found(void *state, const struct text_match *match);

/* Reports matches in the order of their ends, at one end the longer first, and of one keyword given
 * twice in the order given. */
void text_automaton_search(const struct text_automaton *automaton, struct str text,
                           text_match_found *found, void *state);

#endif
