/* Parts of quality that an edition may turn on: each is 0 points by default. */
#include "score/parts.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "score/title.h"
#include "text/automaton.h"
#include "text/token.h"

enum { BEGINNING = 400 /* characters in which a press release shows its mark */ };

bool score_wants_text(const struct edition *edition) {
    return edition->quality.depth > 0 || edition->quality.mill > 0;
}

bool score_wants_first(const struct edition *edition) {
    return edition->quality.first > 0;
}

void score_add_tier(struct arena *arena, const struct edition_quality *points,
                    const struct score_input *input, struct score *score) {
    struct str name = str_first_of(input->provider_name, STR("its outlet"));
    if (points->tier_count == 0)
        return;
    if (input->tier < 1 || (uint64_t)input->tier > points->tier_count)
        score_add(score, STR("outlet without a tier"), points->tierless,
                  arena_format(arena, "nobody has said what %.*s is worth", STR_ARG(name)));
    else
        score_add(score, arena_format(arena, "outlet of tier %lld", (long long)input->tier),
                  points->tiers[input->tier - 1],
                  arena_format(arena, "%.*s is of that tier by its file", STR_ARG(name)));
}

/* The share of a long text's points that a shorter one has. */
static enum status add_depth(struct arena *arena, const struct edition_quality *points,
                             struct str text, struct score *score, struct error *error) {
    struct text_tokens tokens;
    if (points->depth == 0 || str_empty(text) || points->depth_words < 1)
        return STATUS_OK;
    enum status status = text_tokenize(arena, text, &tokens, error);
    if (status != STATUS_OK)
        return status;
    int64_t words =
        tokens.n > (size_t)points->depth_words ? points->depth_words : (int64_t)tokens.n;
    score_add(score, STR("depth"), score_times(points->depth, words) / points->depth_words,
              arena_format(arena, "its text has %zu words, %lld earn all %lld points", tokens.n,
                           (long long)points->depth_words, (long long)points->depth));
    return STATUS_OK;
}

static void add_voice(const struct edition_quality *points, const struct score_input *input,
                      struct score *score) {
    if (input->voice == SCORE_ORIGINAL)
        score_add(score, STR("original"), points->original, STR("its text repeats nobody's"));
    else if (input->voice == SCORE_COPY)
        score_add(score, STR("copy"), -points->copy, STR("its text repeats another's"));
    if (input->first)
        score_add(score, STR("first"), points->first,
                  STR("no outlet was seen to tell its story before"));
}

/* "3 hours 20 minutes" */
static struct str span(struct arena *arena, int64_t seconds) {
    long long hours = (long long)(seconds / HOUR_SECONDS), minutes = seconds % HOUR_SECONDS / 60;
    return hours > 0 ? arena_format(arena, "%lld h %lld min", hours, minutes)
                     : arena_format(arena, "%lld min", minutes);
}

static void add_fresh(struct arena *arena, const struct edition_quality *points,
                      const struct score_input *input, struct score *score) {
    int64_t late;
    int64_t all = points->fresh_hours * HOUR_SECONDS;
    if (points->fresh == 0 || !input->timed || all < 1 ||
        __builtin_sub_overflow(input->seen, input->claimed, &late))
        return;
    if (late < 0)
        late = 0;
    if (late >= all)
        return;
    struct str after = span(arena, late);
    score_add(score, STR("fresh"), score_times(points->fresh, all - late) / all,
              arena_format(arena, "found %.*s after it appeared; after %lld h it earns nothing",
                           STR_ARG(after), (long long)points->fresh_hours));
}

static bool take_first(void *state, const struct text_match *match) {
    size_t *found = state;
    *found = match->value;
    return false;
}

/* The first of the phrases that stands in the text; SIZE_MAX when none does. */
static enum status find_phrase(struct arena *arena, const struct str *phrases, size_t count,
                               struct str text, size_t *found, struct error *error) {
    struct text_automaton automaton;
    struct text_pattern *patterns = arena_array(arena, count, struct text_pattern);
    *found = SIZE_MAX;
    if (patterns == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < count; i++)
        patterns[i] = (struct text_pattern){phrases[i], (uint32_t)i};
    enum status status = text_automaton_build(arena, patterns, count, &automaton, error);
    if (status == STATUS_OK)
        text_automaton_search(&automaton, text, take_first, found);
    return status;
}

static enum status add_bait(struct arena *arena, const struct edition_quality *points,
                            struct str title, struct score *score, struct error *error) {
    size_t found;
    if (points->bait == 0)
        return STATUS_OK;
    enum status status =
        find_phrase(arena, points->bait_phrases, points->bait_phrase_count, title, &found, error);
    if (status == STATUS_OK && found != SIZE_MAX)
        score_add(
            score, STR("bait"), -points->bait,
            arena_format(arena, "its title says \"%.*s\"", STR_ARG(points->bait_phrases[found])));
    return status;
}

static enum status add_mill(struct arena *arena, const struct edition_quality *points,
                            const struct score_input *input, struct score *score,
                            struct error *error) {
    size_t found = SIZE_MAX;
    if (points->mill == 0)
        return STATUS_OK;
    if (edition_domain_among(points->mill_domains, points->mill_domain_count,
                             input->provider_domain)) {
        score_add(
            score, STR("press release"), -points->mill,
            arena_format(arena, "%.*s is a press-release mill", STR_ARG(input->provider_domain)));
        return STATUS_OK;
    }
    struct str beginning = str_take(input->text, utf8_offset(input->text, BEGINNING));
    enum status status = str_empty(beginning)
                             ? STATUS_OK
                             : find_phrase(arena, points->mill_marks, points->mill_mark_count,
                                           beginning, &found, error);
    if (status == STATUS_OK && found != SIZE_MAX)
        score_add(score, STR("press release"), -points->mill,
                  arena_format(arena, "its text begins with \"%.*s\"",
                               STR_ARG(points->mill_marks[found])));
    return status;
}

enum status score_add_further(struct arena *arena, const struct edition *edition,
                              const struct score_input *input, struct score *score,
                              struct error *error) {
    const struct edition_quality *points = &edition->quality;
    enum status status = add_depth(arena, points, input->text, score, error);
    if (status != STATUS_OK)
        return status;
    add_voice(points, input, score);
    if (!str_empty(input->byline))
        score_add(
            score, STR("byline"), points->byline,
            arena_format(arena, "%.*s signs it", STR_ARG(utf8_cut_bytes(input->byline, 100))));
    add_fresh(arena, points, input, score);
    const char *shouting = points->shouting > 0 ? score_shouting(input->title) : NULL;
    if (shouting != NULL)
        score_add(score, STR("shouting"), -points->shouting, str_from(shouting));
    status = add_bait(arena, points, input->title, score, error);
    return status != STATUS_OK ? status : add_mill(arena, points, input, score, error);
}
