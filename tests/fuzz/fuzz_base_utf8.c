#include "base/log.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Cleaning gives well-formed text of at most three times the length, and changes nothing twice. */
static void clean(struct str in, enum utf8_clean how) {
    struct buf once, twice;
    buf_init(&once, 3 * in.n);
    buf_init(&twice, 3 * in.n);
    utf8_clean(in, how, &once);
    utf8_clean(buf_str(&once), how, &twice);
    if (once.status != STATUS_OK || !utf8_valid(buf_str(&once), NULL) ||
        !str_eq(buf_str(&once), buf_str(&twice)))
        abort();
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t max = 0; max < 12; max += 3) {
        struct str copy = utf8_clean_copy(&arena, in, how, max);
        if (copy.n > max || !str_starts(buf_str(&once), copy) || !utf8_valid(copy, NULL))
            abort();
    }
    arena_release(&arena);
    buf_release(&once);
    buf_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str in = str_of((const char *)data, size);
    struct buf out;
    size_t offence = 0, characters = 0;
    buf_init(&out, 3 * size);
    bool valid = utf8_valid(in, &offence);
    for (size_t at = 0; at < size; characters++)
        utf8_add(&out, utf8_next(in, &at));
    if (out.status != STATUS_OK || utf8_length(in) != characters ||
        utf8_offset(in, characters) != size)
        abort();
    if (valid ? !str_eq(buf_str(&out), in) : offence >= size)
        abort();
    if (!valid && !utf8_valid(str_take(in, offence), NULL))
        abort();
    for (size_t n = 0; valid && n <= size && n < 16; n++)
        if (!utf8_valid(utf8_cut_bytes(in, n), NULL) || utf8_cut_bytes(in, n).n > n)
            abort();
    buf_release(&out);

    buf_init(&out, 12 * size);
    log_inert(&out, in);
    for (size_t at = 0; at < out.n;)
        if (utf8_is_control(utf8_next(buf_str(&out), &at)))
            abort();
    buf_release(&out);
    clean(in, UTF8_LINE);
    clean(in, UTF8_TEXT);
    return 0;
}
