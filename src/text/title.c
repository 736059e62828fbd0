#include "text/title.h"

#include "base/utf8.h"
#include "text/fold.h"

enum {
    TAIL_WORDS = 6,
    TAIL_BYTES = 60,
    HEAD_CHARACTERS = 10,
    SQUEEZED = 128,
    TRADE_WORDS = 2, /* behind a name */
    ROUNDS = 3,
};

static const struct str separators[] = {
    STR_INIT(" | "),
    STR_INIT(" - "),
    STR_INIT(" \xE2\x80\x93 "), /* – */
    STR_INIT(" \xE2\x80\x94 "), /* — */
    STR_INIT(" :: "),
    STR_INIT(" \xC2\xB7 "),     /* · */
    STR_INIT(" \xE2\x80\xA2 "), /* • */
    STR_INIT(" \xC2\xBB "),     /* » */
    STR_INIT(" \xC2\xAB "),     /* « */
    STR_INIT(" \xE2\x80\xBA "), /* › */
    STR_INIT(" \xE2\x80\xB9 "), /* ‹ */
    STR_INIT(" // "),
    STR_INIT(" > "),
    STR_INIT(" < "),
    STR_INIT(" _ "),
    STR_INIT("|"),
    STR_INIT("\xEF\xBD\x9C"), /* full width */
};

/* The last separator of `s` (or the first); its length in *length. SIZE_MAX when there is none. */
static size_t find_separator(struct str s, bool last, size_t *length) {
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < s.n; i++) {
        size_t at = last ? s.n - 1 - i : i;
        char c = s.p[at];
        if (c != ' ' && c != '|' && c != '\xEF')
            continue;
        for (size_t k = 0; k < sizeof separators / sizeof separators[0]; k++)
            if (str_starts(str_skip(s, at), separators[k])) {
                *length = separators[k].n;
                found = at;
                break;
            }
        if (found != SIZE_MAX)
            break;
    }
    /* " | " is met at its sign first when one looks from the end. */
    if (found != SIZE_MAX && last && found > 0 && s.p[found] == '|' && s.p[found - 1] == ' ') {
        found--;
        *length += 1;
    }
    return found;
}

static size_t count_words(struct str s) {
    size_t words = 0;
    bool inside = false;
    for (size_t i = 0; i < s.n;) {
        bool space = utf8_is_space(utf8_next(s, &i));
        words += !space && !inside;
        inside = !space;
    }
    return words;
}

/* Whether what is left is a headline. */
static bool is_headline(struct str s) {
    return count_words(s) >= 2 || utf8_length(s) >= HEAD_CHARACTERS;
}

static bool is_short(struct str s) {
    return s.n > 0 && s.n <= TAIL_BYTES && count_words(s) <= TAIL_WORDS;
}

/* The tail's place: where the head ends; SIZE_MAX when there is none. */
static size_t find_tail(struct str title, struct str *tail) {
    size_t length = 0, at = find_separator(title, true, &length);
    if (at == SIZE_MAX)
        return SIZE_MAX;
    *tail = str_trim(str_skip(title, at + length));
    return is_short(*tail) && is_headline(str_trim(str_take(title, at))) ? at : SIZE_MAX;
}

struct str text_title_head(struct str title) {
    size_t length = 0, at = find_separator(title, false, &length);
    return at != SIZE_MAX ? str_trim(str_take(title, at)) : STR_NONE;
}

/* Letters and digits only, in lower case, without "the" at the front. */
static struct str squeeze(struct str s, char out[SQUEEZED]) {
    size_t n = 0;
    for (size_t i = 0; i < s.n && n + 4 <= SQUEEZED;) {
        uint32_t c = utf8_next(s, &i);
        if (text_is_word(c) && c != '_')
            n += utf8_encode(text_lower(c), out + n);
    }
    /* Domains write it together: "theverge". */
    struct str squeezed = str_of(out, n);
    return n > 5 && str_starts(squeezed, STR("the")) ? str_skip(squeezed, 3) : squeezed;
}

