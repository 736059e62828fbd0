#include "page/words.h"

enum {
    SLOTS = 2048,
    CLASS_BYTES_MOST = 512,
    TEXT_BYTES_MOST = 200,
    WORD_MOST = 32,
    WORDS_MOST = 1024
};

static const struct {
    struct str words;
    uint8_t index;
} class_table[] = {
#define GROUP(name, words) {STR_INIT(words), PAGE_GROUP_##name},
#include "page/class_words.def"
#undef GROUP
};

static const struct {
    struct str phrases;
    uint8_t index;
} phrase_table[] = {
#define PHRASES(name, phrases) {STR_INIT(phrases), PAGE_PHRASE_##name},
#include "page/phrases.def"
#undef PHRASES
};

_Static_assert(PAGE_GROUPS <= 64 && PAGE_PHRASES <= 64, "sets are 64 bits");

/* FNV-1a. A page can make its words collide; it cannot add any to the table. */
static uint32_t hash_more(uint32_t hash, char c) {
    return (hash ^ (unsigned char)c) * 16777619u;
}

static uint32_t hash_of(struct str word) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < word.n; i++)
        hash = hash_more(hash, ascii_lower(word.p[i]));
    return hash;
}

/* Letters and digits; all of UTF-8 beyond ASCII counts as letters. */
static bool is_letter(char c) {
    return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static struct str first_word(struct str text) {
    size_t n = 0;
    while (n < text.n && is_letter(text.p[n]))
        n++;
    return str_take(text, n > 0 ? n : 1);
}

/* Every page makes its tables, so each list is read once. */
static bool add_list(struct page_lexicon *lexicon, struct arena *arena, size_t *capacity,
                     struct str list, char separator, uint8_t index) {
    for (size_t at = 0; at < list.n; at++) {
        if (list.p[at] == separator)
            continue;
        struct str part = str_skip(list, at);
        part = str_take(part, str_find_byte(part, separator));
        if (arena_grow(arena, &lexicon->words, capacity, lexicon->count + 1,
                       sizeof *lexicon->words) != STATUS_OK)
            return false;
        uint32_t hash = hash_of(first_word(part));
        uint32_t *slot = &lexicon->slots[hash % SLOTS];
        lexicon->words[lexicon->count] = (struct page_word){part, hash, *slot, index};
        *slot = (uint32_t)++lexicon->count;
        at += part.n;
    }
    return true;
}

bool page_words_init(struct page_words *words, struct arena *arena) {
    size_t classes = 0, phrases = 0;
    *words = (struct page_words){0};
    if (arena_grow(arena, &words->classes.words, &classes, WORDS_MOST, sizeof(struct page_word)) !=
            STATUS_OK ||
        arena_grow(arena, &words->phrases.words, &phrases, WORDS_MOST, sizeof(struct page_word)) !=
            STATUS_OK)
        return false;
    words->classes.slots = arena_array(arena, SLOTS, uint32_t);
    words->phrases.slots = arena_array(arena, SLOTS, uint32_t);
    if (words->classes.slots == NULL || words->phrases.slots == NULL)
        return false;
    for (size_t i = 0; i < sizeof class_table / sizeof class_table[0]; i++)
        if (!add_list(&words->classes, arena, &classes, class_table[i].words, ' ',
                      class_table[i].index))
            return false;
    for (size_t i = 0; i < sizeof phrase_table / sizeof phrase_table[0]; i++)
        if (!add_list(&words->phrases, arena, &phrases, phrase_table[i].phrases, '|',
                      phrase_table[i].index))
            return false;
    return true;
}

static uint64_t find_word(const struct page_lexicon *lexicon, struct str word) {
    uint32_t hash = hash_of(word);
    uint64_t found = 0;
    for (uint32_t at = lexicon->slots[hash % SLOTS]; at != 0; at = lexicon->words[at - 1].next) {
        const struct page_word *entry = &lexicon->words[at - 1];
        if (entry->hash == hash && str_eq_case(entry->text, word))
            found |= PAGE_BIT(entry->index);
    }
    return found;
}

/* Words as they stand, else without digits and a plural's ending. */
static uint64_t find_class(const struct page_lexicon *lexicon, struct str word) {
    if (word.n < 2 || word.n > WORD_MOST)
        return 0;
    uint64_t found = find_word(lexicon, word);
    if (found != 0)
        return found;
    struct str stem = word;
    while (stem.n > 0 && ascii_is_digit(stem.p[stem.n - 1]))
        stem.n--;
    if (stem.n > 3 && ascii_lower(stem.p[stem.n - 1]) == 's')
        stem.n--;
    return stem.n < word.n && stem.n > 1 ? find_word(lexicon, stem) : 0;
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

uint64_t page_words_of_class(const struct page_words *words, struct str value) {
    uint64_t found = 0;
    value = str_take(value, CLASS_BYTES_MOST);
    for (size_t i = 0; i < value.n;) {
        size_t start = i, humps = 0, hump = i;
        for (; i < value.n && is_letter(value.p[i]); i++) {
            if (i == start || !is_upper(value.p[i]) || is_upper(value.p[i - 1]))
                continue;
            found |= find_class(&words->classes, str_of(value.p + hump, i - hump));
            hump = i;
            humps++;
        }
        if (humps > 0)
            found |= find_class(&words->classes, str_of(value.p + hump, i - hump));
        found |= find_class(&words->classes, str_of(value.p + start, i - start));
        i += i < value.n;
    }
    return found;
}

/* Phrases of which the text at `rest` is the beginning. A phrase of one short word takes the whole
 * word. */
static uint64_t phrases_at(const struct page_lexicon *lexicon, struct str rest, struct str word) {
    uint32_t hash = hash_of(word);
    uint64_t found = 0;
    for (uint32_t at = lexicon->slots[hash % SLOTS]; at != 0; at = lexicon->words[at - 1].next) {
        const struct page_word *entry = &lexicon->words[at - 1];
        if (entry->hash == hash && str_starts_case(rest, entry->text))
            found |= PAGE_BIT(entry->index);
    }
    return found;
}

uint64_t page_words_of_text(const struct page_words *words, struct str text) {
    uint64_t found = 0;
    text = str_take(text, TEXT_BYTES_MOST);
    for (size_t i = 0; i < text.n;) {
        struct str rest = str_skip(text, i);
        struct str word = first_word(rest);
        if (!ascii_is_space(word.p[0]))
            found |= phrases_at(&words->phrases, rest, word);
        i += word.n;
    }
    return found;
}
