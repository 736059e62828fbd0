#include "base/json.h"

#include "base/clock.h"
#include "base/span.h"
#include "base/utf8.h"
#include <assert.h>

void json_init(struct json *json, struct buf *out, unsigned flags) {
    *json = (struct json){.out = out, .flags = flags};
}

static void new_line(struct json *json) {
    buf_add_byte(json->out, '\n');
    buf_add_repeat(json->out, ' ', 2 * (size_t)json->depth);
}

/* What goes before a value or a key at this place. */
static void separate(struct json *json) {
    if (json->key_due) {
        json->key_due = false;
        return;
    }
    if (json->filled[json->depth])
        buf_add_byte(json->out, ',');
    json->filled[json->depth] = true;
    if (json->depth > 0 && (json->flags & JSON_PRETTY))
        new_line(json);
}

static void begin(struct json *json, char bracket) {
    separate(json);
    buf_add_byte(json->out, bracket);
    assert(json->depth < JSON_DEPTH_MOST);
    json->filled[++json->depth] = false;
}

static void end(struct json *json, char bracket) {
    assert(json->depth > 0 && !json->key_due);
    bool filled = json->filled[json->depth--];
    if (filled && (json->flags & JSON_PRETTY))
        new_line(json);
    buf_add_byte(json->out, bracket);
}

void json_begin_object(struct json *json) {
    begin(json, '{');
}
void json_end_object(struct json *json) {
    end(json, '}');
}
void json_begin_array(struct json *json) {
    begin(json, '[');
}
void json_end_array(struct json *json) {
    end(json, ']');
}

static void escape(struct buf *out, unsigned char c) {
    switch (c) {
    case '"':
        BUF_ADD(out, "\\\"");
        break;
    case '\\':
        BUF_ADD(out, "\\\\");
        break;
    case '\n':
        BUF_ADD(out, "\\n");
        break;
    case '\r':
        BUF_ADD(out, "\\r");
        break;
    case '\t':
        BUF_ADD(out, "\\t");
        break;
    default:
        buf_printf(out, "\\u%04x", c);
    }
}

static void quote_wide(struct buf *out, struct str value, size_t *at, unsigned flags) {
    uint32_t c = utf8_next(value, at);
    if (((flags & JSON_HTML_SAFE) && (c == 0x2028 || c == 0x2029)) ||
        ((flags & JSON_INERT) && utf8_is_control(c)))
        buf_printf(out, "\\u%04x", (unsigned)c);
    else
        utf8_add(out, c);
}

/* Bytes below 64 that cannot go into a string as they are, as bits. */
#define BIT(c) (UINT64_C(1) << (c))
#define LOW_ALWAYS (UINT64_C(0xFFFFFFFF) | BIT('"'))
#define LOW_IN_HTML (BIT('<') | BIT('>') | BIT('&'))

static bool is_plain(unsigned char c, uint64_t low) {
    return c < 64 ? (low >> c & 1) == 0 : c != '\\' && c < 0x7F;
}

/* Where the run from `at` on ends of ASCII that means itself; of well-formed text of all else, too.
 */
static size_t plain_end(struct str s, size_t at, unsigned flags) {
    const unsigned particular = JSON_HTML_SAFE | JSON_INERT;
    const bool trusted = (flags & (JSON_WELL_FORMED | particular)) == JSON_WELL_FORMED;
    const uint64_t low = LOW_ALWAYS | ((flags & JSON_HTML_SAFE) ? LOW_IN_HTML : 0);
    for (; s.n - at >= SPAN_WIDTH; at += SPAN_WIDTH) {
        span_bytes v = span_load(s.p + at);
        span_bytes odd = (span_bytes)((v < 0x20) | (v == '"') | (v == '\\'));
        odd |= trusted ? (span_bytes)(v == 0x7F) : (span_bytes)(v > 0x7E);
        if (flags & JSON_HTML_SAFE)
            odd |= (span_bytes)((v == '<') | (v == '>') | (v == '&'));
        size_t k = span_first(odd);
        if (k < SPAN_WIDTH)
            return at + k;
    }
    while (at < s.n &&
           (is_plain((unsigned char)s.p[at], low) || (trusted && (unsigned char)s.p[at] >= 0x80)))
        at++;
    return at;
}

/* The same with all well-formed characters; flags that are particular about some have a look at
 * those that begin as they do. */
static size_t run_end(struct str s, size_t at, unsigned flags) {
    const bool particular = (flags & (JSON_HTML_SAFE | JSON_INERT)) != 0;
    for (;;) {
        at = plain_end(s, at, flags);
        size_t n, start = at;
        while (at < s.n && (n = utf8_wide(s.p + at, s.n - at)) > 0 &&
               !(particular && (s.p[at] == '\xC2' || s.p[at] == '\xE2')))
            at += n;
        if (at == start)
            return at;
    }
}

void json_quote(struct buf *out, struct str value, unsigned flags) {
    buf_add_byte(out, '"');
    for (size_t i = 0;;) {
        size_t end = run_end(value, i, flags);
        buf_add(out, str_of(value.p + i, end - i));
        if (end >= value.n)
            break;
        i = end;
        if ((unsigned char)value.p[i] >= 0x80)
            quote_wide(out, value, &i, flags);
        else
            escape(out, (unsigned char)value.p[i++]);
    }
    buf_add_byte(out, '"');
}

void json_key_str(struct json *json, struct str key) {
    assert(!json->key_due);
    separate(json);
    json_quote(json->out, key, json->flags);
    buf_add_byte(json->out, ':');
    if (json->flags & JSON_PRETTY)
        buf_add_byte(json->out, ' ');
    json->key_due = true;
}

void json_key(struct json *json, const char *key) {
    assert(!json->key_due);
    separate(json);
    buf_add_byte(json->out, '"');
    buf_add_cstr(json->out, key);
    buf_add(json->out, (json->flags & JSON_PRETTY) ? STR("\": ") : STR("\":"));
    json->key_due = true;
}

void json_str(struct json *json, struct str value) {
    separate(json);
    json_quote(json->out, value, json->flags);
}

void json_raw(struct json *json, struct str value) {
    separate(json);
    buf_add(json->out, value);
}

void json_int(struct json *json, int64_t value) {
    separate(json);
    buf_add_i64(json->out, value);
}

void json_boolean(struct json *json, bool value) {
    json_raw(json, value ? STR("true") : STR("false"));
}

void json_null(struct json *json) {
    json_raw(json, STR("null"));
}

void json_field_str(struct json *json, const char *key, struct str value) {
    if (str_absent(value))
        return;
    json_key(json, key);
    json_str(json, value);
}

void json_field_text(struct json *json, const char *key, struct str value) {
    if (!str_empty(value))
        json_field_str(json, key, value);
}

void json_field_int(struct json *json, const char *key, int64_t value) {
    json_key(json, key);
    json_int(json, value);
}

void json_field_bool(struct json *json, const char *key, bool value) {
    json_key(json, key);
    json_boolean(json, value);
}

void json_field_time(struct json *json, const char *key, int64_t time) {
    if (time == TIME_NONE)
        return;
    char text[TIME_TEXT];
    json_key(json, key);
    json_str(json, str_from(time_format(time, text)));
}
