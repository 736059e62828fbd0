/* Inside story/: how common words are in news at large, so that the first articles of a new
 * edition are judged like those of an old one. */
#ifndef STORY_BACKGROUND_H
#define STORY_BACKGROUND_H

#include <stddef.h>
#include <stdint.h>

/* The background speaks as this many texts would; a word that is not listed stands in one. */
enum {
    STORY_BACKGROUND_TEXTS = 2000,
    STORY_FOREIGN_TEXTS = 100, /* the same of words that are not written in Latin */
    STORY_BACKGROUNDS_MOST = 128,
};

/* Words of like frequency in a language: how many of the background's texts have each, and the
 * words, folded, parted by spaces. Those of a language stand together. */
struct story_background {
    const char *language;
    uint32_t texts;
    const char *words;
};
extern const struct story_background story_backgrounds[];
extern const size_t story_background_count;

#endif