static bool same_squeezed(struct str a, struct str b) {
    char x[SQUEEZED], y[SQUEEZED];
    struct str left = squeeze(a, x), right = squeeze(b, y);
    return left.n > 0 && str_eq(left, right);
}

static bool is_second_level(struct str part) {
    static const struct str parts[] = {STR_INIT("co"),  STR_INIT("com"), STR_INIT("org"),
                                       STR_INIT("net"), STR_INIT("gov"), STR_INIT("ac"),
                                       STR_INIT("or"),  STR_INIT("ne")};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (str_eq_case(part, parts[i]))
            return true;
    return false;
}

/* "theverge" of "www.theverge.com", "bbc" of "bbc.co.uk". */
static struct str domain_label(struct str domain) {
    struct str label = STR_NONE, part;
    size_t dot = str_find_last_byte(domain, '.');
    struct str rest = dot != SIZE_MAX ? str_take(domain, dot) : domain;
    while (str_next(&rest, '.', &part))
        if (label.n == 0 || !is_second_level(part))
            label = part;
    return label;
}

/* What outlets put behind their name. */
static bool is_trade_word(struct str word) {
    static const struct str words[] = {
        STR_INIT("news"),      STR_INIT("online"),
        STR_INIT("com"),       STR_INIT("tv"),
        STR_INIT("radio"),     STR_INIT("magazine"),
        STR_INIT("business"),  STR_INIT("sport"),
        STR_INIT("sports"),    STR_INIT("world"),
        STR_INIT("tech"),      STR_INIT("politics"),
        STR_INIT("opinion"),   STR_INIT("uk"),
        STR_INIT("us"),        STR_INIT("international"),
        STR_INIT("digital"),   STR_INIT("app"),
        STR_INIT("live"),      STR_INIT("blog"),
        STR_INIT("newspaper"), STR_INIT("nachrichten"),
        STR_INIT("noticias"),  STR_INIT("actu"),
    };
    char bytes[SQUEEZED];
    struct str squeezed = squeeze(word, bytes);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(squeezed, words[i]))
            return true;
    return false;
}

/* Whether `part` is `name`, alone or with words of the trade behind it. */
static bool is_named(struct str part, struct str name) {
    if (name.n == 0)
        return false;
    for (int i = 0; i <= TRADE_WORDS; i++) {
        if (same_squeezed(part, name))
            return true;
        size_t space = str_find_last_byte(part, ' ');
        if (space == SIZE_MAX)
            space = str_find_last_byte(part, '.');
        if (space == SIZE_MAX || !is_trade_word(str_skip(part, space + 1)))
            return false;
        part = str_trim(str_take(part, space));
    }
    return false;
}

static bool is_outlet(struct str part, const struct text_outlet *outlet) {
    struct str label = domain_label(outlet->domain);
    return is_named(part, outlet->name) || same_squeezed(part, outlet->domain) ||
           (label.n >= 3 && is_named(part, label));
}

/* "Headline (Outlet)". */
static struct str cut_brackets(struct str title, const struct text_outlet *outlet) {
    size_t open = str_find_last_byte(title, '(');
    if (open == SIZE_MAX || open == 0 || title.p[title.n - 1] != ')' ||
        !is_outlet(str_of(title.p + open + 1, title.n - open - 2), outlet))
        return title;
    struct str head = str_trim(str_take(title, open));
    return is_headline(head) ? head : title;
}

struct str text_title_cut(struct str title, const struct text_outlet *outlet) {
    struct str tail;
    size_t length = 0;
    title = str_trim(title);
    for (int i = 0; i < ROUNDS; i++) {
        size_t at = find_tail(title, &tail);
        if (at == SIZE_MAX || !is_outlet(tail, outlet))
            break;
        title = str_trim(str_take(title, at));
    }
    if (title.n > 0)
        title = cut_brackets(title, outlet);
    size_t at = find_separator(title, false, &length);
    if (at != SIZE_MAX && at > 0 && is_outlet(str_trim(str_take(title, at)), outlet) &&
        is_headline(str_trim(str_skip(title, at + length))))
        title = str_trim(str_skip(title, at + length));
    return title;
}
