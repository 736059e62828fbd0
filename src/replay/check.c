/* Whether a run comes out again as it did. */
#include "base/json_read.h"
#include "press/facts.h"
#include "replay/replay.h"

enum { AT_ONCE = 500, MEMORY_MOST = 1 << 30 };

struct check {
    struct rerun *rerun;
    struct store *now;
    const struct replay_span *span;
    replay_difference *visit;
    void *state;
    struct replay_report *report;
};

static void differ(struct check *check, const char *what, struct str id, struct str how) {
    check->report->differences++;
    check->visit(check->state, str_from(what), id, how);
}

/* ---- fronts ---- */

static enum status check_look(struct check *check, struct arena *arena, struct store *store,
                              const struct fact *fact, struct error *error) {
    const struct json_value *body;
    struct front front;
    char look[HASH_HEX + 1], time[TIME_TEXT];
    enum status status = json_read(arena, fact->body, &body, error);
    if (status == STATUS_OK)
        status = rerun_front(store, arena, &front, error);
    if (status == STATUS_OK)
        status = front_look(&front, look, error);
    if (status != STATUS_OK)
        return status;
    bool same = str_eq(json_get_str(body, "look"), str_from(look));
    check->report->fronts++;
    check->report->fronts_same += same;
    if (!same)
        differ(check, "front", str_from(time_format(fact->at, time)),
               STR("other stories, leads or sizes than left the house"));
    return STATUS_OK;
}

static enum status watch(void *state, struct store *store, const struct fact *fact,
                         struct error *error) {
    struct check *check = state;
    struct arena arena;
    check->report->facts++;
    if (!str_eq(fact->kind, FACT_FRONTED) || fact->at < check->span->from)
        return STATUS_OK;
    arena_init(&arena, MEMORY_MOST);
    enum status status = check_look(check, &arena, store, fact, error);
    arena_release(&arena);
    return status;
}

/* ---- rows ---- */

static bool same_topics(const struct store_article *a, const struct store_article *b) {
    if (a->topic_count != b->topic_count)
        return false;
    for (size_t i = 0; i < a->topic_count; i++)
        if (!str_eq(a->topics[i], b->topics[i]))
            return false;
    return true;
}

