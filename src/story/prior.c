#include "story/prior.h"

#include "base/grow.h"
#include "story/background.h"
#include "story/integer.h"

enum {
    PRIOR_RARE = 16,     /* sixteenths of the background's texts that have what it does not list */
    BEYOND_LATIN = 0xCD, /* no letter of Latin begins with this byte or a higher one */
};

/* In how many sixteenths of the texts for which the background stands, in the word's script. */
static uint32_t prior_of(uint64_t hash, uint32_t texts) {
    uint32_t prior =
        hash & STORY_WORD_FOREIGN ? texts * STORY_FOREIGN_TEXTS / STORY_BACKGROUND_TEXTS : texts;
    return prior > 0 ? prior : 1;
}

/* `texts`: sixteenths of the background's that have the word. */
static void set_prior(struct story_index *index, uint32_t number, uint32_t texts) {
    struct story_term *term = &index->terms[number];
    term->prior = prior_of(term->hash, texts);
    term->scarcity = story_log2(STORY_BACKGROUND_TEXTS * 16) - story_log2(texts);
    term->rare = texts <= PRIOR_RARE;
    story_index_recount(index, number);
}

void story_prior_begin(struct story_index *index, uint32_t number) {
    set_prior(index, number, PRIOR_RARE);
}

static bool is_spoken(const struct story_index *index, uint32_t language) {
    const struct story_background *background = &story_backgrounds[language];
    return strcmp(background->language, "en") == 0 ||
           (unsigned char)background->words[0] >= BEYOND_LATIN || index->spoken[language] > 0;
}

static void raise_priors(struct story_index *index) {
    for (size_t i = 0; i < index->listed_count; i++) {
        const struct story_listed *listed = &index->listed[i];
        const struct story_term *term = &index->terms[listed->term];
        if (is_spoken(index, listed->language) && prior_of(term->hash, listed->texts) > term->prior)
            set_prior(index, listed->term, listed->texts);
    }
}

static void speak(struct story_index *index) {
    for (size_t i = 0; i < index->listed_count; i++)
        story_prior_begin(index, index->listed[i].term);
    raise_priors(index);
}

uint32_t story_prior_language(struct str tag) {
    uint32_t i = 0;
    size_t n = 0;
    while (n < tag.n && ascii_is_alpha(tag.p[n]))
        n++;
    while (i < story_background_count &&
           !str_eq_case(str_from(story_backgrounds[i].language), str_of(tag.p, n)))
        i++;
    return i;
}

void story_prior_come(struct story_index *index, uint32_t language) {
    if (language < story_background_count && index->spoken[language]++ == 0)
        speak(index);
}

void story_prior_go(struct story_index *index, uint32_t language) {
    if (language < story_background_count && --index->spoken[language] == 0)
        speak(index);
}

static enum status list_word(struct story_index *index, struct str word, uint32_t language,
                             uint32_t texts) {
    uint64_t hash = story_words_stem(&index->words, word);
    uint32_t term = hash != 0 ? story_index_term(index, hash, true) : UINT32_MAX;
    if (hash == 0)
        return STATUS_OK;
    if (term == UINT32_MAX || grow(&index->listed, &index->listed_capacity, index->listed_count + 1,
                                   sizeof *index->listed) != STATUS_OK)
        return STATUS_MEMORY;
    index->listed[index->listed_count++] = (struct story_listed){term, language, texts * 16};
    return STATUS_OK;
}

enum status story_prior_open(struct story_index *index) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < story_background_count && status == STATUS_OK; i++) {
        const struct story_background *background = &story_backgrounds[i];
        struct str rest = str_from(background->words), word, tag = str_from(background->language);
        status = story_words_speak(&index->words, tag, NULL);
        while (status == STATUS_OK && str_next(&rest, ' ', &word))
            status = list_word(index, word, story_prior_language(tag), background->texts);
    }
    raise_priors(index);
    return status;
}
