/* The reader for records that people wrote or edited: by libyaml, whatever the style. */
#include "record/fields.h"

#include "base/utf8.h"
#include "yaml/scalar.h"
#include "yaml/yaml.h"

struct tree {
    struct arena *arena;
    struct error *error;
};

static enum status read_fields(const struct tree *tree, const struct yaml_node *map,
                               const struct record_table *table, void *item);

static enum status expected(const struct tree *tree, const struct yaml_node *node,
                            const char *what) {
    if (str_absent(node->key))
        return error_set_at(tree->error, STATUS_INVALID, node->at, "expected %s", what);
    return error_set_at(tree->error, STATUS_INVALID, node->at, "%.*s: expected %s",
                        STR_ARG(utf8_cut_bytes(node->key, 100)), what);
}

static bool is_nothing(const struct yaml_node *node) {
    return node->kind == YAML_KIND_SCALAR && node->style == YAML_STYLE_PLAIN &&
           yaml_is_null(node->text);
}

static enum status read_time(const struct tree *tree, const struct yaml_node *node, int64_t *time) {
    if (!yaml_to_time(node->text, time))
        return expected(tree, node, "a time like 2022-06-30T18:21:00Z");
    return STATUS_OK;
}

static enum status read_scalar(const struct tree *tree, const struct yaml_node *node,
                               const struct record_field *field, void *item) {
    void *to = record_at(item, field->offset);
    void *has = record_at(item, field->has);
    switch (field->form) {
    case FORM_PLAIN:
    case FORM_QUOTED:
        *(struct str *)to = node->text.n > 0 ? node->text : STR_NONE;
        return STATUS_OK;
    case FORM_EXCERPT:
        *(struct str *)to = node->text;
        return STATUS_OK;
    case FORM_TIME:
        return read_time(tree, node, to);
    case FORM_INTEGER:
        *(bool *)has = true;
        return yaml_to_int(node->text, to) ? STATUS_OK : expected(tree, node, "a whole number");
    case FORM_SIZE:
        if (!yaml_to_int(node->text, to) || *(int64_t *)to < 0)
            return expected(tree, node, "a whole number of pixels");
        return STATUS_OK;
    case FORM_BOOL:
        *(bool *)has = true;
        return yaml_to_bool(node->text, to) ? STATUS_OK : expected(tree, node, "true or false");
    default:
        return yaml_to_bool(node->text, to) ? STATUS_OK : expected(tree, node, "true or false");
    }
}

static enum status read_names(const struct tree *tree, const struct yaml_node *list,
                              struct str **names, size_t *count) {
    *names = arena_array(tree->arena, list->count, struct str);
    if (*names == NULL)
        return arena_status(tree->arena, tree->error);
    for (const struct yaml_node *item = list->first; item != NULL; item = item->next) {
        if (item->kind != YAML_KIND_SCALAR || is_nothing(item) || item->text.n == 0)
            return expected(tree, item, "a name");
        (*names)[(*count)++] = item->text;
    }
    return STATUS_OK;
}

/* `items` is the address of the array's pointer. */
static enum status read_items(const struct tree *tree, const struct yaml_node *list,
                              const struct record_table *table, void *items, size_t *count) {
    char *array = arena_zero(tree->arena, list->count, table->size);
    if (array == NULL)
        return arena_status(tree->arena, tree->error);
    for (const struct yaml_node *node = list->first; node != NULL; node = node->next) {
        void *item = array + *count * table->size;
        if (node->kind != YAML_KIND_MAP)
            return error_set_at(tree->error, STATUS_INVALID, node->at,
                                "expected %s: keys with values", table->what);
        record_clear(table, item);
        enum status status = read_fields(tree, node, table, item);
        if (status != STATUS_OK)
            return status;
        const struct str *first = record_at_const(item, table->fields[0].offset);
        if (table->needs_first && first->n == 0)
            return error_set_at(tree->error, STATUS_INVALID, node->at, "%s needs a %s", table->what,
                                table->fields[0].key.p);
        ++*count;
    }
    memcpy(items, &array, sizeof array);
    return STATUS_OK;
}

static enum status read_list(const struct tree *tree, const struct yaml_node *node,
                             const struct record_field *field, void *item) {
    void *to = record_at(item, field->offset);
    size_t *count = record_at(item, field->has);
    if (node->kind != YAML_KIND_LIST)
        return expected(tree, node, "a list");
    if (field->form == FORM_RELATED && node->count > RECORD_RELATED_MOST)
        return error_set_at(tree->error, STATUS_LIMIT, node->at, "more than %d related articles",
                            RECORD_RELATED_MOST);
    if (field->form == FORM_NAMES)
        return read_names(tree, node, to, count);
    return read_items(tree, node, record_table_of(field->form), to, count);
}

static enum status read_value(const struct tree *tree, const struct yaml_node *node,
                              const struct record_field *field, void *item) {
    if (is_nothing(node))
        return STATUS_OK;
    if (field->form > FORM_PROVIDER)
        return read_list(tree, node, field, item);
    if (field->form < FORM_PROVIDER)
        return node->kind == YAML_KIND_SCALAR ? read_scalar(tree, node, field, item)
                                              : expected(tree, node, "one value");
    if (node->kind != YAML_KIND_MAP)
        return expected(tree, node, "keys with values (name, domain)");
    return read_fields(tree, node, &record_table_provider, record_at(item, field->offset));
}

