/* An HTML page as a tree, built as the HTML Standard says (13.2, scripting off; README.md for the
 * order of rules). All of a document lies in one arena; nodes are linked by pointers; names and
 * texts are views, most of them into the parsed text, which is borrowed for as long as the tree is
 * read. Input is UTF-8; html_decode makes it so.
 *
 * Caps (attacks.md H15, H16). At most 256 elements are open at once: an element that would be
 * opened within the 256th stays empty, and what it holds becomes content of the 256th (raw text,
 * as scripts have it, stays in its element, and rows and cells of a table are still opened). No
 * node lies deeper than HTML_DEPTH_MOST below the root: what misnesting would put deeper becomes
 * the next sibling of its parent. Behind 500,000 nodes the page is taken to end. Attributes of an
 * element behind the 256th are dropped. */
#ifndef HTML_DOM_H
#define HTML_DOM_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"
#include "html/tag.h"

enum {
    HTML_OPEN_MOST = 256,
    HTML_DEPTH_MOST = HTML_OPEN_MOST + 16, /* of a node below the root; see above */
    HTML_ATTRIBUTES_MOST = 256,
    HTML_NODES_MOST = 500 * 1000,
};

enum html_kind { HTML_DOCUMENT, HTML_ELEMENT, HTML_TEXT, HTML_COMMENT, HTML_DOCTYPE };
enum html_space { HTML_SPACE_HTML, HTML_SPACE_SVG, HTML_SPACE_MATHML };

struct html_attribute {
    struct str name;  /* lower case; in SVG and MathML with the standard's capitals */
    struct str value; /* never absent */
};

struct html_node {
    enum html_kind kind : 8;
    enum html_space space : 2;
    bool foreign : 1;         /* SVG or MathML */
    bool open : 1;            /* the parser's: on its stack */
    bool growing : 1;         /* the parser's: `text` has room behind it */
    bool listed : 1;          /* the parser's: among the active formatting elements */
    uint8_t tag;              /* enum html_tag; HTML_TAG_OTHER for what is no HTML element */
    uint32_t attribute_count; /* 0 for what is no element */
    struct str name;          /* elements: the tag name; doctype: its name */
    union {
        struct str text; /* text and comments: their characters, references decoded */
        /* Elements; doctypes that have them: "public" and "system". */
        struct html_attribute *attributes;
    };
    struct html_node *parent, *first, *last, *next, *previous;
};

struct html_document {
    struct html_node *root; /* HTML_DOCUMENT */
    /* Never NULL after a successful parse. A page of frames has its <frameset> as body. */
    struct html_node *html, *head, *body;
    bool quirks; /* 13.2.6.4.1 */
};

/* Parses a whole page. LIMIT or MEMORY when the arena is used up; any bytes are a page. */
enum status html_parse(struct arena *arena, struct str utf8, struct html_document *document,
                       struct error *error);
/* Parses a fragment in the context of <body>; its nodes are the children of `document->body`. */
enum status html_parse_fragment(struct arena *arena, struct str utf8,
                                struct html_document *document, struct error *error);
/* The same in the context of any element: "td", "svg path", "math mi" (13.4). */
enum status html_parse_within(struct arena *arena, struct str utf8, struct str context,
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
