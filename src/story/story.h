/* Which articles tell the same story, and which repeat another's text.
 *
 * An index holds the live articles (those first seen within the window) as sparse vectors; each
 * article that comes gets one decision, made once. The same articles in the same order give the
 * same decisions; an index restored from articles and their stories decides like the one that made
 * them. Verdicts compare integers (thousandths). */
#ifndef STORY_STORY_H
#define STORY_STORY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/status.h"
#include "base/str.h"

struct story_index;

struct text_background;

struct story_settings {
    int64_t window; /* seconds between articles of one story, by their time published */
    uint64_t seed;  /* of hash tables: random against words made to collide; changes no result */
    /* How common words are in the edition's own texts (tally.h), which outweighs what is known of
     * the language the more of them were counted; borrowed. NULL: only that is known. */
    const struct text_background *background;
};

/* What is known of an article; only id and title must be there. Borrowed during the call. */
struct story_document {
    struct str id; /* any text of at most 2048 bytes */
    struct str title, excerpt, text;
    int64_t published; /* TIME_NONE: the time of the document before it */
    struct str provider, url, language;
};

enum { STORY_REASONS_MOST = 4 };

/* One reason of a decision, in numbers; story_explain puts it into words. */
struct story_reason {
    enum story_reason_kind {
        STORY_SAME_TEXT,  /* value: share of the text that is the same, thousandths */
        STORY_SAME_WORDS, /* value: similarity of the texts, thousandths; detail: the rarest shared
                             words */
        STORY_SAME_TITLE, /* value: similarity of the titles, thousandths */
        STORY_FOUNDED,    /* nothing was near enough; value: the best similarity seen */
        STORY_DECIDED,    /* value: how sure the decision to join is, thousandths of log-odds;
                             detail: what decided most, a word of story_explain's */
        STORY_NEAR,       /* another story was near; value: how far it fell short (below 0) or was
                             second best (0 or more); detail: what kept it out most, likewise */
    } kind;
    int64_t value;
    struct str other;  /* id of the member it was compared with; absent for STORY_FOUNDED */
    struct str detail; /* words, parted by ", "; may be absent */
};

struct story_decision {
    struct str
        story; /* id of the founding article of the story it joined: its own when it founds one */
    struct str copy_of; /* id of the article whose text it repeats; absent */
    int64_t similarity; /* thousandths, to the nearest member */
    struct story_reason reasons[STORY_REASONS_MOST];
    size_t reason_count;
};

/* NULL when out of memory. */
struct story_index *story_index_open(const struct story_settings *settings);
void story_index_close(struct story_index *index);

/* Another background holds from now on: the index decides like one that was restored under it. */
void story_index_background(struct story_index *index, const struct text_background *background);

/* Decides and takes the document in. The decision's views live in `arena`. */
enum status story_index_add(struct story_index *index, struct arena *arena,
                            const struct story_document *document, struct story_decision *decision,
                            struct error *error);
/* Takes a document in whose story is known already (after a restart; a decision of an editor). */
enum status story_index_restore(struct story_index *index, const struct story_document *document,
                                struct str story, struct str copy_of, struct error *error);
/* Forgets documents published before `time`. */
void story_index_forget(struct story_index *index, int64_t time);

/* The final partition of a batch (`story cluster`): looks at all live documents again, in the
 * light of those that came later, and decides anew; ids of stories are those of their earliest
 * members. Decisions made before are not remembered. */
enum status story_index_refine(struct story_index *index, struct error *error);
/* Where the n-th document taken in stands now; for indexes that never forgot any. False behind the
 * last. The views lie in the index until it changes. */
bool story_index_member(const struct story_index *index, size_t n, struct str *id,
                        struct str *story, struct str *copy_of);
/* Why it stands there: the decision with the nearest member of its story as its reason. `document`
 * is the one that was taken in as the n-th. */
enum status story_index_describe(struct story_index *index, struct arena *arena, size_t n,
                                 const struct story_document *document,
                                 struct story_decision *decision, struct error *error);

/* The reason as a sentence's part: "shares the words SenseTime, lockup with 'Chinese AI …'".
 * `other_title` is the title of reason->other (may be absent). */
void story_explain(const struct story_reason *reason, struct str other_title, struct buf *out);

/* A member as the choice of the lead sees it. */
struct story_member {
    struct str id;
    int64_t quality;
    int64_t published;
    struct str copy_of; /* absent: the text is its own */
    struct str owner;   /* who speaks through its outlet; absent: nobody who is known */
};
/* Sorts: the lead first (highest quality; of equals the older; then the smaller id), then the rest
 * in the same order (spec/scoring.md, Story). */
void story_sort(struct story_member *members, size_t count);
/* Distinct coverage (spec/scoring.md, Ours; attacks.md M02) of sorted members, the lead aside: each
 * owner counts once, however many outlets and addresses are his, and the lead's not again. */
struct story_coverage {
    size_t voices;     /* owners with a text that is not the lead's and nobody's copy */
    size_t copies;     /* owners that only repeat a text */
    size_t same_owner; /* members of owners who are counted already; the sum is count - 1 */
};
enum status story_coverage(const struct story_member *members, size_t count,
                           struct story_coverage *coverage, struct error *error);

#endif
