#include "topic/topic.h"

#include "text/automaton.h"

struct keyword {
    size_t topic;
    struct str text; /* as the taxonomy writes it */
};

struct topic_classifier {
    const struct edition *edition;
    struct text_automaton automaton;
    struct keyword *keywords;        /* by the automaton's values */
    const struct topic_model *model; /* NULL: none */
    int64_t least;                   /* millionths */
    size_t *places;                  /* into edition.topics, by the model's; SIZE_MAX: not there */
};

enum status topic_classifier_make(struct arena *arena, const struct edition *edition,
                                  struct topic_classifier **classifier, struct error *error) {
    size_t count = 0, at = 0;
    for (size_t i = 0; i < edition->topic_count; i++)
        count += edition->topics[i].keyword_count;
    if (count > UINT32_MAX - 1)
        return error_set(error, STATUS_LIMIT, "the topics have too many keywords");
    struct topic_classifier *made = arena_new(arena, struct topic_classifier);
    struct keyword *keywords = arena_array(arena, count, struct keyword);
    struct text_pattern *patterns = arena_array(arena, count, struct text_pattern);
    if (arena_failed(arena))
        return arena_status(arena, error);
    for (size_t i = 0; i < edition->topic_count; i++)
        for (size_t k = 0; k < edition->topics[i].keyword_count; k++, at++) {
            keywords[at] = (struct keyword){i, edition->topics[i].keywords[k]};
            patterns[at] = (struct text_pattern){keywords[at].text, (uint32_t)at};
        }
    made->edition = edition;
    made->keywords = keywords;
    *classifier = made;
    return text_automaton_build(arena, patterns, count, &made->automaton, error);
}

/* The keyword that was found for each topic: the one that begins first, of those the longest. */
struct found {
    const struct topic_classifier *classifier;
    struct hit {
        size_t start, end; /* end 0: none */
        struct str keyword;
    } * hits; /* by topic */
};

static bool take_match(void *state, const struct text_match *match) {
    struct found *found = state;
    const struct keyword *keyword = &found->classifier->keywords[match->value];
    struct hit *hit = &found->hits[keyword->topic];
    bool better = hit->end == 0 || match->start < hit->start ||
                  (match->start == hit->start && match->end > hit->end);
    if (better)
        *hit = (struct hit){match->start, match->end, keyword->text};
    return true;
}

static enum status search_text(const struct topic_classifier *classifier, struct arena *arena,
                               struct str text, struct found *found, struct error *error) {
    *found = (struct found){classifier,
                            arena_array(arena, classifier->edition->topic_count, struct hit)};
    if (found->hits == NULL)
        return arena_status(arena, error);
    text_automaton_search(&classifier->automaton, text, take_match, found);
    return STATUS_OK;
}

static void mark(const struct found *found, struct topic_assignment *assignment) {
    const struct hit *hit = &found->hits[assignment->topic];
    assignment->in_title = hit->end > 0;
    assignment->keyword = hit->end > 0 ? hit->keyword : STR_NONE;
}

/* Why each topic is the article's; the first reason that holds is kept. */
struct reasons {
    const struct edition *edition;
    bool *has;
    enum topic_reason *why;
};

static void give(struct reasons *reasons, size_t topic, enum topic_reason why) {
    if (topic >= reasons->edition->topic_count || reasons->has[topic])
        return;
    reasons->has[topic] = true;
    reasons->why[topic] = why;
}

static void give_ancestors(struct reasons *reasons, size_t topic) {
    const struct edition *edition = reasons->edition;
    size_t above = edition->topics[topic].parent_index;
    /* Whoever is there already has given its own ancestors, or will; so this ends at a loop, too.
     */
    for (size_t steps = 0; above < edition->topic_count && steps < edition->topic_count; steps++) {
        give(reasons, above, TOPIC_PARENT);
        above = edition->topics[above].parent_index;
    }
}

/* The source's topic comes first, then the others in their order. */
static void list_topics(const struct reasons *reasons, const struct found *found,
                        size_t source_topic, struct topic_assignment *assignments, size_t *count) {
    size_t topics = reasons->edition->topic_count;
    for (size_t n = 0; n <= topics; n++) {
        size_t topic = n == 0 ? source_topic : n - 1;
        if (topic >= topics || !reasons->has[topic] || (n > 0 && topic == source_topic))
            continue;
        struct topic_assignment *assignment = &assignments[(*count)++];
        *assignment = (struct topic_assignment){.topic = topic, .reason = reasons->why[topic]};
        mark(found, assignment);
    }
}

