/* Folding what is not an article: ticks, clicks, names, rescoring. */
#include "press/state.h"

#include "front/json.h"

static void render_front(const void *value, struct json *json) {
    front_write(value, json);
}

/* The record of an article is written again when its clicks change: they are sealed in it. */
static enum status touch_story_of(struct press *press, struct str id, struct error *error) {
    struct store_article *row;
    enum status status = find_article(press->store, &press->scratch, id, &row, error);
    return status == STATUS_OK && row != NULL && row->story[0] != '\0'
               ? press_touch_story(press, str_from(row->story), error)
               : status;
}

enum status fold_clicked(struct press *press, const struct json_value *body, struct error *error) {
    const struct json_value *array = json_get_array(body, "clicks");
    size_t count = json_size(array);
    struct store_clicks *clicks = arena_array(&press->scratch, count, struct store_clicks);
    if (clicks == NULL)
        return arena_status(&press->scratch, error);
    size_t i = 0;
    for (const struct json_value *item = json_first(array); item != NULL; item = item->next, i++) {
        snprintf(clicks[i].article, sizeof clicks[i].article, "%.*s",
                 STR_ARG(json_get_str(item, "article")));
        clicks[i].day = json_get_int(item, "day", 0);
        clicks[i].count = json_get_int(item, "count", 0);
    }
    enum status status = store_clicks_put(press->store, clicks, count, error);
    for (i = 0; status == STATUS_OK && i < count; i++)
        status = touch_story_of(press, str_from(clicks[i].article), error);
    return status;
}

/* Settles the stories of articles whose clicks have come, or have ceased to count, since the last
 * tick. */
