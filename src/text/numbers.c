#include "text/numbers.h"

#include "base/utf8.h"
#include "date/words.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/number_tail.h"
#include "text/numeral.h"

enum { YEAR_LEAST = 1800, YEAR_MOST = 2099, THOUSANDTHS = 3 };

struct reader {
    struct arena *arena;
    struct str text;
    struct text_language language;
    enum text_numeral_style style;
    struct text_numbers *out;
    size_t capacity;
    enum status status;
    struct str word;      /* the last word before here, where only a space (or ". ") is between */
    const char *currency; /* of the sign or code before here; NULL */
};

static enum text_numeral_style style_of(struct text_language language) {
    static const struct str commas = STR_INIT(" de nl es it pt da el tr id ro sl hr sr vi ");
    static const struct str spaced = STR_INIT(" fr ru uk be bg pl cs sk sv no fi hu et lv lt kk ");
    static const struct str dots = STR_INIT(" en zh ja ko th he hi bn ur ar ms ");
    char padded[6] = " ";
    if (language.code[0] == '\0')
        return TEXT_NUMERAL_ANY;
    size_t n = strlen(language.code);
    memcpy(padded + 1, language.code, n);
    padded[n + 1] = ' ';
    struct str tag = str_of(padded, n + 2);
    return str_find(commas, tag) != SIZE_MAX   ? TEXT_NUMERAL_COMMA
           : str_find(spaced, tag) != SIZE_MAX ? TEXT_NUMERAL_SPACED
           : str_find(dots, tag) != SIZE_MAX   ? TEXT_NUMERAL_DOT
                                               : TEXT_NUMERAL_ANY;
}

static struct str key_of(struct arena *arena, const struct text_number *number) {
    long long value = (long long)number->value, whole = value / 1000;
    char decimals[8] = "";
    if (value % 1000 != 0) {
        size_t n = 4;
        for (long long rest = value % 1000, i = 3; i > 0; i--, rest /= 10)
            decimals[i] = (char)('0' + rest % 10);
        decimals[0] = '.';
        while (decimals[n - 1] == '0')
            n--;
        decimals[n] = '\0';
    }
    switch (number->kind) {
    case TEXT_NUMBER_PERCENT:
        return arena_format(arena, "%lld%s%%", whole, decimals);
    case TEXT_NUMBER_MONEY:
        return arena_format(arena, "%.*s %lld%s", STR_ARG(number->currency), whole, decimals);
    case TEXT_NUMBER_YEAR:
        return arena_format(arena, "%lld", value);
    case TEXT_NUMBER_DATE:
        return arena_format(arena, "%02lld-%02lld", value / 100, value % 100);
    case TEXT_NUMBER_CLOCK:
        return arena_format(arena, "%lld:%02lld", value / 60, value % 60);
    case TEXT_NUMBER_SCORE:
        return arena_format(arena, "%lld-%lld", value / 1000, value % 1000);
    case TEXT_NUMBER_ORDINAL:
        return arena_format(arena, "%lld.", value);
    case TEXT_NUMBER_COUNT:
        break;
    }
    return arena_format(arena, "%lld%s", whole, decimals);
}

static void add(struct reader *reader, struct text_number number) {
    struct text_numbers *out = reader->out;
    number.key = key_of(reader->arena, &number);
    if (str_absent(number.key) || arena_grow(reader->arena, &out->items, &reader->capacity,
                                             out->n + 1, sizeof *out->items) != STATUS_OK) {
        reader->status = STATUS_MEMORY;
        return;
    }
    out->items[out->n++] = number;
}

static void add_simple(struct reader *reader, enum text_number_kind kind, int64_t value,
                       size_t start, size_t end) {
    add(reader, (struct text_number){.kind = kind, .value = value, .start = start, .end = end});
}

/* The value in thousandths; false for what does not fit. */
static bool measure(const struct text_numeral *numeral, int scale, struct text_number *number) {
    int exponent = scale - numeral->decimals + THOUSANDTHS;
    int64_t value = (int64_t)numeral->digits;
    for (; exponent < 0; exponent++)
        value /= 10;
    for (; exponent > 0; exponent--) {
        if (value > INT64_MAX / 20)
            return false;
        value *= 10;
    }
    number->value = value;
    return true;
}

