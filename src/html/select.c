#include "html/select.h"

enum condition_kind { IS, HAS, EQUALS, HAS_WORD, STARTS, ENDS, CONTAINS };

struct condition {
    enum condition_kind kind;
    struct str name, value; /* IS: the tag's name */
    struct condition *next;
};

/* One element of a selector: its conditions, and how it stands to the one before it. */
struct part {
    struct condition *conditions;
    bool child; /* of the one before, not anywhere below it */
};

struct html_selector {
    struct part parts[HTML_SELECTOR_PARTS_MOST];
    size_t count;
    struct html_selector *next; /* behind a comma */
};

struct reader {
    struct arena *arena;
    struct str rest;
    struct error *error;
};

static bool is_name(char c) {
    return ascii_is_alnum(c) || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static struct str read_name(struct reader *reader) {
    size_t n = 0;
    while (n < reader->rest.n && is_name(reader->rest.p[n]))
        n++;
    struct str name = str_take(reader->rest, n);
    reader->rest = str_skip(reader->rest, n);
    return name;
}

static bool take(struct reader *reader, struct str text) {
    if (!str_starts(reader->rest, text))
        return false;
    reader->rest = str_skip(reader->rest, text.n);
    return true;
}

static bool skip_space(struct reader *reader) {
    size_t n = 0;
    while (n < reader->rest.n && ascii_is_space(reader->rest.p[n]))
        n++;
    reader->rest = str_skip(reader->rest, n);
    return n > 0;
}

static bool read_value(struct reader *reader, struct str *value) {
    char quote = reader->rest.n > 0 ? reader->rest.p[0] : '\0';
    if (quote != '"' && quote != '\'') {
        *value = read_name(reader);
        return value->n > 0;
    }
    size_t n = str_find_byte(str_skip(reader->rest, 1), quote);
    if (n == SIZE_MAX)
        return false;
    *value = str_of(reader->rest.p + 1, n);
    reader->rest = str_skip(reader->rest, n + 2);
    return true;
}

/* Stands behind '['. */
static bool read_attribute(struct reader *reader, struct condition *condition) {
    static const struct {
        struct str sign;
        enum condition_kind kind;
    } signs[] = {{STR_INIT("="), EQUALS},
                 {STR_INIT("~="), HAS_WORD},
                 {STR_INIT("^="), STARTS},
                 {STR_INIT("$="), ENDS},
                 {STR_INIT("*="), CONTAINS}};
    condition->name = read_name(reader);
    condition->kind = HAS;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0] && condition->kind == HAS; i++)
        if (take(reader, signs[i].sign)) {
            condition->kind = signs[i].kind;
            if (!read_value(reader, &condition->value))
                return false;
        }
    return condition->name.n > 0 && take(reader, STR("]"));
}

/* False when no condition stands here, or a bad one. */
static bool read_condition(struct reader *reader, struct condition *condition, bool first) {
    *condition = (struct condition){0};
    if (take(reader, STR("["))) {
        return read_attribute(reader, condition);
    } else if (take(reader, STR("."))) {
        *condition = (struct condition){HAS_WORD, STR("class"), read_name(reader), NULL};
    } else if (take(reader, STR("#"))) {
        *condition = (struct condition){EQUALS, STR("id"), read_name(reader), NULL};
    } else if (first && take(reader, STR("*"))) {
        *condition = (struct condition){IS, STR_NONE, STR_NONE, NULL};
        return true;
    } else if (first) {
        *condition = (struct condition){IS, read_name(reader), STR_NONE, NULL};
        return condition->name.n > 0;
    }
    return condition->value.n > 0;
}

static bool read_part(struct reader *reader, struct part *part) {
    for (bool first = true;; first = false) {
        char c = reader->rest.n > 0 ? reader->rest.p[0] : '\0';
        if (!first && c != '[' && c != '.' && c != '#')
            return true;
        struct condition *condition = arena_new(reader->arena, struct condition);
        if (condition == NULL || !read_condition(reader, condition, first))
            return false;
        condition->next = part->conditions;
        part->conditions = condition;
    }
}

