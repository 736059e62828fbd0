#include "record/fields.h"

#include "record/run.h"
#include "yaml/scalar.h"

static void write_fields(const struct record_table *table, const void *item, size_t indent,
                         bool first_is_item, struct buf *out);

static void write_escape(uint32_t code, struct buf *out) {
    static const char digits[] = "0123456789abcdef";
    char text[6] = {'\\', 'u'};
    for (size_t i = 0; i < 4; i++)
        text[2 + i] = digits[code >> (12 - 4 * i) & 15];
    buf_add(out, str_of(text, 6));
}

/* The code of a character of two or three bytes that has to be escaped, else 0. `left` is at least
 * 1; the text is UTF-8. */
static uint32_t special(const unsigned char *p, size_t left) {
    if (p[0] == 0xC2 && left > 1 && p[1] < 0xA0)
        return p[1];
    if (p[0] == 0xE2 && left > 2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9))
        return 0x2000u | (p[2] & 0x3Fu);
    if (p[0] == 0xEF && left > 2 && p[1] == 0xBB && p[2] == 0xBF)
        return 0xFEFF;
    if (p[0] == 0xEF && left > 2 && p[1] == 0xBF && p[2] >= 0xBE)
        return 0xFFC0u | (p[2] & 0x3Fu);
    return 0;
}

static bool needs_escape(const unsigned char *p, size_t left) {
    return p[0] < 0x20 || p[0] == '"' || p[0] == '\\' || p[0] == 0x7F || special(p, left) != 0;
}

/* Writes the escape of a character that needs one; returns how many bytes it was. */
static size_t escape(const unsigned char *p, size_t left, struct buf *out) {
    static const char shorts[] = "\"\"\\\\\nn\rr\tt"; /* a character and its letter */
    for (size_t i = 0; i + 1 < sizeof shorts; i += 2)
        if (p[0] == (unsigned char)shorts[i]) {
            buf_add(out, str_of((const char[]){'\\', shorts[i + 1]}, 2));
            return 1;
        }
    write_escape(p[0] < 0x80 ? p[0] : special(p, left), out);
    return p[0] < 0x80 ? 1 : p[0] == 0xC2 ? 2 : 3;
}

static void write_quoted(struct str text, struct buf *out) {
    const unsigned char *p = (const unsigned char *)text.p;
    size_t from = 0; /* what stands before `i` and was not written yet starts here */
    buf_add_byte(out, '"');
    for (size_t i = 0;;) {
        i += record_ordinary_run(text.p + i, text.n - i);
        if (i >= text.n)
            break;
        if (!needs_escape(p + i, text.n - i)) {
            i++;
            continue;
        }
        buf_add(out, str_of(text.p + from, i - from));
        i += escape(p + i, text.n - i, out);
        from = i;
    }
    buf_add(out, str_of(text.p + from, text.n - from));
    buf_add_byte(out, '"');
}

static void write_plain(struct str text, struct buf *out) {
    if (yaml_is_plain(text))
        buf_add(out, text);
    else
        write_quoted(text, out);
}

static const struct str *as_str(const void *at) {
    return at;
}

/* An item without its title or url, which no reader would take, is not written. */
static bool is_item_stated(const struct record_table *table, const void *item) {
    return !table->needs_first || as_str(record_at_const(item, table->fields[0].offset))->n > 0;
}

static bool any_item_stated(const struct record_field *field, const void *item) {
    const struct record_table *table = record_table_of(field->form);
    const char *array = *(char *const *)record_at_const(item, field->offset);
    size_t count = *(const size_t *)record_at_const(item, field->has);
    for (size_t i = 0; i < count; i++)
        if (is_item_stated(table, array + i * table->size))
            return true;
    return false;
}

static bool any_field_stated(const struct record_table *table, const void *item) {
    for (size_t i = 0; i < table->count; i++)
        if (record_is_stated(&table->fields[i], item))
            return true;
    return false;
}

