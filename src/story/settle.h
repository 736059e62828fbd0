/* Refinement at ticks: stories that changed are looked at again, now that more is known.
 *
 * Each story is parted as a batch of its articles would be, its neighbours beside it as they are
 * (story/regroup.h): what falls apart leaves, to a neighbour or to a story of its own, and then
 * what most of a story goes with becomes one with it. Both are under a guard: what stands is
 * changed only where the model is surer than it would have to be of a batch, and what an editor
 * said of two articles outranks every likeness. Which id lives on is not decided here: that depends
 * on what has left the house. The work is bounded for each story that is looked at. The same index,
 * stories and bonds give the same changes, in the same order. */
#ifndef STORY_SETTLE_H
#define STORY_SETTLE_H

#include "story/story.h"

/* Ids of two articles. */
struct story_pair {
    struct str a, b;
};

/* What editors said: articles that are of one story, and articles that are not. `apart` outranks
 * `together`. Pairs of articles that are not live mean nothing. */
struct story_bonds {
    const struct story_pair *together, *apart;
    size_t together_count, apart_count;
};

/* What is to change, and why. */
struct story_change {
    enum story_change_kind {
        STORY_UNITES, /* `story` and `other` are one */
        STORY_PARTS,  /* `articles` leave `story` for a story of their own */
        STORY_MOVES,  /* `articles` leave `story` for `other` */
    } kind;
    struct str story, other;
    struct str *articles; /* in the order of arrival; an article's copies go with it */
    size_t count;
    bool bond;      /* an editor's word asks for it, no likeness */
    int64_t margin; /* thousandths of log-odds: how sure it is; below 0: that those who part do not
                       belong */
};

/* Stories whose ids have both left the house become one only on clear evidence: readers and other
 * programs hold those ids. Whether `change`, a STORY_UNITES, may be made. */
bool story_change_clear(const struct story_change *change, bool story_out, bool other_out);

/* Who keeps the changes. `take` does what it has to with a change and says under which id it stands
 * from now on: for STORY_UNITES that of one of the two stories, for STORY_PARTS the new one (which
 * no story may have). It may exchange those who leave for those who stay (change->articles). With
 * an absent *id nothing is changed. The views lie in an arena until the next change. */
struct story_hand {
    void *state;
    enum status (*take)(void *state, struct story_change *change, struct str *id,
                        struct error *error);
};

/* Looks at `stories` in their order, twice: all are rid of what does not belong before any are made
 * one. One that is gone, or not live, is passed over. `arena` holds what is needed meanwhile. On an
 * error the index may lack what was taken already: it is to be restored. */
enum status story_index_settle(struct story_index *index, struct arena *arena,
                               const struct str *stories, size_t count,
                               const struct story_bonds *bonds, const struct story_hand *hand,
                               struct error *error);

/* The story that the founding article of `story` goes on from: one that is too old to be joined but
 * still live, and much alike. Absent when there is none. */
enum status story_index_earlier(struct story_index *index, struct arena *arena, struct str story,
                                struct str *earlier, int64_t *likeness, struct error *error);

/* A live article of another story that is much like this one. */
struct story_near {
    struct str id, other; /* the article, and the member that it is nearest to */
    int64_t words, title; /* likenesses to that, and … */
    int64_t middle;       /* … to all of the story; thousandths */
    int64_t margin;       /* thousandths of log-odds; below 0: it does not fit */
    struct str told;      /* what speaks most for or against it, as a reason's detail; static */
};
/* Up to `most` of them, the most alike first. */
enum status story_index_near(struct story_index *index, struct arena *arena, struct str story,
                             size_t most, struct story_near **near, size_t *count,
                             struct error *error);
/* What keeps it out, as a sentence's part. */
void story_explain_near(const struct story_near *near, struct buf *out);

/* All live articles of a story in the order of arrival; none for one that is not live. */
enum status story_index_members(const struct story_index *index, struct arena *arena,
                                struct str story, struct str **articles, size_t *count,
                                struct error *error);

#endif
