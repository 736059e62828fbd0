/* The tree builder of the HTML Standard, 13.2.6, for its own files only.
 *
 * A token goes to the rules of the insertion mode, or of foreign content. A rule answers whether
 * the token is to be processed again. No rule checks for memory: nodes for whatever one token can
 * make are laid by before it is looked at. */
#ifndef HTML_TREE_H
#define HTML_TREE_H

#include "html/token.h"

enum html_mode {
    HTML_INITIAL,
    HTML_BEFORE_HTML,
    HTML_BEFORE_HEAD,
    HTML_IN_HEAD,
    HTML_IN_HEAD_NOSCRIPT,
    HTML_AFTER_HEAD,
    HTML_IN_BODY,
    HTML_IN_TEXT,
    HTML_IN_TABLE,
    HTML_IN_TABLE_TEXT,
    HTML_IN_CAPTION,
    HTML_IN_COLUMN_GROUP,
    HTML_IN_TABLE_BODY,
    HTML_IN_ROW,
    HTML_IN_CELL,
    HTML_IN_TEMPLATE,
    HTML_AFTER_BODY,
    HTML_IN_FRAMESET,
    HTML_AFTER_FRAMESET,
    HTML_AFTER_AFTER_BODY,
    HTML_AFTER_AFTER_FRAMESET,
    HTML_MODES
};

enum html_point { /* where HTML may stand in foreign content: 13.2.6 */
                  HTML_POINT_MATH_TEXT = 1,
                  HTML_POINT_HTML = 2,
                  HTML_POINT_ANNOTATION = 4,
};

enum {
    /* Table parts, void elements and raw text are opened past the cap: a few at most. */
    HTML_STACK_MOST = HTML_OPEN_MOST + 12,
    HTML_FORMATTING_MOST = 512,
    /* New nodes of one token, those of reopened formatting aside. */
    HTML_NODES_A_TOKEN = 64,
};

struct html_open {
    struct html_node *node;
    uint16_t traits; /* enum html_trait */
    uint8_t tag;     /* of an HTML element, else HTML_TAG_OTHER */
    uint8_t points;  /* enum html_point */
};

struct html_formatting {
    struct html_node *node; /* NULL: a marker */
    uint64_t attributes;    /* a hash of them, whatever their order */
};

struct html_builder {
    struct html_tokenizer tokenizer;
    struct arena *arena;
    struct html_node *root, *head, *form;
    struct html_open context; /* of a fragment; node is NULL for a page */
    bool quirks, frameset_ok, foster, skip_newline;
    enum html_mode mode, original;
    struct html_open open[HTML_STACK_MOST]; /* the stack of open elements */
    size_t depth;
    enum html_mode templates[HTML_STACK_MOST]; /* the stack of template insertion modes */
    size_t template_count;
    /* The list of active formatting elements; a marker always finds room. */
    struct html_formatting formatting[HTML_FORMATTING_MOST + HTML_STACK_MOST];
    size_t formatting_count;
    /* Elements that were not opened because of the cap, by tag, so that their end tags end nothing
     * else. */
    uint32_t unopened[HTML_TAGS];
    size_t unopened_count;
    /* Text in a table, of which is not known yet whether it may stay there. */
    struct str pending;        /* the only piece, or */
    struct buf pending_pieces; /* all of them */
    bool pending_solid;        /* not only white space */
    struct html_node *free;    /* nodes laid by, a list by `next` */
    size_t free_count, node_count;
    /* The <selectedcontent> that shows an option of `mirror_select`; NULL for none. */
    struct html_node *mirror, *mirror_select;
    bool mirror_chosen; /* an option of it is chosen */
    bool moved;         /* misnesting: the tree may be deeper than the stack was */
};

typedef bool html_rule(struct html_builder *builder, struct html_token *token);

/* Goes over to `mode`, which processes the token again. */
static inline bool html_go_on(struct html_builder *builder, enum html_mode mode) {
    builder->mode = mode;
    return true;
}

/* The rules of the insertion modes, some of which others borrow. */
html_rule html_apply_mode; /* of the current mode */
html_rule html_in_head, html_in_body, html_in_table, html_in_template;
html_rule html_in_foreign;
html_rule html_initial, html_before_html, html_before_head, html_in_head_noscript, html_after_head;
html_rule html_in_text, html_in_table_text, html_in_caption, html_in_column_group;
html_rule html_in_table_body, html_in_row, html_in_cell;
html_rule html_after_body, html_in_frameset, html_after_frameset, html_after_after_body;
html_rule html_after_after_frameset;
/* 13.2.4.1 */
void html_reset_mode(struct html_builder *builder);
/* tree_body_end.c: by tag. */
html_rule *html_body_end_rule(enum html_tag tag);
html_rule html_adopt_or_end;

/* tree_doctype.c: whether the doctype asks for quirks. */
bool html_doctype_quirks(const struct html_token *token);

