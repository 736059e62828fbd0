#include "press/rescore.h"

#include "article/article.h"
#include "base/map.h"
#include "press/find.h"
#include "press/judge.h"
#include "press/learned.h"
#include "story/story.h"

enum { AT_ONCE = 500, MEMORY_MOST = 1 << 30 };

struct rescorer {
    struct store *store;
    const struct edition *edition;
    struct topic_classifier *classifier;
    int64_t now;
    struct arena lasting; /* classifier, ids and new qualities */
    struct arena scratch; /* of one article */
    struct map qualities; /* article id → new quality */
};

enum status rescore_recorded_topics(const struct edition *edition,
                                    const struct topic_classifier *classifier, struct arena *arena,
                                    const struct record *record, struct topic_assignment **topics,
                                    size_t *count, struct error *error) {
    *count = 0;
    *topics = arena_array(arena, record->topic_count, struct topic_assignment);
    if (*topics == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < record->topic_count; i++) {
        size_t topic = edition_find_topic(edition, record->topics[i]);
        if (topic != SIZE_MAX)
            (*topics)[(*count)++] =
                (struct topic_assignment){.topic = topic, .reason = TOPIC_OF_SOURCE};
    }
    return topic_mark_title(classifier, arena, record->title, *topics, *count, error);
}

/* What is computed of one article, and the record it came from when it was imported. */
struct subject {
    const struct store_article *row;
    struct article article;
    struct str path;
    bool recorded;
    struct record record;
    struct topic_assignment *topics;
    size_t topic_count;
    struct score quality;
};

static enum status read_record(struct rescorer *rescorer, struct subject *subject,
                               struct error *error) {
    struct str id = str_from(subject->row->id);
    struct store_key path = {.key = id};
    enum status status =
        store_keys_get(rescorer->store, &rescorer->scratch, KEYS_RECORD, &path, 1, error);
    subject->path = path.value;
    if (status != STATUS_OK || !subject->article.imported)
        return status;
    return find_record(rescorer->store, &rescorer->scratch, id, &subject->record,
                       &subject->recorded, error);
}

static enum status find_topics(struct rescorer *rescorer, struct subject *subject,
                               struct error *error) {
    if (subject->recorded)
        return rescore_recorded_topics(rescorer->edition, rescorer->classifier, &rescorer->scratch,
                                       &subject->record, &subject->topics, &subject->topic_count,
                                       error);
    const struct edition_source *source =
        edition_find_source(rescorer->edition, str_from(subject->article.source));
    const struct topic_article words = {.title = subject->article.title,
                                        .excerpt = subject->article.excerpt};
    return topic_classify(rescorer->classifier, &rescorer->scratch,
                          source != NULL ? source->topic : SIZE_MAX, &words, true, &subject->topics,
                          &subject->topic_count, error);
}

static enum status judge(struct rescorer *rescorer, const struct store_article *row,
                         struct subject *subject, struct error *error) {
    *subject = (struct subject){.row = row};
    enum status status = article_read(&rescorer->scratch, row->data, &subject->article, error);
    if (status == STATUS_OK)
        status = read_record(rescorer, subject, error);
    if (status == STATUS_OK)
        status = find_topics(rescorer, subject, error);
    if (status != STATUS_OK)
        return status;
    struct score_input input;
    status = judge_input(rescorer->store, &rescorer->scratch, rescorer->edition, &subject->article,
                         row, &input, error);
    if (status != STATUS_OK)
        return status;
    input.topics = subject->topics;
    input.topic_count = subject->topic_count;
    return score_quality(&rescorer->scratch, rescorer->edition, &input, &subject->quality, error);
}

static int64_t new_quality(const struct rescorer *rescorer, struct str id, int64_t otherwise) {
    size_t value;
    return map_get(&rescorer->qualities, id, &value) ? (int64_t)value : otherwise;
}

/* The story as the article's record lists it: itself, then its related articles. */
static enum status recorded_members(struct rescorer *rescorer, const struct subject *subject,
                                    struct story_member **members, size_t *count,
                                    struct error *error) {
    const struct record *record = &subject->record;
    enum status status = STATUS_OK;
    *count = record->related_count + 1;
    *members = arena_array(&rescorer->scratch, *count, struct story_member);
    if (*members == NULL)
        return arena_status(&rescorer->scratch, error);
    for (size_t i = 0; status == STATUS_OK && i < record->related_count; i++) {
        const struct record_related *related = &record->related[i];
        struct store_article *known = NULL;
        status = find_related(rescorer->store, &rescorer->scratch, rescorer->edition, related,
                              &known, error);
        struct str id = known != NULL ? str_from(known->id) : related->web_url;
        (*members)[i + 1] = (struct story_member){
            .id = id,
            .quality =
                known != NULL ? new_quality(rescorer, id, related->quality) : related->quality,
            .published = related->published,
            .owner = edition_owner(rescorer->edition, &rescorer->scratch, related->provider.domain),
        };
    }
    return status;
}