static enum status settle_clicked(struct press *press, struct error *error) {
    int64_t last;
    struct str *articles;
    size_t count;
    struct store_article *rows;
    enum status status = press_number(press, STR("tick"), press->at, &last, error);
    if (status != STATUS_OK)
        return status;
    int64_t from = day_of(last) - press->edition.heat.click_days;
    status = store_clicks_articles(press->store, &press->scratch, from, day_of(press->at),
                                   &articles, &count, error);
    if (status == STATUS_OK)
        status = store_articles_get(press->store, &press->scratch, articles, count, &rows, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (rows[i].story[0] != '\0')
            status = press_settle_story(press, str_from(rows[i].story), error);
    return status;
}

/* Notes under which other id a story's lead left the house, unless the story has left it itself:
 * for the front, and in the state for whoever announces stories. */
static enum status find_announced(struct press *press, struct front_story *story,
                                  struct error *error) {
    struct str id = str_from(story->story);
    struct store_key keys[] = {
        {.key = str_from(story->lead)},
        {.key = press_announced_story(&press->scratch, id)},
        {.key = arena_format(&press->scratch, "again/%.*s", STR_ARG(id))},
    };
    if (arena_failed(&press->scratch))
        return arena_status(&press->scratch, error);
    enum status status =
        store_keys_get(press->store, &press->scratch, KEYS_ANNOUNCED, keys, 3, error);
    if (status == STATUS_OK && !str_absent(keys[0].value) && str_absent(keys[1].value))
        status =
            store_keys_follow(press->store, &press->scratch, KEYS_STORY, &keys[0].value, error);
    if (status != STATUS_OK)
        return status;
    if (!str_absent(keys[0].value) && str_absent(keys[1].value) && !str_eq(keys[0].value, id))
        snprintf(story->announced, sizeof story->announced, "%.*s", STR_ARG(keys[0].value));
    struct str other = story->announced[0] != '\0' ? str_from(story->announced) : STR_NONE;
    if (str_eq(keys[2].value, other) && str_absent(keys[2].value) == str_absent(other))
        return STATUS_OK;
    keys[2].value = other;
    status = store_keys_put(press->store, KEYS_ANNOUNCED, &keys[2], 1, error);
    return status != STATUS_OK ? status : press_touch_story(press, id, error);
}

/* What the front asks of a story that may stand there. */
static enum status look_at(struct press *press, const struct store_article *lead,
                           struct front_story *story, struct error *error) {
    const struct json_value *object;
    struct arena arena;
    bool copies = lead->copy_of[0] != '\0';
    memcpy(story->text, copies ? lead->copy_of : lead->id, sizeof story->text);
    arena_init(&arena, JSON_MEMORY_MOST);
    enum status status = json_read(&arena, lead->data, &object, error);
    if (status == STATUS_OK && !str_absent(json_get_str(object, "title")))
        story->title = arena_copy(&press->scratch, json_get_str(object, "title"));
    arena_release(&arena);
    return status == STATUS_OK ? find_announced(press, story, error) : status;
}

/* The stories that the front may choose from: all with something new within its hours. */
static enum status candidates(struct press *press, struct front_story **stories, size_t *count,
                              struct error *error) {
    struct store_story *recent;
    int64_t from = press->at - press->edition.publish.front_hours * HOUR_SECONDS;
    enum status status = store_stories_list(press->store, &press->scratch, from, INT64_MAX, false,
                                            &recent, count, error);
    if (status != STATUS_OK)
        return status;
    struct str *leads = arena_array(&press->scratch, *count, struct str);
    *stories = arena_array(&press->scratch, *count, struct front_story);
    if (leads == NULL || *stories == NULL)
        return arena_status(&press->scratch, error);
    for (size_t i = 0; i < *count; i++)
        leads[i] = str_from(recent[i].lead);
    struct store_article *rows;
    status = store_articles_get(press->store, &press->scratch, leads, *count, &rows, error);
    for (size_t i = 0; status == STATUS_OK && i < *count; i++) {
        struct front_story *story = &(*stories)[i];
        story->heat = recent[i].heat;
        story->newest = recent[i].newest;
        story->provider = rows[i].provider;
        memcpy(story->story, recent[i].id, sizeof story->story);
        memcpy(story->lead, recent[i].lead, sizeof story->lead);
        if (score_published(&press->edition, story->heat) && rows[i].id[0] != '\0')
            status = look_at(press, &rows[i], story, error);
    }
    return status;
}

/* A story that was merged since stands on the front under its present id. */
static enum status find_present(struct press *press, struct front_item *item, struct error *error) {
    struct str id = str_from(item->story);
    enum status status = store_keys_follow(press->store, &press->scratch, KEYS_STORY, &id, error);
    if (status == STATUS_OK && id.p != item->story)
        snprintf(item->story, sizeof item->story, "%.*s", STR_ARG(id));
    return status;
}

static enum status select_front(struct press *press, struct error *error) {
    struct front_story *stories;
    struct front before = {0};
    struct front now = {0};
    size_t count;
    struct str text;
    enum status status = candidates(press, &stories, &count, error);
    if (status == STATUS_OK)
        status = store_front_get(press->store, &press->scratch, &text, error);
    if (status == STATUS_OK && !str_absent(text))
        status = front_read(&press->scratch, text, &before, error);
    for (size_t i = 0; status == STATUS_OK && i < before.count; i++)
        status = find_present(press, &before.items[i], error);
    if (status == STATUS_OK)
        status = front_select(&press->scratch, &press->edition, press->at, stories, count, &before,
                              &now, error);
    if (status != STATUS_OK)
        return status;
    press->front = now.report;
    struct str json = press_json(press, render_front, &now);
    status = arena_status(&press->scratch, error);
    if (status == STATUS_OK && !str_eq(json, text))
        status = store_front_put(press->store, json, error);
    return status;
}

enum status fold_tick(struct press *press, const struct json_value *body, struct error *error) {
    (void)body;
    enum status status = press_outdate(press, error);
    if (status == STATUS_OK)
        status = press_refine(press, error);
    if (status == STATUS_OK)
        status = settle_clicked(press, error);
    if (status == STATUS_OK)
        status = select_front(press, error);
    return status != STATUS_OK ? status : press_set_number(press, STR("tick"), press->at, error);
}

/* ---- names ---- */

static enum status take_pairs(struct press *press, const struct json_value *array,
                              struct store_key **keys, size_t *count, struct error *error) {
    *count = json_size(array);
    *keys = arena_array(&press->scratch, *count, struct store_key);
    if (*keys == NULL)
        return arena_status(&press->scratch, error);
    size_t i = 0;
    for (const struct json_value *pair = json_first(array); pair != NULL; pair = pair->next, i++) {
        if (!json_is(pair, JSON_ARRAY) || json_size(pair) != 2)
            return error_set(error, STATUS_INVALID, "a 'named' fact holds something else");
        (*keys)[i].key = json_as_str(json_first(pair));
        (*keys)[i].value = json_as_str(json_first(pair)->next);
    }
    return STATUS_OK;
}

struct str press_announced_story(struct arena *arena, struct str story) {
    return arena_format(arena, "story/%.*s", STR_ARG(story));
}

/* What left the house once, left it under that id: the first one stands. */
static enum status note_announced(struct press *press, const struct store_key *pairs, size_t count,
                                  struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct store_key keys[] = {
            pairs[i],
            {.key = press_announced_story(&press->scratch, pairs[i].value), .value = pairs[i].key},
        };
        struct store_key before = {.key = pairs[i].key};
        status = arena_status(&press->scratch, error);
        if (status == STATUS_OK)
            status =
                store_keys_get(press->store, &press->scratch, KEYS_ANNOUNCED, &before, 1, error);
        if (status == STATUS_OK && str_absent(before.value))
            status = store_keys_put(press->store, KEYS_ANNOUNCED, keys, 2, error);
    }
    return status;
}

enum status fold_named(struct press *press, const struct json_value *body, struct error *error) {
    struct store_key *keys;
    size_t count;
    enum status status = take_pairs(press, json_get_array(body, "records"), &keys, &count, error);
    if (status == STATUS_OK)
        status = store_keys_put(press->store, KEYS_RECORD, keys, count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        keys[i] = (struct store_key){.key = keys[i].value, .value = keys[i].key};
    if (status == STATUS_OK)
        status = store_keys_put(press->store, KEYS_PATH, keys, count, error);
    if (status == STATUS_OK)
        status = take_pairs(press, json_get_array(body, "slugs"), &keys, &count, error);
    if (status == STATUS_OK)
        status = store_keys_put(press->store, KEYS_SLUG, keys, count, error);
    if (status == STATUS_OK)
        status = press_note_shown(press, keys, count, error);
    if (status == STATUS_OK)
        status = take_pairs(press, json_get_array(body, "announced"), &keys, &count, error);
    if (status == STATUS_OK)
        status = note_announced(press, keys, count, error);
    if (status == STATUS_OK)
        status = press_set_number(press, STR("named"), json_get_int(body, "upTo", 0), error);
    return status;
}

enum status fold_fronted(struct press *press, const struct json_value *body, struct error *error) {
    const struct store_key look = {.key = STR("look"), .value = json_get_str(body, "look")};
    if (str_absent(look.value))
        return error_set(error, STATUS_INVALID, "a 'fronted' fact holds something else");
    return store_keys_put(press->store, KEYS_STATE, &look, 1, error);
}