static bool is_year(const struct text_numeral *numeral) {
    return numeral->kind == TEXT_NUMERAL_PLAIN && numeral->count == 4 &&
           numeral->digits >= YEAR_LEAST && numeral->digits <= YEAR_MOST;
}

static bool is_short(const struct text_numeral *numeral) {
    return numeral->kind == TEXT_NUMERAL_PLAIN && numeral->count <= 3;
}

static void add_number(struct reader *reader, const struct text_numeral *numeral,
                       const struct text_number_tail *tail, size_t start, size_t end) {
    struct text_number number = {.start = start, .end = end};
    const char *currency = reader->currency != NULL ? reader->currency : tail->currency;
    int64_t plain = (int64_t)numeral->digits;
    bool bare = !tail->scaled && !tail->percent && currency == NULL;
    if (bare && tail->half && is_short(numeral) && plain >= 1 && plain <= 12) {
        add_simple(reader, TEXT_NUMBER_CLOCK, plain % 12 * 60 + tail->half_minutes, start, end);
        return;
    }
    if (bare && tail->ordinal && numeral->kind == TEXT_NUMERAL_PLAIN) {
        add_simple(reader, TEXT_NUMBER_ORDINAL, plain, start, end);
        return;
    }
    if (bare && (!tail->unit || tail->era) && is_year(numeral)) {
        add_simple(reader, TEXT_NUMBER_YEAR, plain, start, end);
        return;
    }
    if (!measure(numeral, tail->scale, &number))
        return;
    number.kind = tail->percent      ? TEXT_NUMBER_PERCENT
                  : currency != NULL ? TEXT_NUMBER_MONEY
                                     : TEXT_NUMBER_COUNT;
    if (number.kind == TEXT_NUMBER_MONEY)
        number.currency = str_from(currency);
    add(reader, number);
}

/* Days of months. */

static bool is_day(const struct text_numeral *numeral) {
    return numeral->kind == TEXT_NUMERAL_PLAIN && numeral->count <= 2 && numeral->digits >= 1 &&
           numeral->digits <= 31;
}

/* The month that a word names; 0 for none. English (and whoever is not known) writes months with a
 * capital: "may 5" is none. */
static int month_of(const struct reader *reader, struct str word) {
    size_t at = 0;
    if (word.n < 3 || word.n > 40)
        return 0;
    bool capital = text_is_upper(utf8_next(word, &at));
    const char *code = reader->language.code;
    bool small = code[0] != '\0' && strcmp(code, "en") != 0 && strcmp(code, "de") != 0;
    if (!capital && (!small || word.n < 4) && (uint8_t)word.p[0] < 0xD8)
        return 0;
    struct date_word found = date_word_find(word);
    return found.kind == DATE_WORD_MONTH || found.kind == DATE_WORD_EITHER ? found.value : 0;
}

static size_t skip_sign(struct str text, size_t at, struct str sign) {
    return str_starts(str_skip(text, at), sign) ? at + sign.n : at;
}

/* "5 June", "5. Juni", "5th of June", "5 de junio": where it ends, 0 when no month follows. */
static size_t day_before_month(struct reader *reader, const struct text_numeral *day, int *month) {
    struct str text = reader->text;
    size_t at = text_letters_end(text, day->end);
    if (at > day->end) {
        const struct text_number_word *ending =
            text_number_word_find(str_of(text.p + day->end, at - day->end), reader->language.code);
        if (ending == NULL || ending->kind != TEXT_NUMBER_WORD_ORDINAL)
            return 0;
    }
    at = skip_sign(text, at, STR("."));
    if (skip_sign(text, at, STR(" ")) == at)
        return 0;
    at++;
    static const struct str links[] = {STR_INIT("of "), STR_INIT("de ")};
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
        at = skip_sign(text, at, links[i]);
    size_t end = text_letters_end(text, at);
    *month = month_of(reader, str_of(text.p + at, end - at));
    return *month != 0 ? end : 0;
}

