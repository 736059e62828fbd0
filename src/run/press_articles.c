/* Folding observations: from what was seen to an article with topics, quality and a story. */
#include "run/press_state.h"

#include "base/json_read.h"
#include "text/terms.h"

static void render_article(const void *value, struct json *json) {
    article_write(value, json);
}

static void render_score(const void *value, struct json *json) {
    score_write(value, json);
}

static void render_decision(const void *value, struct json *json) {
    story_decision_write(value, json);
}

enum status press_quality(struct press *press, const struct article *article,
                          const struct topic_assignment *topics, size_t count, struct score *score,
                          struct error *error) {
    const struct score_input input = {
        .title = article->title,
        .topics = topics,
        .topic_count = count,
        .picture = article->image_count > 0,
        .known = edition_find_provider(&press->edition, article->provider_domain) != NULL,
        .official = article->official,
        .amp = !str_empty(article->amp_url),
        .video = str_eq(article->type, STR("video")),
        .provider_name = article->provider_name,
    };
    return score_quality(&press->scratch, &press->edition, &input, score, error);
}

enum status press_index_terms(struct press *press, const struct article *article, struct str text,
                              struct error *error) {
    struct str title, body;
    enum status status = text_terms(&press->scratch, article->title, &title, error);
    struct str all = arena_format(&press->scratch, "%.*s\n%.*s\n%.*s", STR_ARG(article->excerpt),
                                  STR_ARG(article->provider_name), STR_ARG(text));
    if (status == STATUS_OK)
        status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = text_terms(&press->scratch, all, &body, error);
    if (status == STATUS_OK)
        status = store_search_put(press->store, str_from(article->id), title, body, error);
    return status;
}

/* The topics of a row by their ids. */
static enum status set_topics(struct press *press, struct store_article *row,
                              const struct topic_assignment *topics, size_t count,
                              struct error *error) {
    row->topics = arena_array(&press->scratch, count, struct str);
    if (row->topics == NULL)
        return arena_status(&press->scratch, error);
    for (size_t i = 0; i < count; i++)
        row->topics[i] = press->edition.topics[topics[i].topic].id;
    row->topic_count = count;
    return STATUS_OK;
}

static size_t topic_of_source(const struct press *press, const char *source) {
    const struct edition_source *found = edition_find_source(&press->edition, str_from(source));
    return found != NULL ? found->topic : SIZE_MAX;
}

/* Topics and quality, as they are fixed when an article is taken in. */
static enum status judge(struct press *press, const struct article *article,
                         struct store_article *row, struct error *error) {
    struct topic_assignment *topics;
    struct score score;
    size_t count;
    enum status status =
        topic_classify(press->classifier, &press->scratch, topic_of_source(press, article->source),
                       article->title, &topics, &count, error);
    if (status == STATUS_OK)
        status = press_quality(press, article, topics, count, &score, error);
    if (status == STATUS_OK)
        status = set_topics(press, row, topics, count, error);
    if (status != STATUS_OK)
        return status;
    row->quality = score.total;
    row->score = press_json(press, render_score, &score);
    return arena_status(&press->scratch, error);
}

/* Asks the index for the story, and notes what it said. */
static enum status find_story(struct press *press, const struct article *article, struct str text,
                              struct store_article *row, struct error *error) {
    struct story_decision decision;
    const struct story_document document = {
        .id = str_from(article->id),
        .title = article->title,
        .excerpt = article->excerpt,
        .text = text,
        .published = article->published,
        .provider = article->provider_domain,
        .url = article->web_url,
        .language = article->language,
    };
    story_index_forget(press->index, press_live_from(press, press->at));
    enum status status =
        story_index_add(press->index, &press->scratch, &document, &decision, error);
    if (status != STATUS_OK)
        return status;
    snprintf(row->story, sizeof row->story, "%.*s", STR_ARG(decision.story));
    snprintf(row->copy_of, sizeof row->copy_of, "%.*s", STR_ARG(decision.copy_of));
    row->reasons = press_json(press, render_decision, &decision);
    return arena_status(&press->scratch, error);
}

static enum status put_keys(struct press *press, const struct str *keys, size_t count,
                            const char *id, struct error *error) {
    struct store_key addresses[4];
    for (size_t i = 0; i < count; i++)
        addresses[i] = (struct store_key){.key = keys[i], .value = str_from(id)};
    return store_keys_put(press->store, KEYS_ADDRESS, addresses, count, error);
}

