#include "text/background.h"

#include "text/language.h"

#include <stdlib.h>

enum { WORD_DIGITS = 8, DIGITS = WORD_DIGITS + 2 };

static const struct str magic = STR_INIT("BSWORDS2\n");

/* Reading. */

static enum status wrong(struct error *error, enum status status, size_t at, const char *what) {
    return error_set_at(error, status, (struct position){.offset = at}, "a model of words: %s",
                        what);
}

/* A code as language.h has them: "he", not the old "iw", which nobody would look for. */
static bool is_code(const char code[4]) {
    if (code[3] != '\0' || code[0] == '\0')
        return false;
    struct text_language language = text_language_of_tag(str_from(code));
    return memcmp(language.code, code, sizeof language.code) == 0;
}

/* A number as it is written: without zeros before it. */
static bool read_number(struct str word, uint32_t *number) {
    uint64_t value;
    if (!str_to_u64(word, &value) || value > UINT32_MAX || (word.n > 1 && word.p[0] == '0'))
        return false;
    *number = (uint32_t)value;
    return true;
}

/* The line at *at, which moves behind its end; false when there is no whole one. */
static bool next_line(struct str bytes, size_t *at, struct str *line) {
    struct str rest = str_skip(bytes, *at);
    size_t end = str_find_byte(rest, '\n');
    if (end == SIZE_MAX)
        return false;
    *line = str_take(rest, end);
    *at += end + 1;
    return true;
}

static enum status read_entry(struct str line, size_t at, const char *before,
                              struct text_background_language *language, struct error *error) {
    struct str code, texts;
    if (!str_next(&line, ' ', &code) || !str_next(&line, ' ', &texts) ||
        code.n >= sizeof language->code)
        return wrong(error, STATUS_INVALID, at, "no language");
    memcpy(language->code, code.p, code.n);
    if (!is_code(language->code))
        return wrong(error, STATUS_INVALID, at, "no code of a language");
    if (before != NULL && memcmp(before, language->code, sizeof language->code) >= 0)
        return wrong(error, STATUS_INVALID, at, "languages out of order");
    if (!read_number(texts, &language->texts) || language->texts == 0)
        return wrong(error, STATUS_INVALID, at, "nothing was counted");
    if (!read_number(line, &language->words))
        return wrong(error, STATUS_INVALID, at, "no number of words");
    if (language->words > TEXT_BACKGROUND_WORDS)
        return wrong(error, STATUS_LIMIT, at, "too many words");
    return STATUS_OK;
}

static bool read_digits(const char *p, size_t n, uint32_t *number) {
    *number = 0;
    for (size_t i = 0; i < n; i++) {
        int digit = ascii_hex(p[i]);
        if (digit < 0 || (p[i] >= 'A' && p[i] <= 'F'))
            return false;
        *number = *number << 4 | (uint32_t)digit;
    }
    return true;
}

static enum status read_words(struct arena *arena, struct str line, size_t at,
                              struct text_background_language *language, struct error *error) {
    size_t n = language->words;
    if (line.n != n * DIGITS)
        return wrong(error, STATUS_INVALID, at, "other words than it says");
    uint32_t *hashes = arena_array(arena, n, uint32_t);
    unsigned char *commons = arena_array(arena, n, unsigned char);
    if (hashes == NULL || commons == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < n; i++) {
        const char *p = line.p + i * DIGITS;
        uint32_t common;
        if (!read_digits(p, WORD_DIGITS, &hashes[i]) ||
            !read_digits(p + WORD_DIGITS, DIGITS - WORD_DIGITS, &common))
            return wrong(error, STATUS_INVALID, at + i * DIGITS, "no digits");
        if (i > 0 && hashes[i - 1] >= hashes[i])
            return wrong(error, STATUS_INVALID, at + i * DIGITS, "words out of order");
        if (common == 0 || common > TEXT_BACKGROUND_EVERY)
            return wrong(error, STATUS_INVALID, at + i * DIGITS, "no commonness");
        commons[i] = (unsigned char)common;
    }
    language->hashes = hashes;
    language->common = commons;
    return STATUS_OK;
}

