/* Finding elements by a small part of CSS selectors. */
#ifndef HTML_SELECT_H
#define HTML_SELECT_H

#include "html/dom.h"

enum { HTML_SELECTOR_PARTS_MOST = 32 };

/* A parsed selector: a view of its text, which is borrowed, and its parts in an arena. */
struct html_selector;

/* Reads a list of selectors, parted by commas: tag names, `*`, `.class`, `#id`, `[name]`,
 * `[name=value]` (also ~=, ^=, $=, *=; values with or without quotes), parted by white space for
 * "below" or `>` for "child of". Names of HTML elements and attributes in lower case. NULL with
 * INVALID for what is no such selector, with LIMIT for more than HTML_SELECTOR_PARTS_MOST parts
 * between two commas, and when memory fails. */
struct html_selector *html_selector_parse(struct arena *arena, struct str text,
                                          struct error *error);
/* Whether `node` is an element that the selector means, seen from the root of its tree. */
bool html_selector_matches(const struct html_selector *selector, const struct html_node *node);
/* The next such element behind `node` in document order, staying inside `top`; from `top` itself
 * on, without it, when `node` is `top`. NULL at the end. Time is linear in the nodes passed, times
 * their depth. */
struct html_node *html_select_next(const struct html_selector *selector,
                                   const struct html_node *node, const struct html_node *top);

#endif
