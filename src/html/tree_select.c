/* <selectedcontent>: the chosen option's content is shown a second time in the <select>'s button.
 * HTML Standard, 4.10.7 ("maybe clone an option into selectedcontent") and 4.10.10: the parser does
 * so whenever it closes an <option>. */
#include "html/tree.h"

static bool has(const struct html_node *node, struct str attribute) {
    return !str_absent(html_attribute(node, attribute));
}

static struct html_node *select_of(struct html_node *node) {
    while (node != NULL && node->tag != HTML_TAG_SELECT)
        node = node->parent;
    return node;
}

static bool is_disabled(const struct html_node *option) {
    const struct html_node *group = option->parent;
    return has(option, STR("disabled")) ||
           (group != NULL && group->tag == HTML_TAG_OPTGROUP && has(group, STR("disabled")));
}

/* Whether the first option is chosen where none says that it is. */
static bool chooses_first(const struct html_node *select) {
    struct str size = str_trim(html_attribute(select, STR("size")));
    uint64_t rows;
    return !str_to_u64(size, &rows) || rows <= 1;
}

void html_note_mirror(struct html_builder *b, struct html_node *node) {
    for (const struct html_node *above = node->parent; above != NULL; above = above->parent) {
        if (above->tag == HTML_TAG_SELECT)
            break;
        if (above->tag == HTML_TAG_OPTION || above->tag == HTML_TAG_SELECTEDCONTENT)
            return;
    }
    struct html_node *select = select_of(node);
    if (select == NULL || select == b->mirror_select || has(select, STR("multiple")))
        return;
    b->mirror_select = select;
    b->mirror = node;
    b->mirror_chosen = false;
    for (struct html_node *other = html_next(select, select); other != NULL;
         other = html_next(other, select))
        if (other->tag == HTML_TAG_OPTION && !is_disabled(other))
            b->mirror_chosen = true;
}

static struct html_node *copy_node(struct html_builder *b, const struct html_node *from) {
    struct html_node *copy = html_new_node(b, from->kind);
    *copy = *from;
    copy->open = copy->listed = copy->growing = false;
    copy->parent = copy->first = copy->next = copy->back = NULL;
    return copy;
}

/* Copies what is below `from` to `to`, as far as the cap on nodes lets it. */
static void copy_below(struct html_builder *b, const struct html_node *from, struct html_node *to) {
    const struct html_node *top = from;
    for (const struct html_node *node = html_next(from, top); node != NULL;
         node = html_next(node, top)) {
        for (; from != node->parent; from = from->parent)
            to = to->parent;
        if (!html_lay_by(b))
            return;
        struct html_node *copy = copy_node(b, node);
        html_link(to, NULL, copy);
        if (node->first != NULL) {
            from = node;
            to = copy;
        }
    }
}

void html_mirror_option(struct html_builder *b, struct html_node *option) {
    struct html_node *select = select_of(option);
    if (select != b->mirror_select || is_disabled(option))
        return;
    bool first = !b->mirror_chosen && chooses_first(select);
    b->mirror_chosen = true;
    if (!first && !has(option, STR("selected")))
        return;
    /* Content that is still being parsed into stays where it is. */
    while (b->mirror->first != NULL && !b->mirror->open)
        html_unlink(b->mirror->first);
    if (!b->mirror->open)
        copy_below(b, option, b->mirror);
    b->moved = true;
}
