#include "base/utf8.h"
#include "issue/fields.h"
#include "yaml/scalar.h"
#include "yaml/yaml.h"

enum { DEPTH = 4 };

struct reader {
    struct arena *arena;
    struct error *error;
};

static enum status expected(const struct reader *reader, const struct yaml_node *node,
                            const char *what) {
    return error_set_at(reader->error, STATUS_INVALID, node->at, "%.*s: expected %s",
                        STR_ARG(utf8_cut_bytes(node->key, 100)), what);
}

static enum status expected_length(const struct reader *reader, const struct yaml_node *node,
                                   const struct issue_field *field) {
    return error_set_at(reader->error, STATUS_INVALID, node->at,
                        "%.*s: expected %zu to %zu characters", STR_ARG(field->key), field->least,
                        field->most);
}

static enum status read_text(const struct reader *reader, const struct yaml_node *node,
                             const struct issue_field *field, struct str *text) {
    enum utf8_clean how = field->form == FORM_TEXT ? UTF8_TEXT : UTF8_LINE;
    struct str clean = utf8_clean_copy(reader->arena, node->text, how, ISSUE_BYTES_MOST);
    if (str_absent(clean))
        return arena_status(reader->arena, reader->error);
    clean = str_trim(clean);
    size_t length = utf8_length(clean);
    if (length > field->most || (length > 0 && length < field->least))
        return expected_length(reader, node, field);
    *text = length > 0 ? clean : STR_NONE;
    return STATUS_OK;
}

static bool is_word(struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_is_alnum(text.p[i]) && text.p[i] != '-')
            return false;
    return text.n > 0;
}

/* A name below public/, as pictures have them: nothing that leads elsewhere or ends an attribute.
 */
static bool is_path(struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool inside =
            i > 0 && (c == '.' || c == '/') && text.p[i - 1] != '.' && text.p[i - 1] != '/';
        if (!ascii_is_alnum(c) && c != '-' && c != '_' && !inside)
            return false;
    }
    return text.n > 0;
}

static bool to_state(struct str text, enum issue_state *state) {
    for (size_t i = 0; i < sizeof issue_states / sizeof issue_states[0]; i++)
        if (str_eq(text, issue_states[i])) {
            *state = (enum issue_state)i;
            return true;
        }
    return false;
}

static enum status read_outlets(const struct reader *reader, const struct yaml_node *node,
                                const struct issue_field *field, struct issue_story *story) {
    if (node->kind != YAML_KIND_LIST || node->count > ISSUE_OUTLETS_MOST)
        return expected(reader, node, "a list of at most three names");
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
        struct str *name = &story->others[story->other_count];
        if (item->kind != YAML_KIND_SCALAR)
            return expected(reader, node, "a list of at most three names");
        enum status status = read_text(reader, item, field, name);
        if (status != STATUS_OK)
            return status;
        story->other_count += !str_absent(*name);
    }
    return STATUS_OK;
}

static enum status read_checked(const struct reader *reader, const struct yaml_node *node,
                                bool good, const char *what, struct str *text) {
    if (!good)
        return expected(reader, node, what);
    *text = arena_copy(reader->arena, node->text);
    return arena_status(reader->arena, reader->error);
}

static enum status read_scalar(const struct reader *reader, const struct yaml_node *node,
                               const struct issue_field *field, void *at) {
    struct str text = node->text;
    int64_t count;
    switch (field->form) {
    case FORM_STATE:
        return to_state(text, at) ? STATUS_OK : expected(reader, node, "draft or approved");
    case FORM_TIME:
        return yaml_to_time(text, at) ? STATUS_OK
                                      : expected(reader, node, "a time like 2026-11-22T18:00:00Z");
    case FORM_COUNT:
        if (!yaml_to_int(text, &count) || count < 1)
            return expected(reader, node, "a whole number from 1");
        memcpy(at, &count, sizeof count);
        return STATUS_OK;
    case FORM_WORD:
        return read_checked(reader, node, is_word(text) && text.n <= field->most,
                            "a name of a-z, 0-9 and -", at);
    case FORM_LINK:
        return read_checked(reader, node, issue_link_valid(text),
                            "an address that starts with http:// or https://", at);
    case FORM_PATH:
        return read_checked(reader, node, is_path(text) && text.n <= field->most,
                            "a path below public/", at);
    default:
        return read_text(reader, node, field, at);
    }
}

