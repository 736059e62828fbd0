/* Any query of a target, as a server takes it apart: values are clean lines within their caps. */
#include "serve/parameters.h"

#include "base/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds) {
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str rest = str_of((const char *)data, size), part;
    struct serve_parameters parameters = {0};
    struct arena arena;
    arena_init(&arena, 1 << 24);
    while (str_next(&rest, '&', &part)) {
        size_t equals = str_find_byte(part, '=');
        struct str value = equals != SIZE_MAX ? str_skip(part, equals + 1) : STR_NONE;
        insist(serve_parameters_add(&parameters, &arena, str_take(part, equals), value, NULL) ==
               STATUS_OK);
    }
    insist(parameters.count <= SERVE_PARAMETERS_MOST);
    for (size_t i = 0; i < parameters.count; i++) {
        struct str value = parameters.items[i].value;
        insist(value.n <= SERVE_PARAMETER_BYTES && utf8_valid(value, NULL));
        for (size_t k = 0; k < value.n; k++)
            insist((unsigned char)value.p[k] >= ' ' && value.p[k] != 0x7F);
    }
    arena_release(&arena);
    return 0;
}
