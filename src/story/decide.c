#include "story/decide.h"

#include "story/model.h"

/* A story is compared only with the few whose best members are nearest. */
enum {
    STORIES_COMPARED = 6,
    FARTHEST = 3, /* where one fits, those whose best member is a third as like are not asked */
};

/* What no likeness outweighs. */
enum {
    SCARCITY_LEAST = 10240, /* of the shared words together: ten bits, say one rare name */
    WORDS_LEAST = 2,        /* a document of fewer words stays alone */
    SAMPLE = 9,             /* members of a large story, from first to last, of which … */
    SAMPLE_ALIKE = 2,       /* … so many must be like it by … */
    SAMPLE_LIKENESS = 50,   /* … so much */
};

enum {
    COPY_RUNS = 15,         /* runs of words: less text proves no copying */
    COPY_RUNS_LONG = 60,    /* from here on the text alone decides */
    COPY_SHORT = 800,       /* share of a short text that must be the same, and then also … */
    COPY_SHORT_TITLE = 400, /* … this of the titles */
    COPY_LONG = 500,        /* of a long text: light edits break runs, while independent reports
                               of one event share well under a third */
};

/* "Podcast: …" and the next week's: what is told differs though the series' words do not. */
static bool same_series(const struct story_live *a, const struct story_live *b) {
    return a->provider != 0 && a->provider == b->provider && a->series != 0 &&
           a->series == b->series;
}

/* One provider's articles that differ in all but a short text: that is the text it puts under
 * everything. */
static bool only_boilerplate(const struct story_live *live, const struct story_live *other,
                             const struct story_likeness *likeness) {
    size_t runs = live->run_count < other->run_count ? live->run_count : other->run_count;
    return live->provider != 0 && live->provider == other->provider && runs > 0 &&
           runs < COPY_RUNS_LONG && likeness->title < COPY_SHORT_TITLE &&
           story_same_text(live, other, COPY_SHORT) >= COPY_SHORT;
}

enum story_bar story_bar_between(const struct story_search *search,
                                 const struct story_likeness *likeness) {
    const struct story_live *live = search->live, *other = search->index->live[likeness->slot];
    if (likeness->shared < SCARCITY_LEAST || live->weight_count < WORDS_LEAST ||
        other->weight_count < WORDS_LEAST)
        return STORY_BAR_LITTLE;
    if (same_series(live, other))
        return STORY_BAR_SERIES;
    return only_boilerplate(live, other, likeness) ? STORY_BAR_BOILERPLATE : STORY_BAR_NONE;
}

/* Whether enough members from all of a large story's life are like the document: a chain, each of
 * whose links is like the one before, has a head that is nothing like its tail. */
static bool holds_together(const struct story_search *search, const struct story_group *group) {
    size_t alike = 0;
    if (group->count <= SAMPLE)
        return true;
    for (size_t i = 0; i < SAMPLE; i++) {
        uint32_t slot = group->members[i * (group->count - 1) / (SAMPLE - 1)];
        alike += story_search_compare(search, slot).words >= SAMPLE_LIKENESS;
    }
    return alike >= SAMPLE_ALIKE;
}

static void judge(const struct story_search *search, const struct story_side *alone,
                  struct story_choice *choice) {
    const struct story_index *index = search->index;
    const struct story_group *group = &index->groups[choice->group];
    struct story_side side = story_side_of(index, group);
    int32_t measures[STORY_MEASURES];
    story_side_measure(index, alone, &side, &choice->best, measures);
    choice->middle = measures[STORY_MIDDLE];
    choice->margin = story_model_ask(measures, true, &choice->told);
    choice->bar = story_bar_between(search, &choice->best);
    if (choice->bar == STORY_BAR_NONE && choice->margin >= 0 && !holds_together(search, group))
        choice->bar = STORY_BAR_CHAIN;
    if (choice->bar != STORY_BAR_NONE && choice->margin >= 0)
        choice->margin = -1;
    if (index->watch != NULL)
        index->watch(index->watch_state, measures, choice->margin, NULL, group);
}

struct str story_choice_told(const struct story_choice *choice) {
    static const char *const bars[] = {
        [STORY_BAR_LITTLE] = "little",
        [STORY_BAR_SERIES] = "series",
        [STORY_BAR_BOILERPLATE] = "boilerplate",
        [STORY_BAR_CHAIN] = "chain",
    };
    static const char *const measures[STORY_MEASURES] = {
        [STORY_MEAN] = "words",        [STORY_MIDDLE] = "words",
        [STORY_RARE] = "words",        [STORY_BEST] = "words",
        [STORY_TITLES] = "titles",     [STORY_BEST_TITLE] = "titles",
        [STORY_COHESION] = "relative", [STORY_RELATIVE] = "relative",
        [STORY_FEWER] = "size",        [STORY_MORE] = "size",
        [STORY_SHORTER] = "length",    [STORY_LONGER] = "length",
        [STORY_GAP] = "time",          [STORY_SPAN] = "time",
        [STORY_RAREST] = "rarity",     [STORY_SCARCITY] = "rarity",
        [STORY_COVERED] = "covered",   [STORY_COVERED_MORE] = "covered",
        [STORY_NUMBERS] = "numbers",   [STORY_NUMBERS_APART] = "numbers",
        [STORY_NAMES_APART] = "names", [STORY_CONTRAST] = "contrast",
        [STORY_TOLD] = "told",         [STORY_OUTLETS] = "outlets",
        [STORY_UNDATED] = "undated",
    };
    return str_from(choice->bar != STORY_BAR_NONE ? bars[choice->bar] : measures[choice->told]);
}

