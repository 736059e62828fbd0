/* Any bytes are a model or are refused; a model's answers are in range. */
#include "text/background.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds) {
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct text_background model;
    struct error error = {0};
    struct str bytes = str_of((const char *)data, size);
    arena_init(&arena, 1 << 20);
    enum status status = text_background_read(&arena, bytes, &model, &error);
    check((status == STATUS_OK) == (error.message[0] == '\0'));
    for (size_t i = 0; i < model.n; i++) {
        const struct text_background_language *language = &model.languages[i];
        check(text_background_find(&model, str_from(language->code)) != NULL);
        for (uint32_t k = 0; k < language->words; k++) {
            uint32_t word = language->hashes[k];
            check(text_background_common(language, word) == language->common[k]);
            check(text_background_expected(language, word, 2000) <= 32000);
        }
    }
    arena_release(&arena);
    return 0;
}
