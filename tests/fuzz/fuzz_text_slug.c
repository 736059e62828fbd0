/* Any title has a slug that can be a file's name (attacks.md K01-K04), and it is its own slug. */
#include "text/slug.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds) {
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct buf out, again;
    buf_init(&out, 1024);
    buf_init(&again, 1024);
    text_slug(str_of((const char *)data, size), &out);
    insist(out.status == STATUS_OK && out.n > 0 && out.n <= TEXT_SLUG_MOST);
    insist(out.p[0] != '-' && out.p[out.n - 1] != '-');
    for (size_t i = 0; i < out.n; i++)
        insist(ascii_is_digit(out.p[i]) || (out.p[i] >= 'a' && out.p[i] <= 'z') ||
               out.p[i] == '-' || out.p[i] == '_');
    text_slug(buf_str(&out), &again);
    insist(str_eq(buf_str(&out), buf_str(&again)));
    buf_release(&out);
    buf_release(&again);
    return 0;
}
