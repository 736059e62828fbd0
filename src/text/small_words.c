#include "text/small_words.h"

#define WORD(text, languages) {text, languages},
static const struct {
    char text[TEXT_SMALL_WORD_MOST + 1];
    char languages[40];
} words[] = {
#include "text/language_words.def"
};
#undef WORD

struct str text_small_word(struct str word) {
    if (word.n == 0 || word.n > TEXT_SMALL_WORD_MOST)
        return STR_NONE;
    size_t low = 0, high = sizeof words / sizeof words[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        /* Most words differ in their first byte. */
        int order = (unsigned char)words[middle].text[0] - (unsigned char)word.p[0];
        if (order == 0)
            order = str_compare(str_from(words[middle].text), word);
        if (order == 0)
            return str_from(words[middle].languages);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return STR_NONE;
}

bool text_is_small_word(struct str word, const char *language) {
    struct str rest = text_small_word(word), one;
    if (str_absent(rest) || language[0] == '\0')
        return !str_absent(rest);
    while (str_next(&rest, ' ', &one))
        if (str_eq(one, str_from(language)))
            return true;
    return false;
}
