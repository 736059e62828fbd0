#include "mail/csv.h"

struct csv csv_begin(struct str bytes) {
    static const struct str mark = STR_INIT("\xEF\xBB\xBF");
    return (struct csv){.rest = str_starts(bytes, mark) ? str_skip(bytes, mark.n) : bytes,
                        .next_line = 1};
}

/* Where the mark stands that ends the field: one that is not doubled. */
static size_t find_end(struct str text) {
    size_t k = 0;
    while (k < text.n && (text.p[k] != '"' || (k + 1 < text.n && text.p[k + 1] == '"')))
        k += text.p[k] == '"' ? 2 : 1;
    return k < text.n ? k : text.n;
}

/* Behind the opening mark. */
static struct str quoted(struct csv *csv, struct arena *arena) {
    struct str field = str_take(csv->rest, find_end(csv->rest));
    char *text = arena_alloc(arena, field.n);
    size_t n = 0;
    csv->rest = str_skip(csv->rest, field.n + 1);
    for (size_t k = 0; k < field.n && text != NULL; k++) {
        k += field.p[k] == '"'; /* the first of two */
        csv->next_line += field.p[k] == '\n';
        text[n++] = field.p[k];
    }
    return str_of(text, n);
}

static struct str plain(struct csv *csv) {
    size_t n = 0;
    while (n < csv->rest.n && csv->rest.p[n] != ',' && csv->rest.p[n] != '\n')
        n++;
    struct str field = str_take(csv->rest, n);
    csv->rest = str_skip(csv->rest, n);
    return str_trim(field);
}

/* What stands between a quoted field and the next comma or line's end is passed over. */
static bool ends_record(struct csv *csv) {
    plain(csv);
    bool ends = csv->rest.n == 0 || csv->rest.p[0] == '\n';
    csv->next_line += csv->rest.n > 0 && ends;
    csv->rest = str_skip(csv->rest, 1);
    return ends;
}

bool csv_next(struct csv *csv, struct arena *arena, struct str fields[CSV_FIELDS_MOST],
              size_t *count) {
    while (csv->rest.n > 0 && (csv->rest.p[0] == '\n' || csv->rest.p[0] == '\r')) {
        csv->next_line += csv->rest.p[0] == '\n';
        csv->rest = str_skip(csv->rest, 1);
    }
    csv->line = csv->next_line;
    *count = 0;
    if (csv->rest.n == 0)
        return false;
    do {
        bool marked = csv->rest.n > 0 && csv->rest.p[0] == '"';
        if (marked)
            csv->rest = str_skip(csv->rest, 1);
        struct str field = marked ? quoted(csv, arena) : plain(csv);
        if (*count < CSV_FIELDS_MOST)
            fields[(*count)++] = field;
    } while (!ends_record(csv) && !arena_failed(arena));
    return !arena_failed(arena);
}

static bool computed(struct str field) {
    return field.n > 0 && memchr("=+-@\t\r", field.p[0], 6) != NULL;
}

void csv_add(struct buf *out, struct str field) {
    bool marked = computed(field);
    for (size_t i = 0; i < field.n && !marked; i++)
        marked = memchr(",\"\r\n", field.p[i], 4) != NULL;
    marked = marked || (field.n > 0 && (ascii_is_space(field.p[0]) || field.p[0] == '\'' ||
                                        ascii_is_space(field.p[field.n - 1])));
    if (!marked) {
        buf_add(out, field);
        return;
    }
    buf_add_byte(out, '"');
    if (computed(field) || field.p[0] == '\'')
        buf_add_byte(out, '\'');
    for (size_t i = 0; i < field.n; i++) {
        if (field.p[i] == '"')
            buf_add_byte(out, '"');
        buf_add_byte(out, field.p[i]);
    }
    buf_add_byte(out, '"');
}

struct str csv_plain(struct str field) {
    struct str rest = str_skip(field, 1);
    bool guarded = field.n > 1 && field.p[0] == '\'' && (computed(rest) || rest.p[0] == '\'');
    return guarded ? rest : field;
}
