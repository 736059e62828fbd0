#include "story/tally.h"

#include "base/grow.h"
#include "base/utf8.h"
#include "story/index.h"
#include "text/background.h"
#include "text/language.h"

/* One article's words, each once. */
struct text {
    int64_t day;
    struct text_language language;
    uint32_t *words; /* of its own */
    size_t n;
};

struct story_tally {
    struct story_words words;
    int64_t day;
    uint32_t of_day[STORY_TALLY_DAYS + 1]; /* texts of the day, by the days to `day` */
    struct text *texts;
    size_t n, capacity;
};

struct story_tally *story_tally_open(void) {
    struct story_tally *tally = calloc(1, sizeof *tally);
    if (tally == NULL || story_words_init(&tally->words, NULL) == STATUS_OK)
        return tally;
    story_tally_close(tally);
    return NULL;
}

void story_tally_close(struct story_tally *tally) {
    if (tally == NULL)
        return;
    for (size_t i = 0; i < tally->n; i++)
        free(tally->texts[i].words);
    free(tally->texts);
    story_words_release(&tally->words);
    free(tally);
}

static bool is_counted(const struct story_tally *tally, int64_t day) {
    return day <= tally->day && day >= tally->day - STORY_TALLY_DAYS;
}

void story_tally_begin(struct story_tally *tally, int64_t day) {
    size_t kept = 0;
    tally->day = day;
    memset(tally->of_day, 0, sizeof tally->of_day);
    for (size_t i = 0; i < tally->n; i++) {
        if (!is_counted(tally, tally->texts[i].day)) {
            free(tally->texts[i].words);
            continue;
        }
        tally->of_day[day - tally->texts[i].day]++;
        tally->texts[kept++] = tally->texts[i];
    }
    tally->n = kept;
}

bool story_tally_wants(const struct story_tally *tally, int64_t day) {
    return is_counted(tally, day) && tally->of_day[tally->day - day] < STORY_TALLY_A_DAY;
}

/* By which the article's words are stemmed, most of them (words.h). */
static struct text_language language_of(const struct story_document *document) {
    struct text_language language = text_language_of_tag(document->language);
    if (language.code[0] != '\0')
        return language;
    size_t at = 0;
    uint32_t first = utf8_next(document->title, &at);
    return text_language_of_tag(first >= 0x400 && first <= 0x4FF ? STR("ru") : STR("en"));
}

/* Numbers say nothing of how common they are elsewhere. */
static enum status add_words(struct story_tally *tally, const struct story_words *words,
                             const struct story_document *document, int64_t day,
                             struct error *error) {
    struct text text = {.day = day, .language = language_of(document)};
    if (words->count == 0)
        return STATUS_OK;
    text.words = malloc(words->count * sizeof *text.words);
    if (text.words == NULL ||
        grow(&tally->texts, &tally->capacity, tally->n + 1, sizeof *tally->texts) != STATUS_OK) {
        free(text.words);
        return error_memory(error);
    }
    for (size_t i = 0; i < words->count; i++)
        if (!(words->words[i].hash & STORY_WORD_NUMBER))
            text.words[text.n++] = text_background_word(words->words[i].hash);
    tally->texts[tally->n++] = text;
    tally->of_day[tally->day - day]++;
    return STATUS_OK;
}

enum status story_tally_add(struct story_tally *tally, const struct story_document *document,
                            int64_t day, struct error *error) {
    if (!story_tally_wants(tally, day))
        return STATUS_OK;
    enum status status = story_words_read(&tally->words, document, error);
    return status == STATUS_OK ? add_words(tally, &tally->words, document, day, error) : status;
}

enum status story_tally_add_last(struct story_tally *tally, const struct story_index *index,
                                 const struct story_document *document, int64_t day,
                                 struct error *error) {
    return story_tally_wants(tally, day) ? add_words(tally, &index->words, document, day, error)
                                         : STATUS_OK;
}

/* ---- cutting ---- */

static int by_number(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* Whether a text counts for a background of its language. */
static bool counts_for(const struct story_tally *tally, const struct text *text,
                       const char *language) {
    return text->day < tally->day && strcmp(text->language.code, language) == 0;
}

/* The words of a language's texts, counted. *counts is the caller's. */
static enum status count_words(const struct story_tally *tally, const char *language,
                               struct text_background_count **counts, size_t *count,
                               struct error *error) {
    size_t n = 0, at = 0;
    for (size_t i = 0; i < tally->n; i++)
        n += counts_for(tally, &tally->texts[i], language) ? tally->texts[i].n : 0;
    uint32_t *words = malloc((n + 1) * sizeof *words);
    *counts = malloc((n + 1) * sizeof **counts);
    *count = 0;
    if (words == NULL || *counts == NULL) {
        free(words);
        return error_memory(error);
    }
    for (size_t i = 0; i < tally->n; i++) {
        const struct text *text = &tally->texts[i];
        if (!counts_for(tally, text, language) || text->n == 0)
            continue;
        memcpy(words + at, text->words, text->n * sizeof *words);
        at += text->n;
    }
    qsort(words, n, sizeof *words, by_number);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || words[i - 1] != words[i])
            (*counts)[(*count)++] = (struct text_background_count){words[i], 0};
        (*counts)[*count - 1].texts++;
    }
    free(words);
    return STATUS_OK;
}

/* The languages that have enough texts, with how many. */
static size_t find_languages(const struct story_tally *tally,
                             struct text_background_source sources[TEXT_BACKGROUND_LANGUAGES]) {
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < tally->n; i++) {
        struct text_language language = tally->texts[i].language;
        size_t at = 0;
        if (!counts_for(tally, &tally->texts[i], language.code))
            continue;
        while (at < n && strcmp(sources[at].code, language.code) != 0)
            at++;
        if (at == TEXT_BACKGROUND_LANGUAGES)
            continue;
        if (at == n) {
            sources[n] = (struct text_background_source){.texts = 0};
            memcpy(sources[n++].code, language.code, sizeof language.code);
        }
        sources[at].texts++;
    }
    for (size_t i = 0; i < n; i++)
        if (sources[i].texts >= STORY_TALLY_LEAST)
            sources[kept++] = sources[i];
    return kept;
}

static size_t count_since(const struct story_tally *tally, int64_t day) {
    size_t n = 0;
    for (size_t i = 0; i < tally->n; i++)
        n += tally->texts[i].day >= day && tally->texts[i].day < tally->day;
    return n;
}

enum status story_tally_cut(const struct story_tally *tally, int64_t last, struct buf *out,
                            struct error *error) {
    struct text_background_source sources[TEXT_BACKGROUND_LANGUAGES];
    struct text_background_count *counts[TEXT_BACKGROUND_LANGUAGES] = {NULL};
    enum status status = STATUS_OK;
    if (count_since(tally, last) < STORY_TALLY_NEWS)
        return STATUS_OK;
    size_t n = find_languages(tally, sources);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        status = count_words(tally, sources[i].code, &counts[i], &sources[i].n, error);
        sources[i].counts = counts[i];
    }
    if (status == STATUS_OK && n > 0)
        status =
            text_background_write(sources, n, STORY_TALLY_WORDS, STORY_TALLY_STANDS, out, error);
    for (size_t i = 0; i < n; i++)
        free(counts[i]);
    return status;
}
