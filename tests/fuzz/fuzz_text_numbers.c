/* Numbers lie in order inside the text, have a key, and agree with themselves. */
#include "base/utf8.h"
#include "text/numbers.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds) {
    if (!holds)
        abort();
}

/* The first byte chooses a language. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const languages[] = {"", "en", "de", "fr", "es", "ru", "zh", "tr"};
    struct arena arena;
    struct text_numbers numbers;
    if (size == 0)
        return 0;
    struct str text = str_of((const char *)data + 1, size - 1);
    arena_init(&arena, 1 << 26);
    check(text_numbers_read(&arena, text, str_from(languages[data[0] % 8]), &numbers, NULL) ==
          STATUS_OK);
    for (size_t i = 0; i < numbers.n; i++) {
        const struct text_number *number = &numbers.items[i];
        check(number->start < number->end && number->end <= text.n);
        check(i == 0 || number->start >= numbers.items[i - 1].end ||
              number->kind == TEXT_NUMBER_MONEY || number->kind == TEXT_NUMBER_PERCENT ||
              number->start > numbers.items[i - 1].start);
        check(number->key.n > 0 && utf8_valid(number->key, NULL));
        check(number->value >= 0);
    }
    arena_release(&arena);
    return 0;
}
