/* How common words are in a language's news at large: a model, named by the hash of its bytes.
 *
 * The file (version 2) is a text, so that it lies where texts lie:
 *
 *     "BSWORDS2" LF
 *     per language, sorted by code, at most TEXT_BACKGROUND_LANGUAGES:
 *       code SP texts SP words LF       "en 812 3000": how many texts were counted, how many words
 *                                       follow, at most TEXT_BACKGROUND_WORDS
 *       words times 10 digits LF        hexadecimal, lower case: 8 of the word, ascending,
 *                                       distinct; 2 of its commonness, 1 to 240
 *
 * A word is the upper half of its stem's hash (stem.h): two words of the few thousand share one
 * once in a thousand models. Commonness c means that it stands in one of 2^((240 - c) / 16) texts;
 * a word that is not there is rarer than any that is. */
#ifndef TEXT_BACKGROUND_H
#define TEXT_BACKGROUND_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

enum {
    TEXT_BACKGROUND_LANGUAGES = 100,
    TEXT_BACKGROUND_WORDS = 100000,    /* of one language */
    TEXT_BACKGROUND_MOST = 16 << 20,   /* bytes of a file */
    TEXT_BACKGROUND_MEMORY = 32 << 20, /* of a model that was read */
    TEXT_BACKGROUND_EVERY = 240,       /* commonness of a word that every text has */
    TEXT_BACKGROUND_HALF = 16,         /* steps of commonness by which frequency doubles */
};

struct text_background_language {
    char code[4];
    uint32_t texts, words;
    const uint32_t *hashes; /* both in the arena */
    const unsigned char *common;
};

struct text_background {
    struct text_background_language *languages; /* in the arena */
    size_t n;
};

/* Checks a whole file. INVALID names what is wrong and where; LIMIT for what is larger than the
 * caps above. */
enum status text_background_read(struct arena *arena, struct str bytes,
                                 struct text_background *background, struct error *error);

/* The part for a language (a BCP 47 tag); NULL when there is none. */
const struct text_background_language *
text_background_find(const struct text_background *background, struct str language);

/* By what a model knows a stem, from its hash (stem.h). */
static inline uint32_t text_background_word(uint64_t stem_hash) {
    return (uint32_t)(stem_hash >> 32);
}

/* How common a word is: 1 to 240; 0 when it is not in the model. `language` may be NULL: 0. */
uint32_t text_background_common(const struct text_background_language *language, uint32_t word);

/* Of how many of `texts` texts it is to be expected, in sixteenths; 0 when it is not in the model.
 */
uint32_t text_background_expected(const struct text_background_language *language, uint32_t word,
                                  uint32_t texts);

/* A word and in how many texts it stands; for cutting a model. */
struct text_background_count {
    uint32_t word;
    uint32_t texts;
};

struct text_background_source {
    char code[4];
    uint32_t texts;                             /* counted, at least 1 */
    const struct text_background_count *counts; /* in any order */
    size_t n;
};

/* Appends a model's file to `out`: of each language the `most` commonest words that stand in at
 * least `least` texts. The same counts give the same bytes, in whatever order. */
enum status text_background_write(const struct text_background_source *sources, size_t count,
                                  size_t most, uint32_t least, struct buf *out,
                                  struct error *error);

#endif
