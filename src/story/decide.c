#include "story/decide.h"
#include "story/search.h"

#include "story/integer.h"
/* A story is compared only with the few whose best members are nearest. */
enum { STORIES_COMPARED = 6 };

/* What is asked of a joining; thousandths unless said otherwise. Found by trying on several public
 * streams of news: with and without times, headlines alone and whole articles. */
enum {
    BEST_SHARE = 400, /* of the nearest member in the judged likeness; the middle has the rest */
    LIKENESS_LEAST = 165, /* for texts of TEXT_WORDS different words … */
    TEXT_WORDS = 32,
    PER_DOUBLE_TEXT = 55,   /* … and so much more for each doubling, */
    PER_HALF_TEXT = 15,     /* less for each halving */
    PER_DAY_APART = 30,     /* more for each day from the farthest member */
    SERIES = 150,           /* more within one provider's series ("Podcast: …") */
    BEST_LEAST = 100,       /* no story whose nearest member is less alike */
    MIDDLE_LEAST = 50,      /* none whose middle is: one weak link makes no chain */
    SCARCITY_LEAST = 10240, /* of the shared words together: ten bits, say one rare name */
    SAMPLE = 9,             /* members of a large story, from first to last, of which … */
    SAMPLE_ALIKE = 2,       /* … so many must be like it by … */
    SAMPLE_LIKENESS = 50,   /* … so much */
    WORDS_LEAST = 2,        /* a document of fewer words stays alone */
};

enum {
    COPY_RUNS = 15,         /* runs of words: less text proves no copying */
    COPY_RUNS_LONG = 60,    /* from here on the text alone decides */
    COPY_SHORT = 800,       /* share of a short text that must be the same, and then also … */
    COPY_SHORT_TITLE = 400, /* … this of the titles */
    COPY_LONG = 500,        /* of a long text: light edits break runs, while independent reports
                               of one event share well under a third */
};

/* Seconds between two times; none where either is unknown. */
static int64_t apart(int64_t a, int64_t b) {
    int64_t gap;
    if (a == TIME_NONE || b == TIME_NONE)
        return 0;
    if (__builtin_sub_overflow(a > b ? a : b, a > b ? b : a, &gap))
        return INT64_MAX;
    return gap;
}

/* Follow-ups of another day are other events more often than not. */
static int64_t time_penalty(const struct story_live *live, const struct story_group *group) {
    int64_t first = apart(live->published, group->earliest);
    int64_t last = apart(live->published, group->latest);
    return (first > last ? first : last) / 60 * PER_DAY_APART / (DAY_SECONDS / 60);
}

/* Long texts share words by chance, headlines hardly any: what is asked for grows with the
 * logarithm of the shorter one's words. */
static int64_t length_penalty(const struct story_live *a, const struct story_live *b) {
    size_t words = a->weight_count < b->weight_count ? a->weight_count : b->weight_count;
    int64_t steps = (int64_t)story_log2(words + 1) - (int64_t)story_log2(TEXT_WORDS);
    return steps * (steps > 0 ? PER_DOUBLE_TEXT : PER_HALF_TEXT) / 1024;
}

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
           story_same_text(live, other) >= COPY_SHORT;
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

static void judge(const struct story_search *search, struct story_choice *choice) {
    const struct story_index *index = search->index;
    const struct story_live *live = search->live, *other = index->live[choice->best.slot];
    const struct story_group *group = &index->groups[choice->group];
    choice->middle = story_search_middle(search, group);
    int64_t likeness =
        (choice->best.words * BEST_SHARE + choice->middle * (1000 - BEST_SHARE)) / 1000;
    choice->margin = likeness - LIKENESS_LEAST - length_penalty(live, other) -
                     time_penalty(live, group) - (same_series(live, other) ? SERIES : 0);
    bool too_little = choice->best.words < BEST_LEAST || choice->middle < MIDDLE_LEAST ||
                      choice->best.shared < SCARCITY_LEAST || live->weight_count < WORDS_LEAST ||
                      other->weight_count < WORDS_LEAST ||
                      only_boilerplate(live, other, &choice->best);
    if (choice->margin >= 0 && (too_little || !holds_together(search, group)))
        choice->margin = -1;
}

bool story_choose(const struct story_search *search, struct story_choice *choice) {
    uint32_t seen[STORIES_COMPARED];
    size_t stories = 0;
    *choice = (struct story_choice){.margin = INT64_MIN};
    for (size_t i = 0; i < search->count && stories < STORIES_COMPARED; i++) {
        const struct story_likeness *likeness = &search->likenesses[i];
        struct story_choice next = {search->index->live[likeness->slot]->story, *likeness, 0, 0};
        bool known = false;
        for (size_t k = 0; k < stories; k++)
            known |= seen[k] == next.group;
        if (known)
            continue;
        seen[stories++] = next.group;
        judge(search, &next);
        if (next.margin > choice->margin)
            *choice = next;
    }
    return stories > 0 && choice->margin >= 0;
}

/* Whether `live` and the document it is like are one text, and how much of it is the same. */
static bool is_copy(const struct story_search *search, const struct story_likeness *likeness,
                    int64_t *same) {
    const struct story_live *a = search->live, *b = search->index->live[likeness->slot];
    size_t runs = a->run_count < b->run_count ? a->run_count : b->run_count;
    if (runs < COPY_RUNS || str_eq(a->id, b->id))
        return false;
    *same = story_same_text(a, b);
    if (runs < COPY_RUNS_LONG)
        return *same >= COPY_SHORT && likeness->title >= COPY_SHORT_TITLE;
    return *same >= COPY_LONG;
}

bool story_find_copy(const struct story_search *search, struct story_likeness *likeness,
                     int64_t *same) {
    bool found = false;
    for (size_t i = 0; i < search->count; i++) {
        int64_t share = 0;
        if (!is_copy(search, &search->likenesses[i], &share))
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
