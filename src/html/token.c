#include "html/token.h"

#include "base/span.h"

#include "html/entity.h"
#include "html/scan.h"

enum { SCRATCH_MOST = 256 * 1024 * 1024, ROOM = 1024, SHORT = 128 /* bytes */ };

#define UPPER (HTML_BYTE_UPPER | HTML_BYTE_ALPHA)
#define SPACE HTML_BYTE_SPACE

const uint8_t html_bytes[256] = {
    [0] = HTML_BYTE_NUL,
    ['\t'] = SPACE,
    ['\n'] = SPACE,
    ['\f'] = SPACE,
    [' '] = SPACE,
    ['\r'] = SPACE | HTML_BYTE_CR,
    ['<'] = HTML_BYTE_LESS,
    ['&'] = HTML_BYTE_AMPERSAND,
    ['/'] = HTML_BYTE_TAG_END,
    ['>'] = HTML_BYTE_TAG_END,
    ['A'] = UPPER,
    ['B'] = UPPER,
    ['C'] = UPPER,
    ['D'] = UPPER,
    ['E'] = UPPER,
    ['F'] = UPPER,
    ['G'] = UPPER,
    ['H'] = UPPER,
    ['I'] = UPPER,
    ['J'] = UPPER,
    ['K'] = UPPER,
    ['L'] = UPPER,
    ['M'] = UPPER,
    ['N'] = UPPER,
    ['O'] = UPPER,
    ['P'] = UPPER,
    ['Q'] = UPPER,
    ['R'] = UPPER,
    ['S'] = UPPER,
    ['T'] = UPPER,
    ['U'] = UPPER,
    ['V'] = UPPER,
    ['W'] = UPPER,
    ['X'] = UPPER,
    ['Y'] = UPPER,
    ['Z'] = UPPER,
    ['a'] = HTML_BYTE_ALPHA,
    ['b'] = HTML_BYTE_ALPHA,
    ['c'] = HTML_BYTE_ALPHA,
    ['d'] = HTML_BYTE_ALPHA,
    ['e'] = HTML_BYTE_ALPHA,
    ['f'] = HTML_BYTE_ALPHA,
    ['g'] = HTML_BYTE_ALPHA,
    ['h'] = HTML_BYTE_ALPHA,
    ['i'] = HTML_BYTE_ALPHA,
    ['j'] = HTML_BYTE_ALPHA,
    ['k'] = HTML_BYTE_ALPHA,
    ['l'] = HTML_BYTE_ALPHA,
    ['m'] = HTML_BYTE_ALPHA,
    ['n'] = HTML_BYTE_ALPHA,
    ['o'] = HTML_BYTE_ALPHA,
    ['p'] = HTML_BYTE_ALPHA,
    ['q'] = HTML_BYTE_ALPHA,
    ['r'] = HTML_BYTE_ALPHA,
    ['s'] = HTML_BYTE_ALPHA,
    ['t'] = HTML_BYTE_ALPHA,
    ['u'] = HTML_BYTE_ALPHA,
    ['v'] = HTML_BYTE_ALPHA,
    ['w'] = HTML_BYTE_ALPHA,
    ['x'] = HTML_BYTE_ALPHA,
    ['y'] = HTML_BYTE_ALPHA,
    ['z'] = HTML_BYTE_ALPHA,
};

void html_tokenizer_init(struct html_tokenizer *t, struct arena *arena, struct str input) {
    t->arena = arena;
    t->input = input;
    t->at = 0;
    t->content = HTML_CONTENT_DATA;
    t->cdata = false;
    t->last_start = STR_NONE;
    buf_init(&t->scratch, SCRATCH_MOST);
    t->room = NULL;
    t->room_left = 0;
}

void html_tokenizer_release(struct html_tokenizer *t) {
    buf_release(&t->scratch);
}

void html_check_room(struct arena *arena, const struct buf *room) {
    arena->failed = arena->failed || room->status != STATUS_OK;
    arena->starved = arena->starved || room->status == STATUS_MEMORY;
}

/* Appends the mended form of the byte at raw[i]; returns how many bytes it took. */
static size_t mend_one(struct buf *out, struct str raw, size_t i, unsigned mend) {
    char byte = raw.p[i];
    size_t used = 1;
    if (byte == '\r') {
        used += i + 1 < raw.n && raw.p[i + 1] == '\n';
        buf_add_byte(out, '\n');
    } else if (byte == '\0' && (mend & HTML_MEND_NUL) != 0) {
        BUF_ADD(out, "\xEF\xBF\xBD");
    } else if (byte == '&' && (mend & HTML_MEND_REFERENCES) != 0) {
        used = html_entity_read(str_skip(raw, i), (mend & HTML_MEND_ATTRIBUTE) != 0, out);
        if (used == 0) {
            used = 1;
            buf_add_byte(out, '&');
        }
    } else {
        buf_add_byte(out, (mend & HTML_MEND_LOWER) != 0 ? ascii_lower(byte) : byte);
    }
    return used;
}

