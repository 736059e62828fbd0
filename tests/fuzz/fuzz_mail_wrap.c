/* Any text in columns: it says the same, word by word. */
#include "mail/wrap.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The next byte that is no blank; false at the end. */
static bool next_byte(struct str text, size_t *at, char *c) {
    while (*at < text.n && ascii_is_space(text.p[*at]))
        ++*at;
    if (*at == text.n)
        return false;
    *c = text.p[(*at)++];
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of(size > 0 ? (const char *)data : "", size);
    struct buf out;
    size_t here = 0, there = 0;
    char a = 0, b = 0;
    bool more;
    buf_init(&out, 16 * size + 1024);
    wrap_text(&out, text);
    if (out.status != STATUS_OK)
        abort();
    while ((more = next_byte(text, &here, &a)) == next_byte(buf_str(&out), &there, &b) && more)
        if (a != b)
            abort();
    if (more || there < out.n)
        abort();
    buf_release(&out);
    return 0;
}
