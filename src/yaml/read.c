#include "yaml/yaml.h"

#include "base/utf8.h"
#include <stdlib.h>
#include <yaml.h>

struct frame {
    struct yaml_node *node;
    struct yaml_node **tail; /* where the next child goes */
    struct yaml_node *keyed; /* a map's key was read, this is to be its value */
};

struct reader {
    struct arena *arena;
    struct error *error;
    size_t first_line;
    unsigned depth_most;
    struct frame stack[YAML_DEPTH_MOST];
    unsigned depth;
    struct yaml_node *root;
};

static struct position place(const struct reader *reader, yaml_mark_t mark) {
    return (struct position){mark.index, mark.line + reader->first_line, mark.column + 1};
}

static enum status refuse(const struct reader *reader, yaml_mark_t mark, const char *what) {
    return error_set_at(reader->error, STATUS_INVALID, place(reader, mark), "%s", what);
}

/* Errors of libyaml's: its reader's have an offset, its scanner's and parser's a mark. */
static enum status parser_error(const struct reader *reader, const yaml_parser_t *parser,
                                struct str text) {
    if (parser->error == YAML_MEMORY_ERROR)
        return error_memory(reader->error);
    const char *problem = parser->problem != NULL ? parser->problem : "cannot be read";
    if (parser->error == YAML_READER_ERROR) {
        struct position at = yaml_position(text, parser->problem_offset);
        at.line += reader->first_line - 1;
        return error_set_at(reader->error, STATUS_INVALID, at, "not YAML: %s", problem);
    }
    char begun[64] = "";
    if (parser->context != NULL && parser->context_mark.line != parser->problem_mark.line)
        snprintf(begun, sizeof begun, " (from line %zu)",
                 parser->context_mark.line + reader->first_line);
    return error_set_at(reader->error, STATUS_INVALID, place(reader, parser->problem_mark),
                        "not YAML: %s%s%s%s", parser->context != NULL ? parser->context : "", begun,
                        parser->context != NULL ? ": " : "", problem);
}

static bool known_tag(const yaml_char_t *tag) {
    static const char *const known[] = {"str", "int", "bool", "float", "timestamp", "seq", "map"};
    struct str name = str_from((const char *)tag);
    struct str prefix = STR("tag:yaml.org,2002:");
    if (!str_starts(name, prefix))
        return false;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_eq(str_skip(name, prefix.n), str_from(known[i])))
            return true;
    return false;
}

static enum status check_properties(const struct reader *reader, const yaml_char_t *anchor,
                                    const yaml_char_t *tag, yaml_mark_t mark) {
    if (anchor != NULL)
        return refuse(reader, mark, "anchors are not taken: write the value where it is meant");
    if (tag != NULL && !known_tag(tag))
        return refuse(reader, mark, "tags of one's own are not taken");
    return STATUS_OK;
}

static enum status take_key(struct reader *reader, struct frame *frame, struct yaml_node *node) {
    if (node->kind != YAML_KIND_SCALAR)
        return error_set_at(reader->error, STATUS_INVALID, node->at, "expected a name as key");
    if (node->style == YAML_STYLE_PLAIN && str_eq(node->text, STR("<<")))
        return error_set_at(reader->error, STATUS_INVALID, node->at, "merge keys are not taken");
    frame->keyed = node;
    return STATUS_OK;
}

/* Hangs a node into the collection that is open; a collection becomes the open one. */
static enum status add(struct reader *reader, struct yaml_node *node) {
    if (reader->depth == 0) {
        reader->root = node;
    } else {
        struct frame *frame = &reader->stack[reader->depth - 1];
        if (frame->node->kind == YAML_KIND_MAP && frame->keyed == NULL)
            return take_key(reader, frame, node);
        if (frame->node->kind == YAML_KIND_MAP) {
            node->key = frame->keyed->text;
            node->key_at = frame->keyed->at;
            frame->keyed = NULL;
        }
        *frame->tail = node;
        frame->tail = &node->next;
        frame->node->count++;
    }
    if (node->kind == YAML_KIND_SCALAR)
        return STATUS_OK;
    if (reader->depth >= reader->depth_most)
        return error_set_at(reader->error, STATUS_LIMIT, node->at, "nested deeper than %u levels",
                            reader->depth_most);
    reader->stack[reader->depth++] = (struct frame){.node = node, .tail = &node->first};
    return STATUS_OK;
}

static enum status on_scalar(struct reader *reader, const yaml_event_t *event) {
    enum status status = check_properties(reader, event->data.scalar.anchor, event->data.scalar.tag,
                                          event->start_mark);
    if (status != STATUS_OK)
        return status;
    struct yaml_node *node = arena_new(reader->arena, struct yaml_node);
    if (node == NULL)
        return arena_status(reader->arena, reader->error);
    switch (event->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        node->style = YAML_STYLE_QUOTED;
        break;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
        node->style = YAML_STYLE_BLOCK;
        break;
    default:
        /* "!!str 1" is as good as quoted. */
        node->style = event->data.scalar.tag != NULL ? YAML_STYLE_QUOTED : YAML_STYLE_PLAIN;
        break;
    }
    struct str text = str_of((const char *)event->data.scalar.value, event->data.scalar.length);
    if (str_find_byte(text, '\0') != SIZE_MAX)
        return refuse(reader, event->start_mark, "a text with a NUL in it");
    node->at = place(reader, event->start_mark);
    node->end_line = event->end_mark.line + reader->first_line;
    node->text = arena_copy(reader->arena, text);
    if (str_absent(node->text))
        return arena_status(reader->arena, reader->error);
    return add(reader, node);
}

