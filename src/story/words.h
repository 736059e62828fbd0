/* Inside story/: the words of a document, counted, and its runs of words for finding copies. */
#ifndef STORY_WORDS_H
#define STORY_WORDS_H

#include "base/arena.h"
#include "story/story.h"
#include "text/stem.h"

enum {
    STORY_TEXT_BYTES = 1500,  /* of the text that count for likeness: the lead tells the event */
    STORY_TITLE_BYTES = 2000, /* longer titles are texts without one */
    STORY_COPY_BYTES = 64 * 1024, /* of the text that count for copies */
    STORY_RUN = 5,                /* words of a run */
    STORY_RUNS_MOST = 4096,
};

/* The low bits of a stem's hash say what kind of word it is. Bit 0 is always set. */
enum {
    STORY_WORD_NUMBER = 2,  /* begins with a digit */
    STORY_WORD_FOREIGN = 4, /* not written in Latin: the background knows little of it */
    STORY_WORD_CLASS = 7,
};

/* A stem, and how often it stands where. */
struct story_word {
    uint64_t hash;      /* of the stem */
    struct str surface; /* as first written, for people; lies in the document */
    uint32_t title, body;
    bool name; /* stands in a name */
};

/* A word whose stem is known: in each document most words are those of others. */
struct story_stem {
    uint64_t hash;    /* as story_words_stem gives it */
    char language[4]; /* of the documents that it is known for */
    uint8_t size;
    bool small;    /* one of the language's small words */
    char word[34]; /* without a NUL */
};
enum { STORY_STEMS = 4096 };

/* What was found in one document; kept and used again for the next. */
struct story_words {
    struct story_word *words; /* in order of first appearance */
    size_t count, capacity;
    uint32_t *slots; /* hash table over `words`: index + 1 */
    size_t slot_count;
    uint64_t *stream; /* hashes of the body's stems, in order */
    size_t stream_count, stream_capacity;
    uint64_t *keys; /* to sort runs by, and as many to sort with */
    size_t key_capacity;
    uint32_t *runs; /* sorted, distinct hashes of STORY_RUN words in a row of the body */
    size_t run_count, run_capacity;
    struct arena arena; /* of one document's tokens */
    struct text_stemmer english, russian, given;
    struct story_stem *stems; /* STORY_STEMS, each where its word's hash says */
    char language[4];         /* of `given`; "" when none is open */
};

enum status story_words_init(struct story_words *words, struct error *error);
void story_words_release(struct story_words *words);
/* Replaces what was found by what `document` has. The views lie in the document. */
enum status story_words_read(struct story_words *words, const struct story_document *document,
                             struct error *error);

/* Stems by this language's rules from now on, a BCP 47 tag; absent or empty: English. */
enum status story_words_speak(struct story_words *words, struct str language, struct error *error);
/* The hash by which the stem of a folded word is known; 0 for what is not worth counting. */
uint64_t story_words_stem(struct story_words *words, struct str word);

#endif
