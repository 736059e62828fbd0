/* Inside story/: which story a document belongs to, and whose text it repeats. */
#ifndef STORY_DECIDE_H
#define STORY_DECIDE_H

#include "story/side.h"

/* What the model does not outweigh. */
enum story_bar {
    STORY_BAR_NONE,
    STORY_BAR_LITTLE,      /* too few words, or none that says much */
    STORY_BAR_SERIES,      /* two parts of one provider's series */
    STORY_BAR_BOILERPLATE, /* what the provider puts under everything */
    STORY_BAR_CHAIN,       /* like some members, and nothing like the others */
};

struct story_choice {
    uint32_t group;
    struct story_likeness best; /* to its nearest member */
    int64_t middle;             /* likeness to all of it, thousandths */
    int64_t margin;             /* thousandths of log-odds; below 0: it does not fit */
    enum story_measure told;    /* what speaks most for it, or against it */
    enum story_bar bar;
};

/* The stories that fit best: the first and one more. */
enum { STORY_CHOICES = 2 };

/* False when not even the first fits. Those that there are not have a margin of INT64_MIN. */
bool story_choose(const struct story_search *search, struct story_choice choices[STORY_CHOICES]);
/* What the model says of the document and the story of one that it is like. */
struct story_choice story_judge(const struct story_search *search,
                                const struct story_likeness *likeness);
/* choice->bar, or else choice->told, as a word for a reason's detail; static. */
struct str story_choice_told(const struct story_choice *choice);
/* Appends " because …": such a word as a sentence's part, for or against. */
void story_explain_told(struct str word, bool joined, struct buf *out);
/* Why two documents may not be of one story, whatever the model says. */
enum story_bar story_bar_between(const struct story_search *search,
                                 const struct story_likeness *likeness);
/* The document of which it repeats most; `same` is the share, thousandths. */
bool story_find_copy(const struct story_search *search, struct story_likeness *likeness,
                     int64_t *same);

#endif
