/* Bylines word by word. */
#include "page/byline.h"

#define LIST(name, words) const char page_list_##name[] = words;
#include "page/names.def"
#undef LIST

bool page_next_entry(const char **list, struct str *entry) {
    if (**list == '\0')
        return false;
    const char *end = strchrnul(*list, '|');
    *entry = str_of(*list, (size_t)(end - *list));
    *list = *end != '\0' ? end + 1 : end;
    return true;
}

bool page_in_list(struct str word, const char *list) {
    struct str entry;
    char first = word.n > 0 ? ascii_lower(word.p[0]) : '\0';
    while (page_next_entry(&list, &entry))
        if (entry.n == word.n && entry.p[0] == first && str_eq_case(entry, word))
            return true;
    return false;
}

bool page_next_word(struct str *rest, struct str *word) {
    size_t start = 0, end;
    *word = STR_NONE;
    if (rest->n == 0)
        return false;
    while (start < rest->n && !page_is_letter(rest->p[start]))
        start++;
    for (end = start; end < rest->n && page_is_letter(rest->p[end]);)
        end++;
    *word = str_of(rest->p + start, end - start);
    *rest = str_skip(*rest, end);
    return end > start;
}

bool page_is_in(struct str word, enum page_list list) {
    const struct page_lexicon *lexicon = &page_lexicon_names;
    if (word.n == 0)
        return false;
    uint32_t hash = page_word_hash(page_leading_word(word));
    for (const struct page_word *entry = page_lexicon_first(lexicon, hash); entry != NULL;
         entry = page_lexicon_next(lexicon, entry))
        if (entry->hash == hash && entry->index == list && str_eq_case(entry->text, word))
            return true;
    return false;
}

bool page_has_word_of(struct str s, enum page_list list) {
    struct str word;
    while (page_next_word(&s, &word))
        if (page_is_in(word, list))
            return true;
    return false;
}

/* `s` has `phrase`, whole words where it begins or ends with a letter. */
static bool has_phrase(struct str s, struct str phrase) {
    for (size_t from = 0;;) {
        size_t at = str_find_case(str_skip(s, from), phrase);
        if (at == SIZE_MAX)
            return false;
        at += from;
        size_t end = at + phrase.n;
        if ((at == 0 || !page_is_letter(s.p[at - 1]) || !page_is_letter(phrase.p[0])) &&
            (end == s.n || !page_is_letter(s.p[end]) || !page_is_letter(phrase.p[phrase.n - 1])))
            return true;
        from = at + 1;
    }
}

bool page_has_phrase_of(struct str s, const char *list) {
    struct str phrase;
    while (page_next_entry(&list, &phrase))
        if (has_phrase(s, phrase))
            return true;
    return false;
}

/* The bytes of a sign that names neither begin nor end with; 0: it is none. */
static size_t sign_length(struct str s, bool end) {
    static const struct str signs[] = {
        STR_INIT("\xE2\x80\xA2"), STR_INIT("\xC2\xB7"),     STR_INIT("\xE2\x97\x8F"),
        STR_INIT("\xE2\x80\x93"), STR_INIT("\xE2\x80\x94"), STR_INIT("\xE2\x94\x82"),
        STR_INIT("\xC2\xBB"),     STR_INIT("\xC2\xAB"),     STR_INIT("\xC2\xA0"),
        STR_INIT("\xE2\x9C\x8D"),
    };
    if (s.n == 0)
        return 0;
    if (strchr(" ,;:|/-*\t\n", s.p[end ? s.n - 1 : 0]) != NULL)
        return 1;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (end ? str_ends(s, signs[i]) : str_starts(s, signs[i]))
            return signs[i].n;
    return 0;
}

/* A point stays behind an initial and in "Jr.". */
static bool ends_in_point(struct str s) {
    return s.n > 0 && s.p[s.n - 1] == '.' && !(s.n > 2 && s.p[s.n - 3] == ' ') &&
           !str_ends(s, STR("Jr.")) && !str_ends(s, STR("Sr."));
}

struct str page_without_signs_before(struct str s) {
    size_t n;
    while ((n = sign_length(s, false)) > 0)
        s = str_skip(s, n);
    return s;
}

struct str page_trim_signs(struct str s) {
    size_t n;
    s = page_without_signs_before(str_trim(s));
    while ((n = sign_length(s, true)) > 0 || ends_in_point(s))
        s = str_take(s, s.n - (n > 0 ? n : 1));
    return s;
}

struct str page_first_word(struct str s) {
    return str_take(s, str_find_byte(s, ' '));
}

size_t page_count_words(struct str s) {
    size_t words = 0;
    struct str word;
    while (str_next(&s, ' ', &word))
        words += word.n > 0;
    return words;
}

struct str page_last_word(struct str s) {
    size_t space = str_find_last_byte(s, ' ');
    return space == SIZE_MAX ? s : str_skip(s, space + 1);
}
