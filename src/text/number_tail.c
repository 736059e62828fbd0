#include "text/number_tail.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/numeral.h"

enum { TAIL_WORDS = 4, SCALE_MOST = 15 };

/* A word of the tail, and how it hangs on to what is before it. */
struct piece {
    const struct text_number_word *word; /* NULL: not one of ours */
    struct str text;
    bool glued, hyphen;
    size_t end;
};

size_t text_letters_end(struct str text, size_t at) {
    for (size_t next = at; next < text.n; at = next) {
        uint32_t c = utf8_next(text, &next);
        if (!text_is_word(c) || (c < 0x80 && !ascii_is_alpha((char)c)) || text_is_unspaced(c))
            break;
    }
    return at;
}

static bool is_space(uint32_t c) {
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

static bool is_hyphen(uint32_t c) {
    return c == '-' || c == 0x2010 || c == 0x2011;
}

/* A currency's sign, with the letters that may be part of it: "$", "R$". */
static size_t sign_end(struct str text, size_t at) {
    uint32_t c = utf8_next(text, &at);
    bool is_sign = c == '$' || c == '%' || c == 0xFF05 || c == 0x066A || c == 0xFF04 ||
                   c == 0xFFE1 || c == 0xFFE5 || (c >= 0xA2 && c <= 0xA5) ||
                   (c >= 0x20A0 && c <= 0x20CF);
    return is_sign ? at : 0;
}

static bool read_piece(struct str text, size_t at, const char *language, struct piece *piece) {
    if (at >= text.n)
        return false;
    *piece = (struct piece){.glued = true};
    size_t next = at, length = 0;
    uint32_t c = utf8_next(text, &next);
    if (is_space(c) || is_hyphen(c)) {
        piece->glued = false;
        piece->hyphen = is_hyphen(c);
        at = next;
    }
    if (at >= text.n)
        return false;
    size_t end = piece->hyphen ? 0 : sign_end(text, at);
    if (end == 0) {
        piece->word = text_number_word_prefix(str_skip(text, at), language, &length);
        end = piece->word != NULL ? at + length : text_letters_end(text, at);
    }
    piece->text = str_of(text.p + at, end - at);
    piece->end = end;
    if (piece->word == NULL && end > at)
        piece->word = text_number_word_find(piece->text, language);
    return end > at;
}

/* "m" and "b" alone are metres and bytes as well as millions. */
static bool is_scale(const struct piece *piece, bool loose) {
    if (piece->text.n > 1 || piece->word->value == 3)
        return piece->glued || piece->text.n > 1;
    return piece->glued && loose;
}

static void take_scale(const struct piece *piece, struct str text, struct text_number_tail *tail) {
    if (tail->scale + piece->word->value <= SCALE_MOST)
        tail->scale += piece->word->value;
    tail->scaled = true;
    tail->end = piece->end;
    /* "3 Mio. Euro", but not "3 million." at a sentence's end. */
    if (piece->text.n <= 6 && str_starts(str_skip(text, tail->end), STR(". ")) &&
        tail->end + 2 < text.n)
        tail->end++;
}

static bool is_era(const struct piece *piece) {
    return piece->glued &&
           (str_eq_case(piece->text, STR("s")) || str_eq_case(piece->text, STR("er")) ||
            str_eq(piece->text, STR("\xE5\xB9\xB4")) || str_eq(piece->text, STR("\xEB\x85\x84")));
}

/* "per cent": whether "cent" follows; the tail ends behind it. */
static bool take_cent(struct str text, const char *language, const struct piece *per,
                      struct text_number_tail *tail) {
    struct piece cent;
    if (!read_piece(text, per->end, language, &cent) || cent.glued || cent.word == NULL ||
        cent.word->kind != TEXT_NUMBER_WORD_CENT)
        return false;
    tail->percent = true;
    tail->end = cent.end;
    return true;
}

static bool digit_follows(struct str text, size_t at) {
    return at < text.n && text_digit(utf8_next(text, &at)) >= 0;
}

/* False when the tail ends before the piece. */
static bool take_piece(struct str text, const char *language, const struct piece *piece, bool loose,
                       struct text_number_tail *tail) {
    bool first = !tail->scaled;
    switch (piece->word->kind) {
    case TEXT_NUMBER_WORD_SCALE:
        if (is_scale(piece, loose)) {
            take_scale(piece, text, tail);
            return true;
        }
        tail->unit = piece->glued; /* metres, bytes */
        break;
    case TEXT_NUMBER_WORD_PERCENT:
        tail->percent = true;
        tail->end = piece->end;
        return false;
    case TEXT_NUMBER_WORD_PER:
        take_cent(text, language, piece, tail);
        return false;
    case TEXT_NUMBER_WORD_CURRENCY:
        if (!piece->glued && digit_follows(text, piece->end)) /* "gains 5 €10 tickets" */
            return false;
        tail->currency = piece->word->currency;
        tail->end = piece->end;
        return false;
    case TEXT_NUMBER_WORD_ORDINAL:
        tail->ordinal = first && (piece->glued || piece->hyphen);
        break;
    case TEXT_NUMBER_WORD_HALF:
        tail->half = first;
        tail->half_minutes = piece->word->value;
        break;
    case TEXT_NUMBER_WORD_UNIT:
        tail->unit = piece->glued && !str_eq(piece->text, STR("G")); /* "5G" is no weight */
        break;
    default:
        return false;
    }
    if (tail->ordinal || tail->half || tail->unit)
        tail->end = piece->end;
    return false;
}

struct text_number_tail text_number_tail_read(struct str text, size_t at, const char *language,
                                              bool loose) {
    struct text_number_tail tail = {.end = at};
    struct piece piece;
    for (int i = 0; i < TAIL_WORDS && read_piece(text, tail.end, language, &piece); i++) {
        if (i == 0 && is_era(&piece)) {
            tail.era = tail.unit = true;
            tail.end = piece.end;
            break;
        }
        size_t before = tail.end;
        bool more = piece.word != NULL && take_piece(text, language, &piece, loose, &tail);
        bool taken = tail.end > before;
        /* Letters of a script with spaces that hang on a number make a word of it. */
        if (!taken && i == 0 && piece.glued) {
            size_t first = 0;
            tail.part = utf8_next(piece.text, &first) < 0x0E00;
            tail.end = tail.part ? piece.end : tail.end;
        }
        if (!more)
            break;
    }
    return tail;
}
