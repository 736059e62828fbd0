/* Folded text, for comparing: what differs in case, width, ligatures or composition only, becomes
 * the same. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/arena.h"
#include "base/str.h"

/* Of the rules below together with Unicode's data. Whoever stores a folded text stores this with
 * it; a new number means that stored keys are made anew. */
enum { TEXT_FOLD_VERSION = 1 };

/* The NFKC_Casefold form (Unicode, section 3.13) of `text`, in the arena: the key under which texts
 * are equal. Ill-formed bytes count as U+FFFD. A run of more than 32 combining marks is normalised
 * in pieces (UAX #15, 13), so that the time is linear. Absent when the arena has no room. */
struct str text_fold(struct arena *arena, struct str text);

/* Unicode classes of a character. */

/* Part of a word: letters, marks, numbers and connectors such as '_' (UAX #29, ExtendNumLet). */
static inline bool text_is_word(uint32_t c);
/* The same of an ASCII character; false for a byte of another one. */
static inline bool text_is_word_byte(char byte) {
    return ascii_is_alnum(byte) || byte == '_';
}
/* A mark, or a joiner, that belongs to the character before it. */
bool text_is_mark(uint32_t character);
/* A capital or a small letter; both false for scripts without case. */
static inline bool text_is_upper(uint32_t c);
static inline bool text_is_lower(uint32_t c);
/* The small letter of a capital; other characters as they are. */
uint32_t text_lower(uint32_t character);
/* Of a script that does not put spaces between words: Han, Kana, Thai, Lao, Khmer, Burmese … */
static inline bool text_is_unspaced(uint32_t c);
/* What it takes on a terminal or in a letter of plain text: 0 (marks), 1 or 2 (Han, Kana …)
 * columns.
 */
size_t text_columns(uint32_t character);

/* The same of what is not ASCII: most characters need no call. */
bool text_is_wide_word(uint32_t character);
bool text_is_wide_upper(uint32_t character);
bool text_is_wide_lower(uint32_t character);
bool text_is_wide_unspaced(uint32_t character);

static inline bool text_is_word(uint32_t c) {
    return c < 0x80 ? text_is_word_byte((char)c) : text_is_wide_word(c);
}
static inline bool text_is_upper(uint32_t c) {
    return c < 0x80 ? c >= 'A' && c <= 'Z' : text_is_wide_upper(c);
}
static inline bool text_is_lower(uint32_t c) {
    return c < 0x80 ? c >= 'a' && c <= 'z' : text_is_wide_lower(c);
}
static inline bool text_is_unspaced(uint32_t c) {
    return c >= 0x0E00 && text_is_wide_unspaced(c);
}

/* A character with its marks, as it is compared. */
struct text_cluster {
    size_t start, end; /* bytes in the text */
    uint32_t base;     /* its first character; ' ' for a run of white space */
    char folded[256];  /* NFKD and casefolded, UTF-8; "" for what is invisible */
    size_t folded_n;
};

/* Reads the cluster at *at (< text.n) and moves *at behind it. A run of white space is one, folded
 * to a single space, and ’ to ', as typesetters and keyboards differ. Marks over 16 on one
 * character are a cluster of their own. */
void text_cluster_next(struct str text, size_t *at, struct text_cluster *cluster);

#endif
