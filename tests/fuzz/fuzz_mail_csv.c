/* Any bytes: records end, lines only go up, and every field that is read comes back as it is when
 * it was written. */
#include "mail/csv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds) {
    if (!holds)
        abort();
}

static void write_again(struct arena *arena, struct str field) {
    struct str fields[CSV_FIELDS_MOST];
    struct buf out;
    size_t count;
    buf_init(&out, 1 << 24);
    BUF_ADD(&out, "x,"); /* a mark that begins the table is no part of a field */
    csv_add(&out, field);
    BUF_ADD(&out, "\r\n");
    struct csv csv = csv_begin(buf_str(&out));
    insist(csv_next(&csv, arena, fields, &count) && count == 2);
    insist(str_eq(csv_plain(fields[1]), field));
    buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct str fields[CSV_FIELDS_MOST];
    size_t count, line = 0;
    struct csv csv = csv_begin(str_of((const char *)data, size));
    arena_init(&arena, 1 << 28);
    while (csv_next(&csv, &arena, fields, &count)) {
        insist(csv.line > line && count > 0);
        line = csv.line;
        for (size_t i = 0; i < count; i++)
            write_again(&arena, fields[i]);
    }
    arena_release(&arena);
    return 0;
}
