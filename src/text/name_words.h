/* Inside text/: a text as words whose capitals are looked at. */
#ifndef TEXT_NAME_WORDS_H
#define TEXT_NAME_WORDS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum text_name_gap {
    TEXT_NAME_GAP_BREAK, /* a sign that parts names, or the text's start */
    TEXT_NAME_GAP_SPACE,
    TEXT_NAME_GAP_HYPHEN,
};

struct text_name_word {
    struct str surface; /* without a possessive ending; lies in the text */
    struct str folded;  /* in the arena; of "U.S." it is "us" */
    uint32_t letters;
    enum text_name_gap gap; /* between the word before and this one */
    bool capital;           /* its first letter */
    bool caps;              /* at least two letters, all capitals */
    bool mixed;             /* a capital behind the first letter, and small ones */
    bool digits;            /* digits only */
    bool starts;            /* a sentence, a line, a quotation */
    bool possessive;        /* an ending was cut */
};

struct text_name_words {
    struct text_name_word *items;
    size_t n;
};

/* `language`: a code of language.h, or "". Elisions of French and Italian are cut ("l'Allemagne").
 * LIMIT or MEMORY as the arena says. */
enum status text_name_words_read(struct arena *arena, struct str text, const char *language,
                                 struct text_name_words *words, struct error *error);

#endif