static const struct issue_field *find_field(const struct issue_field *fields, size_t count,
                                            struct str key) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(fields[i].key, key))
            return &fields[i];
    return NULL;
}

static enum status read_field(const struct reader *reader, const struct yaml_node *node,
                              const struct issue_field *field, void *item) {
    if (node->kind == YAML_KIND_SCALAR && node->style == YAML_STYLE_PLAIN &&
        yaml_is_null(node->text))
        return STATUS_OK;
    if (field->form == FORM_OUTLETS)
        return read_outlets(reader, node, field, item);
    if (node->kind != YAML_KIND_SCALAR)
        return expected(reader, node, "one value");
    return read_scalar(reader, node, field, (char *)item + field->offset);
}

/* Reads the keys of one map; those named `but` are the caller's. */
static enum status read_fields(const struct reader *reader, const struct yaml_node *map,
                               const struct issue_field *fields, size_t count, struct str but,
                               void *item) {
    for (const struct yaml_node *node = map->first; node != NULL; node = node->next) {
        const struct issue_field *field = find_field(fields, count, node->key);
        if (field == NULL && str_eq(node->key, but))
            continue;
        if (field == NULL)
            return error_set_at(reader->error, STATUS_INVALID, node->key_at, "unknown key '%.*s'",
                                STR_ARG(utf8_cut_bytes(node->key, 100)));
        enum status status = read_field(reader, node, field, item);
        if (status != STATUS_OK)
            return status;
    }
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *node = yaml_get(map, fields[i].key);
        if (fields[i].needed && (node == NULL || node->text.n == 0))
            return error_set_at(reader->error, STATUS_INVALID, map->at, "'%.*s' must be given",
                                STR_ARG(fields[i].key));
    }
    return STATUS_OK;
}

static enum status read_stories(const struct reader *reader, const struct yaml_node *list,
                                const struct yaml_node *root, struct issue *issue) {
    if (list == NULL || list->kind != YAML_KIND_LIST || list->count == 0)
        return error_set_at(reader->error, STATUS_INVALID, list != NULL ? list->at : root->at,
                            "stories: expected a list of at least one story");
    if (list->count > ISSUE_STORIES_MOST)
        return error_set_at(reader->error, STATUS_LIMIT, list->at, "stories: more than %d",
                            ISSUE_STORIES_MOST);
    issue->stories = arena_array(reader->arena, list->count, struct issue_story);
    if (issue->stories == NULL)
        return arena_status(reader->arena, reader->error);
    for (const struct yaml_node *node = list->first; node != NULL; node = node->next) {
        struct issue_story *story = &issue->stories[issue->count];
        *story = (struct issue_story){.published = TIME_NONE, .outlets = 1};
        if (node->kind != YAML_KIND_MAP)
            return error_set_at(reader->error, STATUS_INVALID, node->at,
                                "a story: expected keys with values");
        enum status status =
            read_fields(reader, node, issue_story_fields, issue_story_field_count, STR_NONE, story);
        if (status == STATUS_OK && str_absent(story->headline))
            status =
                error_set_at(reader->error, STATUS_INVALID, node->at, "'headline' must be given");
        if (status != STATUS_OK)
            return status;
        issue->count++;
    }
    return STATUS_OK;
}

enum status issue_read(struct arena *arena, struct str bytes, struct issue *issue,
                       struct error *error) {
    const struct reader reader = {arena, error};
    struct str text;
    struct yaml_node *root;
    *issue = (struct issue){.since = TIME_NONE, .at = TIME_NONE, .send = TIME_NONE};
    if (bytes.n > ISSUE_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "an issue of more than %d bytes", ISSUE_BYTES_MOST);
    enum status status = yaml_lines(arena, bytes, &text, error);
    if (status == STATUS_OK)
        status = yaml_read(arena, text, 1, DEPTH, &root, error);
    if (status != STATUS_OK)
        return status;
    if (root->kind != YAML_KIND_MAP)
        return error_set_at(error, STATUS_INVALID, root->at, "expected keys with values");
    status = read_fields(&reader, root, issue_fields, issue_field_count, STR("stories"), issue);
    if (status == STATUS_OK && !issue_id_valid(issue->id))
        status = expected(&reader, yaml_get(root, STR("id")), "a name that ends in a date");
    return status == STATUS_OK ? read_stories(&reader, yaml_get(root, STR("stories")), root, issue)
                               : status;
}
