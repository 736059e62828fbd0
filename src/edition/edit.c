/* One value of edition.yaml written anew, all else in the file to the byte as it was. */
#include "edition/parts.h"

enum { EDIT_MOST = 2 * 1024 * 1024 };

/* The byte at a line and column, both from 1, columns in characters. */
static size_t offset_of(struct str text, size_t line, size_t column) {
    size_t at = 0;
    for (size_t n = 1; n < line; n++) {
        size_t end = str_find_byte(str_skip(text, at), '\n');
        if (end == SIZE_MAX)
            return text.n;
        at += end + 1;
    }
    for (size_t n = 1; n < column && at < text.n; n++)
        do
            at++;
        while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80);
    return at;
}

static enum status no_place(struct error *error, struct str path) {
    return error_set(error, STATUS_UNSUPPORTED,
                     "edition.yaml is not laid out so that %.*s can be "
                     "written into it",
                     STR_ARG(path));
}

/* Where a quoted scalar or a list in brackets that begins at `at` ends, on the same line. */
static bool end_of_quoted(struct str text, size_t at, size_t *end) {
    char closing = text.p[at] == '[' ? ']' : text.p[at];
    char quote = text.p[at] == '[' ? '\0' : text.p[at];
    for (size_t i = at + 1; i < text.n && text.p[i] != '\n'; i++) {
        char c = text.p[i];
        if (quote == '"' && c == '\\') {
            i++;
        } else if (quote != '\0' && c == quote) {
            quote = '\0';
            if (closing != ']') {
                *end = i + 1;
                return true;
            }
        } else if (quote == '\0' && closing == ']' && (c == '"' || c == '\'')) {
            quote = c;
        } else if (quote == '\0' && c == closing) {
            *end = i + 1;
            return true;
        }
    }
    return false;
}

/* The bytes of a value that stands on one line; false for any other. */
static bool value_span(struct str text, const struct yaml_node *node, size_t *start, size_t *end) {
    *start = offset_of(text, node->at.line, node->at.column);
    if (*start >= text.n || node->kind == YAML_KIND_MAP || node->style == YAML_STYLE_BLOCK)
        return false;
    if (node->kind == YAML_KIND_LIST)
        return text.p[*start] == '[' && end_of_quoted(text, *start, end);
    if (node->style == YAML_STYLE_QUOTED)
        return end_of_quoted(text, *start, end);
    *end = *start + node->text.n;
    return str_eq(str_take(str_skip(text, *start), node->text.n), node->text);
}

static enum status splice(struct arena *arena, struct str text, size_t start, size_t end,
                          const struct buf *words, struct str *out, struct error *error) {
    *out = arena_join(
        arena, (const struct str[]){str_take(text, start), buf_str(words), str_skip(text, end)}, 3);
    return str_absent(*out) ? arena_status(arena, error) : STATUS_OK;
}

/* "front: {sizes: [1, 2]}" for what is left of a path. */
static void add_inline(struct str rest, struct str value, struct buf *out) {
    struct str part;
    size_t open = 0;
    while (str_next(&rest, '.', &part)) {
        buf_add(out, part);
        BUF_ADD(out, ": ");
        if (!str_absent(rest)) {
            BUF_ADD(out, "{");
            open++;
        }
    }
    buf_add(out, value);
    buf_add_repeat(out, '}', open);
}

/* Into a section that is there. */
static enum status insert(struct arena *arena, struct str text, const struct yaml_node *section,
                          struct str path, struct str rest, struct str value, struct str *out,
                          struct error *error) {
    struct buf words;
    size_t at;
    enum status status;
    buf_init(&words, EDIT_MOST);
    if (section->kind == YAML_KIND_MAP && section->flow) {
        at = offset_of(text, section->at.line, section->at.column) + 1;
        add_inline(rest, value, &words);
        if (section->count > 0)
            BUF_ADD(&words, ", ");
        status = at <= text.n && text.p[at - 1] == '{' ? STATUS_OK : no_place(error, path);
    } else if (section->kind == YAML_KIND_MAP) {
        at = offset_of(text, section->first->key_at.line, 1);
        buf_add_repeat(&words, ' ', section->first->key_at.column - 1);
        add_inline(rest, value, &words);
        BUF_ADD(&words, "\n");
        status = STATUS_OK;
    } else if (node_is_nothing(section) && section->text.n == 0) {
        at = offset_of(text, section->key_at.line + 1, 1);
        if (at > 0 && at <= text.n && text.p[at - 1] != '\n')
            BUF_ADD(&words, "\n");
        buf_add_repeat(&words, ' ', section->key_at.column + 1);
        add_inline(rest, value, &words);
        BUF_ADD(&words, "\n");
        status = STATUS_OK;
    } else {
        at = 0;
        status = no_place(error, path);
    }
    if (status == STATUS_OK)
        status = splice(arena, text, at, at, &words, out, error);
    buf_release(&words);
    return status;
}

/* Behind all else, the sections one below the other. */
static enum status append(struct arena *arena, struct str text, struct str path, struct str value,
                          struct str *out, struct error *error) {
    struct buf words;
    struct str part;
    buf_init(&words, EDIT_MOST);
    if (text.n > 0 && text.p[text.n - 1] != '\n')
        BUF_ADD(&words, "\n");
    for (size_t depth = 0; str_next(&path, '.', &part); depth++) {
        buf_add_repeat(&words, ' ', 2 * depth);
        buf_add(&words, part);
        BUF_ADD(&words, ":");
        if (!str_absent(path))
            BUF_ADD(&words, "\n");
    }
    BUF_ADD(&words, " ");
    buf_add(&words, value);
    BUF_ADD(&words, "\n");
    enum status status = splice(arena, text, text.n, text.n, &words, out, error);
    buf_release(&words);
    return status;
}

enum status edition_set(struct arena *arena, struct str bytes, struct str path, struct str value,
                        struct str *out, struct error *error) {
    struct yaml_node *root;
    struct str rest = path, part;
    size_t start, end;
    if (str_find_byte(bytes, '\r') != SIZE_MAX || str_starts(bytes, STR("\xEF\xBB\xBF")))
        return no_place(error, path);
    enum status status = yaml_read(arena, bytes, 1, EDITION_FILE_DEPTH, &root, error);
    if (status != STATUS_OK)
        return status;
    if (root->kind != YAML_KIND_MAP)
        return node_is_nothing(root) ? append(arena, bytes, path, value, out, error)
                                     : no_place(error, path);
    const struct yaml_node *node = root;
    while (!str_absent(rest)) {
        struct str before = rest;
        str_next(&rest, '.', &part);
        const struct yaml_node *next = yaml_get(node, part);
        if (next == NULL)
            return node == root && !root->flow
                       ? append(arena, bytes, path, value, out, error)
                       : insert(arena, bytes, node, path, before, value, out, error);
        node = next;
    }
    if (!value_span(bytes, node, &start, &end))
        return no_place(error, path);
    struct buf words;
    buf_init(&words, EDIT_MOST);
    buf_add(&words, value);
    status = splice(arena, bytes, start, end, &words, out, error);
    buf_release(&words);
    return status;
}
