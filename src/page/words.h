/* The words by which page makers name the parts of a page, and by which parts name themselves. */
#ifndef PAGE_WORDS_H
#define PAGE_WORDS_H

#include "base/arena.h"
#include "base/str.h"

enum page_group {
#define GROUP(name, words) PAGE_GROUP_##name,
#include "page/class_words.def"
#undef GROUP
    PAGE_GROUPS,
};

enum page_phrase {
#define PHRASES(name, phrases) PAGE_PHRASE_##name,
#include "page/phrases.def"
#undef PHRASES
    PAGE_PHRASES,
};

/* Sets of groups and of phrases: bit 1 << PAGE_GROUP_x. */
#define PAGE_BIT(index) ((uint64_t)1 << (index))

struct page_word {
    struct str text; /* of the table; static */
    uint32_t hash;   /* of its first word */
    uint32_t next;   /* index + 1 of another with the same slot; 0: none */
    uint8_t index;
};

/* One table, searched by hash. */
struct page_lexicon {
    struct page_word *words;
    uint32_t *slots;
    size_t count;
};

struct page_words {
    struct page_lexicon classes, phrases;
};

/* Makes the tables; both lie in the arena. False when it has no room. */
bool page_words_init(struct page_words *words, struct arena *arena);
/* The groups that the words of an attribute's value name; reads at most 512 bytes of it. Words are
 * parted by what is neither letter nor digit, and at capitals within ("articleBody"). */
uint64_t page_words_of_class(const struct page_words *words, struct str value);
/* The phrases in a text; reads at most its first 200 bytes. */
uint64_t page_words_of_text(const struct page_words *words, struct str text);

#endif
