#include "text/excerpt.h"

#include "base/utf8.h"
#include "text/fold.h"

enum { WORD_REST_MOST = 100 };

static struct str trim_end(struct str s) {
    size_t kept = 0;
    for (size_t i = 0; i < s.n;)
        if (!utf8_is_space(utf8_next(s, &i)))
            kept = i;
    return str_take(s, kept);
}

/* The end of the word that contains the last of `characters` characters. */
static size_t excerpt_end(struct str plain, size_t characters) {
    size_t end = utf8_offset(plain, characters);
    size_t last = characters > 0 ? utf8_offset(plain, characters - 1) : 0;
    if (end >= plain.n || characters == 0)
        return end;
    uint32_t c = utf8_next(plain, &last);
    size_t more = 0;
    for (size_t next = end; !utf8_is_space(c) && next < plain.n && more < WORD_REST_MOST; more++) {
        c = utf8_next(plain, &next);
        if (utf8_is_space(c) || (text_is_unspaced(c) && !text_is_mark(c)))
            break;
        end = next;
    }
    return trim_end(str_take(plain, end)).n;
}

struct str text_excerpt(struct arena *arena, struct str plain, size_t characters) {
    return arena_copy(arena, str_take(plain, excerpt_end(plain, characters)));
}

/* Where the last word that is whole within the first `end` bytes ends; 0 when there is none. */
static size_t last_word_end(struct str plain, size_t end) {
    size_t word_end = 0;
    bool in_word = false;
    for (size_t i = 0; i < plain.n && i <= end;) {
        size_t start = i;
        uint32_t c = utf8_next(plain, &i);
        bool space = utf8_is_space(c);
        bool starts_alone = text_is_unspaced(c) && !text_is_mark(c);
        if (in_word && (space || starts_alone))
            word_end = start;
        in_word = !space;
    }
    return word_end;
}

/* No comma or colon before an ellipsis. */
static struct str trim_signs(struct str s) {
    while (s.n > 0 && strchr(" ,;:-.", s.p[s.n - 1]) != NULL)
        s.n--;
    return s;
}

struct str text_shorten(struct arena *arena, struct str plain, size_t characters) {
    if (plain.n <= characters || utf8_offset(plain, characters) >= plain.n)
        return plain;
    size_t room = utf8_offset(plain, characters > 0 ? characters - 1 : 0);
    size_t end = last_word_end(plain, room);
    struct str kept = trim_signs(trim_end(str_take(plain, end > 0 ? end : room)));
    return arena_format(arena, "%.*s\xE2\x80\xA6", STR_ARG(kept));
}