static enum status on_start(struct reader *reader, const yaml_event_t *event) {
    bool map = event->type == YAML_MAPPING_START_EVENT;
    enum status status = check_properties(
        reader, map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor,
        map ? event->data.mapping_start.tag : event->data.sequence_start.tag, event->start_mark);
    if (status != STATUS_OK)
        return status;
    struct yaml_node *node = arena_new(reader->arena, struct yaml_node);
    if (node == NULL)
        return arena_status(reader->arena, reader->error);
    node->kind = map ? YAML_KIND_MAP : YAML_KIND_LIST;
    node->flow = map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                     : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    node->at = place(reader, event->start_mark);
    node->text = STR("");
    return add(reader, node);
}

static int compare_keys(const void *a, const void *b) {
    const struct yaml_node *const *left = a;
    const struct yaml_node *const *right = b;
    int order = str_compare((*left)->key, (*right)->key);
    if (order != 0)
        return order;
    return (*left)->at.offset < (*right)->at.offset ? -1 : 1;
}

/* Sorted, equal keys are neighbours; a hash would do the same and could be attacked. */
static enum status check_unique(struct reader *reader, const struct yaml_node *map) {
    if (map->count < 2)
        return STATUS_OK;
    struct yaml_node **sorted = calloc(map->count, sizeof(struct yaml_node *));
    if (sorted == NULL)
        return error_memory(reader->error);
    size_t n = 0;
    for (struct yaml_node *value = map->first; value != NULL; value = value->next)
        sorted[n++] = value;
    qsort(sorted, n, sizeof *sorted, compare_keys);
    enum status status = STATUS_OK;
    for (size_t i = 1; i < n && status == STATUS_OK; i++)
        if (str_eq(sorted[i - 1]->key, sorted[i]->key))
            status = error_set_at(reader->error, STATUS_INVALID, sorted[i]->key_at,
                                  "key '%.*s' is given twice, first in line %zu",
                                  STR_ARG(utf8_cut_bytes(sorted[i]->key, 100)),
                                  sorted[i - 1]->key_at.line);
    free(sorted);
    return status;
}

static enum status on_end(struct reader *reader, const yaml_event_t *event) {
    struct yaml_node *node = reader->stack[--reader->depth].node;
    node->end_line = event->end_mark.line + reader->first_line;
    return node->kind == YAML_KIND_MAP ? check_unique(reader, node) : STATUS_OK;
}

static enum status on_event(struct reader *reader, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return on_scalar(reader, event);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return on_start(reader, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return on_end(reader, event);
    case YAML_ALIAS_EVENT:
        return refuse(reader, event->start_mark,
                      "aliases are not taken: write the value where it is meant");
    case YAML_DOCUMENT_START_EVENT:
        if (reader->root != NULL)
            return refuse(reader, event->start_mark, "a second document: expected one");
        return STATUS_OK;
    default:
        return STATUS_OK;
    }
}

static enum status read_events(struct reader *reader, yaml_parser_t *parser, struct str text) {
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event))
            return parser_error(reader, parser, text);
        bool over = event.type == YAML_STREAM_END_EVENT;
        enum status status = on_event(reader, &event);
        yaml_event_delete(&event);
        if (status != STATUS_OK || over)
            return status;
    }
}

enum status yaml_read(struct arena *arena, struct str text, size_t first_line, unsigned depth,
                      struct yaml_node **root, struct error *error) {
    struct reader reader = {
        .arena = arena,
        .error = error,
        .first_line = first_line,
        .depth_most = depth < YAML_DEPTH_MOST ? depth : YAML_DEPTH_MOST,
    };
    yaml_parser_t parser;
    *root = NULL;
    if (text.n > YAML_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "more than %d bytes of YAML", YAML_BYTES_MOST);
    size_t bad;
    if (!utf8_valid(text, &bad))
        return error_set_at(error, STATUS_INVALID, yaml_position(text, bad), "not UTF-8");
    if (!yaml_parser_initialize(&parser))
        return error_memory(error);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)(text.n > 0 ? text.p : ""),
                                 text.n);
    enum status status = read_events(&reader, &parser, text);
    yaml_parser_delete(&parser);
    if (status == STATUS_OK && reader.root == NULL) {
        reader.root = arena_new(arena, struct yaml_node);
        if (reader.root == NULL)
            return arena_status(arena, error);
        reader.root->at = (struct position){0, first_line, 1};
        reader.root->text = STR("");
    }
    if (status == STATUS_OK)
        *root = reader.root;
    return status;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, struct str key) {
    if (map == NULL || map->kind != YAML_KIND_MAP)
        return NULL;
    for (const struct yaml_node *value = map->first; value != NULL; value = value->next)
        if (str_eq(value->key, key))
            return value;
    return NULL;
}
