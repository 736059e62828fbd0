#include "html/tree.h"

enum { FOREIGN_SPECIAL = HTML_SPECIAL | HTML_SCOPE | HTML_LIST_SCOPE | HTML_BUTTON_SCOPE };

static bool encodes_html(const struct html_node *node) {
    struct str encoding = html_attribute(node, STR("encoding"));
    return str_eq_case(encoding, STR("text/html")) ||
           str_eq_case(encoding, STR("application/xhtml+xml"));
}

static void classify_foreign(struct html_open *open) {
    static const struct str texts[] = {STR_INIT("mi"), STR_INIT("mo"), STR_INIT("mn"),
                                       STR_INIT("ms"), STR_INIT("mtext")};
    const struct html_node *node = open->node;
    struct str name = html_name(node);
    if (node->space == HTML_SPACE_SVG) {
        if (str_eq(name, STR("foreignObject")) || str_eq(name, STR("desc")) ||
            str_eq(name, STR("title"))) {
            open->traits = FOREIGN_SPECIAL;
            open->points = HTML_POINT_HTML;
        }
        return;
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (str_eq(name, texts[i])) {
            open->traits = FOREIGN_SPECIAL;
            open->points = HTML_POINT_MATH_TEXT;
        }
    if (str_eq(name, STR("annotation-xml"))) {
        open->traits = FOREIGN_SPECIAL;
        open->points = HTML_POINT_ANNOTATION;
        if (encodes_html(node))
            open->points |= HTML_POINT_HTML;
    }
}

struct html_open html_open_of(struct html_node *node) {
    struct html_open open = {.node = node, .tag = node->tag, .traits = html_tag_traits[node->tag]};
    if (node->space != HTML_SPACE_HTML)
        classify_foreign(&open);
    return open;
}

void html_push(struct html_builder *b, struct html_node *node) {
    if (b->depth == HTML_STACK_MOST) /* cannot be: the cap is far below */
        return;
    node->open = true;
    b->open[b->depth++] = html_open_of(node);
    if (node->tag == HTML_TAG_SELECTEDCONTENT)
        html_note_mirror(b, node);
}

static void left(struct html_builder *b, struct html_node *node) {
    node->open = false;
    if (node->tag == HTML_TAG_OPTION && b->mirror != NULL)
        html_mirror_option(b, node);
}

void html_pop(struct html_builder *b) {
    left(b, b->open[--b->depth].node);
    if (b->unopened_count > 0 && b->depth < HTML_OPEN_MOST) {
        b->unopened_count = 0;
        memset(b->unopened, 0, sizeof b->unopened);
    }
}

void html_pop_to(struct html_builder *b, size_t depth) {
    while (b->depth > depth)
        html_pop(b);
}

void html_pop_through(struct html_builder *b, enum html_tag tag) {
    while (b->depth > 1) {
        bool found = html_current_is(b, tag);
        html_pop(b);
        if (found)
            break;
    }
}

void html_remove_open(struct html_builder *b, size_t index) {
    struct html_node *node = b->open[index].node;
    if (index + 1 < b->depth) /* what is open below it stays so, as deep as it is */
        b->moved = true;
    memmove(&b->open[index], &b->open[index + 1], (b->depth - index - 1) * sizeof b->open[0]);
    b->depth--;
    left(b, node);
}

size_t html_find_open(const struct html_builder *b, const struct html_node *node) {
    for (size_t i = b->depth; i-- > 0;)
        if (b->open[i].node == node)
            return i;
    return SIZE_MAX;
}

bool html_in_scope(const struct html_builder *b, enum html_tag tag, unsigned barrier) {
    for (size_t i = b->depth; i-- > 0;) {
        if (b->open[i].tag == tag)
            return true;
        if ((b->open[i].traits & barrier) != 0)
            return false;
    }
    return false;
}

void html_close_implied(struct html_builder *b, enum html_tag except) {
    while ((html_current(b)->traits & HTML_IMPLIED_END) != 0 && !html_current_is(b, except))
        html_pop(b);
}

void html_close_implied_thoroughly(struct html_builder *b) {
    while ((html_current(b)->traits & HTML_THOROUGH_END) != 0)
        html_pop(b);
}

void html_close_p(struct html_builder *b) {
    if (!html_in_scope(b, HTML_TAG_P, HTML_BUTTON_SCOPE))
        return;
    html_close_implied(b, HTML_TAG_P);
    html_pop_through(b, HTML_TAG_P);
}

void html_clear_to(struct html_builder *b, const uint8_t *tags) {
    for (; b->depth > 1 && !html_current_is(b, HTML_TAG_TEMPLATE); html_pop(b))
        for (const uint8_t *tag = tags; *tag != HTML_TAG_OTHER; tag++)
            if (html_current_is(b, (enum html_tag) * tag))
                return;
}

bool html_template_open(const struct html_builder *b) {
    return b->template_count > (b->context.tag == HTML_TAG_TEMPLATE ? 1U : 0U);
}
