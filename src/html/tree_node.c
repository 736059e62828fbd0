#include "html/tree.h"

enum { LAID_BY_LEAST = 32 };

bool html_lay_by(struct html_builder *b) {
    size_t need = HTML_NODES_A_TOKEN + 2 * b->formatting_count;
    if (b->free_count < need) {
        size_t count = need - b->free_count;
        count = count > LAID_BY_LEAST ? count : LAID_BY_LEAST;
        struct html_node *nodes = arena_alloc(b->arena, count * sizeof *nodes);
        if (nodes == NULL)
            return false;
        for (size_t i = 0; i + 1 < count; i++)
            nodes[i].next = &nodes[i + 1];
        nodes[count - 1].next = b->free;
        b->free = nodes;
        b->free_count += count;
    }
    return b->node_count + need <= HTML_NODES_MOST;
}

struct html_node *html_new_node(struct html_builder *b, enum html_kind kind) {
    struct html_node *node = b->free;
    b->free = node->next;
    b->free_count--;
    b->node_count++;
    *node = (struct html_node){.kind = kind};
    return node;
}

void html_set_attributes(struct html_builder *b, struct html_node *node, struct str name,
                         const struct html_attribute *attributes, size_t count) {
    size_t before = node->tag == HTML_TAG_OTHER ? 1 : 0;
    if (before + count == 0)
        return;
    struct html_attribute *all = arena_alloc(b->arena, (before + count) * sizeof all[0]);
    if (all == NULL)
        return;
    if (before > 0)
        *all++ = (struct html_attribute){name, STR("")};
    if (count > 0)
        memcpy(all, attributes, count * sizeof all[0]);
    node->attributes = all;
    node->attribute_count = (uint16_t)count;
}

static struct html_node *new_element(struct html_builder *b, const struct html_token *token,
                                     enum html_tag tag) {
    struct html_node *node = html_new_node(b, HTML_ELEMENT);
    node->tag = (uint8_t)tag;
    html_set_attributes(b, node, token->name, token->attributes, token->attribute_count);
    return node;
}

struct html_node *html_new_element(struct html_builder *b, const struct html_token *token) {
    return new_element(b, token, token->tag);
}

struct html_node *html_new_foreign(struct html_builder *b, const struct html_token *token,
                                   enum html_space space) {
    struct html_node *node = new_element(b, token, HTML_TAG_OTHER);
    node->space = space;
    return node;
}

struct html_node *html_new_named(struct html_builder *b, enum html_tag tag) {
    struct html_node *node = html_new_node(b, HTML_ELEMENT);
    node->tag = (uint8_t)tag;
    return node;
}

/* Attributes are shared: the parser changes only those of <html> and <body>, which are no
 * formatting. */
struct html_node *html_clone(struct html_builder *b, const struct html_node *node) {
    struct html_node *clone = html_new_named(b, node->tag);
    clone->attributes = node->attributes;
    clone->attribute_count = node->attribute_count;
    return clone;
}

struct place {
    struct html_node *parent, *before;
};

static bool fosters(const struct html_node *target) {
    return target->tag == HTML_TAG_TABLE || target->tag == HTML_TAG_TBODY ||
           target->tag == HTML_TAG_TFOOT || target->tag == HTML_TAG_THEAD ||
           target->tag == HTML_TAG_TR;
}

/* The appropriate place for inserting a node. */
static struct place place_for(struct html_builder *b, struct html_node *target) {
    if (target == NULL)
        target = html_current(b)->node;
    if (!b->foster || !fosters(target))
        return (struct place){target, NULL};
    for (size_t i = b->depth; i-- > 1;) {
        struct html_node *node = b->open[i].node;
        if (node->tag == HTML_TAG_TEMPLATE)
            return (struct place){node, NULL};
        if (node->tag != HTML_TAG_TABLE)
            continue;
        if (node->parent != NULL)
            return (struct place){node->parent, node};
        return (struct place){b->open[i - 1].node, NULL};
    }
    return (struct place){b->open[0].node, NULL};
}

void html_place(struct html_builder *b, struct html_node *target, struct html_node *node) {
    struct place place = place_for(b, target);
    html_link(place.parent, place.before, node);
}

struct html_node *html_insert(struct html_builder *b, const struct html_token *token) {
    struct html_node *node = html_new_element(b, token);
    html_place(b, NULL, node);
    html_push(b, node);
    return node;
}

struct html_node *html_insert_named(struct html_builder *b, enum html_tag tag) {
    struct html_node *node = html_new_named(b, tag);
    html_place(b, NULL, node);
    html_push(b, node);
    return node;
}

