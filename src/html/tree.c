#include "html/tree.h"

static html_rule *const modes[HTML_MODES] = {
    [HTML_INITIAL] = html_initial,
    [HTML_BEFORE_HTML] = html_before_html,
    [HTML_BEFORE_HEAD] = html_before_head,
    [HTML_IN_HEAD] = html_in_head,
    [HTML_IN_HEAD_NOSCRIPT] = html_in_head_noscript,
    [HTML_AFTER_HEAD] = html_after_head,
    [HTML_IN_BODY] = html_in_body,
    [HTML_IN_TEXT] = html_in_text,
    [HTML_IN_TABLE] = html_in_table,
    [HTML_IN_TABLE_TEXT] = html_in_table_text,
    [HTML_IN_CAPTION] = html_in_caption,
    [HTML_IN_COLUMN_GROUP] = html_in_column_group,
    [HTML_IN_TABLE_BODY] = html_in_table_body,
    [HTML_IN_ROW] = html_in_row,
    [HTML_IN_CELL] = html_in_cell,
    [HTML_IN_TEMPLATE] = html_in_template,
    [HTML_AFTER_BODY] = html_after_body,
    [HTML_IN_FRAMESET] = html_in_frameset,
    [HTML_AFTER_FRAMESET] = html_after_frameset,
    [HTML_AFTER_AFTER_BODY] = html_after_after_body,
    [HTML_AFTER_AFTER_FRAMESET] = html_after_after_frameset,
};

bool html_apply_mode(struct html_builder *b, struct html_token *token) {
    return modes[b->mode](b, token);
}

/* The mode that an open element asks for; HTML_MODES when it asks for none. */
static enum html_mode mode_of(const struct html_builder *b, enum html_tag tag, bool last) {
    switch (tag) {
    case HTML_TAG_TD:
    case HTML_TAG_TH:
        return last ? HTML_MODES : HTML_IN_CELL;
    case HTML_TAG_TR:
        return HTML_IN_ROW;
    case HTML_TAG_TBODY:
    case HTML_TAG_THEAD:
    case HTML_TAG_TFOOT:
        return HTML_IN_TABLE_BODY;
    case HTML_TAG_CAPTION:
        return HTML_IN_CAPTION;
    case HTML_TAG_COLGROUP:
        return HTML_IN_COLUMN_GROUP;
    case HTML_TAG_TABLE:
        return HTML_IN_TABLE;
    case HTML_TAG_TEMPLATE:
        return b->templates[b->template_count - 1];
    case HTML_TAG_HEAD:
        return last ? HTML_MODES : HTML_IN_HEAD;
    case HTML_TAG_BODY:
        return HTML_IN_BODY;
    case HTML_TAG_FRAMESET:
        return HTML_IN_FRAMESET;
    case HTML_TAG_HTML:
        return b->head == NULL ? HTML_BEFORE_HEAD : HTML_AFTER_HEAD;
    default:
        return HTML_MODES;
    }
}

void html_reset_mode(struct html_builder *b) {
    for (size_t i = b->depth; i-- > 0;) {
        bool last = i == 0;
        enum html_tag tag = last && b->context.node != NULL ? b->context.tag : b->open[i].tag;
        enum html_mode mode = mode_of(b, tag, last);
        if (mode != HTML_MODES) {
            b->mode = mode;
            return;
        }
    }
    b->mode = HTML_IN_BODY;
}

/* A line end that stands first in <pre> and <textarea> is not theirs. True when nothing is left. */
static bool skip_newline(struct html_builder *b, struct html_token *token) {
    if (!b->skip_newline)
        return false;
    b->skip_newline = false;
    if (token->kind != HTML_TOKEN_TEXT || !str_starts(token->text, STR("\n")))
        return false;
    token->text = str_skip(token->text, 1);
    return token->text.n == 0;
}

static void process(struct html_builder *b, struct html_token *token) {
    bool again = !skip_newline(b, token);
    while (again) {
        bool foreign = b->depth > 0 && html_use_foreign(b, token);
        again = foreign ? html_in_foreign(b, token) : modes[b->mode](b, token);
    }
    b->tokenizer.cdata = b->depth > 0 && html_adjusted(b)->node->space != HTML_SPACE_HTML;
}

/* The whole input. At a cap it is taken to end; there is always memory for the end. */
static void build(struct html_builder *b) {
    struct html_token token = {0};
    do {
        if (!html_lay_by(b))
            break;
        html_tokenizer_next(&b->tokenizer, &token);
        process(b, &token);
    } while (token.kind != HTML_TOKEN_END_OF_FILE && !arena_failed(b->arena));
    if (token.kind != HTML_TOKEN_END_OF_FILE && !arena_failed(b->arena)) {
        token.kind = HTML_TOKEN_END_OF_FILE;
        process(b, &token);
    }
    if (b->depth > 1 && !arena_failed(b->arena))
        html_pop_to(b, 1);
}

/* Misnested formatting is wrapped around what is closed already, so that a tree can become deeper
 * than what was ever open: what lies too deep is put beside its parent. */
static void flatten(struct html_node *root) {
    struct html_node *node = root;
    size_t depth = 0;
    while (node != NULL) {
        while (depth >= HTML_DEPTH_MOST && node->first != NULL) {
            struct html_node *child = html_last(node);
            html_unlink(child);
            html_link(node->parent, node->next, child);
        }
        if (node->first != NULL) {
            node = node->first;
            depth++;
            continue;
        }
        while (node != root && node->next == NULL) {
            node = node->parent;
            depth--;
        }
        node = node == root ? NULL : node->next;
    }
}