/* tree_stack.c: 13.2.4.2, 13.2.6.3 */
struct html_open html_open_of(struct html_node *node);
void html_push(struct html_builder *builder, struct html_node *node);
void html_pop(struct html_builder *builder);
void html_pop_to(struct html_builder *builder, size_t depth);           /* until `depth` are open */
void html_pop_through(struct html_builder *builder, enum html_tag tag); /* a `tag`, too */
void html_remove_open(struct html_builder *builder, size_t index);
size_t html_find_open(const struct html_builder *builder, const struct html_node *node);
/* Whether `tag` is open and no element with `barrier` (a *_SCOPE trait) is open within it. */
bool html_in_scope(const struct html_builder *builder, enum html_tag tag, unsigned barrier);
void html_close_implied(struct html_builder *builder, enum html_tag except);
void html_close_implied_thoroughly(struct html_builder *builder);
void html_close_p(struct html_builder *builder); /* when one is in button scope */
/* Until the current element is one of `tags` (which end with HTML_TAG_OTHER), <template> or the
 * root. */
void html_clear_to(struct html_builder *builder, const uint8_t *tags);
bool html_template_open(const struct html_builder *builder);

static inline struct html_open *html_current(struct html_builder *builder) {
    return &builder->open[builder->depth - 1];
}
static inline bool html_current_is(const struct html_builder *builder, enum html_tag tag) {
    return builder->open[builder->depth - 1].tag == tag;
}
/* The current element; in a fragment whose root it is, the context. */
static inline const struct html_open *html_adjusted(const struct html_builder *builder) {
    return builder->depth == 1 && builder->context.node != NULL
               ? &builder->context
               : &builder->open[builder->depth - 1];
}

/* tree_node.c: 13.2.6.1 */
bool html_lay_by(struct html_builder *builder); /* false at the cap, or without memory */
struct html_node *html_new_node(struct html_builder *builder, enum html_kind kind);
struct html_node *html_new_element(struct html_builder *builder, const struct html_token *token);
struct html_node *html_new_foreign(struct html_builder *builder, const struct html_token *token,
                                   enum html_space space);
struct html_node *html_new_named(struct html_builder *builder, enum html_tag tag);
/* A copy of `count` attributes; `name` is kept with them where the node's tag does not say it. */
void html_set_attributes(struct html_builder *builder, struct html_node *node, struct str name,
                         const struct html_attribute *attributes, size_t count);
struct html_node *html_clone(struct html_builder *builder, const struct html_node *node);
/* At the appropriate place for `target`, or for the current element when it is NULL. */
void html_place(struct html_builder *builder, struct html_node *target, struct html_node *node);
/* Makes, places and opens. */
struct html_node *html_insert(struct html_builder *builder, const struct html_token *token);
struct html_node *html_insert_named(struct html_builder *builder, enum html_tag tag);
void html_insert_void(struct html_builder *builder, const struct html_token *token);
void html_insert_text(struct html_builder *builder, struct str text);
void html_insert_comment(struct html_builder *builder, struct html_node *parent, struct str text);
/* An element for a start tag at the cap: placed, not opened. */
bool html_insert_unopened(struct html_builder *builder, struct html_token *token,
                          enum html_space space);
/* Gives `node` those of the token's attributes that it lacks. */
void html_merge_attributes(struct html_builder *builder, struct html_node *node,
                           const struct html_token *token);
/* Without NULs, or with U+FFFD for them. */
struct str html_text_without_nul(struct html_builder *builder, const struct html_token *token,
                                 struct str instead);
/* Takes the white space that the text starts with off it. */
struct str html_take_space(struct html_token *token);
bool html_only_space(struct str text);
/* Inserts the white space of `text` and leaves out the rest. */
void html_insert_spaces(struct html_builder *builder, struct str text);

/* tree_format.c: 13.2.4.3, 13.2.6.4.7 */
void html_format_push(struct html_builder *builder, struct html_node *node);
void html_format_marker(struct html_builder *builder);
void html_format_clear(struct html_builder *builder); /* back to the last marker */
void html_format_remove(struct html_builder *builder, const struct html_node *node);
/* The last one of `tag` behind the last marker; NULL when there is none. */
struct html_node *html_format_find(const struct html_builder *builder, enum html_tag tag);
void html_reconstruct(struct html_builder *builder);
/* The adoption agency algorithm; false when the tag is to be handled as any other end tag. */
bool html_adopt(struct html_builder *builder, enum html_tag tag);

/* tree_select.c */
void html_note_mirror(struct html_builder *builder, struct html_node *node);
void html_mirror_option(struct html_builder *builder, struct html_node *option);

/* tree_foreign.c: 13.2.6.5 */
bool html_use_foreign(const struct html_builder *builder, const struct html_token *token);
void html_insert_foreign(struct html_builder *builder, struct html_token *token,
                         enum html_space space);

#endif
