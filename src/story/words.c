#include "story/words.h"

#include "base/grow.h"
#include "base/utf8.h"
#include "story/integer.h"
#include "text/names.h"
#include "text/numbers.h"
#include "text/small_words.h"
#include "text/title.h"
#include "text/token.h"
#include "url/url.h"

enum {
    TOKENS_MOST = 64 << 20, /* bytes of memory for the tokens of one document */
    FIRST_NOT_LATIN = 0x370,
};

enum status story_words_init(struct story_words *words, struct error *error) {
    *words = (struct story_words){0};
    arena_init(&words->arena, TOKENS_MOST);
    words->stems = calloc(STORY_STEMS, sizeof *words->stems);
    if (words->stems == NULL)
        return error_memory(error);
    enum status status = text_stemmer_open(&words->english, STR("en"), error);
    return status == STATUS_OK ? text_stemmer_open(&words->russian, STR("ru"), error) : status;
}

void story_words_release(struct story_words *words) {
    free(words->words);
    free(words->slots);
    free(words->stream);
    free(words->keys);
    free(words->stems);
    free(words->runs);
    arena_release(&words->arena);
    text_stemmer_close(&words->english);
    text_stemmer_close(&words->russian);
    text_stemmer_close(&words->given);
    *words = (struct story_words){0};
}

/* A language's stemmer stays open until another is named. */
enum status story_words_speak(struct story_words *words, struct str language, struct error *error) {
    char name[4] = "";
    for (size_t i = 0; i < sizeof name - 1 && i < language.n && ascii_is_alpha(language.p[i]); i++)
        name[i] = ascii_lower(language.p[i]);
    if (strcmp(name, words->language) == 0)
        return STATUS_OK;
    text_stemmer_close(&words->given);
    memcpy(words->language, name, sizeof name);
    return text_stemmer_open(&words->given, str_from(name), error);
}

/* Words in Cyrillic are stemmed as Russian whatever is claimed, others as the document's language;
 * where it names none, as English. */
uint64_t story_words_stem(struct story_words *words, struct str word) {
    size_t at = 0;
    uint32_t first = utf8_next(word, &at);
    if (word.n == 0 || (at == word.n && first < 128 && !ascii_is_digit((char)first)))
        return 0;
    bool cyrillic = first >= 0x400 && first <= 0x4FF;
    struct text_stemmer *stemmer = cyrillic                     ? &words->russian
                                   : words->language[0] != '\0' ? &words->given
                                                                : &words->english;
    uint64_t class = ascii_is_digit(word.p[0])  ? STORY_WORD_NUMBER
                     : first >= FIRST_NOT_LATIN ? STORY_WORD_FOREIGN
                                                : 0;
    return (text_stem_hash(text_stem(stemmer, word)) & ~(uint64_t)STORY_WORD_CLASS) | 1 | class;
}

/* Hiragana alone is endings and particles, what stop words are elsewhere: pairs of it say nothing
 * of what a text is about. */
static bool is_grammar(struct str word) {
    bool hiragana = word.n > 0;
    for (size_t at = 0; at < word.n && hiragana;) {
        uint32_t c = utf8_next(word, &at);
        hiragana = c >= 0x3041 && c <= 0x309F;
    }
    return hiragana;
}

/* Whether a word is one of the small words of the language that it is stemmed by. */
static bool is_small(const struct story_words *words, struct str word) {
    bool cyrillic = (unsigned char)word.p[0] >= 0xD0 && (unsigned char)word.p[0] <= 0xD3;
    const char *language = words->language[0] != '\0' ? words->language : cyrillic ? "ru" : "en";
    return is_grammar(word) || text_is_small_word(word, language);
}

/* What is known of a folded word; it lies in the table, or in `other` where that has no room. */
static const struct story_stem *find_stem(struct story_words *words, struct str word,
                                          struct story_stem *other) {
    struct story_stem *stem = &words->stems[hash_fast(word, 7) & (STORY_STEMS - 1)];
    if (word.n > sizeof stem->word)
        stem = other;
    else if (stem->size == word.n && memcmp(stem->word, word.p, word.n) == 0 &&
             memcmp(stem->language, words->language, sizeof stem->language) == 0)
        return stem;
    *stem = (struct story_stem){
        .hash = story_words_stem(words, word), .size = 0, .small = is_small(words, word)};
    if (word.n > sizeof stem->word)
        return stem;
    memcpy(stem->language, words->language, sizeof stem->language);
    memcpy(stem->word, word.p, word.n);
    stem->size = (uint8_t)word.n;
    return stem;
}

