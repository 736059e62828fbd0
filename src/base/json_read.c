#include "base/json_read.h"

#include "base/clock.h"
#include "base/eight.h"
#include "base/utf8.h"
#include <endian.h>

/* An array or object that is not closed yet, and where its next child is linked. */
struct level {
    struct json_value *container;
    const struct json_value **tail;
};

struct reader {
    struct arena *arena;
    struct str text;
    size_t at;
    char *out; /* where the next string goes: all of them together are no longer than the text */
    size_t count;
    size_t depth;
    struct level levels[JSON_DEPTH_MOST];
    struct json_value *top;
    struct error *error;
};

static enum status fail(const struct reader *reader) {
    struct position at = {.offset = reader->at};
    if (reader->at >= reader->text.n)
        return error_set_at(reader->error, STATUS_INVALID, at, "JSON ends too early");
    return error_set_at(reader->error, STATUS_INVALID, at,
                        "not JSON: unexpected character at byte %zu", reader->at);
}

/* The byte at the place; NUL, which no valid text has, at its end. */
static char look(const struct reader *reader) {
    return reader->at < reader->text.n ? reader->text.p[reader->at] : '\0';
}

/* The next byte behind white space, as look gives it. */
static char look_behind_space(struct reader *reader) {
    char c = look(reader);
    while (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        reader->at++;
        c = look(reader);
    }
    return c;
}

/* ---- strings ---- */

/* How many of the eight bytes at `p` come before the first that is a quote, a backslash, NUL or
 * not ASCII. */
static size_t plain_bytes(const char *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    word = le64toh(word);
    uint64_t other = (word & EIGHT_TIMES(0x80)) | eight_zeros(word) |
                     eight_zeros(word ^ EIGHT_TIMES('"')) | eight_zeros(word ^ EIGHT_TIMES('\\'));
    return other != 0 ? (size_t)__builtin_ctzll(other) / 8 : 8;
}

/* Behind the well-formed character at `at`, which is not ASCII; `at` itself when it is none. */
static size_t behind_wide(struct str text, size_t at) {
    unsigned char lead = (unsigned char)text.p[at];
    if (lead >= 0xC2 && lead < 0xE0 && text.n - at > 1 &&
        ((unsigned char)text.p[at + 1] & 0xC0) == 0x80) /* most of what is not ASCII */
        return at + 2;
    size_t end = at;
    uint32_t c = utf8_next(text, &end);
    bool sound =
        c != UTF8_REPLACEMENT || (end - at == 3 && memcmp(text.p + at, "\xEF\xBF\xBD", 3) == 0);
    return sound ? end : at;
}

/* Behind the run of characters that stand for themselves. What ends it is a quote, a backslash, the
 * end, or not allowed in a string. */
static size_t behind_plain(struct str text, size_t at) {
    for (;;) {
        size_t plain = text.n - at >= 8 ? plain_bytes(text.p + at) : 0;
        at += plain;
        if (plain == 8)
            continue;
        if (at == text.n)
            return at;
        char c = text.p[at];
        if (c == '"' || c == '\\' || c == '\0')
            return at;
        at += (unsigned char)c < 0x80; /* one of the last seven */
        while (at < text.n && (unsigned char)text.p[at] >= 0x80) {
            size_t end = behind_wide(text, at);
            if (end == at)
                return at;
            at = end;
        }
    }
}

