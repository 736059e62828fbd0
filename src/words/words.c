#include "words/language.h"

#define PLACE STR("{}")

static const struct words *const languages[] = {&words_ar, &words_de, &words_en,
                                                &words_es, &words_fr, &words_ja};
static const char *const names[WORDS_PHRASES] = {
#define PHRASE(name) #name,
#include "words/phrases.def"
#undef PHRASE
};

struct str words_primary(struct str language) {
    size_t n = 0;
    while (n < language.n && language.p[n] != '-' && language.p[n] != '_')
        n++;
    return str_take(language, n);
}

const struct words *words_language(size_t number) {
    return number < sizeof languages / sizeof languages[0] ? languages[number] : NULL;
}

const struct words *words_of(struct str locale) {
    for (size_t i = 0; words_language(i) != NULL; i++)
        if (str_eq_case(words_primary(locale), str_from(languages[i]->tag)))
            return languages[i];
    return &words_en;
}

struct str words_tag(const struct words *words) {
    return str_from(words->tag);
}

struct str words_say(const struct words *words, enum words_phrase phrase) {
    return str_from(words->phrases[phrase]);
}

static size_t form_of(enum words_plural plural, uint64_t number) {
    switch (plural) {
    case PLURAL_NONE:
        return 0;
    case PLURAL_ONE:
        return number != 1;
    case PLURAL_ZERO_ONE:
        return number > 1;
    case PLURAL_ARABIC:
        if (number <= 2)
            return (size_t)number;
        return number % 100 >= 3 && number % 100 <= 10 ? 3 : number % 100 >= 11 ? 4 : 5;
    }
    return 0;
}

struct str words_form(const struct words *words, enum words_phrase phrase, uint64_t number) {
    struct str rest = words_say(words, phrase), form = STR("");
    for (size_t i = form_of(words->plural, number) + 1; i > 0 && str_next(&rest, '|', &form); i--)
        ;
    return form;
}

struct str words_fill(struct arena *arena, struct str said, const struct str *values,
                      size_t count) {
    struct str filled = STR("");
    for (size_t i = 0;; i++) {
        size_t at = str_find(said, PLACE);
        struct str value = i < count && at != SIZE_MAX ? values[i] : STR("");
        filled = ARENA_JOIN(arena, filled, str_take(said, at), value);
        if (at == SIZE_MAX)
            return filled;
        said = str_skip(said, at + PLACE.n);
    }
}

struct str words_count(struct arena *arena, const struct words *words, enum words_phrase phrase,
                       uint64_t number) {
    struct str digits = arena_format(arena, "%llu", (unsigned long long)number);
    return words_fill(arena, words_form(words, phrase, number), &digits, 1);
}

struct template_value *words_value(struct arena *arena, const struct words *words) {
    struct template_value *map = template_map(arena);
    for (size_t i = 0; i < WORDS_PHRASES; i++)
        template_put_text(arena, map, names[i], words_say(words, (enum words_phrase)i));
    return map;
}

/* ---- times ---- */

/* The parts of what is said, and room for their digits: of a year and whatever else is a number. */
struct saying {
    struct str parts[24];
    size_t count;
    char digits[64];
    size_t used;
};

static void say(struct saying *saying, struct str part) {
    saying->parts[saying->count++] = part;
}

/* With a zero before a single digit where it is to have two. */
static void say_number(struct saying *saying, int64_t number, bool two) {
    char *to = saying->digits + saying->used;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    size_t n = 1, at;
    for (uint64_t left = rest; left >= 10; left /= 10)
        n++;
    n = two && n < 2 ? 2 : n;
    n += number < 0;
    for (at = n; at > 0; rest /= 10)
        to[--at] = (char)('0' + rest % 10);
    if (number < 0)
        to[0] = '-';
    saying->used += n;
    say(saying, str_of(to, n));
}

static void say_part(struct saying *saying, const struct words *words, int64_t time,
                     const struct civil *civil, char letter) {
    int64_t weekday = ((day_of(time) % 7) + 7) % 7;
    switch (letter) {
    case 'A':
        say(saying, str_from(words->weekdays[weekday]));
        break;
    case 'B':
        say(saying, str_from(words->months[civil->month - 1]));
        break;
    case 'b':
        say(saying, str_from(words->short_months[civil->month - 1]));
        break;
    case 'd':
        say_number(saying, civil->day, false);
        break;
    case 'm':
        say_number(saying, civil->month, false);
        break;
    case 'Y':
        say_number(saying, civil->year, false);
        break;
    case 'H':
        say_number(saying, civil->hour, true);
        say(saying, STR(":"));
        say_number(saying, civil->minute, true);
        break;
    default:
        break;
    }
}

