#include "edition/parts.h"

/* Table cells hold no '|' of their own. */
static void add_cell(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '|')
            buf_add_byte(out, '\\');
        buf_add_byte(out, text.p[i]);
    }
}

static void add_default(const struct edition_key *key, struct buf *out) {
    if (key->otherwise == NULL) {
        BUF_ADD(out, "must be given");
    } else if (key->type == KEY_TOPIC) {
        buf_add_cstr(out, key->otherwise);
    } else {
        bool list = key_is_list(key);
        buf_add_cstr(out, list ? "`[" : "`");
        buf_add_cstr(out, key->otherwise);
        buf_add_cstr(out, list ? "]`" : "`");
    }
}

void edition_describe(struct buf *out) {
    BUF_ADD(out, "| key | default | expected | meaning |\n|---|---|---|---|\n");
    for (size_t i = 0; i < edition_key_count; i++) {
        const struct edition_key *key = &edition_keys[i];
        struct buf expected;
        buf_init(&expected, 400);
        key_add_expected(key, &expected);
        buf_printf(out, "| `%s` | ", key->path);
        add_default(key, out);
        BUF_ADD(out, " | ");
        add_cell(out, buf_str(&expected));
        BUF_ADD(out, " | ");
        add_cell(out, str_from(key->help));
        BUF_ADD(out, " |\n");
        buf_release(&expected);
    }
}
