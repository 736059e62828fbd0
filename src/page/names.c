/* Names out of bylines. */
#include "page/byline.h"
#include "page/collect.h"

#include "base/utf8.h"

enum {
    NAME_BYTES_MOST = 80,
    NAME_WORDS_MOST = 6,
    NAMES_MOST = 10,
    TAGS_LEAST = 4,
    BYLINE_MOST = 300
};

/* The first of `list` in `s`, as it is written there or, without a small letter in `s`, in
 * capitals; *length gets its length. */
static size_t first_of(struct str s, const char *list, size_t *length) {
    size_t first = SIZE_MAX;
    bool small = false;
    for (size_t i = 0; i < s.n; i++)
        small = small || (s.p[i] >= 'a' && s.p[i] <= 'z');
    struct str rest = str_from(list), entry;
    while (str_next(&rest, '|', &entry)) {
        struct str within = str_take(s, first == SIZE_MAX ? s.n : first + entry.n);
        size_t at = entry.n == 0 ? SIZE_MAX
                    : small      ? str_find(within, entry)
                                 : str_find_case(within, entry);
        if (at < first) {
            first = at;
            *length = entry.n;
        }
    }
    return first;
}

/* "Ada Quayle May 17, 2024": the digits, and the words of dates before them. */
static struct str before_date(struct str s) {
    size_t digit = 0;
    while (digit < s.n &&
           !(ascii_is_digit(s.p[digit]) && (digit == 0 || !page_is_letter(s.p[digit - 1]))))
        digit++;
    if (digit == s.n)
        return s;
    s = page_trim_signs(str_take(s, digit));
    while (s.n > 0 && page_is_in(page_trim_signs(page_last_word(s)), PAGE_LIST_dated))
        s = page_trim_signs(str_take(s, s.n - page_last_word(s).n));
    return s;
}

/* "Ada Quayle Senior Editor": from the third word on. */
static struct str before_role(struct str s) {
    struct str rest = s, word;
    for (size_t words = 0; str_next(&rest, ' ', &word);) {
        words += word.n > 0;
        if (words > 2 && page_is_in(word, PAGE_LIST_roles))
            return str_take(s, (size_t)(word.p - s.p));
    }
    return s;
}

static struct str before_endings(struct str s) {
    size_t length, end = first_of(s, page_list_endings, &length), bar = str_find(s, STR(" | "));
    end = bar < end ? bar : end;
    if (end != SIZE_MAX && end > 0)
        s = str_take(s, end);
    return before_role(before_date(s));
}

/* All words are of dates, in a byline that has digits. */
static bool is_date(struct str s) {
    struct str word;
    while (str_next(&s, ' ', &word))
        if (word.n > 0 && !page_is_in(page_trim_signs(word), PAGE_LIST_dated))
            return false;
    return true;
}

/* A surname that means something else in forms: "Ada Guest". */
static bool is_surname(struct str s, size_t at, struct str word) {
    return at > 0 && s.p[at] >= 'A' && s.p[at] <= 'Z' && page_is_in(word, PAGE_LIST_surnames);
}

static bool is_name(struct str s) {
    if (s.n < 2 || s.n > NAME_BYTES_MOST || page_count_words(s) > NAME_WORDS_MOST)
        return false;
    struct str rest = s, word;
    while (page_next_word(&rest, &word))
        if (page_is_in(word, PAGE_LIST_no_names) && !is_surname(s, (size_t)(word.p - s.p), word))
            return false;
    if (page_has_phrase_of(s, page_list_no_phrases))
        return false;
    bool letter = false, sign = false;
    for (size_t i = 0; i < s.n; i++) {
        letter = letter || ascii_is_alpha(s.p[i]) || (unsigned char)s.p[i] >= 0x80;
        sign = sign || strchr("@{}<>=$%#?:\"", s.p[i]) != NULL;
    }
    return letter && !sign;
}

/* "Posted on May 17 by Name": what stands behind the last of these. */
static struct str behind_inner(struct str s) {
    static const char words[] = " by | von | por | par | door | di | da | av | af ";
    struct str rest = str_from(words), word;
    while (str_next(&rest, '|', &word)) {
        size_t at = str_find_case(s, word);
        if (at != SIZE_MAX)
            return str_skip(s, at + word.n);
    }
    return STR_NONE;
}

/* Where the first of two names ends; what a name itself has is none: "Ortega y Gasset". */
static size_t find_joint(struct str s, size_t *length) {
    for (size_t from = 0;;) {
        size_t at = first_of(str_skip(s, from), page_list_joints, length);
        if (at == SIZE_MAX)
            return SIZE_MAX;
        at += from;
        struct str joint = str_of(s.p + at, *length), before = str_take(s, at);
        struct str behind = str_trim(str_skip(s, at + *length));
        bool word = ascii_is_alpha(str_trim(joint).p[0]);
        bool small = behind.n > 0 && behind.p[0] >= 'a' && behind.p[0] <= 'z' && before.n > 0 &&
                     before.p[0] >= 'A' && before.p[0] <= 'Z' && page_count_words(behind) > 2;
        bool inner = *length == 3 && page_count_words(before) > 1 && page_count_words(behind) == 1;
        if (!word || (!small && !inner))
            return at;
        from = at + *length - 1;
    }
}

struct names {
    struct buf text;
    size_t last; /* where the last one begins */
    size_t count;
    bool joined;    /* a word joins the last one and the next */
    bool small;     /* the byline has small letters: what is all in capitals is an abbreviation */
    bool last_word; /* the last one is a single word, and stands before a word that joins */
};

static void drop_last(struct names *names) {
    buf_truncate(&names->text, names->last > 2 ? names->last - 2 : 0);
    names->count--;
}

