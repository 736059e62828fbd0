#include "html/dom.h"

#include "html/tame.h"
#include <gumbo.h>
#include <setjmp.h>

/* Gumbo checks no allocation and frees its tree by recursion. So it gets its memory from an arena
 * of ours that goes at once, and an allocation that fails leaves the parser by a long jump: it
 * holds nothing but that arena. */
enum { TREE_BYTES_MOST = 192 * 1024 * 1024 };

struct workshop {
    struct arena arena;
    jmp_buf out_of_memory;
};

static void *allocate(void *userdata, size_t size) {
    struct workshop *workshop = userdata;
    void *p = arena_alloc(&workshop->arena, size);
    if (p == NULL)
        longjmp(workshop->out_of_memory, 1);
    return p;
}

static void deallocate(void *userdata, void *p) {
    (void)userdata;
    (void)p;
}

static struct str tag_name(struct arena *arena, const GumboElement *element) {
    if (element->tag != GUMBO_TAG_UNKNOWN)
        return str_from(gumbo_normalized_tagname(element->tag)); /* static */
    GumboStringPiece piece = element->original_tag;
    gumbo_tag_from_original_text(&piece);
    struct str name = arena_copy(arena, str_of(piece.data, piece.length));
    for (size_t i = 0; i < name.n; i++)
        ((char *)(uintptr_t)name.p)[i] = ascii_lower(name.p[i]);
    return name;
}

static void copy_attributes(struct arena *arena, const GumboVector *from, struct html_node *node) {
    if (from->length == 0)
        return;
    node->attributes = arena_array(arena, from->length, struct html_attribute);
    if (node->attributes == NULL)
        return;
    for (unsigned i = 0; i < from->length && i < HTML_ATTRIBUTES_MOST; i++) {
        const GumboAttribute *attribute = from->data[i];
        node->attributes[node->attribute_count++] = (struct html_attribute){
            .name = arena_copy(arena, str_from(attribute->name)),
            .value = arena_copy(arena, str_from(attribute->value)),
        };
    }
}

static struct html_node *copy_node(struct arena *arena, const GumboNode *from) {
    struct html_node *node = arena_new(arena, struct html_node);
    if (node == NULL)
        return NULL;
    switch (from->type) {
    case GUMBO_NODE_DOCUMENT:
        node->kind = HTML_DOCUMENT;
        break;
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        node->kind = HTML_ELEMENT;
        node->foreign = from->v.element.tag_namespace != GUMBO_NAMESPACE_HTML;
        node->name = tag_name(arena, &from->v.element);
        copy_attributes(arena, &from->v.element.attributes, node);
        break;
    case GUMBO_NODE_COMMENT:
        node->kind = HTML_COMMENT;
        node->text = arena_copy(arena, str_from(from->v.text.text));
        break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE:
        node->kind = HTML_TEXT;
        node->text = arena_copy(arena, str_from(from->v.text.text));
        break;
    }
    return node;
}

static void append(struct html_node *parent, struct html_node *node) {
    node->parent = parent;
    node->previous = parent->last;
    if (parent->last != NULL)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
}

static const GumboVector *children_of(const GumboNode *node) {
    switch (node->type) {
    case GUMBO_NODE_DOCUMENT:
        return &node->v.document.children;
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        return &node->v.element.children;
    default:
        return NULL;
    }
}

/* A walk over Gumbo's tree without recursion: its nodes know their parent and their place. */
struct walk {
    const GumboNode *from, *top;
    struct html_node *copy;   /* of `from` */
    struct html_node *parent; /* where nodes of this depth go */
    size_t depth;             /* of `from` below `top` */
};

/* To the next node in document order; false at the end. What lies deeper than the cap goes below
 * the deepest element allowed. */
static bool step(struct walk *walk) {
    const GumboVector *children = children_of(walk->from);
    if (children != NULL && children->length > 0) {
        walk->from = children->data[0];
        if (++walk->depth <= HTML_DEPTH_MOST)
            walk->parent = walk->copy;
        return true;
    }
    while (walk->from != walk->top) {
        const GumboNode *above = walk->from->parent;
        size_t place = walk->from->index_within_parent + 1;
        if (place < children_of(above)->length) {
            walk->from = children_of(above)->data[place];
            return true;
        }
        walk->from = above;
        if (walk->depth-- <= HTML_DEPTH_MOST)
            walk->parent = walk->parent->parent;
    }
    return false;
}