static enum status read_parts(struct reader *reader, struct html_selector *selector) {
    skip_space(reader);
    for (bool child = false;;) {
        if (selector->count == HTML_SELECTOR_PARTS_MOST)
            return error_set(reader->error, STATUS_LIMIT, "the selector has too many parts");
        struct part *part = &selector->parts[selector->count++];
        part->child = child;
        if (!read_part(reader, part))
            return arena_failed(reader->arena)
                       ? arena_status(reader->arena, reader->error)
                       : error_set(reader->error, STATUS_INVALID, "not a selector");
        bool space = skip_space(reader);
        child = take(reader, STR(">"));
        skip_space(reader);
        if (!child && (!space || reader->rest.n == 0 || reader->rest.p[0] == ','))
            return STATUS_OK;
    }
}

struct html_selector *html_selector_parse(struct arena *arena, struct str text,
                                          struct error *error) {
    struct reader reader = {arena, text, error};
    struct html_selector *first = NULL, **link = &first;
    do {
        *link = arena_new(arena, struct html_selector);
        if (*link == NULL) {
            arena_status(arena, error);
            return NULL;
        }
        if (read_parts(&reader, *link) != STATUS_OK)
            return NULL;
        link = &(*link)->next;
    } while (take(&reader, STR(",")));
    if (reader.rest.n > 0) {
        error_set(error, STATUS_INVALID, "not a selector");
        return NULL;
    }
    return first;
}

static bool has_word(struct str value, struct str word) {
    for (size_t i = 0; i < value.n;) {
        while (i < value.n && ascii_is_space(value.p[i]))
            i++;
        size_t start = i;
        while (i < value.n && !ascii_is_space(value.p[i]))
            i++;
        if (str_eq(str_of(value.p + start, i - start), word))
            return true;
    }
    return false;
}

static bool holds(const struct condition *condition, const struct html_node *node) {
    if (condition->kind == IS)
        return str_absent(condition->name) || str_eq(html_name(node), condition->name);
    struct str value = html_attribute(node, condition->name);
    if (str_absent(value))
        return false;
    switch (condition->kind) {
    case EQUALS:
        return str_eq(value, condition->value);
    case HAS_WORD:
        return has_word(value, condition->value);
    case STARTS:
        return condition->value.n > 0 && str_starts(value, condition->value);
    case ENDS:
        return condition->value.n > 0 && str_ends(value, condition->value);
    case CONTAINS:
        return condition->value.n > 0 && str_find(value, condition->value) != SIZE_MAX;
    default:
        return true;
    }
}

static bool fits(const struct part *part, const struct html_node *node) {
    for (const struct condition *c = part->conditions; c != NULL; c = c->next)
        if (!holds(c, node))
            return false;
    return true;
}

/* Whether the parts before `count` fit `node`'s ancestors, the last of them any of those or, for a
 * child, the nearest. From the root down: bit k of `reached` says that parts 0 to k fit the way to
 * the parent, of `below` that they fit some way above. */
static bool fits_above(const struct html_selector *selector, const struct html_node *node) {
    const struct html_node *way[HTML_DEPTH_MOST + 2];
    size_t depth = 0;
    uint64_t reached = 0, below = 0;
    for (const struct html_node *above = node->parent;
         above != NULL && depth < sizeof way / sizeof way[0]; above = above->parent)
        if (above->kind == HTML_ELEMENT)
            way[depth++] = above;
    while (depth-- > 0) {
        uint64_t now = 0;
        for (size_t k = 0; k + 1 < selector->count; k++) {
            const struct part *part = &selector->parts[k];
            uint64_t before = k == 0 ? 1 : (part->child ? reached : below) >> (k - 1) & 1;
            if (before != 0 && fits(part, way[depth]))
                now |= (uint64_t)1 << k;
        }
        reached = now;
        below |= now;
    }
    size_t last = selector->count - 1;
    return ((selector->parts[last].child ? reached : below) >> (last - 1) & 1) != 0;
}

bool html_selector_matches(const struct html_selector *selector, const struct html_node *node) {
    if (node->kind != HTML_ELEMENT)
        return false;
    for (; selector != NULL; selector = selector->next)
        if (fits(&selector->parts[selector->count - 1], node) &&
            (selector->count == 1 || fits_above(selector, node)))
            return true;
    return false;
}

struct html_node *html_select_next(const struct html_selector *selector,
                                   const struct html_node *node, const struct html_node *top) {
    struct html_node *next = html_next(node, top);
    while (next != NULL && !html_selector_matches(selector, next))
        next = html_next(next, top);
    return next;
}
