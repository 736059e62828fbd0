/* Whom a name is of: a person, a user, an office, a wire service. */
#include "page/byline.h"
#include "page/collect.h"

bool page_is_office(struct str s) {
    struct str rest = s, word;
    if (page_has_word_of(s, PAGE_LIST_offices) || page_has_phrase_of(s, page_list_office_signs))
        return true;
    while (str_next(&rest, ' ', &word)) {
        struct str list = str_from(page_list_office_ends), end;
        while (str_next(&list, '|', &end))
            if (word.n > end.n && str_ends(word, end))
                return true;
    }
    return false;
}

bool page_is_body(struct str names) {
    if (str_find_byte(names, ' ') == SIZE_MAX)
        return true; /* a single word is a nickname, initials, or an outlet */
    return page_is_office(names) || page_has_word_of(names, PAGE_LIST_bodies);
}

bool page_is_full_name(struct str text) {
    static const char small[] = "von|van|de|der|den|del|della|di|da|dos|la|le|du|el|al|y|bin|ten";
    size_t words = 0, capitals = 0;
    struct str word;
    while (str_next(&text, ' ', &word)) {
        if (word.n == 0)
            continue;
        /* Letters beyond ASCII, but not signs: U+2000 to U+2FFF. */
        bool beyond = (unsigned char)word.p[0] >= 0xC3 && (unsigned char)word.p[0] != 0xE2;
        bool capital = (word.p[0] >= 'A' && word.p[0] <= 'Z') || beyond;
        for (size_t i = 0; i < word.n; i++)
            if (!page_is_letter(word.p[i]) && strchr("-.'", word.p[i]) == NULL)
                return false;
        if (!capital && !page_in_list(word, small))
            return false;
        words++;
        capitals += capital;
    }
    return words >= 2 && words <= 5 && capitals >= 2;
}

/* Capitals as names have them: at most one word without, but for particles. */
bool page_is_capitalized(struct str names) {
    static const char small[] = "von|van|de|der|den|del|della|di|da|dos|la|le|du|el|al|y|bin|ten|"
                                "zu|und|and|et|des|op|do|af|av|e";
    size_t without = 0, words = 0;
    struct str word;
    while (str_next(&names, ' ', &word)) {
        words += word.n > 0;
        without += word.n > 0 && word.p[0] >= 'a' && word.p[0] <= 'z' && !page_in_list(word, small);
    }
    return without < 2 || without * 3 < words;
}

bool page_is_handle(struct str name) {
    bool small = false, other = false;
    for (size_t i = 0; i < name.n; i++) {
        if (ascii_is_digit(name.p[i]) || name.p[i] == '_')
            return true;
        small = small || (name.p[i] >= 'a' && name.p[i] <= 'z');
        other = other || (name.p[i] >= 'A' && name.p[i] <= 'Z') || name.p[i] == ' ';
    }
    return small && !other;
}

bool page_has_role(struct str text) {
    return page_has_word_of(text, PAGE_LIST_roles);
}

bool page_is_agency(struct str text) {
    struct str first = str_take(text, str_find_byte(text, '/'));
    return page_in_list(str_trim(str_take(first, str_find_byte(first, ','))), page_list_agencies);
}
