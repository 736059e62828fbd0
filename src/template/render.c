#include "template/node.h"

#include <stdlib.h>

#include "base/eight.h"
#include "base/grow.h"

/* One thing being rendered: a partial, or a section with the value that it pushed. */
struct frame {
    const struct template *template;
    size_t at, end;                     /* nodes */
    size_t begin;                       /* first node of a section's body */
    const struct template_value *value; /* pushed by a section; NULL for a partial */
    const struct template_member *next; /* element of a list that comes next */
    bool partial;
    /* What the lines of a partial are indented by: a part of renderer.indents. */
    size_t indent, indent_n, indent_top;
};

struct renderer {
    const struct template_set *partials;
    struct frame *frames;
    size_t depth, capacity;
    size_t partial_depth;
    size_t steps;
    struct buf indents; /* of all partials around, one behind the other */
    struct buf *out;
    struct error *error;
};

/* The five bytes, as bits. */
#define BIT(c) (UINT64_C(1) << (c))
#define MARKED (BIT('&') | BIT('<') | BIT('>') | BIT('"') | BIT('\''))

/* Eight bytes at once, as nearly all of a text has none of the five: whether one is among them. */
static bool marked_among(const char *eight) {
    uint64_t bytes;
    memcpy(&bytes, eight, sizeof bytes);
    /* '&' and '\'' differ in one bit, and so do '<' and '>'. */
    return (eight_zeros((bytes | EIGHT_TIMES('&' ^ '\'')) ^ EIGHT_TIMES('\'')) |
            eight_zeros((bytes | EIGHT_TIMES('<' ^ '>')) ^ EIGHT_TIMES('>')) |
            eight_zeros(bytes ^ EIGHT_TIMES('"'))) != 0;
}

void template_escape(struct buf *out, struct str text) {
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        while (text.n - i > sizeof(uint64_t) && !marked_among(text.p + i))
            i += sizeof(uint64_t);
        unsigned char c = (unsigned char)text.p[i];
        struct str reference;
        if (c >= 64 || (MARKED >> c & 1) == 0)
            continue;
        switch (text.p[i]) {
        case '&':
            reference = STR("&amp;");
            break;
        case '<':
            reference = STR("&lt;");
            break;
        case '>':
            reference = STR("&gt;");
            break;
        case '"':
            reference = STR("&quot;");
            break;
        default:
            reference = STR("&#39;");
            break;
        }
        buf_add(out, str_of(text.p + from, i - from));
        buf_add(out, reference);
        from = i + 1;
    }
    buf_add(out, str_skip(text, from));
}

/* The innermost value that has `key`. */
static const struct template_value *look_up(const struct renderer *r, struct str key) {
    for (size_t i = r->depth; i > 0; i--) {
        const struct template_value *found = template_get(r->frames[i - 1].value, key);
        if (found != NULL)
            return found;
    }
    return NULL;
}

static const struct template_value *innermost(const struct renderer *r) {
    for (size_t i = r->depth; i > 0; i--)
        if (r->frames[i - 1].value != NULL)
            return r->frames[i - 1].value;
    return NULL;
}

static const struct template_value *resolve(const struct renderer *r,
                                            const struct template_node *node) {
    if (node->text.n == 1 && node->text.p[0] == '.')
        return innermost(r);
    const struct template_value *value = look_up(r, node->first);
    struct str rest = node->rest, part;
    while (value != NULL && str_next(&rest, '.', &part))
        value = template_get(value, part);
    return value;
}

static enum status push(struct renderer *r, const struct frame *frame) {
    if (grow(&r->frames, &r->capacity, r->depth + 1, sizeof *r->frames) != STATUS_OK)
        return error_memory(r->error);
    r->frames[r->depth++] = *frame;
    return STATUS_OK;
}

/* Text of the template: each of its lines but the first gets the indentation, which the first has
 * by the node's `line`. What follows a line end at the text's end is another node's line. */
static void show_text(struct renderer *r, const struct template_node *node, struct str indent) {
    struct str text = node->text;
    if (indent.n == 0) {
        buf_add(r->out, text);
        return;
    }
    while (text.n > 0) {
        size_t end = str_find_byte(text, '\n');
        size_t n = end == SIZE_MAX ? text.n : end + 1;
        buf_add(r->out, str_take(text, n));
        text = str_skip(text, n);
        if (text.n > 0)
            buf_add(r->out, indent);
    }
}

