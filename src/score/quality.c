#include "score/parts.h"

#include "base/utf8.h"

/* Parts other than those of topics: picture, known or official, tier, AMP, video, nine further
 * ones, long title, floor. */
enum { OTHER_PARTS = 15, TOPIC_PARTS_MOST = SCORE_PARTS_MOST - OTHER_PARTS };

enum status score_begin(struct arena *arena, struct score *score, struct error *error) {
    *score = (struct score){.parts = arena_array(arena, SCORE_PARTS_MOST, struct score_part)};
    return arena_status(arena, error);
}

static int64_t within(int64_t points) {
    return points > SCORE_POINTS_MOST    ? SCORE_POINTS_MOST
           : points < -SCORE_POINTS_MOST ? -SCORE_POINTS_MOST
                                         : points;
}

int64_t score_times(int64_t points, int64_t times) {
    int64_t product;
    if (__builtin_mul_overflow(points, times, &product))
        return (points < 0) == (times < 0) ? SCORE_POINTS_MOST : -SCORE_POINTS_MOST;
    return within(product);
}

void score_add(struct score *score, struct str name, int64_t points, struct str why) {
    if (points == 0 || score->part_count == SCORE_PARTS_MOST)
        return;
    points = within(points);
    score->parts[score->part_count++] = (struct score_part){name, points, why};
    score->total += points;
}

void score_note(struct score *score, struct str name, struct str why) {
    if (score->part_count < SCORE_PARTS_MOST)
        score->parts[score->part_count++] = (struct score_part){name, 0, why};
}

void score_end(struct score *score) {
    if (score->total < 0)
        score_add(score, STR("floor"), -score->total, STR("the sum is never below 0"));
}

enum { WORDS_TOLD = 3 };

/* The words that speak most for a learned topic; a word of the title may be there twice, as one of
 * the text, too. */
static struct str why_learned(struct arena *arena, const struct topic_verdict *verdict) {
    struct buf words;
    size_t told = 0;
    buf_init(&words, 4096);
    for (size_t i = 0; verdict != NULL && i < verdict->word_count && told < WORDS_TOLD; i++) {
        bool twice = false;
        for (size_t k = 0; k < i; k++)
            twice |= str_eq(verdict->words[k].words, verdict->words[i].words);
        if (twice)
            continue;
        buf_printf(&words, "%s\"%.*s\"", told > 0 ? ", " : "", STR_ARG(verdict->words[i].words));
        told++;
    }
    struct str why = told > 0 ? arena_format(arena, "learnt from earlier articles: %.*s",
                                             STR_ARG(buf_str(&words)))
                              : STR("its words, as learnt from earlier articles");
    buf_release(&words);
    return why;
}

static struct str why_topic(struct arena *arena, const struct topic_assignment *topic) {
    if (topic->in_title && !str_empty(topic->keyword))
        return arena_format(arena, "the title says \"%.*s\"", STR_ARG(topic->keyword));
    switch (topic->reason) {
    case TOPIC_OF_SOURCE:
        return STR("the topic of the source that brought it");
    case TOPIC_KEYWORD:
        return STR("a keyword of the topic stands in the title");
    case TOPIC_LEARNED:
        return why_learned(arena, topic->verdict);
    case TOPIC_PARENT:
        return STR("the parent of another topic it has");
    case TOPIC_MAIN:
        return STR("the edition's main topic, which every article has");
    }
    return STR_NONE;
}

static void add_topics(struct arena *arena, const struct edition *edition,
                       const struct score_input *input, struct score *score) {
    const struct edition_quality *points = &edition->quality;
    int64_t further = 0;
    for (size_t i = 0; i < input->topic_count; i++) {
        const struct topic_assignment *topic = &input->topics[i];
        struct str name = edition->topics[topic->topic].name;
        int64_t worth = within(points->topic);
        if (topic->in_title)
            worth = within(worth + within(points->topic_in_title));
        if (i + 1 >= TOPIC_PARTS_MOST && input->topic_count > TOPIC_PARTS_MOST)
            further = within(further + worth);
        else if (topic->in_title)
            score_add(score, arena_format(arena, "%.*s in the title", STR_ARG(name)), worth,
                      why_topic(arena, topic));
        else
            score_add(score, name, worth, why_topic(arena, topic));
    }
    score_add(score, STR("further topics"), further, STR("more topics than are named one by one"));
}

/* A character over the free ones is charged only when the next full step is reached. */
static void add_title(struct arena *arena, const struct edition_quality *points, struct str title,
                      struct score *score) {
    int64_t length = (int64_t)utf8_length(title);
    int64_t step = points->title_characters_per_point;
    if (step < 1 || points->title_free < 0 || length <= points->title_free)
        return;
    score_add(score, STR("long title"), -((length - points->title_free) / step),
              arena_format(arena, "the title has %lld characters, %lld are free", (long long)length,
                           (long long)points->title_free));
}

static void add_provider(struct arena *arena, const struct edition_quality *points,
                         const struct score_input *input, struct score *score) {
    struct str name = str_first_of(input->provider_name, STR("its provider"));
    if (input->official)
        score_add(score, STR("official source"), points->official,
                  arena_format(arena, "%.*s speaks for the edition's subject", STR_ARG(name)));
    else if (input->known)
        score_add(score, STR("known provider"), points->known,
                  arena_format(arena, "%.*s is known to the edition", STR_ARG(name)));
}

enum status score_quality(struct arena *arena, const struct edition *edition,
                          const struct score_input *input, struct score *score,
                          struct error *error) {
    const struct edition_quality *points = &edition->quality;
    enum status status = score_begin(arena, score, error);
    if (status != STATUS_OK)
        return status;
    add_topics(arena, edition, input, score);
    if (input->picture)
        score_add(score, STR("picture"), points->picture, STR("it has a picture"));
    add_provider(arena, points, input, score);
    score_add_tier(arena, points, input, score);
    if (input->amp)
        score_add(score, STR("AMP page"), points->amp, STR("it has an AMP page"));
    if (input->video)
        score_add(score, STR("video"), points->video, STR("it is a video"));
    status = score_add_further(arena, edition, input, score, error);
    if (status != STATUS_OK)
        return status;
    add_title(arena, points, input->title, score);
    score_end(score);
    return arena_status(arena, error);
}
