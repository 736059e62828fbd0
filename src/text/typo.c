#include "text/typo.h"

#include "base/utf8.h"

enum { MOST = TEXT_TYPO_CHARACTERS };

/* The characters of a word; SIZE_MAX when there are too many. */
static size_t characters(struct str word, uint32_t out[MOST]) {
    size_t n = 0;
    for (size_t at = 0; at < word.n; n++) {
        if (n == MOST)
            return SIZE_MAX;
        out[n] = utf8_next(word, &at);
    }
    return n;
}

static bool is_there(const struct text_trigrams *trigrams, struct str one) {
    for (size_t i = 0; i < trigrams->count; i++)
        if (str_eq(text_trigram(trigrams, i), one))
            return true;
    return false;
}

void text_trigrams(struct str word, struct text_trigrams *trigrams) {
    uint32_t padded[MOST + 3] = {' ', ' '};
    size_t n = characters(word, padded + 2);
    trigrams->count = 0;
    if (n == SIZE_MAX || n < 2)
        return;
    padded[n + 2] = ' ';
    for (size_t i = 0; i <= n; i++) {
        char *bytes = trigrams->bytes[trigrams->count];
        size_t length = 0;
        for (size_t k = 0; k < 3; k++)
            length += utf8_encode(padded[i + k], bytes + length);
        trigrams->lengths[trigrams->count] = (unsigned char)length;
        if (!is_there(trigrams, str_of(bytes, length)))
            trigrams->count++;
    }
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

size_t text_typo_distance(struct str a, struct str b) {
    uint32_t left[MOST], right[MOST];
    size_t rows[MOST + 1][MOST + 1];
    size_t n = characters(a, left), m = characters(b, right);
    if (n == SIZE_MAX || m == SIZE_MAX)
        return SIZE_MAX;
    for (size_t i = 0; i <= n; i++)
        rows[i][0] = i;
    for (size_t k = 0; k <= m; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= n; i++)
        for (size_t k = 1; k <= m; k++) {
            size_t same = left[i - 1] == right[k - 1] ? 0 : 1;
            rows[i][k] =
                least(least(rows[i - 1][k], rows[i][k - 1]) + 1, rows[i - 1][k - 1] + same);
            if (i > 1 && k > 1 && left[i - 1] == right[k - 2] && left[i - 2] == right[k - 1])
                rows[i][k] = least(rows[i][k], rows[i - 2][k - 2] + 1);
        }
    return rows[n][m];
}

size_t text_typo_allowed(struct str word) {
    enum { NONE = 3, ONE = 6 };
    size_t length = utf8_length(word);
    return length <= NONE ? 0 : length <= ONE ? 1 : 2;
}