/* "6月5日", "6월 5일": `month` is the numeral before the first sign. */
static size_t east_asian(struct reader *reader, const struct text_numeral *month, int *day) {
    static const struct str months[] = {STR_INIT("\xE6\x9C\x88"), STR_INIT("\xEC\x9B\x94")};
    static const struct str days[] = {STR_INIT("\xE6\x97\xA5"), STR_INIT("\xEC\x9D\xBC")};
    struct str text = reader->text;
    for (size_t i = 0; i < 2; i++) {
        size_t at = skip_sign(text, month->end, months[i]);
        if (at == month->end || month->digits < 1 || month->digits > 12)
            continue;
        at = skip_sign(text, at, STR(" "));
        size_t next = at;
        if (at >= text.n || text_digit(utf8_next(text, &next)) < 0)
            continue;
        struct text_numeral numeral = text_numeral_read(text, at, reader->style);
        size_t end = skip_sign(text, numeral.end, days[i]);
        if (is_day(&numeral) && end > numeral.end) {
            *day = (int)numeral.digits;
            return end;
        }
    }
    return 0;
}

/* Whether the numeral is part of a date; where it ends. */
static size_t read_date(struct reader *reader, const struct text_numeral *numeral, size_t start) {
    int month = 0, day = (int)numeral->digits;
    size_t end = 0;
    if (numeral->kind == TEXT_NUMERAL_DATE) {
        add_simple(reader, TEXT_NUMBER_DATE, (int64_t)numeral->digits, start, numeral->end);
        return numeral->end;
    }
    if (!is_day(numeral))
        return 0;
    end = day_before_month(reader, numeral, &month);
    if (end == 0 && (end = east_asian(reader, numeral, &day)) != 0)
        month = (int)numeral->digits;
    if (end == 0 && (month = month_of(reader, reader->word)) != 0) {
        struct text_number_tail tail =
            text_number_tail_read(reader->text, numeral->end, reader->language.code, false);
        if (tail.scaled || tail.percent || tail.currency != NULL || tail.unit || tail.part)
            return 0;
        end = tail.ordinal ? tail.end : numeral->end;
    }
    if (end != 0)
        add_simple(reader, TEXT_NUMBER_DATE, month * 100 + day, start, end);
    return end;
}

/* Pairs: "3-1", "2024-25", "10-15 %", "10:30", "24/7". */

static uint32_t joint_at(struct str text, size_t at, size_t *next) {
    *next = at;
    if (at >= text.n)
        return 0;
    uint32_t c = utf8_next(text, next);
    if (c >= 0x2010 && c <= 0x2014)
        c = '-';
    size_t digit = *next;
    bool joins = c == '-' || c == ':' || c == '/';
    return joins && digit < text.n && text_digit(utf8_next(text, &digit)) >= 0 ? c : 0;
}

/* "2024-06-05": its end; 0 when it is none. */
static size_t read_iso_date(struct reader *reader, const struct text_numeral *year,
                            const struct text_numeral *month, size_t start) {
    size_t next = 0;
    if (!is_year(year) || month->count != 2 || month->digits < 1 || month->digits > 12 ||
        joint_at(reader->text, month->end, &next) != '-')
        return 0;
    struct text_numeral day = text_numeral_read(reader->text, next, reader->style);
    if (!is_day(&day) || day.count != 2)
        return 0;
    add_simple(reader, TEXT_NUMBER_YEAR, (int64_t)year->digits, start, year->end);
    add_simple(reader, TEXT_NUMBER_DATE, (int64_t)(month->digits * 100 + day.digits), year->end + 1,
               day.end);
    return day.end;
}

/* More than two parts are a date that may be read two ways, or a telephone number. */
static size_t skip_parts(const struct reader *reader, size_t at) {
    size_t next = at;
    while (joint_at(reader->text, at, &next) != 0)
        at = text_numeral_read(reader->text, next, TEXT_NUMERAL_DOT).end;
    return at;
}