enum status topic_classifier_learn(struct topic_classifier *classifier, struct arena *arena,
                                   const struct topic_model *model, int64_t least,
                                   struct error *error) {
    size_t *places = arena_array(arena, model->topic_count, size_t);
    if (places == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < model->topic_count; i++)
        places[i] = edition_find_topic(classifier->edition, model->topics[i].name);
    classifier->places = places;
    classifier->model = model;
    classifier->least = least * 1000;
    return STATUS_OK;
}

static void add_signals(const struct found *found, bool in_title, struct topic_signal *signals,
                        size_t *count) {
    const struct edition *edition = found->classifier->edition;
    for (size_t i = 0; i < edition->topic_count; i++)
        if (found->hits[i].end > 0)
            signals[(*count)++] =
                (struct topic_signal){edition->topics[i].name, found->hits[i].keyword, in_title};
}

enum status topic_signals(const struct topic_classifier *classifier, struct arena *arena,
                          const struct topic_article *article, struct topic_signal **signals,
                          size_t *count, struct error *error) {
    struct found title, excerpt;
    *count = 0;
    *signals = arena_array(arena, 2 * classifier->edition->topic_count, struct topic_signal);
    enum status status = search_text(classifier, arena, article->title, &title, error);
    if (status == STATUS_OK)
        status = search_text(classifier, arena, article->excerpt, &excerpt, error);
    if (status != STATUS_OK || arena_failed(arena))
        return arena_status(arena, error);
    add_signals(&title, true, *signals, count);
    add_signals(&excerpt, false, *signals, count);
    return STATUS_OK;
}

/* What the model says of the edition's topics, by their place. */
static enum status ask_model(const struct topic_classifier *classifier, struct arena *arena,
                             const struct topic_article *article, bool words,
                             const struct topic_verdict **said, struct error *error) {
    struct topic_signal *signals;
    struct topic_features features;
    struct topic_verdict *verdicts;
    size_t count;
    enum status status = topic_signals(classifier, arena, article, &signals, &count, error);
    if (status == STATUS_OK)
        status = topic_features_make(arena, article, &features, error);
    if (status == STATUS_OK)
        status = topic_model_judge(classifier->model, arena, &features, signals, count, words,
                                   &verdicts, error);
    for (size_t i = 0; status == STATUS_OK && i < classifier->model->topic_count; i++) {
        size_t topic = classifier->places[verdicts[i].topic];
        if (topic != SIZE_MAX)
            said[topic] = &verdicts[i];
    }
    return status;
}

static void give_all(const struct topic_classifier *classifier, struct reasons *reasons,
                     const struct found *found, const struct topic_verdict **said,
                     size_t source_topic) {
    size_t count = reasons->edition->topic_count;
    give(reasons, source_topic, TOPIC_OF_SOURCE);
    for (size_t i = 0; i < count; i++)
        if (found->hits[i].end > 0)
            give(reasons, i, TOPIC_KEYWORD);
    for (size_t i = 0; i < count; i++)
        if (i != reasons->edition->main_topic && said[i] != NULL &&
            said[i]->millionths >= classifier->least)
            give(reasons, i, TOPIC_LEARNED);
    for (size_t i = 0; i < count; i++)
        if (reasons->has[i] && reasons->why[i] != TOPIC_PARENT)
            give_ancestors(reasons, i);
    give(reasons, reasons->edition->main_topic, TOPIC_MAIN);
}

enum status topic_classify(const struct topic_classifier *classifier, struct arena *arena,
                           size_t source_topic, const struct topic_article *article, bool words,
                           struct topic_assignment **assignments, size_t *count,
                           struct error *error) {
    size_t topics = classifier->edition->topic_count;
    struct reasons reasons = {classifier->edition, arena_array(arena, topics, bool),
                              arena_array(arena, topics, enum topic_reason)};
    const struct topic_verdict **said = arena_array(arena, topics, const struct topic_verdict *);
    struct found found;
    *count = 0;
    *assignments = arena_array(arena, topics, struct topic_assignment);
    enum status status = search_text(classifier, arena, article->title, &found, error);
    if (status != STATUS_OK || arena_failed(arena))
        return arena_status(arena, error);
    if (classifier->model != NULL)
        status = ask_model(classifier, arena, article, words, said, error);
    if (status != STATUS_OK)
        return status;
    give_all(classifier, &reasons, &found, said, source_topic);
    list_topics(&reasons, &found, source_topic, *assignments, count);
    for (size_t i = 0; i < *count; i++)
        (*assignments)[i].verdict = said[(*assignments)[i].topic];
    return STATUS_OK;
}

enum status topic_mark_title(const struct topic_classifier *classifier, struct arena *arena,
                             struct str title, struct topic_assignment *assignments, size_t count,
                             struct error *error) {
    struct found found;
    enum status status = search_text(classifier, arena, title, &found, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        mark(&found, &assignments[i]);
    return status;
}
