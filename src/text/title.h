/* Titles without the outlet's name at their end: " | The Verge", " - BBC News". */
#ifndef TEXT_TITLE_H
#define TEXT_TITLE_H

#include "base/str.h"

/* What is known of the outlet; all may be empty. */
struct text_outlet {
    struct str name;   /* "The Verge" */
    struct str domain; /* "theverge.com", or a host */
};

/* What stands before the first separator; absent when there is none. Borrowed from `title`. */
struct str text_title_head(struct str title);

/* The title without the outlet's parts at its end, "(Outlet)" included, and without an outlet's
 * name before the headline ("BBC News - …"). A part is what a separator with space around it (or
 * '|') parts from the rest, at most six words and 60 bytes, with a headline of at least two words
 * (or ten characters) beside it; a colon never parts: it belongs to headlines. It is the outlet's
 * when it is its name or its domain (case, spaces, signs, "The" and ".com" aside), or one of these
 * followed by up to two words of the trade ("News", "Online", "Business"). Borrowed from `title`;
 * what is left is never empty. */
struct str text_title_cut(struct str title, const struct text_outlet *outlet);

#endif
