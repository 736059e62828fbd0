/* Folding observations: from what was seen to an article with topics, quality and a story. */
#include "press/state.h"

#include "article/revision.h"
#include "base/json_read.h"
#include "press/judge.h"
#include "store/search.h"
#include "text/terms.h"

static void render_decision(const void *value, struct json *json) {
    story_decision_write(value, json);
}

enum status press_quality(struct press *press, const struct article *article,
                          const struct store_article *row, const struct topic_assignment *topics,
                          size_t count, struct score *score, struct error *error) {
    struct score_input input;
    enum status status =
        judge_input(press->store, &press->scratch, &press->edition, article, row, &input, error);
    input.topics = topics;
    input.topic_count = count;
    return status != STATUS_OK
               ? status
               : score_quality(&press->scratch, &press->edition, &input, score, error);
}

enum status press_index_terms(struct press *press, const struct article *article, struct str text,
                              struct error *error) {
    struct arena *scratch = &press->scratch;
    struct store_search_entry entry = {.id = str_from(article->id)};
    struct str all = arena_format(scratch, "%.*s\n%.*s\n%.*s", STR_ARG(article->excerpt),
                                  STR_ARG(article->provider_name), STR_ARG(text));
    enum status status = arena_status(scratch, error);
    if (status == STATUS_OK)
        status = text_terms(scratch, article->title, &entry.title, error);
    if (status == STATUS_OK)
        status = text_terms(scratch, all, &entry.text, error);
    if (status == STATUS_OK)
        status = text_terms(scratch, article->byline, &entry.author, error);
    if (status == STATUS_OK)
        status = text_words(scratch, article->title, &entry.words, error);
    if (status == STATUS_OK)
        status = store_search_put(press->store, &entry, error);
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
    const struct topic_article words = {.title = article->title, .excerpt = article->excerpt};
    enum status status =
        topic_classify(press->classifier, &press->scratch, topic_of_source(press, article->source),
                       &words, true, &topics, &count, error);
    if (status == STATUS_OK)
        status = press_quality(press, article, row, topics, count, &score, error);
    if (status == STATUS_OK)
        status = set_topics(press, row, topics, count, error);
    if (status != STATUS_OK)
        return status;
    row->quality = score.total;
    row->score = press_score_json(press, &score);
    return arena_status(&press->scratch, error);
}

/* Forgetting looks at every live article, so only when there is something to forget: whatever was
 * published before `index_from` is not in the index. */
void press_forget_old(struct press *press) {
    int64_t from = press_live_from(press, press->at);
    if (from != press->index_from)
        story_index_forget(press->index, from);
    press->index_from = from;
}

/* Asks the index for the story, and notes what it said. */
static enum status join_story(struct press *press, const struct article *article, struct str text,
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
    enum status status = press_need_index(press, error);
    if (status != STATUS_OK)
        return status;
    press_forget_old(press);
    status = story_index_add(press->index, &press->scratch, &document, &decision, error);
    if (status != STATUS_OK)
        return status;
    if (article->published < press->index_from)
        press->index_from = INT64_MIN;
    snprintf(row->story, sizeof row->story, "%.*s", STR_ARG(decision.story));
    snprintf(row->copy_of, sizeof row->copy_of, "%.*s", STR_ARG(decision.copy_of));
    row->reasons = press_json(press, render_decision, &decision);
    return arena_status(&press->scratch, error);
}

static enum status take_in(struct press *press, const struct observation *observation,
                           char id[ID_LENGTH + 1], struct error *error) {
    struct article article;
    struct str text;
    struct buf identity;
    buf_init(&identity, 1 << 20);
    enum status status =
        article_identity(&press->scratch, &press->edition, observation, &identity, error);
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
        .data = press_article_json(press, &article),
    };
    memcpy(row.id, id, sizeof row.id);
    status = join_story(press, &article, text, &row, error);
    if (status == STATUS_OK)
        status = judge(press, &article, &row, error);
    if (status == STATUS_OK)
        status = store_articles_put(press->store, &row, 1, error);
    if (status == STATUS_OK)
        status = press_index_terms(press, &article, text, error);
    if (status == STATUS_OK)
        status = press_note_until(press, &article, error);
    if (status == STATUS_OK)
        status = press_settle_story(press, str_from(row.story), error);
    press->report->fresh++;
    return status;
}

/* Notes when much of the text is another one. */
static enum status compare_texts(struct press *press, struct str before, struct article *article,
                                 struct error *error) {
    struct str old, now;
    int64_t kept;
    if (str_empty(before) || str_eq(before, article->text_hash))
        return STATUS_OK;
    enum status status = press_text(press, before, &old, error);
    if (status == STATUS_OK)
        status = press_text(press, article->text_hash, &now, error);
    if (status != STATUS_OK || str_absent(old) || str_absent(now))
        return status;
    status = article_text_kept(old, now, &kept, error);
    return status == STATUS_OK ? article_note_text(&press->scratch, article, press->at, kept, error)
                               : status;
}