bool record_is_stated(const struct record_field *field, const void *item) {
    const void *at = record_at_const(item, field->offset);
    const void *has = record_at_const(item, field->has);
    switch (field->form) {
    case FORM_PLAIN:
    case FORM_QUOTED:
        return as_str(at)->n > 0;
    case FORM_EXCERPT:
        return !str_absent(*as_str(at));
    case FORM_TIME:
        return *(const int64_t *)at != TIME_NONE;
    case FORM_SIZE:
        return *(const int64_t *)at >= 0;
    case FORM_FLAG:
        return *(const bool *)at;
    case FORM_INTEGER:
    case FORM_BOOL:
        return *(const bool *)has;
    case FORM_PROVIDER:
        return any_field_stated(&record_table_provider, at);
    case FORM_NAMES:
        return *(const size_t *)has > 0;
    case FORM_IMAGES:
    case FORM_RELATED:
        break;
    }
    return any_item_stated(field, item);
}

static void write_names(const struct str *names, size_t count, struct buf *out) {
    for (size_t i = 0; i < count; i++) {
        BUF_ADD(out, "  - ");
        write_plain(names[i], out);
        buf_add_byte(out, '\n');
    }
}

/* What stands behind "key:", up to and with the line's end. */
static void write_value(const struct record_field *field, const void *item, size_t indent,
                        struct buf *out) {
    const void *at = record_at_const(item, field->offset);
    char time[TIME_TEXT];
    buf_add_byte(out, field->form < FORM_PROVIDER ? ' ' : '\n');
    switch (field->form) {
    case FORM_PLAIN:
        write_plain(*as_str(at), out);
        break;
    case FORM_QUOTED:
    case FORM_EXCERPT:
        write_quoted(*as_str(at), out);
        break;
    case FORM_TIME:
        buf_add_cstr(out, time_format(*(const int64_t *)at, time));
        break;
    case FORM_INTEGER:
    case FORM_SIZE:
        buf_add_i64(out, *(const int64_t *)at);
        break;
    case FORM_FLAG:
    case FORM_BOOL:
        buf_add(out, *(const bool *)at ? STR("true") : STR("false"));
        break;
    case FORM_PROVIDER:
        write_fields(&record_table_provider, at, indent + 2, false, out);
        return;
    case FORM_NAMES:
        write_names(*(struct str *const *)at, *(const size_t *)record_at_const(item, field->has),
                    out);
        return;
    case FORM_IMAGES:
    case FORM_RELATED: {
        const struct record_table *table = record_table_of(field->form);
        const char *array = *(char *const *)at;
        size_t count = *(const size_t *)record_at_const(item, field->has);
        for (size_t i = 0; i < count; i++)
            if (is_item_stated(table, array + i * table->size))
                write_fields(table, array + i * table->size, indent + 4, true, out);
        return;
    }
    }
    buf_add_byte(out, '\n');
}

static void write_fields(const struct record_table *table, const void *item, size_t indent,
                         bool first_is_item, struct buf *out) {
    unsigned group = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct record_field *field = &table->fields[i];
        if (!record_is_stated(field, item))
            continue;
        if (group != 0 && field->group != group)
            buf_add_byte(out, '\n');
        group = field->group;
        buf_add_repeat(out, ' ', first_is_item ? indent - 2 : indent);
        if (first_is_item)
            BUF_ADD(out, "- ");
        first_is_item = false;
        buf_add(out, field->key);
        buf_add_byte(out, ':');
        write_value(field, item, indent, out);
    }
}

/* A record of a newsletter's issue has no category, and its HTML as body; the families of editions
 * before us wrote its groups so that each is closed by an empty line, the last one, too, where no
 * payload follows. */
static bool ends_open(const struct record *record) {
    return str_empty(record->category) && record->body.n > 0 && str_empty(record->secured) &&
           str_empty(record->unknown);
}

void record_write(const struct record *record, struct buf *out) {
    BUF_ADD(out, "---\n");
    size_t start = out->n;
    write_fields(&record_table_top, record, 0, false, out);
    if (record->unknown.n > 0) {
        if (out->n > start)
            buf_add_byte(out, '\n');
        buf_add(out, record->unknown);
        if (record->unknown.p[record->unknown.n - 1] != '\n')
            buf_add_byte(out, '\n');
    }
    if (ends_open(record))
        buf_add_byte(out, '\n');
    BUF_ADD(out, "---\n");
    buf_add(out, record->body);
    buf_add(out, record->body.n > 0 ? STR("\n\n") : STR("\n"));
}