static struct html_node *copy_tree(struct arena *arena, const GumboNode *top) {
    struct html_node *root = copy_node(arena, top);
    struct walk walk = {.from = top, .top = top, .copy = root, .parent = root};
    size_t nodes = 0;
    while (root != NULL && step(&walk) && ++nodes <= HTML_NODES_MOST) {
        walk.copy = copy_node(arena, walk.from);
        if (walk.copy == NULL || arena_failed(arena))
            return NULL;
        append(walk.parent, walk.copy);
    }
    return root;
}

/* Parses tamed text; `*root` is NULL when the memory did not do. */
static void parse_tamed(struct arena *arena, struct str tamed, bool fragment,
                        struct html_node *volatile *root) {
    struct workshop workshop;
    arena_init(&workshop.arena, TREE_BYTES_MOST);
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = deallocate;
    options.userdata = &workshop;
    options.max_errors = 0;
    if (fragment) {
        options.fragment_context = GUMBO_TAG_BODY;
        options.fragment_namespace = GUMBO_NAMESPACE_HTML;
    }
    if (setjmp(workshop.out_of_memory) == 0) {
        const GumboOutput *output = gumbo_parse_with_options(&options, tamed.p, tamed.n);
        *root = copy_tree(arena, fragment ? output->root : output->document);
    }
    arena_release(&workshop.arena);
}

static struct html_node *find_child(const struct html_node *node, struct str name) {
    for (struct html_node *child = node->first; child != NULL; child = child->next)
        if (html_is(child, name))
            return child;
    return NULL;
}

static struct html_node *ensure_child(struct arena *arena, struct html_node *node,
                                      struct str name) {
    struct html_node *child = find_child(node, name);
    if (child != NULL || (child = arena_new(arena, struct html_node)) == NULL)
        return child;
    child->kind = HTML_ELEMENT;
    child->name = name;
    append(node, child);
    return child;
}

static enum status parse(struct arena *arena, struct str utf8, bool fragment,
                         struct html_document *document, struct error *error) {
    *document = (struct html_document){0};
    struct buf tamed;
    buf_init(&tamed, utf8.n < SIZE_MAX / 8 ? utf8.n * 6 + 64 : SIZE_MAX / 2);
    html_tame(utf8, &tamed);
    enum status status = buf_check(&tamed, error);
    struct html_node *volatile root = NULL;
    if (status == STATUS_OK)
        parse_tamed(arena, buf_str(&tamed), fragment, &root);
    buf_release(&tamed);
    if (status != STATUS_OK)
        return status;
    if (root == NULL)
        return error_set(error, STATUS_LIMIT, "the HTML takes too much memory");
    document->root = arena_new(arena, struct html_node);
    if (document->root == NULL)
        return arena_status(arena, error);
    if (!fragment) {
        document->root = root;
        document->html = ensure_child(arena, root, STR("html"));
        document->head =
            document->html != NULL ? ensure_child(arena, document->html, STR("head")) : NULL;
    } else {
        /* Gumbo's root of a fragment is an <html> whose children are the fragment's. */
        document->body = root;
        root->name = STR("body");
        document->html = arena_new(arena, struct html_node);
        if (document->html == NULL)
            return arena_status(arena, error);
        document->html->kind = HTML_ELEMENT;
        document->html->name = STR("html");
        append(document->root, document->html);
        document->head = ensure_child(arena, document->html, STR("head"));
        append(document->html, root);
    }
    if (document->body == NULL && document->html != NULL)
        document->body = ensure_child(arena, document->html, STR("body"));
    if (document->head == NULL || document->body == NULL)
        return arena_status(arena, error);
    return STATUS_OK;
}

enum status html_parse(struct arena *arena, struct str utf8, struct html_document *document,
                       struct error *error) {
    return parse(arena, utf8, false, document, error);
}

enum status html_parse_fragment(struct arena *arena, struct str utf8,
                                struct html_document *document, struct error *error) {
    return parse(arena, utf8, true, document, error);
}