/* The first field that is another, in words; NULL when none is. */
static const char *article_difference(const struct store_article *a,
                                      const struct store_article *b) {
    const struct {
        bool same;
        const char *words;
    } fields[] = {
        {strcmp(a->story, b->story) == 0, "in another story"},
        {strcmp(a->copy_of, b->copy_of) == 0, "a copy of another"},
        {a->quality == b->quality && str_eq(a->score, b->score), "another quality"},
        {a->heat == b->heat && a->lead == b->lead, "another heat"},
        {a->shown == b->shown, "published or not"},
        {same_topics(a, b), "other topics"},
        {str_eq(a->reasons, b->reasons), "in its story for other reasons"},
        {str_eq(a->data, b->data) && str_eq(a->provider, b->provider), "other texts or addresses"},
        {a->seen == b->seen && a->published == b->published, "other times"},
        {a->arrived == b->arrived && a->changed == b->changed, "changed by another fact"},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (!fields[i].same)
            return fields[i].words;
    return NULL;
}

static enum status check_page(struct check *check, struct arena *arena,
                              const struct store_article *rows, size_t count, struct error *error) {
    struct store_article *others;
    struct str *ids = arena_array(arena, count, struct str);
    if (ids == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < count; i++)
        ids[i] = str_from(rows[i].id);
    enum status status = store_articles_get(check->rerun->store, arena, ids, count, &others, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const char *how =
            others[i].id[0] == '\0' ? "not made again" : article_difference(&rows[i], &others[i]);
        check->report->articles++;
        if (how != NULL)
            differ(check, "article", ids[i], str_from(how));
    }
    return status;
}

static enum status count_alike(struct check *check, struct error *error) {
    const struct store_query all = {0};
    int64_t now = 0, again = 0;
    enum status status = store_articles_count(check->now, &all, &now, error);
    if (status == STATUS_OK)
        status = store_articles_count(check->rerun->store, &all, &again, error);
    if (status == STATUS_OK && again > now)
        differ(check, "article", STR("…"), STR("there are more than there were"));
    return status;
}

static enum status check_articles(struct check *check, struct error *error) {
    struct store_query query = {.order = STORE_BY_ID, .most = AT_ONCE};
    enum status status = STATUS_OK;
    size_t count = AT_ONCE;
    while (status == STATUS_OK && count == AT_ONCE) {
        struct arena arena;
        struct store_article *rows;
        arena_init(&arena, MEMORY_MOST);
        status = store_articles_list(check->now, &arena, &query, &rows, &count, error);
        if (status == STATUS_OK && count > 0) {
            memcpy(query.after_id, rows[count - 1].id, sizeof query.after_id);
            status = check_page(check, &arena, rows, count, error);
        }
        arena_release(&arena);
    }
    return status == STATUS_OK ? count_alike(check, error) : status;
}

static const char *story_difference(const struct store_story *a, const struct store_story *b) {
    if (b->id[0] == '\0')
        return "not made again";
    if (strcmp(a->lead, b->lead) != 0)
        return "another lead";
    if (a->heat != b->heat || !str_eq(a->score, b->score) || a->shown != b->shown)
        return "another heat";
    return a->newest == b->newest && a->members == b->members && a->changed == b->changed
               ? NULL
               : "other members";
}

static enum status check_stories(struct check *check, struct arena *arena, struct error *error) {
    struct store_story *rows, *others;
    size_t count;
    enum status status =
        store_stories_list(check->now, arena, INT64_MIN, INT64_MAX, false, &rows, &count, error);
    struct str *ids = status == STATUS_OK ? arena_array(arena, count, struct str) : NULL;
    if (ids == NULL)
        return status != STATUS_OK ? status : arena_status(arena, error);
    for (size_t i = 0; i < count; i++)
        ids[i] = str_from(rows[i].id);
    status = store_stories_get(check->rerun->store, arena, ids, count, &others, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const char *how = story_difference(&rows[i], &others[i]);
        check->report->stories++;
        if (how != NULL)
            differ(check, "story", ids[i], str_from(how));
    }
    return status;
}

static enum status check_names(struct check *check, struct arena *arena, enum store_space space,
                               struct error *error) {
    struct store_key *keys, *others;
    size_t count, other_count;
    enum status status =
        store_keys_list(check->now, arena, space, STR_NONE, 0, &keys, &count, error);
    if (status == STATUS_OK)
        status = store_keys_list(check->rerun->store, arena, space, STR_NONE, 0, &others,
                                 &other_count, error);
    if (status != STATUS_OK)
        return status;
    check->report->names += count;
    size_t most = count > other_count ? count : other_count;
    for (size_t i = 0; i < most; i++) {
        bool both = i < count && i < other_count;
        if (both && str_eq(keys[i].key, others[i].key) && str_eq(keys[i].value, others[i].value))
            continue;
        differ(check, "name", i < count ? keys[i].key : others[i].key, STR("another name or id"));
        break; /* what comes behind is shifted */
    }
    return STATUS_OK;
}

static enum status check_state(struct check *check, struct error *error) {
    static const enum store_space spaces[] = {
        KEYS_ADDRESS,  KEYS_ALIAS,     KEYS_RECORD, KEYS_PATH,    KEYS_SLUG,
        KEYS_IMPORTED, KEYS_ANNOUNCED, KEYS_STORY,  KEYS_EARLIER, KEYS_LATER,
        KEYS_EVENT,    KEYS_SPONSOR,   KEYS_SHOWN,  KEYS_ISSUE,   KEYS_IN_ISSUE};
    struct arena arena;
    enum status status = check_articles(check, error);
    arena_init(&arena, MEMORY_MOST);
    if (status == STATUS_OK)
        status = check_stories(check, &arena, error);
    for (size_t i = 0; status == STATUS_OK && i < sizeof spaces / sizeof spaces[0]; i++) {
        arena_clear(&arena);
        status = check_names(check, &arena, spaces[i], error);
    }
    arena_release(&arena);
    return status;
}

enum status replay_check(struct rerun *rerun, struct store *now, const struct replay_span *span,
                         replay_difference *visit, void *state, struct replay_report *report,
                         struct error *error) {
    struct check check = {rerun, now, span, visit, state, report};
    int64_t there = 0, here = 0;
    *report = (struct replay_report){0};
    press_set_watch(rerun->press, watch, &check);
    enum status status =
        rerun_walk(&rerun, 1, span->from, span->to, NULL, NULL, &report->ticks, error);
    press_set_watch(rerun->press, NULL, NULL);
    if (status == STATUS_OK)
        status = store_folded(rerun->store, &here, error);
    if (status == STATUS_OK)
        status = store_folded(now, &there, error);
    if (status != STATUS_OK || here != there)
        return status;
    report->compared = true;
    return check_state(&check, error);
}
