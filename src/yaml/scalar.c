#include "yaml/scalar.h"

#include "base/utf8.h"

static bool one_of(struct str text, const struct str *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(text, words[i]))
            return true;
    return false;
}

static const struct str nulls[] = {STR_INIT(""), STR_INIT("~"), STR_INIT("null"), STR_INIT("Null"),
                                   STR_INIT("NULL")};
static const struct str trues[] = {STR_INIT("true"), STR_INIT("True"), STR_INIT("TRUE"),
                                   STR_INIT("yes"),  STR_INIT("Yes"),  STR_INIT("YES"),
                                   STR_INIT("on"),   STR_INIT("On"),   STR_INIT("ON")};
static const struct str falses[] = {STR_INIT("false"), STR_INIT("False"), STR_INIT("FALSE"),
                                    STR_INIT("no"),    STR_INIT("No"),    STR_INIT("NO"),
                                    STR_INIT("off"),   STR_INIT("Off"),   STR_INIT("OFF")};
#define ONE_OF(text, words) one_of((text), (words), sizeof(words) / sizeof(words)[0])

bool yaml_is_null(struct str text) {
    return text.n <= 4 && ONE_OF(text, nulls);
}

bool yaml_to_bool(struct str text, bool *value) {
    if (text.n > 5)
        return false;
    *value = ONE_OF(text, trues);
    return *value || ONE_OF(text, falses);
}

bool yaml_to_int(struct str text, int64_t *value) {
    if (text.n > 1 && text.p[0] == '+' && ascii_is_digit(text.p[1]))
        text = str_skip(text, 1);
    size_t sign = text.n > 0 && text.p[0] == '-';
    if (text.n - sign > 1 && text.p[sign] == '0')
        return false;
    return str_to_i64(text, value);
}

/* Takes `least` to `most` digits from the front. */
static bool take_digits(struct str *text, size_t least, size_t most, int *value) {
    size_t n = 0;
    *value = 0;
    while (n < most && n < text->n && ascii_is_digit(text->p[n]))
        *value = *value * 10 + (text->p[n++] - '0');
    *text = str_skip(*text, n);
    return n >= least;
}

static bool take_byte(struct str *text, char byte) {
    if (text->n == 0 || text->p[0] != byte)
        return false;
    *text = str_skip(*text, 1);
    return true;
}

static bool take_clock(struct str *text, struct civil *civil) {
    if (!take_digits(text, 1, 2, &civil->hour) || !take_byte(text, ':') ||
        !take_digits(text, 2, 2, &civil->minute) || !take_byte(text, ':') ||
        !take_digits(text, 2, 2, &civil->second))
        return false;
    if (take_byte(text, '.'))
        while (text->n > 0 && ascii_is_digit(text->p[0]))
            *text = str_skip(*text, 1);
    return civil->hour < 24 && civil->minute < 60 && civil->second < 60;
}

/* Seconds east of Greenwich. */
static bool take_zone(struct str *text, int64_t *east) {
    int hours, minutes = 0;
    *east = 0;
    *text = str_trim(*text);
    if (text->n == 0 || take_byte(text, 'Z'))
        return true;
    int64_t sign = text->p[0] == '-' ? -1 : 1;
    if (!take_byte(text, '+') && !take_byte(text, '-'))
        return false;
    if (!take_digits(text, 1, 2, &hours))
        return false;
    if ((take_byte(text, ':') || text->n > 0) && !take_digits(text, 2, 2, &minutes))
        return false;
    *east = sign * ((int64_t)hours * HOUR_SECONDS + (int64_t)minutes * 60);
    return hours < 24 && minutes < 60;
}

bool yaml_to_time(struct str text, int64_t *time) {
    struct civil civil = {0};
    int year;
    int64_t east = 0;
    if (!take_digits(&text, 4, 4, &year) || !take_byte(&text, '-') ||
        !take_digits(&text, 1, 2, &civil.month) || !take_byte(&text, '-') ||
        !take_digits(&text, 1, 2, &civil.day))
        return false;
    civil.year = year;
    struct civil again = civil_from_time(time_from_civil(civil));
    if (again.year != civil.year || again.month != civil.month || again.day != civil.day)
        return false; /* a day that does not exist */
    if (text.n > 0) {
        if (!take_byte(&text, 'T') && !take_byte(&text, 't') && !take_byte(&text, ' '))
            return false;
        text = str_trim(text);
        if (!take_clock(&text, &civil) || !take_zone(&text, &east) || text.n > 0)
            return false;
    }
    *time = time_from_civil(civil) - east;
    return civil_from_time(*time).year >= 0 && civil_from_time(*time).year <= 9999;
}

/* Bytes that make a text unfit to be plain wherever they stand. Of multi-byte characters that are
 * not printable to YAML, or line breaks to YAML 1.1, the lead byte makes one look closer. */
static bool has_unprintable(struct str text) {
    for (size_t i = 0; i < text.n;) {
        unsigned char byte = (unsigned char)text.p[i];
        if (byte < 0x20 || byte == 0x7F)
            return true;
        if (byte < 0x80) {
            i++;
            continue;
        }
        uint32_t c = utf8_next(text, &i);
        if (c < 0xA0 || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF)
            return true;
    }
    return false;
}

/* Whether YAML 1.1 or 1.2 may take it for a number, a date or a special value: generous, since
 * quotes do no harm there. */
static bool looks_like_value(struct str text) {
    static const struct str words[] = {STR_INIT("y"), STR_INIT("Y"), STR_INIT("n"),
                                       STR_INIT("N"), STR_INIT("="), STR_INIT("<<")};
    bool ignored;
    if (yaml_is_null(text) || yaml_to_bool(text, &ignored) || ONE_OF(text, words))
        return true;
    struct str rest = text;
    if (rest.p[0] == '-' || rest.p[0] == '+')
        rest = str_skip(rest, 1);
    if (str_eq_case(rest, STR(".inf")) || str_eq_case(rest, STR(".nan")))
        return true;
    if (rest.n == 0 || !(ascii_is_digit(rest.p[0]) ||
                         (rest.p[0] == '.' && rest.n > 1 && ascii_is_digit(rest.p[1]))))
        return false;
    bool hexadecimal = rest.n > 2 && (rest.p[1] == 'x' || rest.p[1] == 'X');
    for (size_t i = hexadecimal ? 2 : 0; i < rest.n; i++) {
        char c = rest.p[i];
        bool part = ascii_is_digit(c) || c == '_' || c == '.' || c == ':' || c == '-' || c == '+' ||
                    c == 'e' || c == 'E' || c == 'o' || c == 'b' || c == 'T' || c == 't' ||
                    c == 'Z' || c == ' ' || (hexadecimal && ascii_hex(c) >= 0);
        if (!part)
            return false;
    }
    return true;
}

bool yaml_is_plain(struct str text) {
    static const struct str indicators = STR_INIT(",[]{}#&*!|>'\"%@`");
    if (text.n == 0 || text.p[0] == ' ' || text.p[text.n - 1] == ' ')
        return false;
    char first = text.p[0];
    if (str_find_byte(indicators, first) != SIZE_MAX)
        return false;
    if ((first == '-' || first == '?' || first == ':') && (text.n == 1 || text.p[1] == ' '))
        return false;
    if (text.p[text.n - 1] == ':')
        return false;
    for (size_t i = 1; i < text.n; i++)
        if ((text.p[i] == '#' && text.p[i - 1] == ' ') ||
            (text.p[i] == ' ' && text.p[i - 1] == ':'))
            return false;
    return !has_unprintable(text) && !looks_like_value(text);
}