static const struct record_field *find_field(const struct record_table *table, struct str key) {
    for (size_t i = 0; i < table->count; i++)
        if (str_eq(table->fields[i].key, key))
            return &table->fields[i];
    return NULL;
}

/* Unknown keys are kept only at the top, where they can be kept as written. */
static enum status read_fields(const struct tree *tree, const struct yaml_node *map,
                               const struct record_table *table, void *item) {
    for (const struct yaml_node *node = map->first; node != NULL; node = node->next) {
        const struct record_field *field = find_field(table, node->key);
        if (field == NULL && table == &record_table_top)
            continue;
        if (field == NULL)
            return error_set_at(tree->error, STATUS_INVALID, node->key_at,
                                "unknown key '%.*s' in %s", STR_ARG(utf8_cut_bytes(node->key, 100)),
                                table->what);
        enum status status = read_value(tree, node, field, item);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* How many empty lines behind `node` belong to it: those of a block scalar that keeps them. */
static size_t kept_lines(const struct yaml_node *node) {
    for (;;) {
        const struct yaml_node *last = node->first;
        if (last == NULL)
            break;
        while (last->next != NULL)
            last = last->next;
        node = last;
    }
    size_t ends = 0;
    if (node->style != YAML_STYLE_BLOCK)
        return 0;
    while (ends < node->text.n && node->text.p[node->text.n - 1 - ends] == '\n')
        ends++;
    return ends > 0 && ends < node->text.n ? ends - 1 : ends;
}

/* The lines from `from` up to `to`, both counted from 0, of `front`. */
struct lines {
    struct str front;
    size_t line;   /* the number of the line at `offset` */
    size_t offset; /* moves forward only, so that all keys together cost one walk */
};

static size_t offset_of_line(struct lines *lines, size_t line) {
    while (lines->line < line && lines->offset < lines->front.n) {
        size_t end = str_find_byte(str_skip(lines->front, lines->offset), '\n');
        lines->offset = end == SIZE_MAX ? lines->front.n : lines->offset + end + 1;
        lines->line++;
    }
    return lines->offset;
}

static struct str without_empty_end(struct str text, size_t keep) {
    size_t n = text.n;
    while (n > 0 && (text.p[n - 1] == '\n' || text.p[n - 1] == ' '))
        n--;
    size_t end = str_find_byte(str_skip(text, n), '\n');
    n = end == SIZE_MAX ? text.n : n + end + 1;
    for (; keep > 0 && n < text.n; keep--) {
        end = str_find_byte(str_skip(text, n), '\n');
        n = end == SIZE_MAX ? text.n : n + end + 1;
    }
    return str_take(text, n);
}

/* Unknown keys of the record itself, as they were written, in the order found. */
static enum status keep_unknown(const struct tree *tree, const struct yaml_node *map,
                                struct str front, size_t first_line, struct record *record) {
    struct lines lines = {.front = front, .line = first_line};
    char *kept = NULL;
    size_t n = 0;
    for (const struct yaml_node *node = map->first; node != NULL; node = node->next) {
        if (find_field(&record_table_top, node->key) != NULL)
            continue;
        if (map->flow || node->key_at.column != 1)
            return error_set_at(tree->error, STATUS_INVALID, node->key_at,
                                "unknown key '%.*s' can only be kept where keys start in the "
                                "first column",
                                STR_ARG(utf8_cut_bytes(node->key, 100)));
        size_t from = offset_of_line(&lines, node->key_at.line);
        size_t to = node->next != NULL ? offset_of_line(&lines, node->next->key_at.line) : front.n;
        struct str text = without_empty_end(str_of(front.p + from, to - from), kept_lines(node));
        if (kept == NULL && (kept = arena_alloc(tree->arena, front.n)) == NULL)
            return arena_status(tree->arena, tree->error);
        memcpy(kept + n, text.p, text.n);
        n += text.n;
    }
    record->unknown = kept != NULL ? str_of(kept, n) : STR_NONE;
    return STATUS_OK;
}

enum status record_read_tree(struct arena *arena, struct str front, size_t first_line,
                             struct record *record, struct error *error) {
    struct tree tree = {arena, error};
    struct yaml_node *root;
    record_clear(&record_table_top, record);
    enum status status = yaml_read(arena, front, first_line, RECORD_DEPTH_MOST, &root, error);
    if (status != STATUS_OK)
        return status;
    if (root->kind != YAML_KIND_MAP)
        return error_set_at(error, STATUS_INVALID, root->at, "expected keys with values");
    status = read_fields(&tree, root, &record_table_top, record);
    if (status == STATUS_OK)
        status = keep_unknown(&tree, root, front, first_line, record);
    if (status == STATUS_OK && record->title.n == 0)
        status = error_set_at(error, STATUS_INVALID, root->at, "a record needs a title");
    return status;
}
