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

/* What the value of an attribute says by its words. */
struct page_name {
    struct str value;
    uint64_t groups;
    uint32_t hash; /* of the value's first 64 bytes, digits aside; 0 for no value */
    bool user;     /* as forums call those who post */
    bool person;   /* hCard's "fn" */
};

/* What the last values said: pages call most of their elements like others. Borrows the values. */
struct page_words {
    struct page_name *names;
    struct page_name **last; /* one of them */
};

/* Makes room in the arena; false when there is none. */
bool page_words_init(struct page_words *words, struct arena *arena);
/* What a value says; for those that elements share. */
struct page_name page_words_name(const struct page_words *words, struct str value);
/* The groups that the words of an attribute's value name; reads at most 512 bytes of it. Words are
 * parted by what is neither letter nor digit, and at capitals within ("articleBody"). */
uint64_t page_words_of_class(struct str value);
/* The phrases in a text; reads at most its first 200 bytes. */
uint64_t page_words_of_text(struct str text);

#endif