static void show_value(struct renderer *r, const struct template_node *node) {
    const struct template_value *value = resolve(r, node);
    if (value == NULL)
        return;
    if (value->kind == TEMPLATE_INTEGER)
        buf_add_i64(r->out, value->integer);
    else if (value->kind == TEMPLATE_BOOLEAN)
        buf_add_cstr(r->out, value->boolean ? "true" : "false");
    else if (value->kind == TEMPLATE_TEXT && node->kind == NODE_RAW)
        buf_add(r->out, value->text);
    else if (value->kind == TEMPLATE_TEXT)
        template_escape(r->out, value->text);
}

static enum status enter_section(struct renderer *r, const struct frame *around,
                                 const struct template_node *node) {
    const struct template_value *value = resolve(r, node);
    if (template_true(value) != (node->kind == NODE_SECTION))
        return STATUS_OK;
    struct frame frame = *around;
    frame.partial = false;
    frame.value = NULL;
    frame.next = NULL;
    frame.begin = frame.at = (size_t)(node - around->template->nodes) + 1;
    frame.end = node->end;
    if (node->kind == NODE_SECTION) {
        frame.value = value;
        if (value->kind == TEMPLATE_LIST) {
            frame.value = &value->members.first->value;
            frame.next = value->members.first->next;
        }
    }
    return push(r, &frame);
}

static enum status enter_partial(struct renderer *r, const struct frame *around,
                                 const struct template_node *node) {
    const struct template *partial =
        r->partials != NULL ? template_set_find(r->partials, node->text) : NULL;
    if (partial == NULL)
        return STATUS_OK;
    if (r->partial_depth == TEMPLATE_PARTIALS_MOST)
        return error_set(r->error, STATUS_LIMIT,
                         "partials stand in one another more than %d deep, at '%.*s'",
                         TEMPLATE_PARTIALS_MOST, STR_ARG(node->text));
    struct frame frame = {.template = partial, .end = partial->count, .partial = true};
    frame.indent_top = around->indent_top;
    if (node->alone) {
        buf_truncate(&r->indents, around->indent_top);
        if (buf_reserve(&r->indents, around->indent_n + node->indent.n) != STATUS_OK)
            return buf_check(&r->indents, r->error);
        buf_add(&r->indents, str_of(r->indents.p + around->indent, around->indent_n));
        buf_add(&r->indents, node->indent);
        frame.indent = around->indent_top;
        frame.indent_n = around->indent_n + node->indent.n;
        frame.indent_top = r->indents.n;
    }
    r->partial_depth++;
    return push(r, &frame);
}

/* At the end of the innermost frame: the list's next element, or back to what is around it. */
static void leave(struct renderer *r) {
    struct frame *frame = &r->frames[r->depth - 1];
    if (frame->next != NULL) {
        frame->value = &frame->next->value;
        frame->next = frame->next->next;
        frame->at = frame->begin;
        return;
    }
    r->partial_depth -= frame->partial;
    r->depth--;
}

/* Shows the next node of the innermost frame. */
static enum status step(struct renderer *r) {
    struct frame *frame = &r->frames[r->depth - 1];
    if (frame->at == frame->end) {
        leave(r);
        return STATUS_OK;
    }
    if (r->steps++ == TEMPLATE_STEPS_MOST)
        return error_set(r->error, STATUS_LIMIT, "rendering takes more than %d steps",
                         TEMPLATE_STEPS_MOST);
    const struct template_node *node = &frame->template->nodes[frame->at++];
    struct str indent = str_of(buf_cstr(&r->indents) + frame->indent, frame->indent_n);
    if (node->line)
        buf_add(r->out, indent);
    struct frame around;
    switch (node->kind) {
    case NODE_TEXT:
        show_text(r, node, indent);
        return STATUS_OK;
    case NODE_VALUE:
    case NODE_RAW:
        show_value(r, node);
        return STATUS_OK;
    case NODE_SECTION:
    case NODE_INVERTED:
        around = *frame; /* a push may move the frames */
        frame->at = node->end;
        return enter_section(r, &around, node);
    case NODE_PARTIAL:
        around = *frame;
        return enter_partial(r, &around, node);
    }
    return STATUS_OK;
}

enum status template_render(const struct template *template, const struct template_set *partials,
                            const struct template_value *values, struct buf *out,
                            struct error *error) {
    struct renderer r = {.partials = partials, .out = out, .error = error};
    buf_init(&r.indents, TEMPLATE_BYTES_MOST);
    struct frame root = {.template = template, .end = template->count, .value = values};
    enum status status = push(&r, &root);
    while (status == STATUS_OK && r.depth > 0) {
        status = step(&r);
        if (out->status != STATUS_OK)
            status = buf_check(out, error);
    }
    buf_release(&r.indents);
    free(r.frames);
    return status;
}
