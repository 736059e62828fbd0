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
 * element behind the 256th are dropped.
 *
 * Memory. A node takes 48 bytes, an attribute 32, a text that is no view its length; with the text
 * that was parsed, pages take 2 times their bytes, those that are little but tags up to 6 times.
 * Hostile ones can ask for 24 MB of nodes and, at 2 bytes an attribute, for 16 times their length
 * in attributes: 85 MB for a page of 5 MiB. */
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
    HTML_BYTES_MOST = 1 << 30,
};

enum html_kind { HTML_DOCUMENT, HTML_ELEMENT, HTML_TEXT, HTML_COMMENT, HTML_DOCTYPE };
enum html_space { HTML_SPACE_HTML, HTML_SPACE_SVG, HTML_SPACE_MATHML };

struct html_attribute {
    struct str name;  /* lower case; in SVG and MathML with the standard's capitals */
    struct str value; /* never absent */
};

/* Half of what a page needs is nodes: what is packed is read through the functions below. */
struct html_node {
    enum html_kind kind : 3;
    enum html_space space : 2;
    bool open : 1;    /* the parser's: on its stack */
    bool growing : 1; /* the parser's: the text has room behind it */
    bool listed : 1;  /* the parser's: among the active formatting elements */
    uint8_t tag;      /* enum html_tag; HTML_TAG_OTHER for what is no HTML element */
    uint16_t attribute_count;
    uint32_t length; /* of the data of text and comments, in bytes */
    union {
        const char *data; /* of text and comments: html_data */
        /* Of elements; of doctypes that have them: "public" and "system". The name of what has no
         * tag of its own, and of a doctype, is that of attributes[-1]: html_name. */
        struct html_attribute *attributes;
    };
    struct html_node *parent, *first, *next;
    struct html_node *back; /* the previous sibling; of the first child, the last one */
};

struct html_document {
    struct html_node *root; /* HTML_DOCUMENT */
    /* Never NULL after a successful parse. A page of frames has its <frameset> as body. */
    struct html_node *html, *head, *body;
    bool quirks; /* 13.2.6.4.1 */
};

/* Parses a whole page. LIMIT or MEMORY when the arena is used up, LIMIT for more than
 * HTML_BYTES_MOST; any bytes are a page. */
enum status html_parse(struct arena *arena, struct str utf8, struct html_document *document,
                       struct error *error);
/* Parses a fragment in the context of <body>; its nodes are the children of `document->body`. */
enum status html_parse_fragment(struct arena *arena, struct str utf8,
                                struct html_document *document, struct error *error);
/* The same in the context of any element: "td", "svg path", "math mi" (13.4). */
enum status html_parse_within(struct arena *arena, struct str utf8, struct str context,
                              struct html_document *document, struct error *error);

/* The tag name, lower case but in SVG and MathML; a doctype's name, which may be absent; absent for
 * other kinds. */
struct str html_name(const struct html_node *node);
/* The characters of text and comments, references decoded; absent for other kinds. */
static inline struct str html_data(const struct html_node *node) {
    bool has = node->kind == HTML_TEXT || node->kind == HTML_COMMENT;
    return has ? str_of(node->data, node->length) : STR_NONE;
}
/* Borrowed; of fewer than 2^32 bytes. For text and comments only. */
void html_set_data(struct html_node *node, struct str data);
/* NULL when there is none. */
static inline struct html_node *html_last(const struct html_node *node) {
    return node->first != NULL ? node->first->back : NULL;
}
static inline struct html_node *html_previous(const struct html_node *node) {
    return node->parent != NULL && node->parent->first != node ? node->back : NULL;
}
/* Takes a node out of the tree, with what is below it. */
void html_unlink(struct html_node *node);
/* Puts a node that is in no tree below `parent`, in front of its child `before` or, when that is
 * NULL, last. */
void html_link(struct html_node *parent, struct html_node *before, struct html_node *node);
/* Puts `child`, from wherever it is, in the place of `node`, which is in no tree then. `node` is
 * not below `child`. */
void html_replace(struct html_node *node, struct html_node *child);

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