static void add_name(struct names *names, struct str name, bool joined) {
    if (names->count > 0)
        BUF_ADD(&names->text, ", ");
    names->last = names->text.n;
    names->last_word = joined && names->count > 0 && str_find_byte(name, ' ') == SIZE_MAX;
    buf_add(&names->text, name);
    names->count++;
}

/* "Senior Editor Ada Quayle". */
static struct str without_roles(struct str s) {
    struct str word = page_first_word(s);
    while (word.n < s.n && page_is_in(word, PAGE_LIST_roles) && page_count_words(s) > 2) {
        s = str_trim(str_skip(s, word.n));
        word = page_first_word(s);
    }
    return s;
}

/* What stands behind names and is none: wire services, domains, degrees ("MD", "M.A."). */
static bool is_addition(const struct names *names, struct str name) {
    bool small = false, dot = false;
    for (size_t i = 0; i < name.n; i++) {
        small = small || (name.p[i] >= 'a' && name.p[i] <= 'z');
        dot = dot || name.p[i] == '.';
    }
    bool single = str_find_byte(name, ' ') == SIZE_MAX;
    return page_is_in(name, PAGE_LIST_agencies) || page_is_in(name, PAGE_LIST_degrees) ||
           (single && ((dot && name.n > 4) || (!small && names->small && name.n <= 6)));
}

/* False where names have ended: roles or a date have begun. */
static bool read_part(struct names *names, struct str part, bool joined, bool has_digits) {
    struct str raw = page_trim_signs(part);
    struct str name = page_trim_signs(before_endings(without_roles(page_without_openings(raw))));
    while (has_digits && page_count_words(name) > 2 &&
           page_is_in(page_last_word(name), PAGE_LIST_dated))
        name = page_trim_signs(
            str_take(name, name.n - page_last_word(name).n)); /* "Ada Quayle Sat, 20 Dec" */
    bool whole = name.n + 2 >= str_trim(part).n;
    bool role = page_has_word_of(raw, PAGE_LIST_roles) &&
                (names->last_word || !names->joined || page_has_word_of(name, PAGE_LIST_roles));
    if (names->count > 0 && is_addition(names, name))
        return true;
    if (names->count > 0 && role) {
        if (names->last_word)
            drop_last(names); /* "Privacy and Security Expert" */
        return true;
    }
    if (is_name(name) && !(has_digits && is_date(name))) {
        if (str_find_case(buf_str(&names->text), name) == SIZE_MAX)
            add_name(names, name, joined);
        return true;
    }
    return names->count == 0 || whole;
}

/* "Ada Quayle ada[at]example.org": addresses that are to look like none. */
static struct str before_address(struct str s) {
    size_t square = str_find_case(s, STR("[at]")), round = str_find_case(s, STR("(at)"));
    size_t at = square < round ? square : round;
    if (at == SIZE_MAX)
        return s;
    s = str_trim(str_take(s, at)); /* "ada [at] example" has spaces, too */
    size_t space = str_find_last_byte(s, ' ');
    return space == SIZE_MAX ? STR("") : str_take(s, space);
}

/* Four and more of which most are one word each are no people but what a text is tagged with. Names
 * without Latin letters need no spaces. */
static bool are_tags(struct str names) {
    size_t count = 0, single = 0;
    struct str name;
    while (str_next(&names, ',', &name)) {
        name = str_trim(name);
        count++;
        single += str_find_byte(name, ' ') == SIZE_MAX && ascii_is_alpha(name.p[0]);
    }
    return count >= TAGS_LEAST && single * 2 > count;
}

static struct str names_in(struct arena *arena, struct str byline) {
    struct str rest = page_without_openings(page_trim_signs(before_address(byline)));
    struct names names = {0};
    bool has_digits = false;
    for (size_t i = 0; i < rest.n; i++) {
        has_digits = has_digits || ascii_is_digit(rest.p[i]);
        names.small = names.small || (rest.p[i] >= 'a' && rest.p[i] <= 'z');
    }
    buf_init(&names.text, 2 * BYLINE_MOST);
    bool office = page_is_office(rest) && str_find_byte(rest, ',') == SIZE_MAX && is_name(rest) &&
                  !has_digits && str_find_byte(rest, '|') == SIZE_MAX;
    if (office) {
        add_name(&names, rest, false);
        rest = STR_NONE;
    }
    for (int count = 0; rest.n > 0 && count < NAMES_MOST; count++) {
        size_t length = 0, end = find_joint(rest, &length);
        struct str part = str_take(rest, end), joint = str_take(str_skip(rest, end), length);
        rest = end == SIZE_MAX ? STR_NONE : str_skip(rest, end + length);
        bool joined = joint.n > 2 && joint.p[0] == ' ';
        if (!read_part(&names, part, joined, has_digits))
            break;
        names.joined = joined;
    }
    struct str result = page_take_text(arena, &names.text);
    return result.n > 0 && !are_tags(result)
               ? utf8_clean_copy(arena, result, UTF8_LINE, BYLINE_MOST)
               : STR_NONE;
}

struct str page_names(struct arena *arena, struct str byline) {
    byline = utf8_cut_bytes(byline, BYLINE_MOST);
    struct str names = names_in(arena, byline), inner = behind_inner(byline);
    bool has_digits = false;
    for (size_t i = 0; inner.n > 0 && i < byline.n - inner.n; i++)
        has_digits = has_digits || ascii_is_digit(byline.p[i]);
    if (inner.n == 0 || (names.n > 0 && !has_digits))
        return names;
    struct str better = names_in(arena, inner);
    return better.n > 0 ? better : names;
}
