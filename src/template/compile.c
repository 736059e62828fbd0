#include "template/node.h"

#include "base/utf8.h"

struct compiler {
    struct arena *arena;
    struct str source;
    size_t at; /* next byte to read */
    struct str open, close;
    struct template_node *nodes;
    size_t count, capacity;
    size_t sections[TEMPLATE_SECTIONS_MOST]; /* indices of the open ones */
    size_t depth;
    struct error *error;
};

/* A tag as it stands in the source. */
struct tag {
    size_t begin, end;  /* with its delimiters */
    char sigil;         /* 0 for a plain name */
    struct str content; /* without sigil and white space at both ends */
};

static enum status fail(struct compiler *c, enum status status, size_t offset,
                        const char *message) {
    struct position at = {.offset = offset, .line = 1, .column = 1};
    for (size_t i = 0; i < offset && i < c->source.n; i++) {
        at.column++;
        if (c->source.p[i] == '\n') {
            at.line++;
            at.column = 1;
        }
    }
    return error_set_at(c->error, status, at, "%s", message);
}

static size_t find_from(struct str s, size_t from, struct str needle) {
    size_t k = str_find(str_skip(s, from), needle);
    return k == SIZE_MAX ? SIZE_MAX : from + k;
}

static struct template_node *push(struct compiler *c, enum template_node_kind kind, size_t offset) {
    if (arena_grow(c->arena, &c->nodes, &c->capacity, c->count + 1, sizeof *c->nodes) !=
        STATUS_OK) {
        arena_status(c->arena, c->error);
        return NULL;
    }
    struct template_node *node = &c->nodes[c->count++];
    *node = (struct template_node){.kind = kind, .offset = offset};
    node->line = offset == 0 || c->source.p[offset - 1] == '\n';
    return node;
}

static enum status push_text(struct compiler *c, size_t from, size_t to) {
    if (from >= to)
        return STATUS_OK;
    struct template_node *node = push(c, NODE_TEXT, from);
    if (node == NULL)
        return arena_status(c->arena, c->error);
    node->text = str_of(c->source.p + from, to - from);
    return STATUS_OK;
}

/* A tag that leaves no node may still begin a line, which is to be indented then. */
static enum status push_line(struct compiler *c, size_t offset) {
    if (offset > 0 && c->source.p[offset - 1] != '\n')
        return STATUS_OK;
    struct template_node *node = push(c, NODE_TEXT, offset);
    if (node == NULL)
        return arena_status(c->arena, c->error);
    node->text = STR("");
    return STATUS_OK;
}

/* Splits the name and checks it: parts between dots, none of them empty or with white space. */
static enum status set_name(struct compiler *c, struct template_node *node, const struct tag *tag) {
    struct str name = tag->content;
    if (name.n == 0)
        return fail(c, STATUS_INVALID, tag->begin, "expected a name in this tag");
    for (size_t i = 0; i < name.n; i++) {
        if (ascii_is_space(name.p[i]))
            return fail(c, STATUS_INVALID, tag->begin, "a name holds no white space");
        bool edge = i == 0 || i + 1 == name.n || name.p[i - 1] == '.';
        if (name.p[i] == '.' && edge && name.n > 1)
            return fail(c, STATUS_INVALID, tag->begin, "a name between dots is empty");
    }
    node->text = name;
    node->first = name;
    size_t dot = name.n > 1 ? str_find_byte(name, '.') : SIZE_MAX;
    if (dot != SIZE_MAX) {
        node->first = str_take(name, dot);
        node->rest = str_skip(name, dot + 1);
    }
    return STATUS_OK;
}

/* "=<% %>=": the content between the equals signs. */
static enum status set_delimiters(struct compiler *c, const struct tag *tag) {
    struct str s = tag->content;
    size_t n = 0;
    while (n < s.n && !ascii_is_space(s.p[n]))
        n++;
    struct str open = str_take(s, n);
    struct str close = str_trim(str_skip(s, n));
    bool bad = open.n == 0 || close.n == 0;
    for (size_t i = 0; i < s.n; i++)
        bad = bad || s.p[i] == '=';
    for (size_t i = 0; i < close.n; i++)
        bad = bad || ascii_is_space(close.p[i]);
    if (bad)
        return fail(c, STATUS_INVALID, tag->begin,
                    "expected two delimiters, parted by white space, between '=' and '='");
    c->open = open;
    c->close = close;
    return STATUS_OK;
}

/* Reads the tag whose opening delimiter stands at `begin`. */
static enum status read_tag(struct compiler *c, size_t begin, struct tag *tag) {
    size_t at = begin + c->open.n;
    *tag = (struct tag){.begin = begin};
    while (at < c->source.n && ascii_is_space(c->source.p[at]))
        at++;
    if (at < c->source.n && memchr("#^/>!&{=", c->source.p[at], 8) != NULL)
        tag->sigil = c->source.p[at++];
    size_t stop = find_from(c->source, at, c->close);
    if (tag->sigil == '{' || tag->sigil == '=') {
        char ending = tag->sigil == '{' ? '}' : '=';
        size_t from = at;
        for (;;) { /* the first ending that the delimiter follows */
            size_t k = str_find_byte(str_skip(c->source, from), ending);
            if (k == SIZE_MAX)
                return fail(c, STATUS_INVALID, begin, "this tag is not closed");
            stop = from + k;
            if (str_starts(str_skip(c->source, stop + 1), c->close))
                break;
            from = stop + 1;
        }
        tag->end = stop + 1 + c->close.n;
    } else if (stop == SIZE_MAX) {
        return fail(c, STATUS_INVALID, begin, "this tag is not closed");
    } else {
        tag->end = stop + c->close.n;
    }
    tag->content = str_trim(str_of(c->source.p + at, stop - at));
    return STATUS_OK;
}