static enum status revise(struct press *press, const struct observation *observation,
                          struct store_article *row, struct error *error) {
    struct article article;
    struct str text;
    bool changed = false;
    enum status status = press_article(press, row, &article, error);
    if (status != STATUS_OK)
        return status;
    struct str before = article.text_hash;
    bool withdrawn = article.withdrawn > 0;
    status = article_revise(&press->scratch, &press->edition, observation, press->at, &article,
                            &changed, error);
    if (status == STATUS_OK && changed)
        status = compare_texts(press, before, &article, error);
    if (status != STATUS_OK || !changed)
        return status;
    row->data = press_article_json(press, &article);
    row->changed = press->number;
    status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = store_articles_put(press->store, row, 1, error);
    if (status == STATUS_OK)
        status = press_text(press, article.text_hash, &text, error);
    if (status == STATUS_OK)
        status = press_index_terms(press, &article, text, error);
    if (status == STATUS_OK)
        status = press_note_until(press, &article, error);
    if (status == STATUS_OK && withdrawn != (article.withdrawn > 0))
        status = press_settle_story(press, str_from(row->story), error);
    if (status == STATUS_OK && row->lead)
        status = press_touch_thread(press, str_from(row->story), error);
    press->report->revised++;
    return status;
}

/* An observation's keys, and the articles that they led to until now. */
struct known {
    struct str keys[ARTICLE_KEYS_MOST + 1];
    struct store_article *owners[ARTICLE_KEYS_MOST + 1]; /* NULL: nobody's */
    size_t sure, count;                                  /* those behind `sure` are guesses */
};

static enum status find_known(struct press *press, const struct observation *observation,
                              struct known *known, struct error *error) {
    *known = (struct known){0};
    struct str guess;
    enum status status = article_keys(&press->scratch, &press->edition, observation, known->keys,
                                      &known->sure, error);
    if (status == STATUS_OK)
        status = article_guessed_key(&press->scratch, &press->edition, observation, &guess, error);
    if (status != STATUS_OK)
        return status;
    known->count = known->sure;
    if (!str_absent(guess))
        known->keys[known->count++] = guess;
    for (size_t i = 0; status == STATUS_OK && i < known->count; i++)
        status =
            find_by_key(press->store, &press->scratch, known->keys[i], &known->owners[i], error);
    return status;
}

static bool same(const struct store_article *a, const struct store_article *b) {
    return strcmp(a->id, b->id) == 0;
}

/* Whether two articles may be taken for one: they are of one outlet, or one source brought both.
 * Else an address that leads elsewhere today would let one outlet take over another's articles
 * (attacks.md E16). */
static enum status may_be_one(struct press *press, const struct store_article *a,
                              const struct store_article *b, bool *may, struct error *error) {
    struct article first, second;
    enum status status = press_article(press, a, &first, error);
    if (status == STATUS_OK)
        status = press_article(press, b, &second, error);
    *may = status == STATUS_OK &&
           (str_eq(a->provider, b->provider) ||
            (first.source[0] != '\0' && strcmp(first.source, second.source) == 0));
    return status;
}

/* The article that the observation is about; NULL when it is a new one. The first key that is known
 * says; of others that prove to be the same article, the oldest stands and the rest join it. A
 * guess says only where none does. */
static enum status settle_owner(struct press *press, struct known *known,
                                struct store_article **owner, struct error *error) {
    enum status status = STATUS_OK;
    *owner = NULL;
    for (size_t i = 0; status == STATUS_OK && i < known->sure; i++) {
        struct store_article *other = known->owners[i];
        bool one = true;
        if (other == NULL || (*owner != NULL && same(other, *owner)))
            continue;
        if (*owner == NULL) {
            *owner = other;
            continue;
        }
        status = may_be_one(press, *owner, other, &one, error);
        if (status != STATUS_OK || !one)
            continue;
        struct store_article *older = other->arrived < (*owner)->arrived ? other : *owner;
        struct store_article *younger = older == other ? *owner : other;
        status = press_merge(press, older, younger, error);
        for (size_t k = 0; k < known->count; k++)
            if (known->owners[k] != NULL && same(known->owners[k], younger))
                known->owners[k] = older;
        *owner = older;
    }
    for (size_t i = known->sure; *owner == NULL && i < known->count; i++)
        *owner = known->owners[i];
    return status;
}

/* Keys of nobody, and those whose article was merged, lead to the article from now on. Its record
 * is written again where one is new: what is sealed in it names them. */
static enum status put_keys(struct press *press, const struct known *known,
                            const struct store_article *owner, const char *id,
                            struct error *error) {
    struct store_key keys[ARTICLE_KEYS_MOST + 1];
    size_t count = 0;
    bool fresh = false;
    for (size_t i = 0; i < known->count; i++) {
        fresh |= known->owners[i] == NULL;
        if (known->owners[i] == NULL || strcmp(known->owners[i]->id, id) == 0)
            keys[count++] = (struct store_key){.key = known->keys[i], .value = str_from(id)};
    }
    enum status status = store_keys_put(press->store, KEYS_ADDRESS, keys, count, error);
    return status == STATUS_OK && fresh && owner != NULL
               ? press_touch_story(press, str_from(owner->story), error)
               : status;
}

enum status fold_observed(struct press *press, const struct json_value *body, struct error *error) {
    struct observation observation;
    struct known known;
    struct store_article *owner;
    char id[ID_LENGTH + 1];
    press->report->observed++;
    enum status status = observation_read(&press->scratch, body, &observation, error);
    if (status == STATUS_OK)
        status = find_known(press, &observation, &known, error);
    if (status == STATUS_OK)
        status = settle_owner(press, &known, &owner, error);
    if (status != STATUS_OK)
        return status;
    if (owner == NULL) {
        status = take_in(press, &observation, id, error);
    } else {
        memcpy(id, owner->id, sizeof id);
        status = revise(press, &observation, owner, error);
    }
    return status != STATUS_OK ? status : put_keys(press, &known, owner, id, error);
}
