/* Inside story/: the live documents and stories that are nearest to one document. */
#ifndef STORY_SEARCH_H
#define STORY_SEARCH_H

#include "story/index.h"

enum { STORY_CANDIDATES = 48 };

/* What one document's likeness to another is made of. */
struct story_likeness {
    uint32_t slot;
    int64_t words;  /* cosine of all words by rarity, thousandths */
    int64_t title;  /* the same of the titles' words */
    int64_t shared; /* sum of the scarcities of the words they share; 1024 a bit */
};

/* A search while it is made. Zero it, set index and live, run it, read it, end it. */
struct story_search {
    struct story_index *index;
    const struct story_live *live;    /* need not stand in a slot */
    uint64_t length, title_length;    /* of its vectors */
    const struct story_share *shares; /* its own, by term; they lie in the index */
    uint32_t reached[STORY_CANDIDATES];
    uint64_t reach[STORY_CANDIDATES];
    size_t reached_count;
    struct story_likeness likenesses[STORY_CANDIDATES]; /* the most alike first */
    size_t count;
};

/* Finds documents that share rare words or runs of words and lie within the window. */
enum status story_search_run(struct story_search *search);
/* Must be called after it, also when it failed. */
void story_search_end(struct story_search *search);
struct story_likeness story_search_compare(const struct story_search *search, uint32_t slot);
/* Share of the shorter text's runs of words that the longer has too; thousandths. Of what is below
 * `least` only that is told. */
int64_t story_same_text(const struct story_live *a, const struct story_live *b, int64_t least);
/* Whether two times published, which may be TIME_NONE, are of one window. */
bool story_within_window(const struct story_index *index, int64_t a, int64_t b);

#endif