static void keep_choice(struct story_choice choices[STORY_CHOICES],
                        const struct story_choice *next) {
    size_t at = STORY_CHOICES;
    while (at > 0 && next->margin > choices[at - 1].margin)
        at--;
    for (size_t i = STORY_CHOICES; i-- > at + 1;)
        choices[i] = choices[i - 1];
    if (at < STORY_CHOICES)
        choices[at] = *next;
}

static struct story_side side_alone(const struct story_search *search) {
    struct story_side side = {
        .shares = search->shares,
        .share_count = search->live->weight_count,
        .alone = search->live,
        .count = 1,
        .words = story_live_words(search->live),
        .earliest = search->live->published,
        .latest = search->live->published,
    };
    story_side_read(search->index, &side);
    return side;
}

struct story_choice story_judge(const struct story_search *search,
                                const struct story_likeness *likeness) {
    struct story_choice choice = {.group = search->index->live[likeness->slot]->story,
                                  .best = *likeness};
    struct story_side alone = side_alone(search);
    judge(search, &alone, &choice);
    return choice;
}

bool story_choose(const struct story_search *search, struct story_choice choices[STORY_CHOICES]) {
    uint32_t seen[STORIES_COMPARED];
    size_t stories = 0;
    for (size_t i = 0; i < STORY_CHOICES; i++)
        choices[i] = (struct story_choice){.margin = INT64_MIN};
    struct story_side alone = side_alone(search);
    for (size_t i = 0; i < search->count && stories < STORIES_COMPARED; i++) {
        const struct story_likeness *likeness = &search->likenesses[i];
        struct story_choice next = {.group = search->index->live[likeness->slot]->story,
                                    .best = *likeness};
        bool known = false;
        if (choices[0].margin >= 0 && likeness->words * FARTHEST < choices[0].best.words)
            break;
        for (size_t k = 0; k < stories; k++)
            known |= seen[k] == next.group;
        if (known)
            continue;
        seen[stories++] = next.group;
        judge(search, &alone, &next);
        keep_choice(choices, &next);
    }
    return choices[0].margin >= 0;
}

/* A bit for each of some runs of words, where its low bits say. */
enum { FILTER_BITS = 1 << 15 };
struct filter {
    uint64_t words[FILTER_BITS / 64];
};

static void fill_filter(const struct story_live *live, struct filter *filter) {
    *filter = (struct filter){{0}};
    for (size_t i = 0; i < live->run_count; i++)
        filter->words[live->runs[i] % FILTER_BITS / 64] |= UINT64_C(1) << live->runs[i] % 64;
}

/* False where fewer than `need` of a text's runs are in the filter: most texts are soon done. */
static bool may_share(const struct filter *filter, const struct story_live *live, size_t need) {
    size_t spare = live->run_count - need;
    for (size_t i = 0; i < live->run_count; i++) {
        uint32_t run = live->runs[i];
        if ((filter->words[run % FILTER_BITS / 64] >> run % 64 & 1) == 0 && spare-- == 0)
            return false;
    }
    return true;
}

/* Whether `live`, whose runs are in the filter, and the document it is like are one text, and how
 * much of it is the same. */
static bool is_copy(const struct story_search *search, const struct filter *filter,
                    const struct story_likeness *likeness, int64_t *same) {
    const struct story_live *a = search->live, *b = search->index->live[likeness->slot];
    size_t runs = a->run_count < b->run_count ? a->run_count : b->run_count;
    if (runs < COPY_RUNS || str_eq(a->id, b->id))
        return false;
    bool is_short = runs < COPY_RUNS_LONG;
    int64_t least = is_short ? COPY_SHORT : COPY_LONG;
    if (is_short && likeness->title < COPY_SHORT_TITLE)
        return false;
    if (!may_share(filter, b, (runs * (size_t)least + 999) / 1000))
        return false;
    *same = story_same_text(a, b, least);
    return *same >= least;
}

bool story_find_copy(const struct story_search *search, struct story_likeness *likeness,
                     int64_t *same) {
    bool found = false;
    struct filter filter;
    if (search->live->run_count < COPY_RUNS)
        return false;
    fill_filter(search->live, &filter);
    for (size_t i = 0; i < search->count; i++) {
        int64_t share = 0;
        if (!is_copy(search, &filter, &search->likenesses[i], &share))
            continue;
        uint32_t slot = search->likenesses[i].slot;
        if (found && (share < *same || (share == *same && slot > likeness->slot)))
            continue;
        found = true;
        *likeness = search->likenesses[i];
        *same = share;
    }
    return found;
}
