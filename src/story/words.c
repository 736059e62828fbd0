#include "story/words.h"

#include "base/grow.h"
#include "base/utf8.h"
#include "story/integer.h"
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
    enum status status = text_stemmer_open(&words->english, STR("en"), error);
    return status == STATUS_OK ? text_stemmer_open(&words->russian, STR("ru"), error) : status;
}

void story_words_release(struct story_words *words) {
    free(words->words);
    free(words->slots);
    free(words->stream);
    free(words->keys);
    free(words->runs);
    arena_release(&words->arena);
    text_stemmer_close(&words->english);
    text_stemmer_close(&words->russian);
    text_stemmer_close(&words->given);
    *words = (struct story_words){0};
}

/* The stemmer of the document's own language, where it names one that is not English. */
static enum status open_given(struct story_words *words, struct str language, struct error *error) {
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
    struct text_stemmer *stemmer = first >= 0x400 && first <= 0x4FF ? &words->russian
                                   : words->language[0] != '\0'     ? &words->given
                                                                    : &words->english;
    uint64_t class = ascii_is_digit(word.p[0])  ? STORY_WORD_NUMBER
                     : first >= FIRST_NOT_LATIN ? STORY_WORD_FOREIGN
                                                : 0;
    return (hash_fast(text_stem(stemmer, word), 1) & ~(uint64_t)STORY_WORD_CLASS) | 1 | class;
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

static struct story_word *count_word(struct story_words *words, uint64_t hash, struct str surface) {
    if (words->count * 2 >= words->slot_count && widen(words) != STATUS_OK)
        return NULL;
    size_t at = hash >> 20 & (words->slot_count - 1);
    while (words->slots[at] != 0) {
        struct story_word *word = &words->words[words->slots[at] - 1];
        if (word->hash == hash)
            return word;
        at = (at + 1) & (words->slot_count - 1);
    }
    if (grow(&words->words, &words->capacity, words->count + 1, sizeof *words->words) != STATUS_OK)
        return NULL;
    words->words[words->count++] = (struct story_word){.hash = hash, .surface = surface};
    words->slots[at] = (uint32_t)words->count;
    return &words->words[words->count - 1];
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

static enum status read_title(struct story_words *words, struct str title, struct error *error) {
    struct text_tokens tokens;
    enum status status = text_tokenize(&words->arena, title, &tokens, error);
    for (size_t i = 0; i < tokens.n && status == STATUS_OK; i++) {
        const struct text_token *token = &tokens.items[i];
        uint64_t hash = story_words_stem(words, token->folded);
        if (hash == 0 || is_grammar(token->folded))
            continue;
        struct story_word *word =
            count_word(words, hash, str_of(title.p + token->start, token->end - token->start));
        if (word == NULL)
            return error_memory(error);
        word->title++;
    }
    return status;
}

/* All words go into the stream, those of the first `counted` bytes are counted. */
static enum status read_body(struct story_words *words, struct str body, size_t counted,
                             struct error *error) {
    struct text_tokens tokens;
    enum status status = text_tokenize(&words->arena, body, &tokens, error);
    for (size_t i = 0; i < tokens.n && status == STATUS_OK; i++) {
        const struct text_token *token = &tokens.items[i];
        uint64_t hash = story_words_stem(words, token->folded);
        if (hash == 0)
            continue;
        if (grow(&words->stream, &words->stream_capacity, words->stream_count + 1,
                 sizeof *words->stream) != STATUS_OK)
            return error_memory(error);
        words->stream[words->stream_count++] = hash;
        if (token->end > counted || is_grammar(token->folded))
            continue;
        struct story_word *word =
            count_word(words, hash, str_of(body.p + token->start, token->end - token->start));
        if (word == NULL)
            return error_memory(error);
        word->body++;
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
    struct str title = own_title(words, document);
    struct str text = utf8_cut_bytes(document->text, STORY_COPY_BYTES);
    struct str excerpt = utf8_cut_bytes(document->excerpt, STORY_TEXT_BYTES);
    enum status status = open_given(words, document->language, error);
    if (status == STATUS_OK)
        status = read_title(words, title, error);
    /* The excerpt says again what the text says: it counts only where there is no more text. */
    if (status == STATUS_OK)
        status = read_body(words, text.n > excerpt.n ? text : excerpt, STORY_TEXT_BYTES, error);
    arena_reset(&words->arena);
    if (status == STATUS_OK && make_runs(words) != STATUS_OK)
        status = error_memory(error);
    return status;
}
