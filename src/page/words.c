#include "page/words.h"

#include "base/hash.h"
#include "page/lexicon.h"

enum {
    NAMES = 256, /* that are remembered */
    CLASS_BYTES_MOST = 512,
    HASH_BYTES_MOST = 64,
    TEXT_BYTES_MOST = 200,
    WORD_MOST = 32,
};

_Static_assert(PAGE_GROUPS <= 64 && PAGE_PHRASES <= 64, "sets are 64 bits");

bool page_words_init(struct page_words *words, struct arena *arena) {
    words->names = arena_array(arena, NAMES, struct page_name);
    words->last = arena_new(arena, struct page_name *);
    if (words->names == NULL || words->last == NULL)
        return false;
    *words->last = words->names;
    return true;
}

static uint64_t find_word(struct str word) {
    const struct page_lexicon *lexicon = &page_lexicon_classes;
    uint32_t hash = page_word_hash(word);
    uint64_t found = 0;
    for (const struct page_word *entry = page_lexicon_first(lexicon, hash); entry != NULL;
         entry = page_lexicon_next(lexicon, entry))
        if (entry->hash == hash && str_eq_case(entry->text, word))
            found |= PAGE_BIT(entry->index);
    return found;
}

/* Words as they stand, else without digits and a plural's ending. */
static uint64_t find_class(struct str word) {
    if (word.n < 2 || word.n > WORD_MOST)
        return 0;
    uint64_t found = find_word(word);
    if (found != 0)
        return found;
    struct str stem = word;
    while (stem.n > 0 && ascii_is_digit(stem.p[stem.n - 1]))
        stem.n--;
    if (stem.n > 3 && ascii_lower(stem.p[stem.n - 1]) == 's')
        stem.n--;
    return stem.n < word.n && stem.n > 1 ? find_word(stem) : 0;
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

uint64_t page_words_of_class(struct str value) {
    uint64_t found = 0;
    value = str_take(value, CLASS_BYTES_MOST);
    for (size_t i = 0; i < value.n;) {
        size_t start = i, humps = 0, hump = i;
        for (; i < value.n && page_is_letter(value.p[i]); i++) {
            if (i == start || !is_upper(value.p[i]) || is_upper(value.p[i - 1]))
                continue;
            found |= find_class(str_of(value.p + hump, i - hump));
            hump = i;
            humps++;
        }
        if (humps > 0)
            found |= find_class(str_of(value.p + hump, i - hump));
        found |= find_class(str_of(value.p + start, i - start));
        i += i < value.n;
    }
    return found;
}

static uint32_t hash_in(struct str value) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < value.n && i < HASH_BYTES_MOST; i++)
        if (!ascii_is_digit(value.p[i]))
            hash = (hash ^ (unsigned char)value.p[i]) * 16777619u;
    return hash;
}

/* "user-name", "nickname" and their kin. */
static bool is_user(struct str value) {
    static const struct str names[] = {STR_INIT("user"),    STR_INIT("user-"), STR_INIT("user_"),
                                       STR_INIT("account"), STR_INIT("nick"),  STR_INIT("poster")};
    for (size_t from = 0, at; (at = str_find(str_skip(value, from), STR("ame"))) != SIZE_MAX;) {
        at += from;
        from = at + 1;
        if (at == 0 || ascii_lower(value.p[at - 1]) != 'n')
            continue;
        struct str before = str_take(value, at - 1);
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            if (before.n >= names[i].n &&
                str_eq_case(str_skip(before, before.n - names[i].n), names[i]))
                return true;
    }
    return false;
}

static bool is_person(struct str value) {
    struct str token;
    if (str_find(value, STR("fn")) == SIZE_MAX)
        return false;
    while (str_next(&value, ' ', &token))
        if (str_eq_case(token, STR("fn")))
            return true;
    return false;
}

struct page_name page_words_name(const struct page_words *words, struct str value) {
    if (value.n == 0)
        return (struct page_name){0};
    struct page_name *name = *words->last;
    if (name->value.p == value.p && name->value.n == value.n)
        return *name;
    name = *words->last = &words->names[hash_fast(value, 0) % NAMES];
    if (!str_eq(name->value, value))
        *name = (struct page_name){.value = value,
                                   .groups = page_words_of_class(value),
                                   .hash = hash_in(value),
                                   .user = is_user(value),
                                   .person = is_person(value)};
    return *name;
}

/* Phrases of which the text at `rest` is the beginning. A phrase of one short word takes the whole
 * word. */
static uint64_t phrases_at(struct str rest, struct str word) {
    const struct page_lexicon *lexicon = &page_lexicon_phrases;
    uint32_t hash = page_word_hash(word);
    uint64_t found = 0;
    for (const struct page_word *entry = page_lexicon_first(lexicon, hash); entry != NULL;
         entry = page_lexicon_next(lexicon, entry))
        if (entry->hash == hash && str_starts_case(rest, entry->text))
            found |= PAGE_BIT(entry->index);
    return found;
}

uint64_t page_words_of_text(struct str text) {
    uint64_t found = 0;
    text = str_take(text, TEXT_BYTES_MOST);
    for (size_t i = 0; i < text.n;) {
        struct str rest = str_skip(text, i);
        struct str word = page_leading_word(rest);
        if (!ascii_is_space(word.p[0]))
            found |= phrases_at(rest, word);
        i += word.n;
    }
    return found;
}
