#include "mail/encode.h"

#include "base/clock.h"
#include "base/utf8.h"

enum { PLAIN_WORD_MOST = 60 };

static const char hex[] = "0123456789ABCDEF";

static void end_line(struct buf *out) {
    BUF_ADD(out, "\r\n");
}

/* One line, without anything that a reader of headers could act on. Ill-formed bytes are U+FFFD. */
static void add_clean(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        bool space = utf8_is_control(c) || utf8_is_space(c);
        if (space && (out->n == 0 || out->p[out->n - 1] == ' '))
            continue;
        utf8_add(out, space ? ' ' : c);
    }
    while (out->n > 0 && out->p[out->n - 1] == ' ')
        buf_truncate(out, out->n - 1);
}

/* Whether it can be folded and read back as it is. */
static bool is_plain(struct str text) {
    size_t word = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        word = c == ' ' ? 0 : word + 1;
        if (c < ' ' || c > '~' || word > PLAIN_WORD_MOST)
            return false;
    }
    return str_find(text, STR("=?")) == SIZE_MAX;
}

/* Columns since the last line end. */
static size_t column(const struct buf *out) {
    size_t end = str_find_last_byte(buf_str(out), '\n');
    return end == SIZE_MAX ? out->n : out->n - end - 1;
}

static void add_folded(struct buf *out, struct str text) {
    struct str word;
    bool first = true;
    while (str_next(&text, ' ', &word)) {
        if (!first)
            buf_add(out, column(out) + 1 + word.n > ENCODE_LINE ? STR("\r\n ") : STR(" "));
        buf_add(out, word);
        first = false;
    }
}

/* The "Q" encoding (RFC 2047, 4.2 and 5.3) of one character. */
static size_t encode_character(struct str character, char out[12]) {
    size_t n = 0;
    for (size_t i = 0; i < character.n; i++) {
        unsigned char c = (unsigned char)character.p[i];
        if (ascii_is_alnum((char)c) || (c < 0x80 && c != '\0' && strchr("!*+-/", c) != NULL)) {
            out[n++] = (char)c;
        } else if (c == ' ') {
            out[n++] = '_';
        } else {
            out[n++] = '=';
            out[n++] = hex[c >> 4];
            out[n++] = hex[c & 15];
        }
    }
    return n;
}

/* Encoded words, none of which parts a character; `column` is where the first begins. */
static void add_encoded(struct buf *out, struct str text) {
    static const struct str open = STR_INIT("=?UTF-8?Q?"), close = STR_INIT("?=");
    size_t start = column(out), room = ENCODE_LINE - 1;
    size_t used = open.n + close.n;
    buf_add(out, open);
    for (size_t i = 0; i < text.n;) {
        char piece[12];
        size_t from = i;
        utf8_next(text, &i);
        size_t n = encode_character(str_of(text.p + from, i - from), piece);
        if (start + used + n > room || used + n > ENCODE_WORD_MOST) {
            buf_add(out, close);
            BUF_ADD(out, "\r\n ");
            buf_add(out, open);
            start = 1;
            used = open.n + close.n;
        }
        buf_add(out, str_of(piece, n));
        used += n;
    }
    buf_add(out, close);
}

void encode_text_header(struct buf *out, const char *name, struct str value) {
    struct buf clean;
    buf_init(&clean, 4 * value.n + 16);
    add_clean(&clean, value);
    buf_printf(out, "%s: ", name);
    if (is_plain(buf_str(&clean)))
        add_folded(out, buf_str(&clean));
    else
        add_encoded(out, buf_str(&clean));
    if (clean.status != STATUS_OK)
        out->status = clean.status;
    end_line(out);
    buf_release(&clean);
}

/* A phrase: words of RFC 5322's atext as they are, other ASCII in quotation marks. */
static void add_phrase(struct buf *out, struct str name) {
    bool atoms = true;
    for (size_t i = 0; i < name.n; i++)
        atoms &= ascii_is_alnum(name.p[i]) || strchr(" !#$%&'*+-/=?^_`{|}~", name.p[i]) != NULL;
    if (atoms) {
        add_folded(out, name);
        return;
    }
    struct buf quoted;
    buf_init(&quoted, 2 * name.n + 3);
    BUF_ADD(&quoted, "\"");
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '"' || name.p[i] == '\\')
            BUF_ADD(&quoted, "\\");
        buf_add_byte(&quoted, name.p[i]);
    }
    BUF_ADD(&quoted, "\"");
    add_folded(out, buf_str(&quoted));
    if (quoted.status != STATUS_OK)
        out->status = quoted.status;
    buf_release(&quoted);
}

void encode_mailbox_header(struct buf *out, const char *name, const struct text_mailbox *mailbox) {
    struct buf clean;
    buf_init(&clean, 4 * mailbox->name.n + 16);
    add_clean(&clean, mailbox->name);
    buf_printf(out, "%s: ", name);
    if (clean.n > 0) {
        if (is_plain(buf_str(&clean)))
            add_phrase(out, buf_str(&clean));
        else
            add_encoded(out, buf_str(&clean));
        bool fits = column(out) + 3 + mailbox->address.n <= ENCODE_LINE;
        buf_add(out, fits ? STR(" ") : STR("\r\n "));
        BUF_ADD(out, "<");
    }
    buf_add(out, mailbox->address);
    if (clean.n > 0)
        BUF_ADD(out, ">");
    if (clean.status != STATUS_OK)
        out->status = clean.status;
    end_line(out);
    buf_release(&clean);
}

void encode_date_header(struct buf *out, int64_t time) {
    static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil civil = civil_from_time(time);
    int64_t weekday = (day_of(time) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
    buf_printf(out, "Date: %s, %02d %s %04lld %02d:%02d:%02d +0000\r\n", days[weekday], civil.day,
               months[civil.month - 1], (long long)civil.year, civil.hour, civil.minute,
               civil.second);
}

/* One line of a body. */
static void add_line(struct buf *out, struct str line) {
    size_t used = 0;
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        bool blank = c == ' ' || c == '\t';
        bool literal = (c > ' ' && c <= '~' && c != '=') || (blank && i + 1 < line.n);
        if (used == 0 && (c == '.' || (c == 'F' && str_starts(str_skip(line, i), STR("From ")))))
            literal = false;
        size_t width = literal ? 1 : 3;
        /* The last column is kept for the "=" of a break, unless the line ends here. */
        if (used + width > ENCODE_BODY_LINE - (i + 1 < line.n)) {
            BUF_ADD(out, "=\r\n");
            used = 0;
            i--;
            continue;
        }
        if (literal)
            buf_add_byte(out, (char)c);
        else
            buf_add(out, str_of((const char[]){'=', hex[c >> 4], hex[c & 15]}, 3));
        used += width;
    }
    end_line(out);
}

void encode_body(struct buf *out, struct str text) {
    struct str line;
    while (str_next(&text, '\n', &line)) {
        if (str_ends(line, STR("\r")))
            line.n--;
        add_line(out, line);
    }
}

bool encode_token_valid(struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] <= ' ' || text.p[i] > '~' || text.p[i] == '<' || text.p[i] == '>')
            return false;
    return text.n > 0 && text.n < ENCODE_LINE_MOST - 100;
}
