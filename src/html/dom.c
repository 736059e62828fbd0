#include "html/dom.h"

#include "base/utf8.h"

_Static_assert(sizeof(struct html_node) <= 48 || sizeof(void *) > 8, "nodes are kept small");

struct str html_name(const struct html_node *node) {
    if (node->tag != HTML_TAG_OTHER)
        return html_tag_name(node->tag);
    bool named = node->kind == HTML_ELEMENT || node->kind == HTML_DOCTYPE;
    return named && node->attributes != NULL ? node->attributes[-1].name : STR_NONE;
}

void html_set_data(struct html_node *node, struct str data) {
    node->data = data.p;
    node->length = (uint32_t)data.n;
}

void html_unlink(struct html_node *node) {
    struct html_node *parent = node->parent;
    if (parent == NULL)
        return;
    if (parent->first == node)
        parent->first = node->next;
    else
        node->back->next = node->next;
    if (node->next != NULL)
        node->next->back = node->back;
    else if (parent->first != NULL)
        parent->first->back = node->back;
    node->parent = node->next = node->back = NULL;
}

void html_link(struct html_node *parent, struct html_node *before, struct html_node *node) {
    struct html_node *first = parent->first, *next = before != NULL ? before : first;
    node->parent = parent;
    node->next = before;
    node->back = next != NULL ? next->back : node;
    if (next != NULL)
        next->back = node;
    if (before == first)
        parent->first = node;
    else
        node->back->next = node;
}

void html_replace(struct html_node *node, struct html_node *child) {
    html_unlink(child);
    struct html_node *parent = node->parent, *next = node->next;
    html_unlink(node);
    html_link(parent, next, child);
}

struct str html_attribute(const struct html_node *node, struct str name) {
    for (size_t i = 0; i < node->attribute_count; i++)
        if (str_eq(node->attributes[i].name, name))
            return node->attributes[i].value;
    return STR_NONE;
}

bool html_is(const struct html_node *node, struct str name) {
    return node->kind == HTML_ELEMENT && str_eq(html_name(node), name);
}

struct html_node *html_next_outside(const struct html_node *node, const struct html_node *top) {
    while (node != top && node->next == NULL)
        node = node->parent;
    return node == top ? NULL : node->next;
}

struct html_node *html_next(const struct html_node *node, const struct html_node *top) {
    return node->first != NULL ? node->first : html_next_outside(node, top);
}

enum { UNSEEN = 1, BLOCK = 2 };

#define UNSEEN(tag) [HTML_TAG_##tag] = UNSEEN
#define BLOCK(tag) [HTML_TAG_##tag] = BLOCK

static const uint8_t visible[HTML_TAGS] = {
    UNSEEN(SCRIPT), UNSEEN(STYLE),    UNSEEN(TEMPLATE),  UNSEEN(NOSCRIPT), UNSEEN(HEAD),
    UNSEEN(IFRAME), UNSEEN(TEXTAREA), UNSEEN(SELECT),    UNSEEN(DATALIST), BLOCK(ADDRESS),
    BLOCK(ARTICLE), BLOCK(ASIDE),     BLOCK(BLOCKQUOTE), BLOCK(BR),        BLOCK(CAPTION),
    BLOCK(DD),      BLOCK(DETAILS),   BLOCK(DIALOG),     BLOCK(DIV),       BLOCK(DL),
    BLOCK(DT),      BLOCK(FIELDSET),  BLOCK(FIGCAPTION), BLOCK(FIGURE),    BLOCK(FOOTER),
    BLOCK(FORM),    BLOCK(H1),        BLOCK(H2),         BLOCK(H3),        BLOCK(H4),
    BLOCK(H5),      BLOCK(H6),        BLOCK(HEADER),     BLOCK(HR),        BLOCK(LI),
    BLOCK(MAIN),    BLOCK(NAV),       BLOCK(OL),         BLOCK(P),         BLOCK(PRE),
    BLOCK(SECTION), BLOCK(SUMMARY),   BLOCK(TABLE),      BLOCK(TR),        BLOCK(TD),
    BLOCK(TH),      BLOCK(UL),
};

struct text_writer {
    struct buf *out;
    bool started, space, line;
};

static void write_text(struct text_writer *writer, struct str text) {
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        if (ascii_is_space(text.p[i])) {
            writer->space = true;
            i++;
            continue;
        }
        while (i < text.n && !ascii_is_space(text.p[i]))
            i++;
        if (writer->started && (writer->line || writer->space))
            buf_add_byte(writer->out, writer->line ? '\n' : ' ');
        writer->started = true;
        writer->line = writer->space = false;
        buf_add(writer->out, str_of(text.p + start, i - start));
    }
}

void html_text(const struct html_node *top, struct buf *out) {
    struct text_writer writer = {.out = out};
    const struct html_node *node = top;
    if (top->kind == HTML_TEXT)
        write_text(&writer, html_data(top));
    for (const struct html_node *next = html_next(node, top); next != NULL;) {
        /* Leaving blocks between the two ends their line, too. */
        for (const struct html_node *left = node; left != next->parent && left != top;
             left = left->parent)
            if (visible[left->tag] == BLOCK)
                writer.line = true;
        node = next;
        if (node->kind == HTML_TEXT)
            write_text(&writer, html_data(node));
        if (visible[node->tag] == BLOCK)
            writer.line = true;
        bool hidden = node->space != HTML_SPACE_HTML || visible[node->tag] == UNSEEN;
        next = hidden ? html_next_outside(node, top) : html_next(node, top);
    }
}
