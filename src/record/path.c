#include "record/record.h"

#include "base/utf8.h"
#include <utf8proc.h>

enum { SLUG_MOST = 150 };

/* What a slug makes of a character of NFD: the byte to write, '-' for white space, 0 for nothing.
 */
static char slug_byte(uint32_t c) {
    if (c == '-' || c == 0xFEFF || utf8_is_space(c))
        return '-';
    if (c < 0x80 && (ascii_is_alnum((char)c) || c == '_'))
        return ascii_lower((char)c);
    return 0;
}

/* Appends a byte; runs of '-' are one, and none opens the slug. */
static void add_slug_byte(char byte, size_t start, struct buf *out) {
    if (byte == 0 || (byte == '-' && (out->n == start || out->p[out->n - 1] == '-')))
        return;
    buf_add_byte(out, byte);
}

static void trim_dash(size_t start, struct buf *out) {
    while (out->n > start && out->p[out->n - 1] == '-')
        buf_truncate(out, out->n - 1);
}

void record_slug(struct str title, struct buf *out) {
    size_t start = out->n;
    for (size_t i = 0; i < title.n;) {
        /* No character's canonical decomposition is longer than 4; 18 is the compatible ones'. */
        utf8proc_int32_t parts[18];
        int boundary = 0;
        uint32_t c = utf8_next(title, &i);
        utf8proc_ssize_t n =
            utf8proc_decompose_char((utf8proc_int32_t)c, parts, 18, UTF8PROC_DECOMPOSE, &boundary);
        for (utf8proc_ssize_t k = 0; k < n && k < 18; k++)
            add_slug_byte(slug_byte((uint32_t)parts[k]), start, out);
    }
    trim_dash(start, out);
    if (out->n - start > SLUG_MOST) {
        struct str within = str_of(out->p + start, SLUG_MOST + 1);
        size_t dash = str_find_last_byte(within, '-');
        buf_truncate(out, start + (dash != SIZE_MAX ? dash : SLUG_MOST));
        trim_dash(start, out);
    }
    if (out->n == start)
        BUF_ADD(out, "article");
}

void record_path(struct str title, int64_t accepted, unsigned attempt, struct buf *out) {
    char day[TIME_TEXT];
    BUF_ADD(out, "_news/");
    buf_add_cstr(out, day_format(accepted, day));
    buf_add_byte(out, '-');
    record_slug(title, out);
    if (attempt > 1) {
        buf_add_byte(out, '-');
        buf_add_u64(out, attempt);
    }
    BUF_ADD(out, ".md");
}

bool record_path_valid(struct str path) {
    static const struct str form = STR_INIT("dddd-dd-dd-");
    if (!str_starts(path, STR("_news/")) || !str_ends(path, STR(".md")))
        return false;
    struct str name = str_skip(path, 6);
    if (name.n <= form.n + 3 || name.n > 255)
        return false;
    for (size_t i = 0; i < form.n; i++)
        if (form.p[i] == 'd' ? !ascii_is_digit(name.p[i]) : name.p[i] != '-')
            return false;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == '/' || (unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7F)
            return false;
    return utf8_valid(name, NULL);
}
