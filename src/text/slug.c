#include "text/slug.h"

#include "base/utf8.h"

#include <utf8proc.h>

struct slug {
    char p[TEXT_SLUG_MOST + 1]; /* one more: a '-' there is where the cut falls */
    size_t n;
    bool gap; /* white space or '-' was seen since the last character */
    bool full;
};

static void add_ascii(struct slug *slug, char c) {
    c = ascii_lower(c);
    if (c == '-' || ascii_is_space(c)) {
        slug->gap = true;
        return;
    }
    if (!ascii_is_alnum(c) && c != '_')
        return;
    if (slug->gap && slug->n > 0 && slug->n < sizeof slug->p)
        slug->p[slug->n++] = '-';
    slug->gap = false;
    if (slug->n < sizeof slug->p)
        slug->p[slug->n++] = c;
    else
        slug->full = true;
}

/* What canonical decomposition leaves of the alphabet: "é" gives "e". */
static void add_other(struct slug *slug, uint32_t c) {
    utf8proc_int32_t parts[8];
    int boundary = 0;
    if (utf8_is_space(c)) {
        slug->gap = true;
        return;
    }
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < 8; i++)
        if (parts[i] < 0x80)
            add_ascii(slug, (char)parts[i]);
}

void text_slug(struct str title, struct buf *out) {
    struct slug slug = {.n = 0};
    for (size_t i = 0; i < title.n && !slug.full;) {
        uint32_t c = utf8_next(title, &i);
        if (c < 0x80)
            add_ascii(&slug, (char)c);
        else
            add_other(&slug, c);
    }
    struct str whole = str_of(slug.p, slug.n);
    if (whole.n > TEXT_SLUG_MOST) {
        size_t cut = str_find_last_byte(whole, '-');
        whole = str_take(whole, cut != SIZE_MAX ? cut : TEXT_SLUG_MOST);
    }
    buf_add(out, whole.n > 0 ? whole : STR("article"));
}
