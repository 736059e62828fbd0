/* The words of bylines, and what is shared by those who read them. Texts are views into what was
 * given; case is ASCII's. A list is words or phrases parted by '|' (names.def). */
#ifndef PAGE_BYLINE_H
#define PAGE_BYLINE_H

#include "page/lexicon.h"

#define LIST(name, words) extern const char page_list_##name[];
#include "page/names.def"
#undef LIST

/* The entries of a list, one after the other; false behind the last. */
bool page_next_entry(const char **list, struct str *entry);
/* Whether `word` is an entry of `list`; entries begin with a small letter. */
bool page_in_list(struct str word, const char *list);
/* The next run of letters and digits; false behind the last. */
bool page_next_word(struct str *rest, struct str *word);
/* The same for a list of names.def. */
bool page_is_in(struct str word, enum page_list list);
/* Whether one of the words of `s` is an entry of `list`. */
bool page_has_word_of(struct str s, enum page_list list);
/* The same for entries of several words, or with signs. */
bool page_has_phrase_of(struct str s, const char *list);
/* Without the signs that names neither begin nor end with. */
struct str page_without_signs_before(struct str s);
struct str page_trim_signs(struct str s);
/* Words are what spaces part. */
struct str page_first_word(struct str s);
struct str page_last_word(struct str s);
size_t page_count_words(struct str s);

/* How all begins that may stand before names, for asking quickly. */
struct page_openings {
    uint32_t seconds[256]; /* of each first byte: the second ones, by their last five bits */
};
void page_openings_init(struct page_openings *openings);
/* False where page_is_byline and page_is_signed are. */
bool page_may_open(const struct page_openings *openings, struct str text);
/* Without "By", "Written by", "Ein Gastbeitrag von" and their kin; byline.c. */
struct str page_without_openings(struct str s);
/* Whether a text has the name of an office: a ministry, a foundation; person.c. */
bool page_is_office(struct str s);

#endif