void html_insert_void(struct html_builder *b, const struct html_token *token) {
    html_place(b, NULL, html_new_element(b, token));
}

/* Room for text that grows lies behind its capacity. */
static void grow_text(struct html_builder *b, struct html_node *node, struct str more) {
    size_t capacity = 0;
    if (node->growing)
        memcpy(&capacity, node->data - sizeof capacity, sizeof capacity);
    size_t need = node->length + more.n;
    if (need > capacity) {
        capacity = need < 64 ? 128 : 2 * need;
        char *room = arena_alloc(b->arena, sizeof capacity + capacity);
        if (room == NULL)
            return;
        memcpy(room, &capacity, sizeof capacity);
        memcpy(room + sizeof capacity, node->data, node->length);
        node->data = room + sizeof capacity;
        node->growing = true;
    }
    memcpy((char *)(uintptr_t)node->data + node->length, more.p, more.n);
    node->length = (uint32_t)need;
}

void html_insert_text(struct html_builder *b, struct str text) {
    struct place place = place_for(b, NULL);
    if (text.n == 0 || place.parent->kind == HTML_DOCUMENT)
        return;
    struct html_node *previous =
        place.before != NULL ? html_previous(place.before) : html_last(place.parent);
    if (previous == NULL || previous->kind != HTML_TEXT) {
        struct html_node *node = html_new_node(b, HTML_TEXT);
        html_set_data(node, text);
        html_link(place.parent, place.before, node);
    } else if (!previous->growing && previous->data + previous->length == text.p) {
        previous->length += (uint32_t)text.n; /* side by side in the input */
    } else {
        grow_text(b, previous, text);
    }
}

void html_insert_comment(struct html_builder *b, struct html_node *parent, struct str text) {
    struct html_node *node = html_new_node(b, HTML_COMMENT);
    html_set_data(node, text);
    if (parent != NULL)
        html_link(parent, NULL, node);
    else
        html_place(b, NULL, node);
}

bool html_insert_unopened(struct html_builder *b, struct html_token *token, enum html_space space) {
    struct html_node *node =
        space == HTML_SPACE_HTML ? html_new_element(b, token) : html_new_foreign(b, token, space);
    b->unopened[token->tag]++;
    b->unopened_count++;
    html_place(b, NULL, node);
    return false;
}

void html_merge_attributes(struct html_builder *b, struct html_node *node,
                           const struct html_token *token) {
    size_t count = node->attribute_count, fresh = 0;
    for (size_t i = 0; i < token->attribute_count; i++)
        if (str_absent(html_attribute(node, token->attributes[i].name)))
            token->attributes[fresh++] = token->attributes[i];
    if (fresh > HTML_ATTRIBUTES_MOST - count)
        fresh = HTML_ATTRIBUTES_MOST - count;
    if (fresh == 0)
        return;
    struct html_attribute *all = arena_array(b->arena, count + fresh, struct html_attribute);
    if (all == NULL)
        return;
    if (count > 0)
        memcpy(all, node->attributes, count * sizeof all[0]);
    memcpy(all + count, token->attributes, fresh * sizeof all[0]);
    node->attributes = all;
    node->attribute_count = (uint16_t)(count + fresh);
}

struct str html_text_without_nul(struct html_builder *b, const struct html_token *token,
                                 struct str instead) {
    if (!token->nul)
        return token->text;
    struct buf *out = &b->tokenizer.scratch;
    struct str rest = token->text;
    buf_clear(out);
    while (rest.n > 0) {
        size_t plain = str_find_byte(rest, '\0');
        buf_add(out, str_take(rest, plain));
        if (plain == SIZE_MAX)
            break;
        buf_add(out, instead);
        rest = str_skip(rest, plain + 1);
    }
    html_check_room(b->arena, out);
    return arena_copy(b->arena, buf_str(out));
}

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r';
}

struct str html_take_space(struct html_token *token) {
    size_t n = 0;
    while (n < token->text.n && is_space(token->text.p[n]))
        n++;
    struct str space = str_take(token->text, n);
    token->text = str_skip(token->text, n);
    return space;
}

bool html_only_space(struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if (!is_space(text.p[i]))
            return false;
    return true;
}

void html_insert_spaces(struct html_builder *b, struct str text) {
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        while (i < text.n && is_space(text.p[i]))
            i++;
        if (i > start)
            html_insert_text(b, str_of(text.p + start, i - start));
        while (i < text.n && !is_space(text.p[i]))
            i++;
    }
}
