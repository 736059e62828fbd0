/* The word tables of this room, searched by hash. They are written while the program is built, by
 * lexicon_make.c out of the .def files, so that no page pays for them. */
#ifndef PAGE_LEXICON_H
#define PAGE_LEXICON_H

#include "base/str.h"

enum { PAGE_LEXICON_SLOTS = 2048 };

/* The lists of names.def. */
enum page_list {
#define LIST(name, words) PAGE_LIST_##name,
#include "page/names.def"
#undef LIST
    PAGE_LISTS,
};

struct page_word {
    struct str text;
    uint32_t hash; /* of its first word */
    uint16_t next; /* index + 1 of another with the same slot; 0: none */
    uint8_t index; /* of its group, phrase or list */
};

struct page_lexicon {
    const struct page_word *words;
    const uint16_t *slots; /* PAGE_LEXICON_SLOTS times index + 1; 0: none */
};

/* Of classes, every entry is one word. */
extern const struct page_lexicon page_lexicon_classes, page_lexicon_phrases, page_lexicon_names;

/* Letters and digits; all of UTF-8 beyond ASCII counts as letters. */
static inline bool page_is_letter(char c) {
    return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* The run of letters that a text begins with, else its first byte. */
static inline struct str page_leading_word(struct str text) {
    size_t n = 0;
    while (n < text.n && page_is_letter(text.p[n]))
        n++;
    return str_take(text, n > 0 ? n : 1);
}

/* FNV-1a, ASCII case aside. A page can make its words collide; it cannot add any to the tables. */
static inline uint32_t page_word_hash(struct str word) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < word.n; i++)
        hash = (hash ^ (unsigned char)ascii_lower(word.p[i])) * 16777619u;
    return hash;
}

/* The first entry that may begin with a word of this hash; NULL: none. */
static inline const struct page_word *page_lexicon_first(const struct page_lexicon *lexicon,
                                                         uint32_t hash) {
    uint16_t at = lexicon->slots[hash % PAGE_LEXICON_SLOTS];
    return at != 0 ? &lexicon->words[at - 1] : NULL;
}

static inline const struct page_word *page_lexicon_next(const struct page_lexicon *lexicon,
                                                        const struct page_word *word) {
    return word->next != 0 ? &lexicon->words[word->next - 1] : NULL;
}

#endif
