/* Settling a story: who leads, how hot it is, whether it is shown. */
#include "press/state.h"

#include "base/map.h"

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
    struct story_coverage told;
    enum status status = story_coverage(members, count, &told, error);
    struct score_coverage coverage = {members[0].quality, told.voices, told.copies, 0,
                                      told.same_owner};
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
    if (same)
        return STATUS_OK;
    status = store_stories_put(press->store, story, 1, error);
    return status == STATUS_OK ? press_touch_thread(press, id, error) : status;
}

/* Whether an editor took the article down, or its outlet took it back. (A quotation mark inside a
 * JSON text is escaped, so that these stand nowhere but at their own keys.) */
static bool removed(const struct store_article *row) {
    return str_find(row->data, STR("\"removed\":true")) != SIZE_MAX ||
           str_find(row->data, STR("\"withdrawn\":\"")) != SIZE_MAX;
}

/* A story as its lead and its heat are found: members of ours, then coverage that is only known
 * from the related lists of imported records. */
struct settling {
    struct story_member *members;
    size_t count, capacity;
    struct map known; /* addresses of that coverage */
};

static enum status add_member(struct press *press, struct settling *settling,
                              struct story_member member, struct error *error) {
    if (arena_grow(&press->scratch, &settling->members, &settling->capacity, settling->count + 1,
                   sizeof *settling->members) != STATUS_OK)
        return arena_status(&press->scratch, error);
    settling->members[settling->count++] = member;
    return STATUS_OK;
}

/* The related articles of an imported record that the edition does not hold. */
static enum status add_recorded(struct press *press, struct settling *settling,
                                const struct store_article *row, struct error *error) {
    struct record record;
    bool found;
    enum status status =
        find_record(press->store, &press->scratch, str_from(row->id), &record, &found, error);
    for (size_t i = 0; status == STATUS_OK && found && i < record.related_count; i++) {
        const struct record_related *related = &record.related[i];
        struct store_article *ours;
        bool fresh;
        status =
            find_related(press->store, &press->scratch, &press->edition, related, &ours, error);
        if (status != STATUS_OK || ours != NULL || str_empty(related->web_url))
            continue;
        if (map_ensure(&settling->known, related->web_url, 0, &fresh) == NULL)
            return error_memory(error);
        const struct story_member member = {
            .id = related->web_url,
            .quality = related->quality,
            .published = related->published,
            .owner = edition_owner(&press->edition, &press->scratch, related->provider.domain)};
        if (fresh)
            status = add_member(press, settling, member, error);
    }
    return status;
}

/* Members in their order; what was taken down leads nothing and covers nothing, unless there is
 * nothing else. *ours says how many of them are articles of ours: they stand first. */
static enum status order_members(struct press *press, const struct store_article *rows,
                                 size_t count, struct settling *settling, size_t *ours,
                                 struct error *error) {
    enum status status = STATUS_OK;
    for (int down = 0; down <= 1 && settling->count == 0; down++)
        for (size_t i = 0; status == STATUS_OK && i < count; i++)
            if (removed(&rows[i]) == (down == 1))
                status = add_member(
                    press, settling,
                    (struct story_member){
                        .id = str_from(rows[i].id),
                        .quality = rows[i].quality,
                        .published = rows[i].published,
                        .copy_of = str_from(rows[i].copy_of),
                        .owner = edition_owner(&press->edition, &press->scratch, rows[i].provider)},
                    error);
    *ours = settling->count;
    story_sort(settling->members, *ours);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (str_absent(rows[i].reasons))
            status = add_recorded(press, settling, &rows[i], error);
    return status;
}

static enum status settle(struct press *press, struct str id, struct store_article *rows,
                          size_t count, struct settling *settling, struct error *error) {
    struct score score;
    size_t ours;
    enum status status = order_members(press, rows, count, settling, &ours, error);
    if (status == STATUS_OK)
        status = heat_of(press, settling->members, settling->count, &score, error);
    if (status != STATUS_OK)
        return status;
    const struct story_member *lead = &settling->members[0];
    bool down = false;
    for (size_t i = 0; i < count; i++)
        down |= str_eq(str_from(rows[i].id), lead->id) && removed(&rows[i]);
    struct store_story story = {
        .shown = score_published(&press->edition, score.total) && !down,
        .heat = score.total,
        .newest = newest_voice(settling->members, ours),
        .members = (int64_t)count,
        .score = press_score_json(press, &score),
    };
    snprintf(story.lead, sizeof story.lead, "%.*s", STR_ARG(lead->id));
    status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = put_story(press, id, &story, error);
    return status != STATUS_OK ? status
                               : put_members(press, rows, count, str_from(story.lead), story.heat,
                                             story.shown, error);
}

enum status press_settle_story(struct press *press, struct str id, struct error *error) {
    struct settling settling = {0};
    struct store_article *rows;
    size_t count;
    const struct store_query query = {.order = STORE_BY_ARRIVED_UP, .story = id};
    enum status status =
        store_articles_list(press->store, &press->scratch, &query, &rows, &count, error);
    if (status != STATUS_OK || count == 0)
        return status;
    map_init(&settling.known, 0);
    status = settle(press, id, rows, count, &settling, error);
    map_release(&settling.known);
    return status;
}

enum status press_touch_story(struct press *press, struct str id, struct error *error) {
    struct store_story *story;
    enum status status = store_stories_get(press->store, &press->scratch, &id, 1, &story, error);
    if (status != STATUS_OK || story->id[0] == '\0')
        return status;
    story->changed = press->number;
    return store_stories_put(press->store, story, 1, error);
}
