#include "fetch/fetch.h"

const char *fetch_class_word(enum fetch_class class) {
    static const char *const words[] = {
#define X(name, word) word,
        FETCH_CLASS_LIST(X)
#undef X
    };
    size_t k = (size_t) class;
    return k < sizeof words / sizeof words[0] ? words[k] : "unknown";
}

static bool two_digits(struct str s, size_t at, int *value) {
    if (!ascii_is_digit(s.p[at]) || !ascii_is_digit(s.p[at + 1]))
        return false;
    *value = (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
    return true;
}

bool fetch_http_date(struct str text, int64_t *time) {
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    static const char form[] = "###, ## ### #### ##:##:## GMT";
    if (text.n != sizeof form - 1)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (form[i] != '#' && form[i] != text.p[i])
            return false;
    size_t day = str_find(STR(days), str_take(text, 3));
    size_t month = str_find(STR(months), str_take(str_skip(text, 8), 3));
    struct civil civil = {0};
    int century;
    int year;
    if (day == SIZE_MAX || day % 3 != 0 || month == SIZE_MAX || month % 3 != 0 ||
        !two_digits(text, 5, &civil.day) || !two_digits(text, 12, &century) ||
        !two_digits(text, 14, &year) || !two_digits(text, 17, &civil.hour) ||
        !two_digits(text, 20, &civil.minute) || !two_digits(text, 23, &civil.second))
        return false;
    civil.year = century * 100 + year;
    civil.month = (int)(month / 3) + 1;
    if (civil.hour > 23 || civil.minute > 59 || civil.second > 60 || civil.day < 1)
        return false;
    *time = time_from_civil(civil);
    struct civil back = civil_from_time(*time - (civil.second == 60));
    return back.month == civil.month && back.day == civil.day;
}
