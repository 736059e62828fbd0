/* Folding `rescored`: every score made anew and what differs written. */
#include "press/rescore.h"
#include "press/state.h"

static enum status set_topics(struct press *press, struct store_article *row,
                              const struct rescored *rescored, struct error *error) {
    row->topics = arena_array(&press->scratch, rescored->topic_count, struct str);
    if (row->topics == NULL)
        return arena_status(&press->scratch, error);
    for (size_t i = 0; i < rescored->topic_count; i++)
        row->topics[i] = press->edition.topics[rescored->topics[i].topic].id;
    row->topic_count = rescored->topic_count;
    return STATUS_OK;
}

static enum status put_story(struct press *press, const struct rescored *rescored,
                             struct error *error) {
    struct store_story *story;
    struct str id = str_from(rescored->row->story);
    enum status status = store_stories_get(press->store, &press->scratch, &id, 1, &story, error);
    if (status != STATUS_OK || story->id[0] == '\0')
        return status;
    memcpy(story->lead, rescored->row->id, sizeof story->lead);
    story->heat = rescored->heat.total;
    story->shown = rescored->shown;
    story->changed = press->number;
    story->score = press_score_json(press, &rescored->heat);
    status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = store_stories_put(press->store, story, 1, error);
    return status == STATUS_OK ? press_touch_thread(press, id, error) : status;
}

static enum status take(void *state, const struct rescored *rescored, struct error *error) {
    struct press *press = state;
    struct store_article row = *rescored->row;
    arena_clear(&press->scratch);
    bool same = row.quality == rescored->quality.total && row.heat == rescored->heat.total &&
                row.lead == rescored->lead && row.shown == rescored->shown;
    row.quality = rescored->quality.total;
    row.heat = rescored->heat.total;
    row.lead = rescored->lead;
    row.shown = rescored->shown;
    row.score = press_score_json(press, &rescored->quality);
    enum status status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = set_topics(press, &row, rescored, error);
    if (status != STATUS_OK || (same && str_eq(row.score, rescored->row->score)))
        return status;
    row.changed = press->number;
    status = store_articles_put(press->store, &row, 1, error);
    if (status == STATUS_OK && row.lead)
        status = put_story(press, rescored, error);
    return status;
}

enum status fold_rescored(struct press *press, const struct json_value *body, struct error *error) {
    (void)body;
    enum status status = rescore_all(press->store, &press->edition, press->at, take, press, error);
    return status != STATUS_OK ? status
                               : press_set_number(press, STR("rescored"), press->number, error);
}
