/* The fast reader: a record as record_write writes it, and nothing else. Records are written by
 * us far more often than by hand, and libyaml is some twenty times as slow as this. It answers
 * "no" rather than judge: whatever is not exactly as expected goes to libyaml. */
#include "record/fields.h"

#include "base/utf8.h"
#include "record/run.h"
#include "yaml/scalar.h"

struct cursor {
    struct arena *arena;
    const char *at, *end;
    bool item; /* the next key opens a list item: "- " stands before it */
};

static bool fields(struct cursor *cursor, const struct record_table *table, void *item,
                   size_t indent);

/* Moves behind `indent` spaces (their last two "- " for an item's first key), the key and ':'. */
static bool take_key(struct cursor *cursor, size_t indent, struct str key) {
    size_t left = (size_t)(cursor->end - cursor->at);
    if (left <= indent + key.n + 1)
        return false;
    const char *p = cursor->at + indent;
    if (p[0] != key.p[0] || p[key.n] != ':' || memcmp(p, key.p, key.n) != 0)
        return false;
    for (size_t i = 0; i < indent; i++)
        if (cursor->at[i] != (cursor->item && i == indent - 2 ? '-' : ' '))
            return false;
    cursor->at = p + key.n + 1;
    cursor->item = false;
    return true;
}

static bool take_byte(struct cursor *cursor, char byte) {
    if (cursor->at >= cursor->end || *cursor->at != byte)
        return false;
    cursor->at++;
    return true;
}

/* The rest of the line, when YAML reads it as that text. */
static bool take_plain(struct cursor *cursor, struct str *value) {
    const char *stop = memchr(cursor->at, '\n', (size_t)(cursor->end - cursor->at));
    if (stop == NULL)
        return false;
    *value = str_of(cursor->at, (size_t)(stop - cursor->at));
    cursor->at = stop + 1;
    return true;
}

/* Whether a character that starts with `p[0]` (C2, E2, EF) is one that record_write escapes or
 * YAML refuses. The text is UTF-8, so what follows the lead is there. */
static bool is_special(const unsigned char *p) {
    if (p[0] == 0xC2)
        return p[1] < 0xA0;
    if (p[0] == 0xE2)
        return p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9);
    return (p[1] == 0xBB && p[2] == 0xBF) || (p[1] == 0xBF && p[2] >= 0xBE);
}

/* Finds the closing quote; NULL when something unusual comes first. *escapes counts. */
static const char *scan(const char *at, const char *end, size_t *escapes) {
    *escapes = 0;
    for (;;) {
        at += record_ordinary_run(at, (size_t)(end - at));
        const unsigned char *p = (const unsigned char *)at;
        if (at >= end)
            return NULL;
        if (*p == '"')
            return at;
        if (*p == '\\') {
            if (end - at < 2)
                return NULL;
            ++*escapes;
            at += 2;
        } else if (*p < 0x20 || *p == 0x7F || is_special(p)) {
            return NULL;
        } else {
            at++;
        }
    }
}

static bool hex4(const char *p, uint32_t *value) {
    *value = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = ascii_hex(p[i]);
        if (digit < 0)
            return false;
        *value = *value << 4 | (uint32_t)digit;
    }
    return *value != 0 && (*value < 0xD800 || *value > 0xDFFF);
}

/* Resolves the escapes that record_write uses, into the arena. */
static bool unescape(struct arena *arena, struct str raw, struct str *value) {
    char *out = arena_alloc(arena, raw.n);
    size_t n = 0;
    if (out == NULL)
        return false;
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] != '\\') {
            out[n++] = raw.p[i];
            continue;
        }
        char c = raw.p[++i];
        uint32_t code;
        if (c == '"' || c == '\\')
            out[n++] = c;
        else if (c == 'n' || c == 'r' || c == 't')
            out[n++] = c == 'n' ? '\n' : c == 'r' ? '\r' : '\t';
        else if (c == 'u' && raw.n - i > 4 && hex4(raw.p + i + 1, &code)) {
            n += utf8_encode(code, out + n);
            i += 4;
        } else
            return false;
    }
    *value = str_of(out, n);
    return true;
}

static bool take_quoted(struct cursor *cursor, struct str *value) {
    size_t escapes;
    if (!take_byte(cursor, '"'))
        return false;
    const char *close = scan(cursor->at, cursor->end, &escapes);
    if (close == NULL)
        return false;
    *value = str_of(cursor->at, (size_t)(close - cursor->at));
    cursor->at = close + 1;
    return (escapes == 0 || unescape(cursor->arena, *value, value)) && take_byte(cursor, '\n');
}

static bool take_name(struct cursor *cursor, struct str *value) {
    if (cursor->at < cursor->end && *cursor->at == '"')
        return take_quoted(cursor, value) && value->n > 0;
    return take_plain(cursor, value) && yaml_is_plain(*value);
}

