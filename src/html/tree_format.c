#include "html/tree.h"

#include "base/hash.h"

enum { ADOPTIONS_MOST = 8, KEPT_MOST = 3, ALIKE_MOST = 3 }; /* the standard's numbers */

static uint64_t hash_attributes(const struct html_node *node) {
    uint64_t sum = 0;
    for (size_t i = 0; i < node->attribute_count; i++)
        sum += hash_fast(node->attributes[i].value, hash_fast(node->attributes[i].name, 1));
    return sum;
}

static void remove_entry(struct html_builder *b, size_t index) {
    if (b->formatting[index].node != NULL)
        b->formatting[index].node->listed = false;
    memmove(&b->formatting[index], &b->formatting[index + 1],
            (b->formatting_count - index - 1) * sizeof b->formatting[0]);
    b->formatting_count--;
}

static size_t find_entry(const struct html_builder *b, const struct html_node *node) {
    for (size_t i = b->formatting_count; i-- > 0;)
        if (b->formatting[i].node == node)
            return i;
    return SIZE_MAX;
}

void html_format_push(struct html_builder *b, struct html_node *node) {
    struct html_formatting entry = {node, hash_attributes(node)};
    size_t alike = 0, first = 0;
    for (size_t i = b->formatting_count; i-- > 0 && b->formatting[i].node != NULL;) {
        const struct html_formatting *other = &b->formatting[i];
        if (other->node->tag == node->tag && other->attributes == entry.attributes &&
            other->node->attribute_count == node->attribute_count) {
            alike++;
            first = i;
        }
    }
    if (alike >= ALIKE_MOST)
        remove_entry(b, first);
    if (b->formatting_count >= HTML_FORMATTING_MOST)
        return;
    node->listed = true;
    b->formatting[b->formatting_count++] = entry;
}

void html_format_marker(struct html_builder *b) {
    if (b->formatting_count < sizeof b->formatting / sizeof b->formatting[0])
        b->formatting[b->formatting_count++] = (struct html_formatting){0};
}

void html_format_clear(struct html_builder *b) {
    while (b->formatting_count > 0) {
        struct html_node *node = b->formatting[--b->formatting_count].node;
        if (node == NULL)
            break;
        node->listed = false;
    }
}

void html_format_remove(struct html_builder *b, const struct html_node *node) {
    if (node->listed)
        remove_entry(b, find_entry(b, node));
}

static size_t find_tag(const struct html_builder *b, enum html_tag tag) {
    for (size_t i = b->formatting_count; i-- > 0 && b->formatting[i].node != NULL;)
        if (b->formatting[i].node->tag == tag)
            return i;
    return SIZE_MAX;
}

struct html_node *html_format_find(const struct html_builder *b, enum html_tag tag) {
    size_t index = find_tag(b, tag);
    return index == SIZE_MAX ? NULL : b->formatting[index].node;
}

void html_reconstruct(struct html_builder *b) {
    size_t i = b->formatting_count;
    while (i > 0 && b->formatting[i - 1].node != NULL && !b->formatting[i - 1].node->open)
        i--;
    for (; i < b->formatting_count && b->depth < HTML_OPEN_MOST; i++) {
        struct html_node *node = html_clone(b, b->formatting[i].node);
        html_place(b, NULL, node);
        html_push(b, node);
        b->formatting[i].node->listed = false;
        node->listed = true;
        b->formatting[i].node = node;
    }
}

/* One adoption: `formatting` and `furthest` are places on the stack, `entry` one on the list. */
struct adoption {
    size_t formatting, furthest, entry;
    size_t bookmark; /* on the list */
};

/* Puts a fresh element in the place of open[at]. */
static struct html_node *replace_with_clone(struct html_builder *b, size_t at, size_t entry) {
    struct html_node *old = b->open[at].node, *node = html_clone(b, old);
    old->open = old->listed = false;
    node->open = node->listed = true;
    b->open[at].node = b->formatting[entry].node = node;
    return node;
}

