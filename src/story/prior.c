#include "story/prior.h"

#include "base/grow.h"
#include "story/background.h"
#include "story/integer.h"
#include "text/background.h"

enum {
    PRIOR_RARE = 16,     /* sixteenths of the background's texts that have what it does not list */
    LISTED_TEXTS = 100,  /* own texts from which on they outweigh what is listed */
    BEYOND_LATIN = 0xCD, /* no letter of Latin begins with this byte or a higher one */
};

/* Sixteenths of the background's texts that have a word, by what is listed of it and what the
 * edition's own texts in that language (NULL: it has none) say: the mean of both, in which the list
 * speaks as LISTED_TEXTS would. */
static uint32_t weigh(const struct text_background_language *own, uint64_t hash, uint32_t listed) {
    if (own == NULL)
        return listed;
    uint64_t counted =
        text_background_expected(own, text_background_word(hash), STORY_BACKGROUND_TEXTS);
    uint64_t mean = (counted * own->texts + (uint64_t)LISTED_TEXTS * listed) /
                    ((uint64_t)own->texts + LISTED_TEXTS);
    return mean > PRIOR_RARE ? (uint32_t)mean : PRIOR_RARE;
}

/* In how many sixteenths of the texts for which the background stands, in the word's script. */
static uint32_t prior_of(uint64_t hash, uint32_t texts) {
    uint32_t prior =
        hash & STORY_WORD_FOREIGN ? texts * STORY_FOREIGN_TEXTS / STORY_BACKGROUND_TEXTS : texts;
    return prior > 0 ? prior : 1;
}

/* `texts`: sixteenths of the background's that have the word. */
static void set_prior(struct story_index *index, uint32_t number, uint32_t texts) {
    struct story_term *term = &index->terms[number];
    /* Most are as common as before when a background comes. Where scales differ, two may be one. */
    if (term->prior == texts && !(term->hash & STORY_WORD_FOREIGN))
        return;
    term->prior = prior_of(term->hash, texts);
    term->scarcity = story_log2(STORY_BACKGROUND_TEXTS * 16) - story_log2(texts);
    term->rare = texts <= PRIOR_RARE;
    story_index_recount(index, number);
}

/* The edition's own texts tell something of all words that they have; not of numbers, and not of
 * runs of words. */
void story_prior_begin(struct story_index *index, uint32_t number) {
    const struct text_background *own = index->settings.background;
    uint64_t hash = index->terms[number].hash;
    uint32_t texts = PRIOR_RARE;
    bool word = (hash & 1) != 0 && (hash & STORY_WORD_NUMBER) == 0;
    for (size_t i = 0; own != NULL && word && i < own->n; i++) {
        uint32_t said = weigh(&own->languages[i], hash, PRIOR_RARE);
        texts = said > texts ? said : texts;
    }
    set_prior(index, number, texts);
}

static bool is_spoken(const struct story_index *index, uint32_t language) {
    const struct story_background *background = &story_backgrounds[language];
    return strcmp(background->language, "en") == 0 ||
           (unsigned char)background->words[0] >= BEYOND_LATIN || index->spoken[language] > 0;
}

/* The edition's own texts in a language that is listed; NULL when it has none. */
static const struct text_background_language *own_of(const struct story_index *index,
                                                     uint32_t language) {
    return index->settings.background == NULL
               ? NULL
               : text_background_find(index->settings.background,
                                      str_from(story_backgrounds[language].language));
}

/* What is listed of a language stands together. */
static void raise_priors(struct story_index *index) {
    const struct text_background_language *own = NULL;
    uint32_t language = UINT32_MAX;
    for (size_t i = 0; i < index->listed_count; i++) {
        const struct story_listed *listed = &index->listed[i];
        const struct story_term *term = &index->terms[listed->term];
        if (!is_spoken(index, listed->language))
            continue;
        if (listed->language != language)
            own = own_of(index, language = listed->language);
        uint32_t texts = weigh(own, term->hash, listed->texts);
        if (prior_of(term->hash, texts) > term->prior)
            set_prior(index, listed->term, texts);
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

void story_index_background(struct story_index *index, const struct text_background *background) {
    index->settings.background = background;
    for (size_t i = 0; i < index->term_count; i++)
        story_prior_begin(index, (uint32_t)i);
    raise_priors(index);
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
