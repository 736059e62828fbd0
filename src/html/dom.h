/* An HTML page as a tree, whatever parsed it. The parser behind it may change (today Gumbo); this
 * header stays. All of a document lies in one arena; nodes are linked by indices-free pointers.
 *
 * Depth is capped at 256 (deeper elements become children of the 256th), nodes at 500,000,
 * attributes an element at 256 (the rest is dropped); attacks.md H15, H16. Input must be UTF-8
 * without NUL (html_decode makes it so). */
#ifndef HTML_DOM_H
#define HTML_DOM_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

enum html_kind { HTML_DOCUMENT, HTML_ELEMENT, HTML_TEXT, HTML_COMMENT, HTML_DOCTYPE };

struct html_attribute {
    struct str name; /* lower case for HTML elements */
    struct str value;
};

struct html_node {
    enum html_kind kind;
    bool foreign;    /* SVG or MathML */
    struct str name; /* elements: lower-case tag name; doctype: its name */
    struct str text; /* text and comments: their characters, entities decoded */
    struct html_attribute *attributes;
    size_t attribute_count;
    struct html_node *parent, *first, *last, *next, *previous;
};

struct html_document {
    struct html_node *root;               /* HTML_DOCUMENT */
    struct html_node *html, *head, *body; /* never NULL after a successful parse */
};

/* Parses a whole page. LIMIT or MEMORY when the arena is used up; any bytes are a page. */
enum status html_parse(struct arena *arena, struct str utf8, struct html_document *document,
                       struct error *error);
/* Parses a fragment in the context of <body>; its nodes are the children of `document->body`. */
enum status html_parse_fragment(struct arena *arena, struct str utf8,
                                struct html_document *document, struct error *error);

/* The value of an attribute; absent when there is none. */
struct str html_attribute(const struct html_node *node, struct str name);
bool html_is(const struct html_node *node, struct str name);
/* The next node in document order, staying inside `top`; NULL at the end. */
struct html_node *html_next(const struct html_node *node, const struct html_node *top);
/* The same, but past the node's children. */
struct html_node *html_next_outside(const struct html_node *node, const struct html_node *top);

/* Appends the visible text below `top`: white space folded, block elements and <br> as line ends,
 * no script, style, template, noscript or head. */
void html_text(const struct html_node *top, struct buf *out);

#endif