/* A copy in the arena. Short ones share a piece of it: alone, each would be rounded up. */
static struct str keep(struct html_tokenizer *t, struct str text) {
    char *place = t->room;
    if (text.n > SHORT) {
        place = arena_alloc(t->arena, text.n);
    } else if (text.n > t->room_left) {
        place = t->room = arena_alloc(t->arena, ROOM);
        t->room_left = place != NULL ? ROOM : 0;
    }
    if (place == NULL || text.n == 0)
        return STR("");
    memcpy(place, text.p, text.n);
    if (text.n <= SHORT) {
        t->room += text.n;
        t->room_left -= text.n;
    }
    return str_of(place, text.n);
}

/* Where the run from `at` on ends in which no byte has a class of `wanted`. */
static size_t unwanted_end(struct str s, size_t at, unsigned wanted) {
    uint8_t ampersand = (wanted & HTML_BYTE_AMPERSAND) != 0 ? '&' : '\r';
    for (; (wanted & HTML_BYTE_UPPER) == 0 && s.n - at >= SPAN_WIDTH; at += SPAN_WIDTH) {
        span_bytes v = span_load(s.p + at);
        size_t k = span_first((span_bytes)((v == '\r') | (v == '\0') | (v == ampersand)));
        if (k < SPAN_WIDTH) {
            at += k;
            break;
        }
    }
    while (at < s.n && (html_byte(s.p[at]) & wanted) == 0)
        at++;
    return at;
}

struct str html_mend(struct html_tokenizer *t, struct str raw, unsigned wanted, unsigned mend) {
    size_t end = unwanted_end(raw, 0, wanted);
    if (end == raw.n)
        return raw;
    struct buf *out = &t->scratch;
    buf_clear(out);
    for (size_t i = 0; i < raw.n; end = unwanted_end(raw, i, wanted)) {
        buf_add(out, str_of(raw.p + i, end - i));
        i = end < raw.n ? end + mend_one(out, raw, end, mend) : end;
    }
    html_check_room(t->arena, out);
    return keep(t, buf_str(out));
}

struct str html_mended_all(struct html_tokenizer *t, struct str raw, unsigned mend) {
    return html_mended(t, raw, ~0U, mend);
}

/* Whether the '<' at `at` starts anything but text. */
static bool is_markup(struct str input, size_t at) {
    char next = at + 1 < input.n ? input.p[at + 1] : '\0';
    if ((html_byte(next) & HTML_BYTE_ALPHA) != 0 || next == '!' || next == '?')
        return true;
    return next == '/' && at + 2 < input.n;
}

/* Where the run from `at` on ends that text is made of as it stands. */
static size_t data_end(struct str s, size_t at) {
    const unsigned stop = HTML_BYTE_LESS | HTML_BYTE_AMPERSAND | HTML_BYTE_CR | HTML_BYTE_NUL;
    for (; s.n - at >= SPAN_WIDTH; at += SPAN_WIDTH) {
        span_bytes v = span_load(s.p + at);
        size_t k = span_first((span_bytes)((v == '<') | (v == '&') | (v == '\r') | (v == '\0')));
        if (k < SPAN_WIDTH)
            return at + k;
    }
    while (at < s.n && (html_byte(s.p[at]) & stop) == 0)
        at++;
    return at;
}

/* Text up to the next markup; false when there is none. */
static bool read_data(struct html_tokenizer *t, struct html_token *token) {
    const char *p = t->input.p;
    size_t start = t->at, at = start, end = t->input.n;
    unsigned seen = 0;
    for (;; at++) {
        at = data_end(t->input, at);
        if (at == end || (p[at] == '<' && is_markup(t->input, at)))
            break;
        seen |= html_byte(p[at]);
    }
    t->at = at;
    if (at == start)
        return false;
    token->kind = HTML_TOKEN_TEXT;
    token->nul = (seen & HTML_BYTE_NUL) != 0;
    token->text = html_mended(t, str_of(p + start, at - start), seen, HTML_MEND_REFERENCES);
    return true;
}

static bool read_markup(struct html_tokenizer *t, struct html_token *token) {
    char next = t->input.p[t->at + 1];
    if (next == '/')
        next = t->input.p[t->at + 2];
    return (html_byte(next) & HTML_BYTE_ALPHA) != 0 ? html_read_tag(t, token)
                                                    : html_read_markup(t, token);
}

void html_tokenizer_next(struct html_tokenizer *t, struct html_token *token) {
    while (t->at < t->input.n) {
        if (t->content != HTML_CONTENT_DATA) {
            if (html_read_text(t, token))
                return;
        } else if (read_data(t, token) || (t->at < t->input.n && read_markup(t, token))) {
            return;
        }
    }
    token->kind = HTML_TOKEN_END_OF_FILE;
}