enum status text_background_read(struct arena *arena, struct str bytes,
                                 struct text_background *background, struct error *error) {
    struct text_background_language *languages = NULL;
    size_t n = 0, capacity = 0, at = magic.n;
    enum status status = STATUS_OK;
    *background = (struct text_background){NULL, 0};
    if (bytes.n > TEXT_BACKGROUND_MOST)
        return wrong(error, STATUS_LIMIT, TEXT_BACKGROUND_MOST, "too long");
    if (!str_starts(bytes, magic))
        return wrong(error, STATUS_INVALID, 0, "it does not begin like one of this version");
    while (status == STATUS_OK && at < bytes.n) {
        struct str entry, words;
        size_t start = at, behind;
        if (n == TEXT_BACKGROUND_LANGUAGES)
            return wrong(error, STATUS_LIMIT, at, "too many languages");
        if (!next_line(bytes, &at, &entry) || (behind = at, !next_line(bytes, &at, &words)))
            return wrong(error, STATUS_INVALID, bytes.n, "it ends too early");
        if (arena_grow(arena, &languages, &capacity, n + 1, sizeof *languages) != STATUS_OK)
            return arena_status(arena, error);
        languages[n] = (struct text_background_language){.texts = 0};
        status =
            read_entry(entry, start, n > 0 ? languages[n - 1].code : NULL, &languages[n], error);
        if (status == STATUS_OK)
            status = read_words(arena, words, behind, &languages[n++], error);
    }
    if (status == STATUS_OK)
        *background = (struct text_background){languages, n};
    return status;
}

/* Asking. */

const struct text_background_language *
text_background_find(const struct text_background *background, struct str language) {
    struct text_language wanted = text_language_of_tag(language);
    for (size_t i = 0; i < background->n; i++)
        if (memcmp(background->languages[i].code, wanted.code, sizeof wanted.code) == 0)
            return &background->languages[i];
    return NULL;
}

uint32_t text_background_common(const struct text_background_language *language, uint32_t word) {
    if (language == NULL)
        return 0;
    size_t low = 0, high = language->words;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (language->hashes[middle] == word)
            return language->common[middle];
        if (language->hashes[middle] < word)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* 2^(i/16), in 65,536ths. */
static const uint32_t powers[TEXT_BACKGROUND_HALF] = {65536,  68438,  71468,  74632, 77936,  81386,
                                                      84990,  88752,  92682,  96785, 101070, 105545,
                                                      110218, 115098, 120194, 125515};

uint32_t text_background_expected(const struct text_background_language *language, uint32_t word,
                                  uint32_t texts) {
    uint32_t common = text_background_common(language, word);
    if (common == 0)
        return 0;
    /* texts * 16 / 2^(steps / 16) */
    uint32_t steps = TEXT_BACKGROUND_EVERY - common;
    uint64_t share = (uint64_t)
        powers[(TEXT_BACKGROUND_HALF - steps % TEXT_BACKGROUND_HALF) % TEXT_BACKGROUND_HALF];
    uint32_t halves = (steps + TEXT_BACKGROUND_HALF - 1) /
                      TEXT_BACKGROUND_HALF; /* rounded up, given back above */
    return (uint32_t)((uint64_t)texts * 16 * share >> 16 >> halves);
}

/* Writing. */

struct entry {
    uint32_t hash;
    uint32_t texts;
};

/* The commonness of a word that stands in `texts` of `of` texts; 0 when that is too rare to say. */
static unsigned commonness(uint32_t texts, uint32_t of) {
    uint64_t wanted = (uint64_t)(texts < of ? texts : of) << 16;
    uint32_t steps = 0;
    while (wanted < (uint64_t)of << 15 >> steps / TEXT_BACKGROUND_HALF &&
           steps < TEXT_BACKGROUND_EVERY)
        steps += TEXT_BACKGROUND_HALF;
    for (; steps < TEXT_BACKGROUND_EVERY; steps++) {
        uint64_t share =
            powers[(TEXT_BACKGROUND_HALF - steps % TEXT_BACKGROUND_HALF) % TEXT_BACKGROUND_HALF];
        uint32_t halves = (steps + TEXT_BACKGROUND_HALF - 1) / TEXT_BACKGROUND_HALF;
        if (wanted >= (uint64_t)of * share >> halves)
            return TEXT_BACKGROUND_EVERY - steps;
    }
    return 0;
}

static int by_texts(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    if (a->texts != b->texts)
        return a->texts > b->texts ? -1 : 1;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static int by_hash(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->texts > b->texts ? -1 : a->texts < b->texts;
}

/* The words worth keeping, sorted by hash, each hash once; how many. */
static size_t choose(const struct text_background_source *source, size_t most, uint32_t least,
                     struct entry *entries) {
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < source->n; i++)
        if (source->counts[i].texts >= least && source->counts[i].texts > 0 &&
            commonness(source->counts[i].texts, source->texts) > 0)
            entries[n++] = (struct entry){source->counts[i].word, source->counts[i].texts};
    qsort(entries, n, sizeof *entries, by_texts);
    n = n < most ? n : most;
    qsort(entries, n, sizeof *entries, by_hash);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || entries[kept - 1].hash != entries[i].hash)
            entries[kept++] = entries[i];
    return kept;
}

