#include "page/find_date.h"

#include "date/date.h"

enum { BYTES_MOST = 400, TOKENS_MOST = 64, TRIES_MOST = 24, WINDOW = 5 };

struct token {
    size_t start, end;
    bool number;
    uint64_t value;
};

static bool is_word(char c) {
    return ascii_is_alpha(c) || (unsigned char)c >= 0x80;
}

/* Runs of digits, runs of letters; signs part them. */
static size_t split(struct str text, struct token *tokens) {
    size_t count = 0;
    for (size_t i = 0; i < text.n && count < TOKENS_MOST;) {
        size_t start = i;
        while (i < text.n && ascii_is_digit(text.p[i]))
            i++;
        bool number = i > start;
        while (!number && i < text.n && is_word(text.p[i]))
            i++;
        if (i == start) {
            i++;
            continue;
        }
        tokens[count] = (struct token){.start = start, .end = i, .number = number};
        if (number && !str_to_u64(str_of(text.p + start, i - start), &tokens[count].value))
            tokens[count].value = 0;
        count++;
    }
    return count;
}

static bool is_year(const struct token *token) {
    return token->number && token->end - token->start == 4 && token->value >= 1990 &&
           token->value <= 2099;
}

static bool is_day(const struct token *token) {
    return token->number && token->end - token->start <= 2 && token->value >= 1 &&
           token->value <= 31;
}

static bool reads(struct str text, size_t from, size_t to, struct str *date) {
    int64_t time;
    *date = str_of(text.p + from, to - from);
    return to - from >= 6 && to - from <= 60 && date_parse(*date, &time, NULL) == STATUS_OK;
}

/* Numbers only: 17.05.2024, 17.5.24, 2024-05-17, with one sign between. */
static bool three_numbers(struct str text, const struct token *at, struct str *date) {
    if (!at[0].number || !at[1].number || !at[2].number || !(is_year(&at[0]) || is_day(&at[0])) ||
        !is_day(&at[1]))
        return false;
    struct str first = str_of(text.p + at[0].end, at[1].start - at[0].end);
    struct str second = str_of(text.p + at[1].end, at[2].start - at[1].end);
    bool year = is_year(&at[0]) ? is_day(&at[2]) : is_year(&at[2]);
    bool brief = is_day(&at[0]) && at[2].end - at[2].start == 2 && str_eq(first, STR("."));
    if (first.n == 0 || first.n > 2 || strchr("./-", first.p[0]) == NULL ||
        first.p[0] != (second.n > 0 ? second.p[0] : 0) || !(year || brief))
        return false;
    return reads(text, at[0].start, at[2].end, date);
}

/* Around a year: day and month before it, or behind it. */
static bool around_year(struct str text, const struct token *tokens, size_t count, size_t year,
                        struct str *date) {
    size_t least = year > WINDOW ? year - WINDOW : 0;
    for (size_t from = year >= 2 ? year - 2 : SIZE_MAX; from != SIZE_MAX && from >= least; from--) {
        bool day = false;
        for (size_t i = from; i < year; i++)
            day = day || is_day(&tokens[i]);
        if (day && reads(text, tokens[from].start, tokens[year].end, date))
            return true;
        if (from == 0)
            break;
    }
    /* Behind it the longest first: a month alone would be its first day. */
    size_t most = year + WINDOW < count ? year + WINDOW : count - 1;
    for (size_t to = most; to >= year + 2; to--)
        if ((is_day(&tokens[to]) || is_day(&tokens[to - 1])) &&
            reads(text, tokens[year].start, tokens[to].end, date))
            return true;
    return false;
}

bool page_find_date(struct str text, struct str *date) {
    struct token tokens[TOKENS_MOST];
    text = str_take(text, BYTES_MOST);
    size_t count = split(text, tokens), tries = 0;
    for (size_t i = 0; i < count && tries < TRIES_MOST; i++) {
        if (!tokens[i].number)
            continue;
        tries++;
        if (i + 2 < count && three_numbers(text, &tokens[i], date))
            return true;
        if (is_year(&tokens[i]) && around_year(text, tokens, count, i, date))
            return true;
    }
    *date = STR_NONE;
    return false;
}
