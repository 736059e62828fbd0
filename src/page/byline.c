/* Texts that say that a name follows. */
#include "page/byline.h"

#include "page/collect.h"

enum { LABEL_MOST = 60 };

/* "ByName", where markup alone parts the two. */
static struct str without_glued(struct str s) {
    static const struct str glued[] = {STR_INIT("By"), STR_INIT("Von"), STR_INIT("Por"),
                                       STR_INIT("Par"), STR_INIT("von")};
    for (size_t i = 0; i < sizeof glued / sizeof glued[0]; i++) {
        struct str rest = str_skip(s, glued[i].n);
        if (str_starts(s, glued[i]) && rest.n > 4 && rest.p[0] >= 'A' && rest.p[0] <= 'Z' &&
            str_find_byte(rest, ' ') != SIZE_MAX)
            return rest;
    }
    return s;
}

/* "(s)", "/in", "*innen" behind a label. */
static struct str without_label_tail(struct str s) {
    size_t close = str_find_byte(str_take(s, 9), ')');
    if (s.n > 0 && s.p[0] == '(' && close != SIZE_MAX)
        return str_skip(s, close + 1);
    if (s.n > 2 && strchr("/*_:", s.p[0]) != NULL && str_starts(str_skip(s, 1), STR("in"))) {
        s = str_skip(s, 1);
        while (s.n > 0 && ascii_is_alpha(s.p[0]))
            s = str_skip(s, 1);
    }
    return s;
}

/* The bytes of an opening and of what parts it from the name, where `s` begins with it; else 0. */
static size_t length_of(struct str s, const struct page_word *opening) {
    struct str entry = opening->text;
    if (!str_starts_case(s, entry) || (s.n > entry.n && page_is_letter(s.p[entry.n])))
        return 0;
    struct str behind = str_trim(without_label_tail(str_skip(s, entry.n)));
    if (opening->index == PAGE_LIST_labels && (behind.n == 0 || behind.p[0] != ':'))
        return 0;
    return (size_t)(page_without_signs_before(behind).p - s.p);
}

/* The bytes of the longest opening that `s` begins with, what parts it from the name included. */
static size_t opening_length(struct str s) {
    const struct page_lexicon *lexicon = &page_lexicon_names;
    size_t longest = 0;
    if (s.n == 0)
        return 0;
    bool colon = str_find_byte(str_take(s, LABEL_MOST), ':') != SIZE_MAX;
    uint32_t hash = page_word_hash(page_leading_word(s));
    for (const struct page_word *entry = page_lexicon_first(lexicon, hash); entry != NULL;
         entry = page_lexicon_next(lexicon, entry)) {
        bool opening =
            entry->index == PAGE_LIST_openings || (colon && entry->index == PAGE_LIST_labels);
        size_t length = opening && entry->hash == hash ? length_of(s, entry) : 0;
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* "Ein Gastbeitrag von", "Analysis by". */
static struct str without_genre(struct str s) {
    struct str rest = s, word = page_first_word(rest);
    if (page_is_in(word, PAGE_LIST_indefinites))
        rest = str_trim(str_skip(rest, word.n));
    word = page_first_word(rest);
    if (!page_is_in(word, PAGE_LIST_genres))
        return s;
    rest = str_trim(str_skip(rest, word.n));
    word = page_first_word(rest);
    return page_is_in(word, PAGE_LIST_prepositions) ? str_trim(str_skip(rest, word.n)) : s;
}

struct str page_without_openings(struct str s) {
    s = without_genre(without_glued(s));
    for (size_t rounds = 0; rounds < 4; rounds++) {
        size_t length = opening_length(s);
        struct str rest = str_skip(s, length), word = page_first_word(s);
        bool particle = word.n < s.n && word.p[0] >= 'A' && word.p[0] <= 'Z' &&
                        page_is_in(word, PAGE_LIST_particles) && page_count_words(s) == 2;
        if (length == 0 || particle)
            break;
        s = rest;
    }
    return s;
}

static void add_openings(struct page_openings *openings, const char *list) {
    struct str entry;
    while (page_next_entry(&list, &entry)) {
        unsigned char second = entry.n > 1 ? (unsigned char)entry.p[1] : ' ';
        openings->seconds[(unsigned char)entry.p[0]] |= 1u << second % 32;
    }
}

void page_openings_init(struct page_openings *openings) {
    memset(openings, 0, sizeof *openings);
    add_openings(openings, page_list_openings);
    add_openings(openings, page_list_labels);
    add_openings(openings, page_list_genres);
    add_openings(openings, page_list_indefinites);
}

bool page_may_open(const struct page_openings *openings, struct str text) {
    text = page_without_signs_before(str_trim(text));
    if (text.n < 2)
        return false;
    unsigned char first = (unsigned char)ascii_lower(text.p[0]);
    unsigned char second = (unsigned char)ascii_lower(text.p[1]);
    return (openings->seconds[first] >> second % 32 & 1) != 0;
}

bool page_is_byline(struct str text) {
    text = page_trim_signs(text);
    if (without_glued(text).n < text.n || without_genre(text).n < text.n)
        return true;
    if (opening_length(text) == 0)
        return false;
    struct str rest = page_without_openings(text);
    bool small = rest.n > 0 && rest.p[0] >= 'a' && rest.p[0] <= 'z';
    return rest.n > 2 && !(small && !page_is_submission(text)) && !ascii_is_digit(rest.p[0]);
}

bool page_is_author_label(struct str text) {
    static const char words[] = "by|von|par|por|di|door|av|af|oleh|words|text|texte|texto|testo|"
                                "contributors|contributor|writer|reporter";
    text = str_trim(text);
    size_t n = 0;
    while (n < text.n && (page_is_letter(text.p[n]) || text.p[n] == ' '))
        n++;
    struct str label = str_trim(str_take(text, n));
    return text.n <= 40 && page_trim_signs(without_label_tail(str_skip(text, n))).n == 0 &&
           (page_in_list(label, words) || page_is_in(label, PAGE_LIST_author_labels));
}

bool page_is_submission(struct str text) {
    text = page_trim_signs(text);
    return str_find_byte(str_trim(str_take(text, opening_length(text))), ' ') != SIZE_MAX;
}

bool page_is_signed(struct str text) {
    text = page_trim_signs(text);
    size_t length = opening_length(text);
    struct str opening = str_take(text, length), list = str_from(page_list_author_labels), entry;
    if (length == 0 || length == text.n)
        return false;
    if (str_find_byte(opening, ':') != SIZE_MAX)
        return true;
    while (str_next(&list, '|', &entry))
        if (str_starts_case(opening, entry))
            return true;
    return false;
}
