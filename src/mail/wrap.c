#include "mail/wrap.h"

#include "base/utf8.h"
#include "text/fold.h"

/* Columns of a list's number with its point and space at the front; 0 for none. */
static size_t indent_of(struct str line) {
    size_t n = 0;
    while (n < line.n && ascii_is_digit(line.p[n]))
        n++;
    return n > 0 && str_starts(str_skip(line, n), STR(". ")) ? n + 2 : 0;
}

/* How many bytes of `line` go on the next line of `room` columns: up to the last place where it may
 * be broken, or to the first one behind when there is none. */
static size_t take(struct str line, size_t room) {
    size_t columns = 0, best = 0;
    for (size_t i = 0; i < line.n;) {
        size_t at = i;
        uint32_t c = utf8_next(line, &i);
        bool alone = text_is_unspaced(c) && !text_is_mark(c);
        if (at > 0 && (c == ' ' || alone) && (columns <= room || best == 0))
            best = at;
        columns += text_columns(c);
        if (columns > room && best > 0)
            return best;
    }
    return line.n;
}

static void wrap_line(struct buf *out, struct str line) {
    size_t indent = indent_of(line), room = WRAP_COLUMNS;
    for (;;) {
        size_t n = take(line, room);
        /* The number stays with its first word. */
        if (n > 0 && n < indent)
            n = line.n;
        buf_add(out, str_trim(str_take(line, n)));
        BUF_ADD(out, "\n");
        line = str_trim(str_skip(line, n));
        if (line.n == 0)
            return;
        buf_add_repeat(out, ' ', indent);
        room = WRAP_COLUMNS - indent;
    }
}

void wrap_text(struct buf *out, struct str text) {
    struct str line;
    while (str_next(&text, '\n', &line))
        wrap_line(out, line);
}
