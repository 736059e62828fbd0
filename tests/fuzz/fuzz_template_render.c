/* The first byte says how many of the following are the partial "p"; the rest is the template. What
 * compiles must render, twice the same, or stop at a cap. */
#include <stdlib.h>

#include "template/template.h"

static struct template_value *sample_values(struct arena *arena) {
    struct template_value *root = template_map(arena);
    template_put_text(arena, root, "t", STR("<a & 'b'>\n\"c\""));
    template_put_integer(arena, root, "n", -7);
    template_put_boolean(arena, root, "b", true);
    template_put_text(arena, root, "e", STR(""));
    struct template_value *map = template_put_map(arena, root, "m");
    template_put_text(arena, map, "t", STR("inner"));
    struct template_value *list = template_put_list(arena, root, "l");
    template_add_text(arena, list, STR("one"));
    template_put_text(arena, template_add_map(arena, list), "t", STR("two"));
    template_add(arena, list, map);
    return root;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0 || size > 400)
        return 0;
    struct str rest = str_skip(str_of((const char *)data, size), 1);
    struct str inner = str_take(rest, data[0]);
    struct str source = str_skip(rest, data[0]);
    struct arena arena;
    struct template_set set;
    struct template *template, *partial;
    struct buf out, again;
    arena_init(&arena, 1 << 22);
    template_set_init(&set);
    buf_init(&out, 1 << 16);
    buf_init(&again, 1 << 16);
    struct error error = {0};
    if (template_compile(&arena, source, &template, &error) != STATUS_OK) {
        if (error.message[0] == '\0' || error.at.line == 0 || error.at.offset > source.n)
            abort();
        goto out;
    }
    if (template_compile(&arena, inner, &partial, NULL) == STATUS_OK)
        template_set_put(&set, STR("p"), partial, NULL);
    const struct template_value *values = sample_values(&arena);
    enum status first = template_render(template, &set, values, &out, NULL);
    if (first != STATUS_OK && first != STATUS_LIMIT)
        abort();
    if (template_render(template, &set, values, &again, NULL) != first ||
        !str_eq(buf_str(&out), buf_str(&again)))
        abort();
out:
    buf_release(&out);
    buf_release(&again);
    template_set_release(&set);
    arena_release(&arena);
    return 0;
}
