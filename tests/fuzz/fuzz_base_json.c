#include "base/json.h"
#include "base/json_read.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes, quoted by us, are read back as what their ill-formed parts leave of them. */
static void quote_and_read(struct str in) {
    static const unsigned flags[] = {JSON_COMPACT, JSON_HTML_SAFE, JSON_INERT,
                                     JSON_HTML_SAFE | JSON_INERT};
    struct buf sound;
    buf_init(&sound, 3 * in.n);
    for (size_t at = 0; at < in.n;)
        utf8_add(&sound, utf8_next(in, &at));
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        const struct json_value *value;
        struct arena arena;
        struct buf quoted;
        arena_init(&arena, JSON_MEMORY_MOST);
        buf_init(&quoted, 6 * in.n + 2);
        json_quote(&quoted, in, flags[i]);
        if (quoted.status != STATUS_OK || !utf8_valid(buf_str(&quoted), NULL) ||
            str_find_byte(buf_str(&quoted), '\n') != SIZE_MAX)
            abort();
        if (json_read(&arena, buf_str(&quoted), &value, NULL) != STATUS_OK ||
            !str_eq(json_as_str(value), buf_str(&sound)))
            abort();
        arena_release(&arena);
        buf_release(&quoted);
    }
    buf_release(&sound);
}

static void write(struct buf *out, const struct json_value *value, size_t most) {
    struct json json;
    buf_init(out, most);
    json_init(&json, out, JSON_COMPACT);
    json_write(&json, value);
    if (out->status != STATUS_OK)
        abort();
}

/* What was read is sound UTF-8 all over, and each member is found under its key, unless a later one
 * has the same. */
static void check_children(const struct json_value *container) {
    size_t count = 0;
    for (const struct json_value *child = json_first(container); child != NULL;
         child = child->next, count++) {
        bool member = json_is(container, JSON_OBJECT);
        if (str_absent(child->key) == member)
            abort();
        if (!member || strlen(child->key.p) != child->key.n || count > 100)
            continue;
        const struct json_value *found = json_get(container, child->key.p);
        if (found == child || (found == NULL && json_is(child, JSON_NULL)))
            continue;
        const struct json_value *later = child->next;
        while (later != NULL && !str_eq(later->key, child->key))
            later = later->next;
        if (later == NULL)
            abort();
    }
    if (count != json_size(container))
        abort();
}

/* What was read can be written, and what is written is read as the same. */
static void write_and_read(const struct json_value *value, size_t size) {
    const struct json_value *again;
    struct buf first, second;
    struct arena arena;
    arena_init(&arena, JSON_MEMORY_MOST);
    check_children(value);
    for (const struct json_value *child = json_first(value); child != NULL; child = child->next)
        check_children(child);
    write(&first, value, 6 * size);
    if (json_read(&arena, buf_str(&first), &again, NULL) != STATUS_OK)
        abort();
    write(&second, again, 6 * size);
    if (!str_eq(buf_str(&first), buf_str(&second)))
        abort();
    buf_release(&first);
    buf_release(&second);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str in = str_of((const char *)data, size);
    const struct json_value *value;
    struct error error = {0};
    struct arena arena;
    arena_init(&arena, JSON_MEMORY_MOST);
    enum status status = json_read(&arena, in, &value, &error);
    if (status == STATUS_OK)
        write_and_read(value, size);
    else if (error.status != status || error.at.offset > size || value != NULL)
        abort();
    arena_release(&arena);
    quote_and_read(in);
    return 0;
}
