/* Inside story/: two stories (an article alone is one, too) held against each other.
 *
 * A side is the middle of a story with what follows from it; measures are what a model knows of two
 * of them. All in integers. */
#ifndef STORY_SIDE_H
#define STORY_SIDE_H

#include "story/search.h"

struct story_side {
    const struct story_share *shares; /* borrowed, sorted by term */
    size_t share_count;
    uint64_t count;                 /* members */
    uint64_t words;                 /* as story_group.words */
    int64_t earliest, latest;       /* TIME_NONE: unknown */
    uint64_t square;                /* of the middle's length */
    uint64_t own_square;            /* of the members' lengths, their mean */
    uint64_t title_square;          /* of the titles' middle */
    uint64_t rare_square;           /* of the middle without everyday words */
    uint64_t scale;                 /* 2^26 by the members */
    uint64_t numbers;               /* thousandths a member has */
    uint64_t names;                 /* rarities of the words in names, by the share of members */
    uint64_t titles;                /* the same of the words in titles */
    const struct story_live *alone; /* borrowed: the one member, where it stands in no slot */
    const uint32_t *members;        /* else borrowed: their slots */
};

/* What is known of two stories, in the order the model knows them by. Likenesses, shares and
 * cohesion in thousandths; logarithms 1024 a bit. */
enum story_measure {
    STORY_MEAN,       /* mean likeness of a member of one to a member of the other */
    STORY_MIDDLE,     /* likeness of their middles */
    STORY_TITLES,     /* likeness of their titles' middles */
    STORY_RARE,       /* likeness without everyday words */
    STORY_BEST,       /* likeness of the two nearest members */
    STORY_BEST_TITLE, /* likeness of these two's titles */
    STORY_COHESION,   /* mean likeness inside the looser one; -1: each has one member */
    STORY_RELATIVE,   /* the mean likeness against that inside either */
    STORY_FEWER,      /* logarithm of the members of the smaller … */
    STORY_MORE,       /* … and of the larger */
    STORY_SHORTER,    /* mean logarithm of the different words of the one with less … */
    STORY_LONGER,     /* … and with more */
    STORY_GAP,      /* quarters of a day between them; 0 where they overlap or times are unknown */
    STORY_SPAN,     /* quarters of a day from the first to the last of both */
    STORY_RAREST,   /* rarity of the rarest word that all members share; less for fewer */
    STORY_SCARCITY, /* scarcity of the shared words together */
    STORY_COVERED,  /* share of the one's middle whose words the other has, … */
    STORY_COVERED_MORE,  /* … and the other way round; the smaller first */
    STORY_NUMBERS,       /* numbers they share */
    STORY_NUMBERS_APART, /* numbers that only one has, of the side with fewer such */
    STORY_NAMES_APART, /* rarities of names that only one has, of the side with less; 1024 a bit */
    STORY_CONTRAST,    /* share of the middle that most of the one's members have and few of the
                          other's, of the side with less */
    STORY_TOLD,        /* share of the one's titles whose words the other has, of the lower side */
    STORY_OUTLETS,     /* share of pairs of members by one outlet; 0 for a large story */
    STORY_UNDATED,     /* 1000 where no time is known of one of them; else 0 */
    STORY_MEASURES
};

/* Reads the side's lengths; shares, count, words and times are given. */
void story_side_read(const struct story_index *index, struct story_side *side);
struct story_side story_side_of(const struct story_index *index, const struct story_group *group);
/* `best` is the likeness of the two nearest members. */
void story_side_measure(const struct story_index *index, const struct story_side *a,
                        const struct story_side *b, const struct story_likeness *best,
                        int32_t measures[STORY_MEASURES]);

#endif
