/* What an element's attributes say of who wrote the page: marks of HTML and of vocabularies,
 * classes, links to people's pages. */
#ifndef PAGE_MARKS_H
#define PAGE_MARKS_H

#include "html/dom.h"
#include "page/words.h"

enum page_link { PAGE_LINK_NONE, PAGE_LINK_MEMBER, PAGE_LINK_AUTHOR };

/* Whether a link leads to a person's page, known by a segment of the address's path or a parameter;
 * `*slug` is the segment behind. */
enum page_link page_person_link(const struct html_node *node, struct str *slug);
/* Whether an element names an author: as such (*marked: HTML's rel=author, schema.org's microdata,
 * RDFa), by hCard's or forums' classes, or by the address of a link to a person's page. */
bool page_names_author(const struct page_words *words, const struct html_node *node, bool *marked);

#endif
