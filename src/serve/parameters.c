#include "serve/parameters.h"

#include "base/utf8.h"

/* Decoded once. */
static struct str decode(struct arena *arena, struct str text) {
    struct str copy = arena_copy(arena, text);
    char *out = (char *)(uintptr_t)copy.p;
    size_t n = 0;
    for (size_t i = 0; i < copy.n; n++) {
        bool escape = copy.p[i] == '%' && copy.n - i > 2 && ascii_hex(copy.p[i + 1]) >= 0 &&
                      ascii_hex(copy.p[i + 2]) >= 0;
        if (escape)
            out[n] = (char)(ascii_hex(copy.p[i + 1]) * 16 + ascii_hex(copy.p[i + 2]));
        else
            out[n] = copy.p[i] == '+' ? ' ' : copy.p[i];
        i += escape ? 3 : 1;
    }
    return str_of(copy.p, n);
}

enum status serve_parameters_add(struct serve_parameters *parameters, struct arena *arena,
                                 struct str name, struct str value, struct error *error) {
    if (parameters->count == SERVE_PARAMETERS_MOST)
        return STATUS_OK;
    struct serve_parameter *item = &parameters->items[parameters->count];
    item->name = arena_copy(arena, name);
    item->value = utf8_clean_copy(arena, decode(arena, value), UTF8_LINE, SERVE_PARAMETER_BYTES);
    if (arena_failed(arena))
        return arena_status(arena, error);
    parameters->count++;
    return STATUS_OK;
}

struct str serve_parameter(const struct serve_parameters *parameters, const char *name) {
    for (size_t i = 0; i < parameters->count; i++)
        if (str_eq(parameters->items[i].name, str_from(name)))
            return parameters->items[i].value;
    return STR_NONE;
}
