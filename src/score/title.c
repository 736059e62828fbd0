#include "score/title.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "text/fold.h"

/* Shorter words in capitals are mostly abbreviations (NASA, OPEC). */
enum { LONG_WORD = 5 };

struct words {
    size_t of, loud; /* long words, and those of capitals only */
    size_t letters, capitals;
};

static void end_word(struct words *words) {
    if (words->letters >= LONG_WORD) {
        words->of++;
        words->loud += words->capitals == words->letters;
    }
    words->letters = words->capitals = 0;
}

static bool is_row(uint32_t a, uint32_t b) {
    bool first = a == '!' || a == 0xFF01, second = b == '!' || b == 0xFF01;
    bool asked = a == '?' || b == '?' || a == 0xFF1F || b == 0xFF1F;
    return (first && second) || ((first || second) && asked);
}

const char *score_shouting(struct str title) {
    struct words words = {0};
    uint32_t before = 0;
    for (size_t at = 0; at < title.n;) {
        uint32_t c = utf8_next(title, &at);
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
        if (is_row(before, c))
            return "its title has a row of exclamation marks";
        before = c;
        if (!text_is_word(c)) {
            end_word(&words);
            continue;
        }
        words.letters++;
        words.capitals += category == UTF8PROC_CATEGORY_LU;
    }
    end_word(&words);
    return words.loud >= 2 && words.loud * 2 >= words.of ? "its title is in capitals" : NULL;
}
