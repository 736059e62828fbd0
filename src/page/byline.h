/* The words of bylines, and what is shared by those who read them. Texts are views into what was
 * given; case is ASCII's. A list is words or phrases parted by '|' (names.def). */
#ifndef PAGE_BYLINE_H
#define PAGE_BYLINE_H

#include "base/str.h"

#define LIST(name, words) extern const char page_list_##name[];
#include "page/names.def"
#undef LIST

/* Letters and digits; all beyond ASCII counts as a letter. */
bool page_is_letter(char c);
/* Whether `word` is an entry of `list`. */
bool page_in_list(struct str word, const char *list);
/* Where `s` has `word`, as a word where that begins or ends with a letter; SIZE_MAX: nowhere. */
size_t page_find_word(struct str s, struct str word);
/* Whether `s` has an entry of `list` so. */
bool page_has_word_of(struct str s, const char *list);
/* Without the signs that names neither begin nor end with. */
struct str page_without_signs_before(struct str s);
struct str page_trim_signs(struct str s);
/* Words are what spaces part. */
struct str page_first_word(struct str s);
struct str page_last_word(struct str s);
size_t page_count_words(struct str s);

/* Without "By", "Written by", "Ein Gastbeitrag von" and their kin; byline.c. */
struct str page_without_openings(struct str s);
/* Whether a text has the name of an office: a ministry, a foundation; person.c. */
bool page_is_office(struct str s);

#endif