static void add_short_pair(struct reader *reader, uint32_t joint, const struct text_numeral *a,
                           const struct text_numeral *b, size_t start) {
    int64_t first = (int64_t)a->digits, second = (int64_t)b->digits;
    if (joint == ':' && b->count == 2 && first <= 24 && second < 60)
        add_simple(reader, TEXT_NUMBER_CLOCK, first * 60 + second, start, b->end);
    else if (joint != '/')
        add_simple(reader, TEXT_NUMBER_SCORE, first * 1000 + second, start, b->end);
}

/* A numeral that another one hangs on; where the pair ends. */
static size_t read_pair(struct reader *reader, const struct text_numeral *a, size_t start) {
    struct str text = reader->text;
    size_t next = 0, further = 0;
    uint32_t joint = joint_at(text, a->end, &next);
    struct text_numeral b = text_numeral_read(text, next, reader->style);
    size_t end = read_iso_date(reader, a, &b, start);
    if (end != 0)
        return end;
    if (joint_at(text, b.end, &further) != 0 && joint != ':')
        return skip_parts(reader, b.end);
    if (is_year(a) && joint != ':' && b.kind == TEXT_NUMERAL_PLAIN &&
        (b.count == 2 || is_year(&b))) {
        add_simple(reader, TEXT_NUMBER_YEAR, (int64_t)a->digits, start, b.end);
        return b.end;
    }
    bool loose = reader->currency != NULL || b.kind == TEXT_NUMERAL_DECIMAL;
    struct text_number_tail tail = text_number_tail_read(text, b.end, reader->language.code, loose);
    bool bare = !tail.scaled && !tail.percent && tail.currency == NULL && reader->currency == NULL;
    if (tail.half && joint == ':' && is_short(a) && a->digits <= 12 && b.digits < 60) {
        add_simple(reader, TEXT_NUMBER_CLOCK,
                   (int64_t)(a->digits % 12 * 60 + b.digits) + tail.half_minutes, start, tail.end);
    } else if (bare && is_short(a) && is_short(&b) && !tail.part) {
        add_short_pair(reader, joint, a, &b, start);
        return b.end;
    } else if (joint == '-' && b.kind != TEXT_NUMERAL_NONE && !tail.part) {
        add_number(reader, a, &tail, start, a->end);
        add_number(reader, &b, &tail, next, tail.end);
    }
    return tail.end > b.end ? tail.end : b.end;
}

/* What starts with the digit at `at`; where it ends. */
static size_t read_number(struct reader *reader, size_t at) {
    struct text_numeral numeral = text_numeral_read(reader->text, at, reader->style);
    size_t next = 0, end = numeral.end;
    if (numeral.kind == TEXT_NUMERAL_NONE)
        return skip_parts(reader, text_letters_end(reader->text, end));
    size_t date = read_date(reader, &numeral, at);
    if (date != 0)
        return date;
    if (joint_at(reader->text, numeral.end, &next) != 0)
        return read_pair(reader, &numeral, at);
    bool loose = reader->currency != NULL || numeral.kind == TEXT_NUMERAL_DECIMAL;
    struct text_number_tail tail =
        text_number_tail_read(reader->text, end, reader->language.code, loose);
    if (!tail.part)
        add_number(reader, &numeral, &tail, at, tail.end);
    return tail.end > end ? tail.end : end;
}

/* Words. */

/* "twenty-five": the unit behind the tens, and where it ends. */
static size_t read_ones(const struct reader *reader, size_t at, uint64_t *ones) {
    struct str text = reader->text;
    if (at >= text.n || (text.p[at] != '-' && text.p[at] != ' '))
        return at;
    size_t end = text_letters_end(text, at + 1);
    const struct text_number_word *word =
        text_number_word_find(str_of(text.p + at + 1, end - at - 1), reader->language.code);
    if (word == NULL || word->kind != TEXT_NUMBER_WORD_NUMBER || word->value > 9)
        return at;
    *ones = (uint64_t)word->value;
    return end;
}

