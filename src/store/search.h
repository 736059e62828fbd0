/* The search index: what is put into it and asked of it. Part of store.h's verbs and rules.
 *
 * Terms come folded and stemmed from text/, questions parsed from query/: a database looks terms up
 * and says which articles have them. Any bytes are terms; nothing in them is syntax. */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "store/store.h"

enum {
    STORE_TERMS_MOST = 64,   /* terms of a question; those behind narrow nothing any more */
    STORE_WORD_MOST = 64,    /* bytes of a word that is kept for suggestions */
    STORE_SEARCH_PREFIX = 3, /* bytes of the shortest beginning of a term; a shorter one finds
                              * nothing */
    STORE_SUGGESTIONS_MOST = 200,
};

/* What is known of an article; terms and words parted by spaces. */
struct store_search_entry {
    struct str id;     /* at most 12 characters of 0-9 and a-z */
    struct str title;  /* terms of its headline */
    struct str text;   /* of all else that it says */
    struct str author; /* of its byline */
    struct str words;  /* its headline's words, folded and whole, for suggestions */
};
/* Replaces what was known of the article. One without terms is found by nothing. */
enum status store_search_put(struct store *store, const struct store_search_entry *entry,
                             struct error *error);

enum store_search_field { STORE_ANYWHERE, STORE_IN_TITLE, STORE_IN_AUTHOR };

/* Terms one behind the other. Empty terms do not count; a phrase of none says nothing. */
struct store_phrase {
    const struct str *terms;
    size_t count;
    enum store_search_field field;
    bool prefix;   /* the last term is the beginning of one */
    bool excluded; /* articles that have it are not meant */
};

struct store_names {
    const struct str *items;
    size_t count;
};

/* All phrases must be found, and nothing that is excluded. */
struct store_question {
    const struct store_phrase *phrases;
    size_t phrase_count;
    struct store_names topics, providers;         /* one of these, where there are any */
    struct store_names not_topics, not_providers; /* none of these */
    int64_t published_from, published_to;         /* [from, to); 0 or TIME_NONE: open */
    bool public_only;                             /* members of stories that are shown */
    bool newest; /* in the order of the time published, not of the rank */
    bool behind; /* continue behind the hit of these, in the order asked for */
    int64_t behind_key;
    char behind_id[ID_LENGTH + 1];
    size_t most;         /* 0: no limit */
    int64_t patience_ms; /* TIMEOUT when finding takes longer; 0: it may take as long as it does */
};

struct store_hit {
    char id[ID_LENGTH + 1];
    int64_t key; /* its rank, in billionths, the best has the most; or its time published */
};

/* Best first: BM25, where titles weigh four times; ties by id. A question of no phrase that must be
 * found lists by the time published, if it restricts anything else or asks for the newest, and else
 * finds nothing. */
enum status store_search(struct store *store, struct arena *arena,
                         const struct store_question *question, struct store_hit **hits,
                         size_t *count, struct error *error);

/* A word of headlines. */
struct store_word {
    struct str word;
    int64_t articles; /* that have it in their headline */
    int64_t shared;   /* trigrams that it shares with what was asked for */
};
/* Words that share most trigrams (text/typo.h) with these, at most STORE_SUGGESTIONS_MOST: those
 * that share more first, then the more usual, then in byte order. */
enum status store_words_near(struct store *store, struct arena *arena, const struct str *trigrams,
                             size_t trigram_count, struct store_word **words, size_t *count,
                             struct error *error);

#endif