static enum status take_in(struct press *press, const struct observation *observation,
                           const struct str *keys, size_t key_count, struct error *error) {
    struct article article;
    struct str text;
    struct buf identity;
    char id[ID_LENGTH + 1];
    buf_init(&identity, 1 << 20);
    enum status status = article_identity(&press->scratch, observation, &identity, error);
    id_make(buf_str(&identity), id);
    buf_release(&identity);
    if (status == STATUS_OK)
        status = article_make(&press->scratch, &press->edition, observation, press->at, id,
                              &article, error);
    if (status == STATUS_OK)
        status = press_text(press, article.text_hash, &text, error);
    if (status != STATUS_OK)
        return status;
    struct store_article row = {
        .seen = article.seen,
        .published = article.published,
        .arrived = press->number,
        .changed = press->number,
        .provider = article.provider_domain,
        .data = press_json(press, render_article, &article),
    };
    memcpy(row.id, id, sizeof row.id);
    status = judge(press, &article, &row, error);
    if (status == STATUS_OK)
        status = find_story(press, &article, text, &row, error);
    if (status == STATUS_OK)
        status = store_articles_put(press->store, &row, 1, error);
    if (status == STATUS_OK)
        status = put_keys(press, keys, key_count, id, error);
    if (status == STATUS_OK)
        status = press_index_terms(press, &article, text, error);
    if (status == STATUS_OK)
        status = press_settle_story(press, str_from(row.story), error);
    press->report->fresh++;
    return status;
}

static enum status revise(struct press *press, const struct observation *observation,
                          struct store_article *row, struct error *error) {
    struct json_object *object = NULL;
    struct article article;
    struct str text;
    bool changed = false;
    enum status status = json_read(row->data, &object, error);
    if (status == STATUS_OK)
        status = article_read(&press->scratch, object, &article, error);
    json_object_put(object);
    if (status == STATUS_OK)
        status = article_revise(&press->scratch, &press->edition, observation, press->at, &article,
                                &changed, error);
    if (status != STATUS_OK || !changed)
        return status;
    row->data = press_json(press, render_article, &article);
    row->changed = press->number;
    status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = store_articles_put(press->store, row, 1, error);
    if (status == STATUS_OK)
        status = press_text(press, article.text_hash, &text, error);
    if (status == STATUS_OK)
        status = press_index_terms(press, &article, text, error);
    press->report->revised++;
    return status;
}

/* The article that one of the keys is known for; its row has id "" when there is none. */
static enum status find_known(struct press *press, const struct str *keys, size_t count,
                              struct store_article *row, struct error *error) {
    struct store_key addresses[4] = {0};
    *row = (struct store_article){0};
    for (size_t i = 0; i < count; i++)
        addresses[i].key = keys[i];
    enum status status =
        store_keys_get(press->store, &press->scratch, KEYS_ADDRESS, addresses, count, error);
    if (status != STATUS_OK)
        return status;
    /* Of two that prove to be one, the older stands (DESIGN.md, article). */
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct store_article *found;
        if (str_absent(addresses[i].value))
            continue;
        status = store_articles_get(press->store, &press->scratch, &addresses[i].value, 1, &found,
                                    error);
        if (status == STATUS_OK && found->id[0] != '\0' &&
            (row->id[0] == '\0' || found->arrived < row->arrived))
            *row = *found;
    }
    return status;
}

enum status fold_observed(struct press *press, struct json_object *body, struct error *error) {
    struct observation observation;
    struct str keys[4];
    size_t count;
    struct store_article row;
    press->report->observed++;
    enum status status = observation_read(&press->scratch, body, &observation, error);
    if (status == STATUS_OK)
        status = article_keys(&press->scratch, &observation, keys, &count, error);
    if (status == STATUS_OK)
        status = find_known(press, keys, count, &row, error);
    if (status != STATUS_OK)
        return status;
    if (row.id[0] == '\0')
        return take_in(press, &observation, keys, count, error);
    status = revise(press, &observation, &row, error);
    return status != STATUS_OK ? status : put_keys(press, keys, count, row.id, error);
}
