/* Inside story/: the live documents, their words, and who has which.
 *
 * Documents stand in slots, in the order of arrival; slots of forgotten ones are empty until the
 * index is packed. Nothing that decides depends on the numbers of slots, terms or stories: only on
 * the live documents and their order. */
#ifndef STORY_INDEX_H
#define STORY_INDEX_H

#include "base/map.h"
#include "story/background.h"
#include "story/marks.h"
#include "story/story.h"
#include "story/words.h"

#define STORY_NO_SLOT UINT32_MAX

/* What is asked of each word that is met: in story_index.logs … */
enum {
    STORY_LOG_FOREIGN = 1 << 15, /* not in Latin */
    STORY_LOG_MASK = STORY_LOG_FOREIGN - 1,
};
/* … and in story_index.kinds. */
enum {
    STORY_KIND_RARE = 1, /* no everyday word */
    STORY_KIND_NUMBER = 2,
};

/* Weights grow with the logarithm of how often a word stands in the document; 16 is once. */
struct story_posting {
    uint32_t slot;
    uint16_t weight;
};

struct story_term {
    uint64_t hash;
    uint32_t live;     /* live documents that have it */
    uint32_t prior;    /* sixteenths of background texts that do */
    uint32_t scarcity; /* rarity in the background alone: does not fade as a story grows */
    bool rare;         /* no everyday word */
    struct story_posting *postings; /* by slot; those of empty slots are skipped */
    size_t count, capacity;
};

struct story_weight {
    uint32_t term;
    uint16_t weight; /* all of it */
    uint8_t title;   /* of the title alone */
    bool name;       /* stands in a name */
};

struct story_live {
    struct str id, copy_of;
    int64_t published;
    uint32_t story;
    uint32_t language; /* see prior.h */
    uint64_t provider; /* hash, 0 when unknown */
    uint64_t series;   /* hash of what stands before a colon in the title; 0 for none */
    uint64_t length;   /* of the vector of its weights, rarity aside */
    struct story_weight *weights;
    size_t weight_count;
    uint32_t *runs;
    size_t run_count;
};

struct story_share {
    uint32_t term;
    uint32_t sum;     /* of the members' weights, each member's of the same length */
    uint32_t members; /* how many have it */
    uint32_t titles;  /* how many have it in their titles */
    uint32_t names;   /* how many have it in a name */
};

struct story_group {
    struct str id;     /* lies in memory of its own */
    uint32_t *members; /* slots, in the order of arrival; live ones only */
    size_t count, capacity;
    uint64_t words;             /* logarithms of the members' numbers of different words, summed */
    int64_t earliest, latest;   /* published, of the members that say; TIME_NONE */
    struct story_share *shares; /* the middle of the live members; sorted by term */
    size_t share_count, share_capacity;
};

struct story_index {
    struct story_settings settings;
    struct story_words words;
    struct story_live **live; /* by slot; NULL: empty */
    uint32_t *lengths; /* theirs, and their times, side by side: searches look at many; … */
    int64_t *times;    /* … TIME_NONE for the empty ones, too */
    int64_t *latest;   /* the latest of the times up to each slot; INT64_MAX: one has none */
    size_t slot_count, slot_capacity, live_count;
    struct story_term *terms;
    /* By term, side by side: 1024 times the binary logarithm of `live` and `prior` together, and
     * STORY_LOG_FOREIGN; searches look at so many that the caches must hold them. */
    uint16_t *logs;
    uint8_t *kinds; /* STORY_KIND_… */
    size_t term_count, term_capacity, log_capacity, kind_capacity;
    size_t background_terms; /* the first so many are the background's */
    struct story_listed {
        uint32_t term, language; /* the row with which the language begins */
        uint32_t texts;          /* sixteenths of the background's */
    } * listed;                  /* what the background says, see prior.h */
    size_t listed_count, listed_capacity;
    uint32_t spoken[STORY_BACKGROUNDS_MOST]; /* live articles of each language, by that row */
    uint32_t *table;                         /* hash table over terms: number + 1 */
    size_t table_size;
    struct story_marks marks; /* to find copies by */
    struct story_group *groups;
    size_t group_count, group_capacity;
    struct map group_of; /* by the story's id */
    int64_t last_time;
    int64_t oldest;       /* nothing live was published before; TIME_NONE: nothing has a time */
    uint32_t log_all;     /* the same of all documents and the background */
    uint32_t log_foreign; /* the same for words of which the background knows nothing */

