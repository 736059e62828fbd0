#include "date/words.h"

#include <stdlib.h>
#include <utf8proc.h>

enum { WORD_MOST = 31 };

#define WORD(text, kind, value) {text, DATE_WORD_##kind, value},
static const struct {
    char text[WORD_MOST + 1];
    uint8_t kind;
    int16_t value;
} words[] = {
#include "date/words.def"
};
#undef WORD

static bool fold_ascii(struct str word, char out[WORD_MOST + 1]) {
    if (word.n > WORD_MOST)
        return false;
    for (size_t i = 0; i < word.n; i++) {
        if ((word.p[i] & 0x80) != 0)
            return false;
        out[i] = ascii_lower(word.p[i]);
    }
    out[word.n] = '\0';
    return true;
}

/* Lower case without accents; false when it is no UTF-8 or too long to be one of ours. */
static bool fold(struct str word, char out[WORD_MOST + 1]) {
    utf8proc_int32_t wide[2 * WORD_MOST + 2];
    utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
                            UTF8PROC_COMPAT | UTF8PROC_STABLE;
    if (word.n > WORD_MOST)
        return false;
    utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)word.p,
                                                (utf8proc_ssize_t)word.n, wide, 2 * WORD_MOST, how);
    if (count < 0 || count > 2 * WORD_MOST)
        return false;
    size_t n = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        utf8proc_uint8_t bytes[4];
        /* Turkish dotless i has no decomposition. */
        utf8proc_ssize_t length = utf8proc_encode_char(wide[i] == 0x131 ? 'i' : wide[i], bytes);
        if (n + (size_t)length > WORD_MOST)
            return false;
        memcpy(out + n, bytes, (size_t)length);
        n += (size_t)length;
    }
    out[n] = '\0';
    return true;
}

struct date_word date_word_find(struct str word) {
    char key[WORD_MOST + 1];
    if (!fold_ascii(word, key) && !fold(word, key))
        return (struct date_word){DATE_WORD_NONE, 0};
    size_t low = 0, high = sizeof words / sizeof words[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(key, words[middle].text);
        if (order == 0)
            return (struct date_word){words[middle].kind, words[middle].value};
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return (struct date_word){DATE_WORD_NONE, 0};
}
