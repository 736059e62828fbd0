#include "count.h"

#include "base/grow.h"
#include "base/map.h"
#include "text/language.h"
#include "text/stem.h"
#include "text/token.h"

#include <stdlib.h>

enum { STEMS_MEMORY = 512 << 20, TOKENS_MEMORY = 256 << 20 };

struct tally {
    struct text_language language;
    struct text_stemmer stemmer;
    struct map stems; /* index into counts */
    struct text_background_count *counts;
    uint32_t *last; /* the number of the text that counted the stem last; by index */
    size_t n, capacity, last_capacity;
    uint32_t texts;
};

struct counter {
    struct arena stems, scratch;
    struct tally *tallies;
    size_t n, capacity;
    uint64_t seed;
};

struct counter *counter_open(uint64_t seed) {
    struct counter *counter = calloc(1, sizeof *counter);
    if (counter == NULL)
        return NULL;
    counter->seed = seed;
    arena_init(&counter->stems, STEMS_MEMORY);
    arena_init(&counter->scratch, TOKENS_MEMORY);
    return counter;
}

void counter_close(struct counter *counter) {
    if (counter == NULL)
        return;
    for (size_t i = 0; i < counter->n; i++) {
        text_stemmer_close(&counter->tallies[i].stemmer);
        map_release(&counter->tallies[i].stems);
        free(counter->tallies[i].counts);
        free(counter->tallies[i].last);
    }
    free(counter->tallies);
    arena_release(&counter->stems);
    arena_release(&counter->scratch);
    free(counter);
}

static enum status tally_of(struct counter *counter, struct text_language language,
                            struct tally **tally, struct error *error) {
    for (size_t i = 0; i < counter->n; i++)
        if (strcmp(counter->tallies[i].language.code, language.code) == 0) {
            *tally = &counter->tallies[i];
            return STATUS_OK;
        }
    if (counter->n == TEXT_BACKGROUND_LANGUAGES)
        return error_set(error, STATUS_LIMIT, "a model of words has too many languages");
    if (grow(&counter->tallies, &counter->capacity, counter->n + 1, sizeof *counter->tallies) !=
        STATUS_OK)
        return error_memory(error);
    struct tally fresh = {.language = language};
    enum status status = text_stemmer_open(&fresh.stemmer, str_from(language.code), error);
    if (status != STATUS_OK)
        return status;
    map_init(&fresh.stems, counter->seed);
    counter->tallies[counter->n] = fresh;
    *tally = &counter->tallies[counter->n++];
    return STATUS_OK;
}

static bool has_digit(struct str word) {
    for (size_t i = 0; i < word.n; i++)
        if (ascii_is_digit(word.p[i]))
            return true;
    return false;
}

static enum status count_stem(struct counter *counter, struct tally *tally, struct str stem) {
    size_t at = 0;
    if (!map_get(&tally->stems, stem, &at)) {
        if (tally->n == COUNTED_MOST)
            return STATUS_OK;
        struct str kept = arena_copy(&counter->stems, stem);
        if (str_absent(kept) ||
            grow(&tally->counts, &tally->capacity, tally->n + 1, sizeof *tally->counts) !=
                STATUS_OK ||
            grow(&tally->last, &tally->last_capacity, tally->n + 1, sizeof *tally->last) !=
                STATUS_OK ||
            map_put(&tally->stems, kept, tally->n) != STATUS_OK)
            return STATUS_MEMORY;
        at = tally->n++;
        tally->counts[at] =
            (struct text_background_count){text_background_word(text_stem_hash(kept)), 0};
        tally->last[at] = 0;
    }
    if (tally->last[at] != tally->texts) {
        tally->last[at] = tally->texts;
        tally->counts[at].texts++;
    }
    return STATUS_OK;
}

enum status counter_add(struct counter *counter, struct str text, struct str language,
                        struct error *error) {
    struct text_language found = text_language_of_tag(language);
    struct text_tokens tokens = {NULL, 0};
    struct tally *tally = NULL;
    if (found.code[0] == '\0')
        return STATUS_OK;
    enum status status = tally_of(counter, found, &tally, error);
    if (status == STATUS_OK)
        status = text_tokenize(&counter->scratch, text, &tokens, error);
    if (status == STATUS_OK && tokens.n > 0 && tally->texts < UINT32_MAX) {
        tally->texts++;
        for (size_t i = 0; i < tokens.n && status == STATUS_OK; i++)
            if (!has_digit(tokens.items[i].folded))
                status =
                    count_stem(counter, tally, text_stem(&tally->stemmer, tokens.items[i].folded));
        if (status != STATUS_OK)
            error_memory(error);
    }
    arena_clear(&counter->scratch);
    return status;
}

enum status counter_cut(const struct counter *counter, size_t most, uint32_t least, struct buf *out,
                        struct error *error) {
    struct text_background_source sources[TEXT_BACKGROUND_LANGUAGES] = {{""}};
    size_t n = 0;
    for (size_t i = 0; i < counter->n; i++) {
        const struct tally *tally = &counter->tallies[i];
        if (tally->texts == 0)
            continue;
        struct text_background_source *source = &sources[n++];
        memcpy(source->code, tally->language.code, sizeof source->code);
        source->texts = tally->texts;
        source->counts = tally->counts;
        source->n = tally->n;
    }
    return text_background_write(sources, n, most, least, out, error);
}