/* A value on the key's line. */
static bool take_scalar(struct cursor *cursor, const struct record_field *field, void *item) {
    void *to = record_at(item, field->offset);
    struct str text;
    if (!take_byte(cursor, ' '))
        return false;
    switch (field->form) {
    case FORM_PLAIN:
        return take_name(cursor, to);
    case FORM_QUOTED:
        return take_quoted(cursor, to) && ((struct str *)to)->n > 0;
    case FORM_EXCERPT:
        return take_quoted(cursor, to);
    case FORM_TIME:
        return take_plain(cursor, &text) && time_parse(text, to);
    case FORM_INTEGER:
        *(bool *)record_at(item, field->has) = true;
        return take_plain(cursor, &text) && yaml_to_int(text, to);
    case FORM_SIZE:
        return take_plain(cursor, &text) && yaml_to_int(text, to) && *(int64_t *)to >= 0;
    case FORM_FLAG:
        *(bool *)to = true;
        return take_plain(cursor, &text) && str_eq(text, STR("true"));
    case FORM_BOOL:
        *(bool *)record_at(item, field->has) = true;
        if (!take_plain(cursor, &text))
            return false;
        *(bool *)to = str_eq(text, STR("true"));
        return *(bool *)to || str_eq(text, STR("false"));
    default:
        return false;
    }
}

static bool take_names(struct cursor *cursor, struct str **names, size_t *count) {
    size_t capacity = 0;
    while (cursor->end - cursor->at > 4 && memcmp(cursor->at, "  - ", 4) == 0) {
        cursor->at += 4;
        if (arena_grow(cursor->arena, names, &capacity, *count + 1, sizeof **names) != STATUS_OK)
            return false;
        if (!take_name(cursor, &(*names)[*count]))
            return false;
        ++*count;
    }
    return *count > 0;
}

/* Whether a list item opens here: its "- " two columns before its keys. */
static bool at_item(const struct cursor *cursor, size_t indent) {
    if ((size_t)(cursor->end - cursor->at) <= indent || cursor->at[indent - 2] != '-')
        return false;
    for (size_t i = 0; i < indent; i++)
        if (cursor->at[i] != (i == indent - 2 ? '-' : ' '))
            return false;
    return true;
}

/* Items whose keys stand at `indent`. `items` is the address of the array's pointer. */
static bool take_items(struct cursor *cursor, enum record_form form, void *items, size_t *count,
                       size_t indent) {
    const struct record_table *table = record_table_of(form);
    char *array = NULL;
    size_t capacity = 0;
    while (at_item(cursor, indent)) {
        if (form == FORM_RELATED && *count >= RECORD_RELATED_MOST)
            return false;
        if (arena_grow(cursor->arena, &array, &capacity, *count + 1, table->size) != STATUS_OK)
            return false;
        void *item = array + *count * table->size;
        record_clear(table, item);
        cursor->item = true;
        if (!fields(cursor, table, item, indent))
            return false;
        ++*count;
    }
    memcpy(items, &array, sizeof array);
    return *count > 0;
}

static bool take_value(struct cursor *cursor, const struct record_field *field, void *item,
                       size_t indent) {
    if (field->form < FORM_PROVIDER)
        return take_scalar(cursor, field, item);
    void *to = record_at(item, field->offset);
    if (!take_byte(cursor, '\n'))
        return false;
    if (field->form == FORM_PROVIDER)
        return fields(cursor, &record_table_provider, to, indent + 2);
    size_t *count = record_at(item, field->has);
    if (field->form == FORM_NAMES)
        return take_names(cursor, to, count);
    return take_items(cursor, field->form, to, count, indent + 4);
}

/* Keys at `indent` in the table's order; at least one. */
static bool fields(struct cursor *cursor, const struct record_table *table, void *item,
                   size_t indent) {
    bool any = false;
    const struct str *first = record_at(item, table->fields[0].offset);
    for (size_t i = 0; i < table->count; i++) {
        const struct record_field *field = &table->fields[i];
        if (indent == 0)
            while (cursor->at < cursor->end && *cursor->at == '\n')
                cursor->at++;
        if (!take_key(cursor, indent, field->key))
            continue;
        if (!take_value(cursor, field, item, indent))
            return false;
        any = true;
    }
    return any && (!table->needs_first || first->n > 0);
}

bool record_read_canonical(struct arena *arena, struct str front, struct record *record) {
    struct cursor cursor = {.arena = arena, .at = front.p, .end = front.p + front.n};
    record_clear(&record_table_top, record);
    if (!fields(&cursor, &record_table_top, record, 0))
        return false;
    while (cursor.at < cursor.end && *cursor.at == '\n')
        cursor.at++;
    return cursor.at == cursor.end && record->title.n > 0;
}
