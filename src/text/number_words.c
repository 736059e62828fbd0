#include "text/number_words.h"

#include "base/utf8.h"
#include "text/fold.h"

enum { PREFIX_CHARACTERS = 4 };

#define WORD(text, languages, kind, value, currency)                                               \
    {text, languages, currency, TEXT_NUMBER_WORD_##kind, value},
const struct text_number_word text_number_words[] = {
#include "text/number_words.def"
};
#undef WORD
const size_t text_number_words_count = sizeof text_number_words / sizeof text_number_words[0];

/* Lower case, ’ as ', ended by NUL; false when it is too long to be one of ours. */
static bool fold(struct str word, char out[TEXT_NUMBER_WORD_MOST + 4]) {
    size_t n = 0;
    for (size_t i = 0; i < word.n;) {
        uint32_t c = utf8_next(word, &i);
        if (n >= TEXT_NUMBER_WORD_MOST)
            return false;
        if (c < 0x80)
            out[n++] = ascii_lower((char)c);
        else if (c == 0x2019)
            out[n++] = '\'';
        else
            n += utf8_encode(text_lower(c), out + n);
    }
    if (n > TEXT_NUMBER_WORD_MOST)
        return false;
    out[n] = '\0';
    return n > 0;
}

static bool is_of(const struct text_number_word *word, const char *language) {
    struct str rest = str_from(word->languages), one;
    if (rest.n == 0)
        return true;
    while (str_next(&rest, ' ', &one))
        if (str_eq(one, str_from(language[0] != '\0' ? language : "en")))
            return true;
    return false;
}

/* The first entry of a folded text, which ends in NUL. Most words differ in their first byte. */
static size_t find_first(const char *folded) {
    size_t low = 0, high = text_number_words_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *text = text_number_words[middle].text;
        int order = (unsigned char)text[0] - (unsigned char)folded[0];
        if (order == 0)
            order = strcmp(text, folded);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct text_number_word *text_number_word_find(struct str word, const char *language) {
    char folded[TEXT_NUMBER_WORD_MOST + 4];
    if (word.n > TEXT_NUMBER_WORD_MOST || !fold(word, folded))
        return NULL;
    for (size_t i = find_first(folded); i < text_number_words_count; i++) {
        if (strcmp(text_number_words[i].text, folded) != 0)
            break;
        if (is_of(&text_number_words[i], language))
            return &text_number_words[i];
    }
    return NULL;
}

const struct text_number_word *text_number_word_prefix(struct str text, const char *language,
                                                       size_t *length) {
    const struct text_number_word *found = NULL;
    size_t end = 0;
    for (int i = 0; i < PREFIX_CHARACTERS && end < text.n; i++) {
        if (utf8_next(text, &end) < 0x0E00)
            break;
        const struct text_number_word *word = text_number_word_find(str_take(text, end), language);
        if (word != NULL) {
            found = word;
            *length = end;
        }
    }
    return found;
}