static enum status widen(struct story_words *words) {
    size_t count = words->slot_count == 0 ? 256 : words->slot_count * 2;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (slots == NULL)
        return STATUS_MEMORY;
    free(words->slots);
    words->slots = slots;
    words->slot_count = count;
    for (size_t i = 0; i < words->count; i++) {
        size_t at = words->words[i].hash >> 20 & (count - 1);
        while (slots[at] != 0)
            at = (at + 1) & (count - 1);
        slots[at] = (uint32_t)(i + 1);
    }
    return STATUS_OK;
}

/* Where in the table a word stands, or would. */
static size_t find_slot(const struct story_words *words, uint64_t hash) {
    size_t at = hash >> 20 & (words->slot_count - 1);
    while (words->slots[at] != 0 && words->words[words->slots[at] - 1].hash != hash)
        at = (at + 1) & (words->slot_count - 1);
    return at;
}

static struct story_word *count_word(struct story_words *words, uint64_t hash, struct str surface) {
    if (words->count * 2 >= words->slot_count && widen(words) != STATUS_OK)
        return NULL;
    size_t at = find_slot(words, hash);
    if (words->slots[at] != 0)
        return &words->words[words->slots[at] - 1];
    if (grow(&words->words, &words->capacity, words->count + 1, sizeof *words->words) != STATUS_OK)
        return NULL;
    words->words[words->count++] = (struct story_word){.hash = hash, .surface = surface};
    words->slots[at] = (uint32_t)words->count;
    return &words->words[words->count - 1];
}

/* A title or a body. */
struct part {
    struct str text, language;
    size_t counted; /* bytes that count for likeness */
    bool title;
};

static enum status count_in(struct story_words *words, const struct part *part, uint64_t hash,
                            size_t start, size_t end) {
    struct story_word *word = count_word(words, hash, str_of(part->text.p + start, end - start));
    if (word == NULL)
        return STATUS_MEMORY;
    if (part->title)
        word->title++;
    else
        word->body++;
    return STATUS_OK;
}

/* "1.2bn", "1,200,000,000" and "1.2 billion" are one word, "twenty-five" and "25" are. */
static enum status count_numbers(struct story_words *words, const struct part *part,
                                 struct text_numbers *numbers) {
    enum status status = text_numbers_read(&words->arena, utf8_cut_bytes(part->text, part->counted),
                                           part->language, numbers, NULL);
    for (size_t i = 0; status == STATUS_OK && i < numbers->n; i++) {
        const struct text_number *number = &numbers->items[i];
        uint64_t hash = hash_fast(number->key, 6) & ~(uint64_t)STORY_WORD_CLASS;
        status = count_in(words, part, hash | 1 | STORY_WORD_NUMBER, number->start, number->end);
    }
    return status;
}

/* `at` is the first number that does not end before the last token. */
static bool in_number(const struct text_numbers *numbers, size_t *at,
                      const struct text_token *token) {
    while (*at < numbers->n && numbers->items[*at].end <= token->start)
        ++*at;
    return *at < numbers->n && token->start >= numbers->items[*at].start;
}

static enum status add_to_stream(struct story_words *words, uint64_t hash) {
    if (grow(&words->stream, &words->stream_capacity, words->stream_count + 1,
             sizeof *words->stream) != STATUS_OK)
        return STATUS_MEMORY;
    words->stream[words->stream_count++] = hash;
    return STATUS_OK;
}

/* All words of a body go into the stream. */
static enum status read_part(struct story_words *words, const struct part *part) {
    struct text_tokens tokens;
    struct text_numbers numbers;
    size_t number = 0;
    enum status status = text_tokenize(&words->arena, part->text, &tokens, NULL);
    if (status == STATUS_OK)
        status = count_numbers(words, part, &numbers);
    for (size_t i = 0; i < tokens.n && status == STATUS_OK; i++) {
        const struct text_token *token = &tokens.items[i];
        struct story_stem other;
        const struct story_stem *stem = find_stem(words, token->folded, &other);
        if (stem->hash == 0)
            continue;
        if (!part->title)
            status = add_to_stream(words, stem->hash);
        if (status == STATUS_OK && token->end <= part->counted && !stem->small &&
            !in_number(&numbers, &number, token))
            status = count_in(words, part, stem->hash, token->start, token->end);
    }
    return status;
}