static size_t read_number_word(struct reader *reader, const struct text_number_word *word,
                               size_t start, size_t end) {
    struct text_numeral numeral = {
        .kind = TEXT_NUMERAL_PLAIN, .digits = (uint64_t)word->value, .count = 2, .end = end};
    uint64_t ones = 0;
    if (word->value >= 20)
        numeral.end = read_ones(reader, end, &ones);
    numeral.digits += ones;
    struct text_number_tail tail =
        text_number_tail_read(reader->text, numeral.end, reader->language.code, false);
    if (tail.ordinal || tail.half)
        tail = (struct text_number_tail){.end = numeral.end};
    add_number(reader, &numeral, &tail, start, tail.end);
    return tail.end;
}

/* A run of letters, and digits that hang on to them ("H5N1", "GPT-4"). */
static size_t read_word(struct reader *reader, size_t at) {
    struct str text = reader->text;
    size_t end = text_letters_end(text, at), letters = end;
    size_t first = at;
    bool name = false;
    bool capital = text_is_upper(utf8_next(text, &first));
    for (size_t next = end; next < text.n; end = next) {
        uint32_t c = utf8_next(text, &next);
        size_t behind = next;
        bool digit = text_digit(c) >= 0 || c == '_';
        bool hyphen = (capital || name) && c == '-' && behind < text.n &&
                      text_digit(utf8_next(text, &behind)) >= 0;
        bool letter = text_is_word(c) && !text_is_unspaced(c);
        if (!digit && !hyphen && !(name && letter))
            break;
        name = true;
    }
    if (name)
        return end;
    struct str word = str_of(text.p + at, letters - at);
    const struct text_number_word *found = text_number_word_find(word, reader->language.code);
    if (found != NULL && found->kind == TEXT_NUMBER_WORD_NUMBER && end > at)
        return read_number_word(reader, found, at, end);
    reader->word = word;
    /* "USD 5", "Rs. 500"; but "Won 3-1". */
    bool code = word.n == 2 || (word.n == 3 && word.p[1] >= 'A' && word.p[1] <= 'Z');
    if (found != NULL && found->kind == TEXT_NUMBER_WORD_CURRENCY && code)
        reader->currency = found->currency;
    return end;
}

/* Signs of currencies with the letters before them: "$", "US$". */
static void read_sign(struct reader *reader, size_t at, size_t end) {
    struct str text = reader->text;
    size_t start = at;
    while (start > 0 && at - start < 2 && ascii_is_alpha(text.p[start - 1]))
        start--;
    const struct text_number_word *found =
        text_number_word_find(str_of(text.p + start, end - start), reader->language.code);
    if (found == NULL)
        found = text_number_word_find(str_of(text.p + at, end - at), reader->language.code);
    if (found != NULL && found->kind == TEXT_NUMBER_WORD_CURRENCY)
        reader->currency = found->currency;
}

static bool keeps_context(uint32_t c) {
    return c == ' ' || c == 0xA0 || c == 0x202F || c == '.';
}

static size_t read_next(struct reader *reader, size_t at) {
    size_t next = at;
    uint32_t c = utf8_next(reader->text, &next);
    if (text_digit(c) >= 0) {
        size_t end = read_number(reader, at);
        reader->word = STR_NONE;
        reader->currency = NULL;
        return end;
    }
    if (text_is_word(c) && !text_is_unspaced(c)) {
        reader->word = STR_NONE;
        reader->currency = NULL;
        size_t end = read_word(reader, at);
        return end > next ? end : next;
    }
    if (!keeps_context(c)) {
        reader->word = STR_NONE;
        reader->currency = NULL;
        if (c == '$' || c > 0xA1)
            read_sign(reader, at, next);
    }
    return next;
}

enum status text_numbers_read(struct arena *arena, struct str text, struct str language,
                              struct text_numbers *numbers, struct error *error) {
    struct reader reader = {.arena = arena, .text = text, .out = numbers};
    reader.language = text_language_of_tag(language);
    reader.style = style_of(reader.language);
    *numbers = (struct text_numbers){NULL, 0};
    for (size_t at = 0; at < text.n && reader.status == STATUS_OK;)
        at = read_next(&reader, at);
    return reader.status == STATUS_OK ? STATUS_OK : arena_status(arena, error);
}