static struct html_node *find_child(const struct html_node *node, enum html_tag tag) {
    for (struct html_node *child = node->first; child != NULL; child = child->next)
        if (child->tag == tag)
            return child;
    return NULL;
}

static void finish_page(struct html_builder *b, struct html_document *document) {
    document->html = find_child(b->root, HTML_TAG_HTML);
    document->head = find_child(document->html, HTML_TAG_HEAD);
    document->body = find_child(document->html, HTML_TAG_BODY);
    if (document->body == NULL)
        document->body = find_child(document->html, HTML_TAG_FRAMESET);
}

/* The root of a fragment becomes its <body>. */
static void finish_fragment(struct html_builder *b, struct html_document *document) {
    struct html_node *body = b->open[0].node;
    html_unlink(body);
    body->tag = HTML_TAG_BODY;
    body->attribute_count = 0;
    document->html = html_new_named(b, HTML_TAG_HTML);
    document->head = html_new_named(b, HTML_TAG_HEAD);
    document->body = body;
    html_link(b->root, NULL, document->html);
    html_link(document->html, NULL, document->head);
    html_link(document->html, NULL, document->body);
}

static enum html_content content_of(enum html_tag tag) {
    switch (tag) {
    case HTML_TAG_TITLE:
    case HTML_TAG_TEXTAREA:
        return HTML_CONTENT_RCDATA;
    case HTML_TAG_STYLE:
    case HTML_TAG_XMP:
    case HTML_TAG_IFRAME:
    case HTML_TAG_NOEMBED:
    case HTML_TAG_NOFRAMES:
        return HTML_CONTENT_RAWTEXT;
    case HTML_TAG_SCRIPT:
        return HTML_CONTENT_SCRIPT;
    case HTML_TAG_PLAINTEXT:
        return HTML_CONTENT_PLAINTEXT;
    default:
        return HTML_CONTENT_DATA;
    }
}

/* What a fragment stands within, without being of its tree. */
struct context {
    struct html_node node;
    struct html_attribute name; /* of what has no tag of its own */
};

/* "td", "svg path", "math mi". */
static void set_context(struct html_builder *b, struct context *c, struct str context) {
    static const struct {
        struct str prefix;
        enum html_space space;
    } spaces[] = {{STR_INIT("svg "), HTML_SPACE_SVG}, {STR_INIT("math "), HTML_SPACE_MATHML}};
    struct html_node *node = &c->node;
    *c = (struct context){.node.kind = HTML_ELEMENT, .node.attributes = &c->name + 1};
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
        if (str_starts(context, spaces[i].prefix)) {
            node->space = spaces[i].space;
            context = str_skip(context, spaces[i].prefix.n);
        }
    c->name.name = context;
    if (node->space == HTML_SPACE_HTML)
        node->tag = (uint8_t)html_tag_find(context);
    b->context = html_open_of(node);
    b->tokenizer.content = content_of((enum html_tag)node->tag);
    b->tokenizer.cdata = node->space != HTML_SPACE_HTML;
    if (node->tag == HTML_TAG_TEMPLATE)
        b->templates[b->template_count++] = HTML_IN_TEMPLATE;
    if (node->tag == HTML_TAG_FORM)
        b->form = node;
    struct html_node *html = html_new_named(b, HTML_TAG_HTML);
    html_link(b->root, NULL, html);
    html_push(b, html);
    html_reset_mode(b);
}

/* The builder is large, and most of it is stacks that need no first value. */
static void init(struct html_builder *b, struct arena *arena, struct str utf8) {
    html_tokenizer_init(&b->tokenizer, arena, utf8);
    b->arena = arena;
    b->root = b->head = b->form = NULL;
    b->context = (struct html_open){0};
    b->quirks = b->foster = b->skip_newline = b->moved = false;
    b->frameset_ok = true;
    b->mode = b->original = HTML_INITIAL;
    b->depth = b->template_count = b->formatting_count = b->unopened_count = 0;
    memset(b->unopened, 0, sizeof b->unopened);
    buf_init(&b->pending_pieces, utf8.n);
    b->free = b->mirror = b->mirror_select = NULL;
    b->mirror_chosen = false;
    b->free_count = b->node_count = 0;
}

/* An absent context makes it a page. */
static enum status parse(struct arena *arena, struct str utf8, struct str context,
                         struct html_document *document, struct error *error) {
    *document = (struct html_document){0};
    if (utf8.n > HTML_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "longer than %d bytes", HTML_BYTES_MOST);
    struct context around;
    struct html_builder builder, *b = &builder;
    init(b, arena, utf8);
    if (!html_lay_by(b))
        return arena_status(arena, error);
    document->root = b->root = html_new_node(b, HTML_DOCUMENT);
    if (!str_absent(context))
        set_context(b, &around, context);
    build(b);
    html_tokenizer_release(&b->tokenizer);
    buf_release(&b->pending_pieces);
    if (arena_failed(arena))
        return arena_status(arena, error);
    if (str_absent(context))
        finish_page(b, document);
    else
        finish_fragment(b, document);
    if (b->moved)
        flatten(b->root);
    document->quirks = b->quirks;
    return STATUS_OK;
}

enum status html_parse(struct arena *arena, struct str utf8, struct html_document *document,
                       struct error *error) {
    return parse(arena, utf8, STR_NONE, document, error);
}

enum status html_parse_within(struct arena *arena, struct str utf8, struct str context,
                              struct html_document *document, struct error *error) {
    return parse(arena, utf8, str_absent(context) ? STR("") : context, document, error);
}

enum status html_parse_fragment(struct arena *arena, struct str utf8,
                                struct html_document *document, struct error *error) {
    return parse(arena, utf8, STR("body"), document, error);
}
