/* Any bytes: a record that can be read is written so that reading it gives the same bytes again;
 * and what the fast reader takes, libyaml's reads the same. */
#include "record/check.h"
#include "record/fields.h"
#include "record/record.h"
#include "yaml/yaml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds) {
    if (!holds)
        abort();
}

static void write_front(const struct record *record, struct buf *out) {
    buf_clear(out);
    record_write(record, out);
}

static void compare_readers(struct arena *arena, struct str bytes, struct buf *one,
                            struct buf *other) {
    struct yaml_front front;
    struct record fast, slow;
    struct error error = {0};
    if (yaml_front_matter(arena, bytes, &front, &error) != STATUS_OK ||
        !record_read_canonical(arena, front.front, &fast))
        return;
    insist(record_read_tree(arena, front.front, 2, &slow, &error) == STATUS_OK);
    write_front(&fast, one);
    write_front(&slow, other);
    insist(str_eq(buf_str(one), buf_str(other)));
}

static void write_and_read(struct arena *arena, struct str bytes, struct buf *one,
                           struct buf *other) {
    struct record record, again;
    struct error error = {0};
    if (record_read(arena, bytes, &record, &error) != STATUS_OK) {
        insist(error.status == STATUS_INVALID || error.status == STATUS_LIMIT);
        insist(error.message[0] != '\0');
        return;
    }
    write_front(&record, one);
    insist(one->status == STATUS_OK);
    /* Escapes and indents make some records of nearly 1 MiB longer than that. */
    if (one->n > RECORD_BYTES_MOST)
        return;
    insist(record_read(arena, buf_str(one), &again, &error) == STATUS_OK);
    write_front(&again, other);
    insist(str_eq(buf_str(one), buf_str(other)));
    buf_clear(other);
    insist(record_check(buf_str(one), &again, other, &error) == STATUS_OK);
    insist(str_find(buf_str(other), STR("canonical")) == SIZE_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct buf one, other;
    struct str bytes = str_of(size > 0 ? (const char *)data : "", size);
    arena_init(&arena, 256 << 20);
    buf_init(&one, 32 << 20);
    buf_init(&other, 32 << 20);
    compare_readers(&arena, bytes, &one, &other);
    write_and_read(&arena, bytes, &one, &other);
    buf_release(&one);
    buf_release(&other);
    arena_release(&arena);
    return 0;
}