/* The four hexadecimal digits at `at`, or -1. */
static int32_t hex4(struct str text, size_t at) {
    int32_t value = 0;
    for (size_t i = at; i < at + 4; i++) {
        int digit = i < text.n ? ascii_hex(text.p[i]) : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* The character of \uXXXX, at its u; of both halves where two make one. */
static enum status read_unicode(struct reader *reader) {
    struct str text = reader->text;
    int32_t c = hex4(text, reader->at + 1);
    if (c < 0) {
        for (reader->at++; ascii_hex(look(reader)) >= 0;)
            reader->at++;
        return fail(reader);
    }
    reader->at += 5;
    if (c >= 0xD800 && c < 0xDC00 && str_starts(str_skip(text, reader->at), STR("\\u"))) {
        int32_t low = hex4(text, reader->at + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            reader->at += 6;
        }
    }
    reader->out += utf8_encode((uint32_t)c, reader->out);
    return STATUS_OK;
}

/* The place is behind a backslash. */
static enum status read_escape(struct reader *reader) {
    static const char stand_for[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
    char c = look(reader);
    if (c == 'u')
        return read_unicode(reader);
    for (size_t i = 0; stand_for[i] != '\0'; i += 2) {
        if (stand_for[i] == c) {
            *reader->out++ = stand_for[i + 1];
            reader->at++;
            return STATUS_OK;
        }
    }
    return fail(reader);
}

/* The place is at the opening quote. */
static enum status read_string(struct reader *reader, struct str *string) {
    string->p = reader->out;
    reader->at++;
    for (;;) {
        size_t end = behind_plain(reader->text, reader->at);
        size_t run = end - reader->at;
        memcpy(reader->out, reader->text.p + reader->at, run);
        reader->out += run;
        reader->at = end;
        char c = look(reader);
        if (c != '"' && c != '\\')
            return fail(reader);
        reader->at++;
        if (c == '"')
            break;
        enum status status = read_escape(reader);
        if (status != STATUS_OK)
            return status;
    }
    string->n = (size_t)(reader->out - string->p);
    *reader->out++ = '\0'; /* it has the room of the quotes */
    return STATUS_OK;
}

/* ---- numbers and words ---- */

static bool pass_digits(struct reader *reader) {
    size_t start = reader->at;
    while (ascii_is_digit(look(reader)))
        reader->at++;
    return reader->at > start;
}

/* RFC 8259, 6. */
static enum status read_number(struct reader *reader, struct str *number) {
    size_t start = reader->at;
    reader->at += look(reader) == '-';
    if (look(reader) == '0')
        reader->at++;
    else if (!pass_digits(reader))
        return fail(reader);
    if (look(reader) == '.') {
        reader->at++;
        if (!pass_digits(reader))
            return fail(reader);
    }
    if (look(reader) == 'e' || look(reader) == 'E') {
        reader->at++;
        reader->at += look(reader) == '+' || look(reader) == '-';
        if (!pass_digits(reader))
            return fail(reader);
    }
    if (ascii_is_digit(look(reader))) /* behind a leading 0 */
        return fail(reader);
    *number = str_of(reader->out, reader->at - start);
    memcpy(reader->out, reader->text.p + start, number->n);
    reader->out += number->n;
    return STATUS_OK;
}

static enum status read_word(struct reader *reader, const char *word) {
    for (; *word != '\0'; word++, reader->at++)
        if (look(reader) != *word)
            return fail(reader);
    return STATUS_OK;
}

/* ---- the tree ---- */

/* Length, first and last byte: keys of another mark are other keys, and need no look at their
 * bytes. */
static uint32_t mark_of(struct str key) {
    if (key.n == 0)
        return 0;
    return (uint32_t)(key.n & 0xFFFF) << 16 | (uint32_t)(unsigned char)key.p[0] << 8 |
           (unsigned char)key.p[key.n - 1];
}

static struct level *innermost(struct reader *reader) {
    return reader->depth > 0 ? &reader->levels[reader->depth - 1] : NULL;
}

/* A new value in its place in the tree, of no kind yet. */
static enum status add(struct reader *reader, struct str key, struct json_value **value) {
    if (reader->count++ == JSON_VALUES_MOST)
        return error_set(reader->error, STATUS_LIMIT, "JSON of more than %d values",
                         JSON_VALUES_MOST);
    struct json_value *fresh = *value = arena_alloc(reader->arena, sizeof *fresh);
    if (fresh == NULL)
        return arena_status(reader->arena, reader->error);
    fresh->key = key;
    fresh->key_mark = mark_of(key);
    fresh->next = NULL;
    struct level *level = innermost(reader);
    if (level != NULL) {
        *level->tail = fresh;
        level->tail = &fresh->next;
        level->container->of.inside.count++;
    } else {
        reader->top = fresh;
    }
    return STATUS_OK;
}

static enum status begin(struct reader *reader, struct json_value *container, enum json_kind kind) {
    if (reader->depth == JSON_DEPTH_MOST)
        return error_set_at(reader->error, STATUS_INVALID, (struct position){.offset = reader->at},
                            "JSON that nests more than %d deep", JSON_DEPTH_MOST);
    container->kind = kind;
    container->of.inside.first = NULL;
    container->of.inside.count = 0;
    reader->levels[reader->depth++] = (struct level){container, &container->of.inside.first};
    reader->at++;
    return STATUS_OK;
}

/* A value at the place: a whole one, or the beginning of an array or object. */
static enum status read_value(struct reader *reader, struct str key) {
    struct json_value *value;
    enum status status = add(reader, key, &value);
    if (status != STATUS_OK)
        return status;
    char c = look(reader);
    switch (c) {
    case '{':
        return begin(reader, value, JSON_OBJECT);
    case '[':
        return begin(reader, value, JSON_ARRAY);
    case '"':
        value->kind = JSON_STRING;
        return read_string(reader, &value->of.text);
    case 't':
        value->kind = JSON_TRUE;
        return read_word(reader, "true");
    case 'f':
        value->kind = JSON_FALSE;
        return read_word(reader, "false");
    case 'n':
        value->kind = JSON_NULL;
        return read_word(reader, "null");
    default:
        value->kind = JSON_NUMBER;
        return read_number(reader, &value->of.text);
    }
}

/* Key and colon of a member; the place is then at its value. */
static enum status read_key(struct reader *reader, struct str *key) {
    if (look_behind_space(reader) != '"')
        return fail(reader);
    enum status status = read_string(reader, key);
    if (status != STATUS_OK)
        return status;
    if (look_behind_space(reader) != ':')
        return fail(reader);
    reader->at++;
    look_behind_space(reader);
    return STATUS_OK;
}

/* Behind what ends a value: the containers that end with it, and the comma before the next one. A
 * container that was just opened may end, but no comma follows. */
static enum status go_on(struct reader *reader) {
    while (reader->depth > 0) {
        const struct json_value *container = innermost(reader)->container;
        char c = look_behind_space(reader);
        if (c == (container->kind == JSON_OBJECT ? '}' : ']')) {
            reader->at++;
            reader->depth--;
            continue;
        }
        if (c == ',') {
            reader->at++;
            look_behind_space(reader);
            return STATUS_OK;
        }
        return fail(reader);
    }
    return STATUS_OK;
}

static enum status read_all(struct reader *reader) {
    enum status status = STATUS_OK;
    look_behind_space(reader);
    do {
        const struct level *level = innermost(reader);
        size_t depth = reader->depth;
        struct str key = STR_NONE;
        if (level != NULL && level->container->kind == JSON_OBJECT)
            status = read_key(reader, &key);
        if (status == STATUS_OK)
            status = read_value(reader, key);
        if (status != STATUS_OK)
            return status;
        if (reader->depth > depth) { /* opened: go on with its first child, if there is one */
            char c = look_behind_space(reader);
            if (c != '}' && c != ']')
                continue;
        }
        status = go_on(reader);
    } while (status == STATUS_OK && reader->depth > 0);
    if (status == STATUS_OK) {
        look_behind_space(reader);
        if (reader->at < reader->text.n)
            return fail(reader);
    }
    return status;
}

enum status json_read(struct arena *arena, struct str text, const struct json_value **value,
                      struct error *error) {
    *value = NULL;
    if (text.n > JSON_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "JSON of more than %d bytes", JSON_BYTES_MOST);
    struct reader reader = {.arena = arena, .text = text, .error = error};
    reader.out = arena_alloc(arena, text.n);
    if (reader.out == NULL)
        return arena_status(arena, error);
    enum status status = read_all(&reader);
    if (status == STATUS_OK)
        *value = reader.top;
    return status;
}

/* What is written first: a value as a whole, or the bracket that opens it. */
static void write_begin(struct json *json, const struct json_value *value) {
    switch (value != NULL ? value->kind : JSON_NULL) {
    case JSON_NULL:
        json_null(json);
        break;
    case JSON_FALSE:
    case JSON_TRUE:
        json_boolean(json, value->kind == JSON_TRUE);
        break;
    case JSON_NUMBER:
        json_raw(json, value->of.text);
        break;
    case JSON_STRING:
        json_str(json, value->of.text);
        break;
    case JSON_ARRAY:
        json_begin_array(json);
        break;
    case JSON_OBJECT:
        json_begin_object(json);
        break;
    }
}

void json_write(struct json *json, const struct json_value *value) {
    const struct json_value *open[JSON_DEPTH_MOST];
    size_t depth = 0;
    do {
        if (depth > 0 && open[depth - 1]->kind == JSON_OBJECT)
            json_key_str(json, value->key);
        write_begin(json, value);
        if (json_is(value, JSON_ARRAY) || json_is(value, JSON_OBJECT)) {
            open[depth++] = value;
            value = json_first(value);
        } else if (depth > 0) {
            value = value->next;
        }
        while (depth > 0 && value == NULL) {
            const struct json_value *ended = open[--depth];
            if (ended->kind == JSON_OBJECT)
                json_end_object(json);
            else
                json_end_array(json);
            value = depth > 0 ? ended->next : NULL;
        }
    } while (depth > 0);
}

/* ---- accessors ---- */

bool json_is(const struct json_value *value, enum json_kind kind) {
    return value != NULL && value->kind == kind;
}

const struct json_value *json_first(const struct json_value *container) {
    return json_is(container, JSON_OBJECT) || json_is(container, JSON_ARRAY)
               ? container->of.inside.first
               : NULL;
}

size_t json_size(const struct json_value *container) {
    return json_is(container, JSON_OBJECT) || json_is(container, JSON_ARRAY)
               ? container->of.inside.count
               : 0;
}

const struct json_value *json_get(const struct json_value *object, const char *key) {
    if (!json_is(object, JSON_OBJECT))
        return NULL;
    const struct str wanted = str_from(key);
    const uint32_t mark = mark_of(wanted);
    const struct json_value *last = NULL;
    for (const struct json_value *member = object->of.inside.first; member != NULL;
         member = member->next)
        if (member->key_mark == mark && str_eq(member->key, wanted))
            last = member;
    return json_is(last, JSON_NULL) ? NULL : last;
}

struct str json_as_str(const struct json_value *value) {
    return json_is(value, JSON_STRING) ? value->of.text : STR_NONE;
}

bool json_as_int(const struct json_value *value, int64_t *number) {
    if (!json_is(value, JSON_NUMBER))
        return false;
    struct str text = value->of.text;
    bool negative = text.p[0] == '-';
    for (size_t i = negative; i < text.n; i++)
        if (!ascii_is_digit(text.p[i]))
            return false;
    if (!str_to_i64(text, number))
        *number = negative ? INT64_MIN : INT64_MAX;
    return true;
}

struct str json_get_str(const struct json_value *object, const char *key) {
    return json_as_str(json_get(object, key));
}

int64_t json_get_int(const struct json_value *object, const char *key, int64_t otherwise) {
    int64_t number;
    return json_as_int(json_get(object, key), &number) ? number : otherwise;
}

bool json_get_bool(const struct json_value *object, const char *key, bool otherwise) {
    const struct json_value *value = json_get(object, key);
    return json_is(value, JSON_TRUE) || (otherwise && !json_is(value, JSON_FALSE));
}

int64_t json_get_time(const struct json_value *object, const char *key) {
    int64_t time;
    return time_parse(json_get_str(object, key), &time) ? time : TIME_NONE;
}

const struct json_value *json_get_array(const struct json_value *object, const char *key) {
    const struct json_value *value = json_get(object, key);
    return json_is(value, JSON_ARRAY) ? value : NULL;
}

const struct json_value *json_get_object(const struct json_value *object, const char *key) {
    const struct json_value *value = json_get(object, key);
    return json_is(value, JSON_OBJECT) ? value : NULL;
}