/* Whether nothing but white space stands beside the tag; then `from` and `to` are its lines. */
static bool stands_alone(struct str source, const struct tag *tag, size_t *from, size_t *to) {
    size_t a = tag->begin, b = tag->end;
    while (a > 0 && (source.p[a - 1] == ' ' || source.p[a - 1] == '\t'))
        a--;
    if (a > 0 && source.p[a - 1] != '\n')
        return false;
    while (b < source.n && (source.p[b] == ' ' || source.p[b] == '\t'))
        b++;
    if (b + 1 < source.n && source.p[b] == '\r' && source.p[b + 1] == '\n')
        b++;
    if (b < source.n && source.p[b] != '\n')
        return false;
    *from = a;
    *to = b < source.n ? b + 1 : b;
    return true;
}

static enum status open_section(struct compiler *c, const struct tag *tag, bool alone) {
    if (c->depth == TEMPLATE_SECTIONS_MOST)
        return fail(c, STATUS_LIMIT, tag->begin, "too many sections within sections");
    struct template_node *node =
        push(c, tag->sigil == '#' ? NODE_SECTION : NODE_INVERTED, tag->begin);
    if (node == NULL)
        return arena_status(c->arena, c->error);
    node->line = node->line && !alone;
    c->sections[c->depth++] = c->count - 1;
    return set_name(c, node, tag);
}

static enum status close_section(struct compiler *c, const struct tag *tag) {
    if (c->depth == 0)
        return fail(c, STATUS_INVALID, tag->begin, "this closes a section that is not open");
    struct template_node *node = &c->nodes[c->sections[c->depth - 1]];
    if (!str_eq(node->text, tag->content))
        return fail(c, STATUS_INVALID, tag->begin, "this closes another section than the open one");
    node->end = c->count;
    c->depth--;
    return STATUS_OK;
}

static enum status take_tag(struct compiler *c, const struct tag *tag, bool alone,
                            size_t line_from) {
    struct template_node *node;
    switch (tag->sigil) {
    case '!':
        return STATUS_OK;
    case '=':
        return set_delimiters(c, tag);
    case '#':
    case '^':
        return open_section(c, tag, alone);
    case '/':
        return close_section(c, tag);
    case '>':
        if ((node = push(c, NODE_PARTIAL, tag->begin)) == NULL)
            break;
        node->line = node->line && !alone;
        node->alone = alone;
        if (alone)
            node->indent = str_of(c->source.p + line_from, tag->begin - line_from);
        if (tag->content.n == 0)
            return fail(c, STATUS_INVALID, tag->begin, "expected a name in this tag");
        node->text = tag->content;
        return STATUS_OK;
    default:
        node = push(c, tag->sigil == 0 ? NODE_VALUE : NODE_RAW, tag->begin);
        if (node == NULL)
            break;
        return set_name(c, node, tag);
    }
    return arena_status(c->arena, c->error);
}

static enum status compile(struct compiler *c) {
    while (c->at < c->source.n) {
        size_t begin = find_from(c->source, c->at, c->open);
        if (begin == SIZE_MAX)
            return push_text(c, c->at, c->source.n);
        struct tag tag;
        enum status status = read_tag(c, begin, &tag);
        if (status != STATUS_OK)
            return status;
        size_t from = tag.begin, to = tag.end;
        bool shows = tag.sigil == 0 || tag.sigil == '&' || tag.sigil == '{';
        bool alone = !shows && stands_alone(c->source, &tag, &from, &to);
        status = push_text(c, c->at, from);
        if (status == STATUS_OK && !alone && strchr("/!=", tag.sigil) != NULL && tag.sigil != 0)
            status = push_line(c, begin);
        if (status == STATUS_OK)
            status = take_tag(c, &tag, alone, from);
        if (status != STATUS_OK)
            return status;
        c->at = to;
    }
    return STATUS_OK;
}

enum status template_compile(struct arena *arena, struct str source, struct template **template,
                             struct error *error) {
    if (source.n > TEMPLATE_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "a template has at most %d bytes",
                         TEMPLATE_BYTES_MOST);
    struct compiler c = {.arena = arena, .source = source, .error = error};
    size_t bad;
    if (!utf8_valid(source, &bad))
        return fail(&c, STATUS_INVALID, bad, "not UTF-8, which pages are");
    c.open = STR("{{");
    c.close = STR("}}");
    enum status status = compile(&c);
    if (status != STATUS_OK)
        return status;
    if (c.depth > 0)
        return fail(&c, STATUS_INVALID, c.nodes[c.sections[c.depth - 1]].offset,
                    "this section is not closed");
    struct template *made = arena_new(arena, struct template);
    if (made == NULL)
        return arena_status(arena, error);
    *made = (struct template){.nodes = c.nodes, .count = c.count, .source = source};
    *template = made;
    return STATUS_OK;
}