static int by_code(const void *left, const void *right) {
    const struct text_background_source *const *a = left, *const *b = right;
    return memcmp((*a)->code, (*b)->code, sizeof(*a)->code);
}

static enum status check_sources(const struct text_background_source *const *sorted, size_t count,
                                 struct error *error) {
    if (count > TEXT_BACKGROUND_LANGUAGES)
        return error_set(error, STATUS_LIMIT, "a model of words has too many languages");
    for (size_t i = 0; i < count; i++)
        if (!is_code(sorted[i]->code) || sorted[i]->texts == 0 ||
            (i > 0 && memcmp(sorted[i - 1]->code, sorted[i]->code, sizeof sorted[i]->code) == 0))
            return error_set(error, STATUS_INVALID, "a model of words needs languages and texts");
    return STATUS_OK;
}

static enum status write_language(const struct text_background_source *source, size_t most,
                                  uint32_t least, struct buf *out, struct error *error) {
    struct entry *entries = malloc((source->n + 1) * sizeof *entries);
    if (entries == NULL)
        return error_memory(error);
    size_t n = choose(source, most, least, entries);
    buf_printf(out, "%s %u %zu\n", source->code, source->texts, n);
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%08x%02x", entries[i].hash, commonness(entries[i].texts, source->texts));
    buf_add_byte(out, '\n');
    free(entries);
    return STATUS_OK;
}

enum status text_background_write(const struct text_background_source *sources, size_t count,
                                  size_t most, uint32_t least, struct buf *out,
                                  struct error *error) {
    const struct text_background_source *sorted[TEXT_BACKGROUND_LANGUAGES];
    enum status status = STATUS_OK;
    most = most < TEXT_BACKGROUND_WORDS ? most : TEXT_BACKGROUND_WORDS;
    for (size_t i = 0; i < count && i < TEXT_BACKGROUND_LANGUAGES; i++)
        sorted[i] = &sources[i];
    if (count > 0 && count <= TEXT_BACKGROUND_LANGUAGES)
        qsort(sorted, count, sizeof sorted[0], by_code);
    status = check_sources(sorted, count, error);
    if (status != STATUS_OK)
        return status;
    buf_add(out, magic);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = write_language(sorted[i], most, least, out, error);
    return status == STATUS_OK ? buf_check(out, error) : status;
}
