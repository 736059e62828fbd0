/* In which languages articles are: text/language.h, with what is known when they come. */
#include "files/language.h"
#include "gather/gather.h"

enum { HISTORY_MOST = 16 };

struct history {
    struct text_language_share shares[HISTORY_MOST];
    size_t n;
};

static struct text_language_verdict guess(const struct gatherer *gatherer,
                                          const struct observation *observation,
                                          enum text_claimant claimant,
                                          const struct history *history) {
    const struct text_language_claim claim = {claimant, observation->language};
    const struct text_language_evidence evidence = {
        .title = observation->title,
        .text = str_first_of(observation->text, observation->excerpt),
        .claims = &claim,
        .claim_count = !str_empty(observation->language),
        .history = history->shares,
        .history_count = history->n,
        .classify = gatherer->classifier != NULL ? files_language_classify : NULL,
        .classify_state = gatherer->classifier,
    };
    return text_language_guess(&evidence);
}

static void count(struct history *history, struct text_language language) {
    for (size_t i = 0; i < history->n; i++)
        if (strcmp(history->shares[i].language.code, language.code) == 0) {
            history->shares[i].articles++;
            return;
        }
    if (history->n < HISTORY_MOST)
        history->shares[history->n++] = (struct text_language_share){language, 1};
}

/* What the article says of itself stays where it is of that language ("de-AT"), and where there is
 * no better word. */
static enum status settle(const struct gatherer *gatherer, struct arena *arena,
                          enum text_claimant claimant, const struct history *history,
                          struct observation *observation, struct error *error) {
    struct text_language_verdict verdict = guess(gatherer, observation, claimant, history);
    struct text_language claimed = text_language_of_tag(observation->language);
    if (verdict.confidence < TEXT_LANGUAGE_LIKELY ||
        strcmp(verdict.language.code, claimed.code) == 0)
        return STATUS_OK;
    observation->language = arena_copy(arena, str_from(verdict.language.code));
    return arena_status(arena, error);
}

enum status gather_language(const struct gatherer *gatherer, struct arena *arena,
                            struct observation *observation, struct error *error) {
    const struct history none = {.n = 0};
    return settle(gatherer, arena, TEXT_CLAIM_PAGE, &none, observation, error);
}

enum status gather_languages(const struct gatherer *gatherer, struct arena *arena,
                             struct observation *items, size_t n, struct error *error) {
    const struct history none = {.n = 0};
    struct history history = {.n = 0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n; i++) {
        struct text_language_verdict verdict = guess(gatherer, &items[i], TEXT_CLAIM_FEED, &none);
        if (verdict.confidence >= TEXT_LANGUAGE_CERTAIN)
            count(&history, verdict.language);
    }
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        status = settle(gatherer, arena, TEXT_CLAIM_FEED, &history, &items[i], error);
    return status;
}