    /* Told of each judgement of the model, where set: tools/story-model learns from it. */
    void (*watch)(void *state, const int32_t *measures, int64_t score, const struct story_group *a,
                  const struct story_group *b);
    void *watch_state;

    /* Scratch of one decision; all zero between decisions. */
    struct story_query {
        uint32_t words, title; /* the document's weights times rarity */
    } * query;                 /* by term */
    uint64_t *asked;           /* a bit a term: whether there is something in `query` */
    size_t query_size, asked_size;
    uint64_t *reach; /* by slot: sum over shared words */
    uint32_t *touched;
    size_t touched_count, scratch_slots;
    struct story_share *added; /* the shares of one document, sorted */
    size_t added_capacity;
    uint64_t *keys; /* to sort by */
    size_t key_capacity;
};

/* The term of a stem, made when `make`; UINT32_MAX when missing or out of memory. */
uint32_t story_index_term(struct story_index *index, uint64_t hash, bool make);
/* Of what stands in story_index.logs, with the logarithms of all documents. */
static inline uint32_t story_rarity_of(uint16_t log, uint32_t all, uint32_t foreign) {
    int32_t rarity = (int32_t)(log & STORY_LOG_FOREIGN ? foreign : all) - (log & STORY_LOG_MASK);
    return rarity > 64 ? (uint32_t)rarity : 64;
}
/* How rare a word is among the live documents and in the language: 1024 times a binary
 * logarithm. */
static inline uint32_t story_index_rarity(const struct story_index *index, uint32_t term) {
    return story_rarity_of(index->logs[term], index->log_all, index->log_foreign);
}
static inline bool story_index_is_rare(const struct story_index *index, uint32_t term) {
    return (index->kinds[term] & STORY_KIND_RARE) != 0;
}
static inline bool story_index_is_number(const struct story_index *index, uint32_t term) {
    return (index->kinds[term] & STORY_KIND_NUMBER) != 0;
}
/* Sees to `latest` of a slot when those before it are right. */
void story_index_date(struct story_index *index, uint32_t slot);
/* Sees to `oldest` when a document comes. */
void story_index_age(struct story_index *index, int64_t published);
/* Sets log_all after live_count changed. */
void story_index_count(struct story_index *index);
/* Makes a live document of `document` and of the words that were read; it is in no slot yet. */
struct story_live *story_index_make(struct story_index *index,
                                    const struct story_document *document);
/* Puts it into a slot, its words into the index, and it into the story `story` (made when it is
 * new). On failure the index is as before and the document still the caller's. */
enum status story_index_put(struct story_index *index, struct story_live *live, struct str story,
                            struct str copy_of);
/* Takes the document in a slot out of its story, or puts it into one; its words stay in the index.
 * Joining needs memory. */
void story_index_leave(struct story_index *index, uint32_t slot);
enum status story_index_join(struct story_index *index, uint32_t slot, uint32_t number);
/* The number of the story `id`, made without members when it is new; UINT32_MAX without memory. */
uint32_t story_index_found(struct story_index *index, struct str id);
/* Sees to `logs` after what is known of the term changed. */
void story_index_recount(struct story_index *index, uint32_t number);
/* One live document fewer has the term. */
void story_index_uncount(struct story_index *index, uint32_t term);
/* Enters the marks of the document in a slot, for which there must be room. */
void story_index_mark(struct story_index *index, uint32_t slot);
/* Makes the hash table anew after terms changed their numbers; there are not more of them. */
void story_index_retable(struct story_index *index);
/* Room for `count` keys in index->keys, and as many behind them to sort with. */
enum status story_index_keys(struct story_index *index, size_t count);
/* Lists the document's share of its story's middle in index->added, sorted by term. */
enum status story_index_list(struct story_index *index, const struct story_live *live);
/* As it counts in story_group.words. */
uint64_t story_live_words(const struct story_live *live);
/* The first of the sorted shares from `from` on whose term is not below `term`. */
size_t story_share_seek(const struct story_share *shares, size_t count, size_t from, uint32_t term);
/* Adds shares, sorted by term, to those of `group`, which grow. */
enum status story_group_add(struct story_group *group, const struct story_share *added,
                            size_t count);
void story_group_span(struct story_group *group, int64_t published);
void story_live_free(struct story_live *live);
void story_group_free(struct story_group *group);

#endif
