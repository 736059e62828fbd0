/* Settling a story: who leads, how hot it is, whether it is shown. */
#include "run/press_state.h"

static void render_score(const void *value, struct json *json) {
    score_write(value, json);
}

/* The days whose clicks count at the time of the fact. */
static void click_days(const struct press *press, int64_t *from, int64_t *to) {
    *to = day_of(press->at);
    *from = *to - (press->edition.heat.click_days - 1);
}

static enum status story_clicks(struct press *press, const struct story_member *members,
                                size_t count, int64_t *clicks, struct error *error) {
    int64_t from, to;
    struct str *ids = arena_array(&press->scratch, count, struct str);
    int64_t *sums = arena_array(&press->scratch, count, int64_t);
    *clicks = 0;
    if (ids == NULL || sums == NULL)
        return arena_status(&press->scratch, error);
    for (size_t i = 0; i < count; i++)
        ids[i] = members[i].id;
    click_days(press, &from, &to);
    enum status status = store_clicks_sum(press->store, ids, count, from, to, sums, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        *clicks += sums[i];
    return status;
}

static enum status heat_of(struct press *press, const struct story_member *members, size_t count,
                           struct score *score, struct error *error) {
    struct score_coverage coverage = {.quality = members[0].quality};
    enum status status = story_coverage(members, count, &coverage.voices, &coverage.copies, error);
    if (status == STATUS_OK)
        status = story_clicks(press, members, count, &coverage.clicks, error);
    if (status == STATUS_OK)
        status = score_heat(&press->scratch, &press->edition, &coverage, score, error);
    return status;
}

/* Brings the rows into the members' order; rows that are different are written. */
static enum status put_members(struct press *press, struct store_article *rows, size_t count,
                               struct str lead, int64_t heat, bool shown, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct store_article *row = &rows[i];
        bool leads = str_eq(str_from(row->id), lead);
        int64_t own_heat = leads ? heat : SCORE_FOLLOWER;
        bool own_shown = leads && shown;
        if (row->lead == leads && row->heat == own_heat && row->shown == own_shown)
            continue;
        row->lead = leads;
        row->heat = own_heat;
        row->shown = own_shown;
        row->changed = press->number;
        status = store_articles_put(press->store, row, 1, error);
    }
    return status;
}

static int64_t newest_voice(const struct story_member *members, size_t count) {
    int64_t newest = INT64_MIN;
    for (size_t i = 0; i < count; i++)
        if (str_empty(members[i].copy_of) && members[i].published > newest)
            newest = members[i].published;
    return newest != INT64_MIN ? newest : members[0].published;
}

static enum status put_story(struct press *press, struct str id, struct store_story *story,
                             struct error *error) {
    struct store_story *before;
    snprintf(story->id, sizeof story->id, "%.*s", STR_ARG(id));
    story->changed = press->number;
    enum status status = store_stories_get(press->store, &press->scratch, &id, 1, &before, error);
    if (status != STATUS_OK)
        return status;
    bool same = strcmp(before->id, story->id) == 0 && strcmp(before->lead, story->lead) == 0 &&
                before->shown == story->shown && before->heat == story->heat &&
                before->newest == story->newest && before->members == story->members &&
                str_eq(before->score, story->score);
    return same ? STATUS_OK : store_stories_put(press->store, story, 1, error);
}

enum status press_settle_story(struct press *press, struct str id, struct error *error) {
    struct store_article *rows;
    size_t count;
    const struct store_query query = {.order = STORE_BY_ARRIVED_UP, .story = id};
    enum status status =
        store_articles_list(press->store, &press->scratch, &query, &rows, &count, error);
    if (status != STATUS_OK || count == 0)
        return status;
    struct story_member *members = arena_array(&press->scratch, count, struct story_member);
    if (members == NULL)
        return arena_status(&press->scratch, error);
    for (size_t i = 0; i < count; i++)
        members[i] = (struct story_member){
            .id = str_from(rows[i].id),
            .quality = rows[i].quality,
            .published = rows[i].published,
            .copy_of = str_from(rows[i].copy_of),
            .provider = rows[i].provider,
        };
    story_sort(members, count);
    struct score score;
    status = heat_of(press, members, count, &score, error);
    if (status != STATUS_OK)
        return status;
    struct store_story story = {
        .shown = score_published(&press->edition, score.total),
        .heat = score.total,
        .newest = newest_voice(members, count),
        .members = (int64_t)count,
        .score = press_json(press, render_score, &score),
    };
    snprintf(story.lead, sizeof story.lead, "%.*s", STR_ARG(members[0].id));
    status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = put_story(press, id, &story, error);
    struct str lead = str_from(story.lead);
    if (status == STATUS_OK)
        status = put_members(press, rows, count, lead, story.heat, story.shown, error);
    return status;
}
