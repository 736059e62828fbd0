#include "text/background.h"

#include "base/hash.h"
#include "text/language.h"

#include <stdlib.h>

enum { HEAD = 12, ENTRY = 12, HASH_SIZE = 4 };

static const struct str magic = STR_INIT("BSWORDS1");

static uint32_t number_at(const char *p) {
    const unsigned char *u = (const unsigned char *)p;
    return u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

static void add_number(struct buf *out, uint32_t number) {
    char bytes[4] = {(char)(number & 0xFF), (char)(number >> 8 & 0xFF), (char)(number >> 16 & 0xFF),
                     (char)(number >> 24)};
    buf_add(out, str_of(bytes, sizeof bytes));
}

static uint32_t hash_of(struct str stem) {
    return (uint32_t)hash_fast(stem, 0);
}

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

static enum status read_entry(struct str bytes, size_t at, const char *before,
                              struct text_background_language *language, struct error *error) {
    memcpy(language->code, bytes.p + at, sizeof language->code);
    language->texts = number_at(bytes.p + at + 4);
    language->words = number_at(bytes.p + at + 8);
    if (!is_code(language->code))
        return wrong(error, STATUS_INVALID, at, "no code of a language");
    if (before != NULL && memcmp(before, language->code, sizeof language->code) >= 0)
        return wrong(error, STATUS_INVALID, at, "languages out of order");
    if (language->texts == 0)
        return wrong(error, STATUS_INVALID, at + 4, "nothing was counted");
    if (language->words > TEXT_BACKGROUND_WORDS)
        return wrong(error, STATUS_LIMIT, at + 8, "too many words");
    return STATUS_OK;
}

/* The words of a language from *at on, which moves behind them. */
static enum status read_words(struct str bytes, size_t *at,
                              struct text_background_language *language, struct error *error) {
    size_t n = language->words, size = n * (HASH_SIZE + 1);
    if (bytes.n - *at < size)
        return wrong(error, STATUS_INVALID, bytes.n, "it ends too early");
    const char *hashes = bytes.p + *at, *common = hashes + n * HASH_SIZE;
    for (size_t i = 1; i < n; i++)
        if (number_at(hashes + (i - 1) * HASH_SIZE) >= number_at(hashes + i * HASH_SIZE))
            return wrong(error, STATUS_INVALID, *at + i * HASH_SIZE, "words out of order");
    for (size_t i = 0; i < n; i++)
        if (common[i] == 0 || (unsigned char)common[i] > TEXT_BACKGROUND_EVERY)
            return wrong(error, STATUS_INVALID, *at + n * HASH_SIZE + i, "no commonness");
    language->hashes = (const unsigned char *)hashes;
    language->common = (const unsigned char *)common;
    *at += size;
    return STATUS_OK;
}

enum status text_background_read(struct arena *arena, struct str bytes,
                                 struct text_background *background, struct error *error) {
    *background = (struct text_background){NULL, 0};
    if (bytes.n > TEXT_BACKGROUND_MOST)
        return wrong(error, STATUS_LIMIT, TEXT_BACKGROUND_MOST, "too long");
    if (!str_starts(bytes, magic))
        return wrong(error, STATUS_INVALID, 0, "it does not begin like one of this version");
    if (bytes.n < HEAD)
        return wrong(error, STATUS_INVALID, bytes.n, "it ends too early");
    size_t n = number_at(bytes.p + magic.n), at = HEAD;
    if (n > TEXT_BACKGROUND_LANGUAGES)
        return wrong(error, STATUS_LIMIT, magic.n, "too many languages");
    if (bytes.n - at < n * ENTRY)
        return wrong(error, STATUS_INVALID, bytes.n, "it ends too early");
    struct text_background_language *languages =
        arena_array(arena, n, struct text_background_language);
    if (languages == NULL)
        return arena_status(arena, error);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n && status == STATUS_OK; i++, at += ENTRY)
        status = read_entry(bytes, at, i > 0 ? languages[i - 1].code : NULL, &languages[i], error);
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        status = read_words(bytes, &at, &languages[i], error);
    if (status == STATUS_OK && at != bytes.n)
        status = wrong(error, STATUS_INVALID, at, "something stands behind its end");
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

uint32_t text_background_common(const struct text_background_language *language, struct str stem) {
    if (language == NULL)
        return 0;
    uint32_t wanted = hash_of(stem);
    size_t low = 0, high = language->words;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint32_t found = number_at((const char *)language->hashes + middle * HASH_SIZE);
        if (found == wanted)
            return language->common[middle];
        if (found < wanted)
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

uint32_t text_background_expected(const struct text_background_language *language, struct str stem,
                                  uint32_t texts, uint32_t least) {
    uint32_t common = text_background_common(language, stem);
    if (common == 0)
        return least;
    /* texts * 16 / 2^(steps / 16) */
    uint32_t steps = TEXT_BACKGROUND_EVERY - common;
    uint64_t share = (uint64_t)
        powers[(TEXT_BACKGROUND_HALF - steps % TEXT_BACKGROUND_HALF) % TEXT_BACKGROUND_HALF];
    uint32_t halves = (steps + TEXT_BACKGROUND_HALF - 1) /
                      TEXT_BACKGROUND_HALF; /* rounded up, given back above */
    uint64_t expected = (uint64_t)texts * 16 * share >> 16 >> halves;
    return expected > least ? (uint32_t)expected : least;
}

/* Writing. */

struct entry {
    uint32_t hash;
    uint32_t texts;
};

/* The commonness of a word that stands in `texts` of `of` texts; 0 when that is too rare to say. */
static unsigned commonness(uint32_t texts, uint32_t of) {
    uint64_t wanted = (uint64_t)(texts < of ? texts : of) << 16;
    for (uint32_t steps = 0; steps < TEXT_BACKGROUND_EVERY; steps++) {
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
            entries[n++] = (struct entry){hash_of(source->counts[i].stem), source->counts[i].texts};
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

static void write_words(const struct entry *entries, size_t n, uint32_t texts, struct buf *out) {
    for (size_t i = 0; i < n; i++)
        add_number(out, entries[i].hash);
    for (size_t i = 0; i < n; i++)
        buf_add_byte(out, (char)commonness(entries[i].texts, texts));
}

enum status text_background_write(const struct text_background_source *sources, size_t count,
                                  size_t most, uint32_t least, struct buf *out,
                                  struct error *error) {
    const struct text_background_source *sorted[TEXT_BACKGROUND_LANGUAGES];
    struct buf words;
    enum status status = STATUS_OK;
    most = most < TEXT_BACKGROUND_WORDS ? most : TEXT_BACKGROUND_WORDS;
    for (size_t i = 0; i < count && i < TEXT_BACKGROUND_LANGUAGES; i++)
        sorted[i] = &sources[i];
    if (count > 0 && count <= TEXT_BACKGROUND_LANGUAGES)
        qsort(sorted, count, sizeof sorted[0], by_code);
    status = check_sources(sorted, count, error);
    if (status != STATUS_OK)
        return status;
    buf_init(&words, TEXT_BACKGROUND_MOST);
    buf_add(out, magic);
    add_number(out, (uint32_t)count);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct entry *entries = malloc((sorted[i]->n + 1) * sizeof *entries);
        if (entries == NULL) {
            status = error_memory(error);
            break;
        }
        size_t n = choose(sorted[i], most, least, entries);
        buf_add(out, str_of(sorted[i]->code, sizeof sorted[i]->code));
        add_number(out, sorted[i]->texts);
        add_number(out, (uint32_t)n);
        write_words(entries, n, sorted[i]->texts, &words);
        free(entries);
    }
    buf_add(out, buf_str(&words));
    if (status == STATUS_OK)
        status = buf_check(&words, error);
    buf_release(&words);
    return status == STATUS_OK ? buf_check(out, error) : status;
}