/* Takes the elements between the two: the nearest are cloned around the furthest block, the others
 * leave the list. Returns the outermost. */
static struct html_node *wrap(struct html_builder *b, struct adoption *adoption) {
    struct html_node *furthest = b->open[adoption->furthest].node, *last = furthest;
    size_t count = 0;
    for (size_t at = adoption->furthest; --at > adoption->formatting;) {
        struct html_node *node = b->open[at].node;
        size_t entry = node->listed ? find_entry(b, node) : SIZE_MAX;
        if (++count > KEPT_MOST && entry != SIZE_MAX) {
            remove_entry(b, entry);
            if (entry < adoption->bookmark)
                adoption->bookmark--;
            entry = SIZE_MAX;
        }
        if (entry == SIZE_MAX) {
            html_remove_open(b, at);
            adoption->furthest--;
            continue;
        }
        node = replace_with_clone(b, at, entry);
        if (last == furthest)
            adoption->bookmark = entry + 1;
        html_unlink(last);
        html_link(node, NULL, last);
        last = node;
    }
    return last;
}

static void move_children(struct html_node *from, struct html_node *to) {
    for (struct html_node *child = from->first; child != NULL; child = child->next)
        child->parent = to;
    to->first = from->first;
    from->first = NULL;
}

static void adopt(struct html_builder *b, struct adoption *adoption) {
    struct html_node *formatting = b->open[adoption->formatting].node;
    struct html_node *furthest = b->open[adoption->furthest].node;
    struct html_node *ancestor = b->open[adoption->formatting - 1].node;
    struct html_node *last = wrap(b, adoption);
    html_unlink(last);
    html_place(b, ancestor, last);
    struct html_node *clone = html_clone(b, formatting);
    move_children(furthest, clone);
    html_link(furthest, NULL, clone);
    b->moved = true;
    size_t entry = find_entry(b, formatting);
    struct html_formatting moved = {clone, b->formatting[entry].attributes};
    remove_entry(b, entry);
    if (entry < adoption->bookmark)
        adoption->bookmark--;
    memmove(&b->formatting[adoption->bookmark + 1], &b->formatting[adoption->bookmark],
            (b->formatting_count - adoption->bookmark) * sizeof b->formatting[0]);
    b->formatting[adoption->bookmark] = moved;
    b->formatting_count++;
    clone->listed = clone->open = true;
    formatting->open = false;
    /* The stack without the formatting element, and with its clone below the furthest block. */
    memmove(&b->open[adoption->formatting], &b->open[adoption->formatting + 1],
            (adoption->furthest - adoption->formatting) * sizeof b->open[0]);
    b->open[adoption->furthest] = html_open_of(clone);
}

bool html_adopt(struct html_builder *b, enum html_tag tag) {
    if (html_current_is(b, tag) && !html_current(b)->node->listed) {
        html_pop(b);
        return true;
    }
    for (int i = 0; i < ADOPTIONS_MOST; i++) {
        struct adoption adoption = {.entry = find_tag(b, tag)};
        if (adoption.entry == SIZE_MAX)
            return false;
        struct html_node *node = b->formatting[adoption.entry].node;
        if (!node->open) {
            remove_entry(b, adoption.entry);
            return true;
        }
        adoption.formatting = html_find_open(b, node);
        for (size_t k = adoption.formatting + 1; k < b->depth; k++)
            if ((b->open[k].traits & HTML_SCOPE) != 0)
                return true; /* out of scope */
        adoption.furthest = adoption.formatting + 1;
        while (adoption.furthest < b->depth &&
               (b->open[adoption.furthest].traits & HTML_SPECIAL) == 0)
            adoption.furthest++;
        if (adoption.furthest == b->depth) {
            html_pop_to(b, adoption.formatting);
            remove_entry(b, adoption.entry);
            return true;
        }
        adoption.bookmark = adoption.entry;
        adopt(b, &adoption);
    }
    return true;
}