static struct story_word *known_word(struct story_words *words, struct str word) {
    struct story_stem other;
    uint64_t hash = find_stem(words, word, &other)->hash;
    if (hash == 0 || words->slot_count == 0)
        return NULL;
    uint32_t number = words->slots[find_slot(words, hash)];
    return number != 0 ? &words->words[number - 1] : NULL;
}

/* Of a name each word counts: "Angela Merkel" and "Merkel" have one of theirs in common. */
static enum status mark_names(struct story_words *words, struct str title,
                              const struct part *body) {
    struct text_names names;
    enum status status =
        text_names_read(&words->arena, title, utf8_cut_bytes(body->text, body->counted),
                        body->language, &names, NULL);
    for (size_t i = 0; status == STATUS_OK && i < names.n; i++) {
        struct str rest = names.items[i].key, part;
        while (str_next(&rest, ' ', &part)) {
            struct story_word *word = known_word(words, part);
            if (word != NULL)
                word->name = true;
        }
    }
    return status;
}

static enum status make_runs(struct story_words *words) {
    size_t n = words->stream_count >= STORY_RUN ? words->stream_count - STORY_RUN + 1 : 0;
    if (n > STORY_RUNS_MOST)
        n = STORY_RUNS_MOST;
    if (grow(&words->runs, &words->run_capacity, n, sizeof *words->runs) != STATUS_OK ||
        grow(&words->keys, &words->key_capacity, 2 * n, sizeof *words->keys) != STATUS_OK)
        return STATUS_MEMORY;
    for (size_t i = 0; i < n; i++)
        words->keys[i] = hash_fast(
            str_of((const char *)&words->stream[i], STORY_RUN * sizeof *words->stream), 2);
    story_sort_keys(words->keys, n);
    for (size_t i = 0; i < n; i++) {
        uint32_t run = (uint32_t)(words->keys[i] >> 32);
        if (words->run_count == 0 || words->runs[words->run_count - 1] != run)
            words->runs[words->run_count++] = run;
    }
    return STATUS_OK;
}

/* The title without its outlet's name, in which all that the outlet says is alike. */
static struct str own_title(struct story_words *words, const struct story_document *document) {
    struct text_outlet outlet = {.name = document->provider, .domain = document->provider};
    if (str_find_byte(document->provider, '.') == SIZE_MAX)
        outlet.domain = url_host(&words->arena, document->url);
    return text_title_cut(utf8_cut_bytes(document->title, STORY_TITLE_BYTES), &outlet);
}

enum status story_words_read(struct story_words *words, const struct story_document *document,
                             struct error *error) {
    words->count = words->stream_count = words->run_count = 0;
    if (words->slots != NULL)
        memset(words->slots, 0, words->slot_count * sizeof *words->slots);
    struct str text = utf8_cut_bytes(document->text, STORY_COPY_BYTES);
    struct str excerpt = utf8_cut_bytes(document->excerpt, STORY_TEXT_BYTES);
    struct part title = {.text = own_title(words, document),
                         .language = document->language,
                         .counted = STORY_TITLE_BYTES,
                         .title = true};
    /* The excerpt says again what the text says: it counts only where there is no more text. */
    struct part body = {.text = text.n > excerpt.n ? text : excerpt,
                        .language = document->language,
                        .counted = STORY_TEXT_BYTES};
    enum status status = story_words_speak(words, document->language, error);
    if (status != STATUS_OK)
        return status;
    status = read_part(words, &title);
    if (status == STATUS_OK)
        status = read_part(words, &body);
    if (status == STATUS_OK)
        status = mark_names(words, title.text, &body);
    arena_reset(&words->arena);
    if (status == STATUS_OK)
        status = make_runs(words);
    return status == STATUS_OK ? status
                               : error_set(error, status, "no memory for the words of an article");
}