static struct str moment(struct arena *arena, const struct words *words, const char *form,
                         int64_t time) {
    enum { PARTS = 4, DIGITS = 32 }; /* at most of a place and the text before it */
    const struct civil civil = civil_from_time(time);
    struct str rest = str_from(form);
    struct saying saying = {.count = 0};
    for (;;) {
        size_t at = str_find_byte(rest, '%');
        say(&saying, str_take(rest, at));
        if (at == SIZE_MAX)
            return arena_join(arena, saying.parts, saying.count);
        say_part(&saying, words, time, &civil, rest.p[at + 1]);
        rest = str_skip(rest, at + 2);
        if (saying.count + PARTS > sizeof saying.parts / sizeof *saying.parts ||
            saying.used + DIGITS > sizeof saying.digits) {
            saying.parts[0] = arena_join(arena, saying.parts, saying.count);
            saying.count = 1;
            saying.used = 0;
        }
    }
}

struct str words_day(struct arena *arena, const struct words *words, int64_t time) {
    return moment(arena, words, words->day, time);
}

struct str words_month(struct arena *arena, const struct words *words, int64_t time) {
    return moment(arena, words, words->month, time);
}

struct str words_time(struct arena *arena, const struct words *words, int64_t time) {
    return moment(arena, words, words->time, time);
}

struct str words_long_time(struct arena *arena, const struct words *words, int64_t time) {
    return moment(arena, words, words->long_time, time);
}

struct str words_age(struct arena *arena, const struct words *words, int64_t now, int64_t time) {
    uint64_t age = now > time ? (uint64_t)(now - time) : 0;
    if (age < HOUR_SECONDS)
        return words_count(arena, words, WORDS_minutes, age / 60);
    if (age < 2 * DAY_SECONDS)
        return words_count(arena, words, WORDS_hours, age / HOUR_SECONDS);
    return words_count(arena, words, WORDS_days_old, age / DAY_SECONDS);
}

/* ---- the empty front ---- */

static struct str digits(struct arena *arena, int64_t number) {
    return arena_format(arena, "%lld", (long long)number);
}

struct str words_cadence(struct arena *arena, const struct words *words,
                         const struct edition_list *list) {
    enum { MONDAY = 4, WEEK = 7 }; /* words->weekdays begin with Thursday */
    struct str time = arena_format(arena, "%02d:%02d", list->minute / 60, list->minute % 60);
    if (list->when == WHEN_EVERY)
        return words_fill(arena, words_say(words, WORDS_list_daily), &time, 1);
    if (list->when == WHEN_WEEKDAYS)
        return words_fill(arena, words_say(words, WORDS_list_weekdays), &time, 1);
    const struct str both[] = {str_from(words->weekdays[((int)list->when + MONDAY) % WEEK]), time};
    return words_fill(arena, words_say(words, WORDS_list_weekly), both, 2);
}

struct str words_empty(struct arena *arena, const struct words *words,
                       const struct edition *edition, const struct front_report *report) {
    struct str bar = digits(arena, edition->publish.threshold);
    if (report->old > 0) {
        const struct str values[] = {bar, digits(arena, edition->publish.front_hours),
                                     digits(arena, (int64_t)report->old)};
        return words_fill(arena, words_form(words, WORDS_bar_old, report->old), values, 3);
    }
    if (report->below == 0)
        return words_say(words, WORDS_no_article);
    const struct str held[] = {bar, digits(arena, (int64_t)report->below)};
    struct str said = words_fill(arena, words_form(words, WORDS_bar_below, report->below), held, 2);
    if (report->would_count == 0)
        return said;
    const struct str would[] = {digits(arena, report->would[0].threshold),
                                digits(arena, (int64_t)report->would[0].stories)};
    return ARENA_JOIN(arena, said, STR(" "),
                      words_fill(arena, words_say(words, WORDS_bar_would), would, 2));
}

/* ---- languages ---- */

bool words_right_to_left(struct str language) {
    static const struct str scripts[] = {
        STR_INIT("ar"), STR_INIT("he"),  STR_INIT("iw"),  STR_INIT("fa"),  STR_INIT("ur"),
        STR_INIT("ps"), STR_INIT("sd"),  STR_INIT("ug"),  STR_INIT("yi"),  STR_INIT("dv"),
        STR_INIT("ku"), STR_INIT("syr"), STR_INIT("arc"), STR_INIT("ckb"),
    };
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++)
        if (str_eq_case(words_primary(language), scripts[i]))
            return true;
    return false;
}

bool words_same_language(struct str a, struct str b) {
    return str_eq_case(words_primary(a), words_primary(b));
}