static enum status stored_members(struct rescorer *rescorer, const struct subject *subject,
                                  struct story_member **members, size_t *count,
                                  struct error *error) {
    struct store_article *rows;
    const struct store_query query = {.order = STORE_BY_ARRIVED_UP,
                                      .story = str_from(subject->row->story)};
    enum status status =
        store_articles_list(rescorer->store, &rescorer->scratch, &query, &rows, count, error);
    if (status != STATUS_OK)
        return status;
    *members = arena_array(&rescorer->scratch, *count + 1, struct story_member);
    if (*members == NULL)
        return arena_status(&rescorer->scratch, error);
    size_t n = 1; /* the article itself comes first */
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(rows[i].id, subject->row->id) == 0)
            continue;
        (*members)[n++] = (struct story_member){
            .id = str_from(rows[i].id),
            .quality = new_quality(rescorer, str_from(rows[i].id), rows[i].quality),
            .published = rows[i].published,
            .copy_of = str_from(rows[i].copy_of),
            .owner = edition_owner(rescorer->edition, &rescorer->scratch, rows[i].provider),
        };
    }
    *count = n;
    return STATUS_OK;
}

static enum status clicks_of(struct rescorer *rescorer, const struct story_member *members,
                             size_t count, int64_t *clicks, struct error *error) {
    int64_t to = day_of(rescorer->now);
    int64_t from = to - (rescorer->edition->heat.click_days - 1);
    *clicks = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        int64_t sum = 0;
        status = store_clicks_sum(rescorer->store, &members[i].id, 1, from, to, &sum, error);
        *clicks += sum;
    }
    return status;
}

static enum status find_heat(struct rescorer *rescorer, struct subject *subject,
                             struct rescored *rescored, struct error *error) {
    struct story_member *members;
    size_t count;
    enum status status = subject->recorded
                             ? recorded_members(rescorer, subject, &members, &count, error)
                             : stored_members(rescorer, subject, &members, &count, error);
    if (status != STATUS_OK)
        return status;
    struct str id = str_from(subject->row->id);
    members[0] = (struct story_member){
        .id = id,
        .quality = subject->quality.total,
        .published = subject->row->published,
        .copy_of = str_from(subject->row->copy_of),
        .owner = edition_owner(rescorer->edition, &rescorer->scratch, subject->row->provider),
    };
    story_sort(members, count);
    rescored->lead = str_eq(members[0].id, id);
    rescored->heat = (struct score){.total = SCORE_FOLLOWER};
    if (!rescored->lead)
        return STATUS_OK;
    struct story_coverage told;
    status = story_coverage(members, count, &told, error);
    struct score_coverage coverage = {subject->quality.total, told.voices, told.copies, 0,
                                      told.same_owner};
    if (status == STATUS_OK)
        status = clicks_of(rescorer, members, count, &coverage.clicks, error);
    if (status == STATUS_OK)
        status =
            score_heat(&rescorer->scratch, rescorer->edition, &coverage, &rescored->heat, error);
    rescored->shown =
        score_published(rescorer->edition, rescored->heat.total) && !subject->article.removed;
    return status;
}

/* One article: in the first pass its quality is noted, in the second the visitor sees it. */
static enum status pass_one(struct rescorer *rescorer, const struct store_article *row,
                            rescore_visit *visit, void *state, struct error *error) {
    struct subject subject;
    arena_clear(&rescorer->scratch);
    enum status status = judge(rescorer, row, &subject, error);
    if (status != STATUS_OK)
        return status;
    if (visit == NULL) {
        struct str id = arena_copy(&rescorer->lasting, str_from(row->id));
        if (str_absent(id) ||
            map_put(&rescorer->qualities, id, (size_t)subject.quality.total) != STATUS_OK)
            return error_memory(error);
        return STATUS_OK;
    }
    struct rescored rescored = {
        .row = row,
        .title = subject.article.title,
        .path = subject.path,
        .topics = subject.topics,
        .topic_count = subject.topic_count,
        .quality = subject.quality,
    };
    status = find_heat(rescorer, &subject, &rescored, error);
    return status != STATUS_OK ? status : visit(state, &rescored, error);
}

static enum status pass(struct rescorer *rescorer, rescore_visit *visit, void *state,
                        struct error *error) {
    struct store_query query = {.order = STORE_BY_ID, .most = AT_ONCE};
    enum status status = STATUS_OK;
    size_t count = AT_ONCE;
    while (status == STATUS_OK && count == AT_ONCE) {
        struct arena page;
        struct store_article *rows;
        arena_init(&page, MEMORY_MOST);
        status = store_articles_list(rescorer->store, &page, &query, &rows, &count, error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            status = pass_one(rescorer, &rows[i], visit, state, error);
            memcpy(query.after_id, rows[i].id, sizeof query.after_id);
        }
        arena_release(&page);
    }
    return status;
}

enum status rescore_all(struct store *store, const struct edition *edition, int64_t now,
                        rescore_visit *visit, void *state, struct error *error) {
    struct rescorer rescorer = {.store = store, .edition = edition, .now = now};
    arena_init(&rescorer.lasting, MEMORY_MOST);
    arena_init(&rescorer.scratch, MEMORY_MOST);
    map_init(&rescorer.qualities, 0);
    enum status status =
        topic_classifier_make(&rescorer.lasting, edition, &rescorer.classifier, error);
    if (status == STATUS_OK)
        status = learned_apply(store, edition, &rescorer.lasting, rescorer.classifier, error);
    if (status == STATUS_OK)
        status = pass(&rescorer, NULL, NULL, error);
    if (status == STATUS_OK)
        status = pass(&rescorer, visit, state, error);
    map_release(&rescorer.qualities);
    arena_release(&rescorer.scratch);
    arena_release(&rescorer.lasting);
    return status;
}
