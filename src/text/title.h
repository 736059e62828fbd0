/* Titles without the outlet's name at their end: " | The Verge", " - BBC News". */
#ifndef TEXT_TITLE_H
#define TEXT_TITLE_H

#include "base/str.h"

/* What is known of the outlet; all may be empty. */
struct text_outlet {
    struct str name;         /* "The Verge" */
    struct str domain;       /* "theverge.com", or a host */
    const struct str *tails; /* learned from repetition, as text_title_tail gives them */
    size_t tail_count;
};

/* The last part of a title that a separator with space around it (or '|') parts from the rest, and
 * that may be an outlet's: at most six words and 60 bytes, with a headline of at least two words
 * (or ten characters) before it. Borrowed from `title`; absent when there is none. A colon never
 * parts: it belongs to headlines. */
struct str text_title_tail(struct str title);

/* Whether titles of one source that end alike show a habit: `same` of its `titles` end in one tail.
 * A series' name may end a few titles in a row, an outlet's ends nearly all. */
bool text_title_tail_is_habit(uint32_t same, uint32_t titles);

/* The title without the outlet's parts at its end, "(Outlet)" included, and without an outlet's
 * name before the headline ("BBC News - …"). A part is the outlet's when it is its name or its
 * domain (case, spaces, signs, "The" and ".com" aside), one of these followed by up to two words of
 * the trade ("News", "Online", "Business"), or one of its tails. Borrowed from `title`; what is
 * left is never empty. */
struct str text_title_cut(struct str title, const struct text_outlet *outlet);

#endif
