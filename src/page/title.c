/* Names of outlets, and titles without them. */
#include "page/collect.h"

#include "text/title.h"

/* Letters and digits only, in lower case. */
static size_t squeeze(struct str s, char *out, size_t most) {
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < most; i++)
        if (ascii_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            out[n++] = ascii_lower(s.p[i]);
    return n;
}

enum { SQUEEZED = 128 };

bool page_same_name(struct str a, struct str b) {
    char x[SQUEEZED], y[SQUEEZED];
    size_t m = squeeze(a, x, SQUEEZED), n = squeeze(b, y, SQUEEZED);
    return m > 0 && str_eq(str_of(x, m), str_of(y, n));
}

bool page_holds_name(struct str text, struct str name) {
    char x[SQUEEZED], y[SQUEEZED];
    size_t m = squeeze(text, x, SQUEEZED), n = squeeze(name, y, SQUEEZED);
    return n > 3 && str_find(str_of(x, m), str_of(y, n)) != SIZE_MAX;
}

bool page_is_first_part(struct str title, struct str text) {
    struct str head = text_title_head(title);
    return !str_absent(head) && page_same_name(head, text);
}

struct str page_title_without_site(struct str title, struct str site, struct str host) {
    const struct text_outlet outlet = {.name = site, .domain = host};
    return text_title_cut(title, &outlet);
}
