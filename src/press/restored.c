/* Folding `restored`: an edition made again from its records and what was sealed in them. */
#include "press/state.h"

#include "base/json_read.h"
#include "front/json.h"
#include "press/private.h"
#include "record/record.h"

static void render_front(const void *value, struct json *json) {
    front_write(value, json);
}

static void render_value(const void *value, struct json *json) {
    json_write(json, value);
}

/* A member as its own text, absent when it is not there. */
static struct str text_of(struct press *press, const struct json_value *object, const char *name) {
    const struct json_value *value = json_get_object(object, name);
    return value != NULL ? press_json(press, render_value, value) : STR_NONE;
}

static void copy_id(const struct json_value *object, const char *name, char id[ID_LENGTH + 1]) {
    struct str value = json_get_str(object, name);
    snprintf(id, ID_LENGTH + 1, "%.*s", id_valid(value) ? (int)value.n : 0, value.p);
}

static enum status put(struct press *press, enum store_space space, struct str key,
                       struct str value, struct error *error) {
    const struct store_key pair = {.key = key, .value = value};
    return str_absent(value) ? STATUS_OK : store_keys_put(press->store, space, &pair, 1, error);
}

/* ---- an article ---- */

static enum status put_row(struct press *press, const struct json_value *object,
                           const struct article *article, struct error *error) {
    const struct json_value *topics = json_get_array(object, "topics");
    struct store_article row = {
        .lead = json_get_bool(object, "lead", false),
        .shown = json_get_bool(object, "shown", false),
        .seen = article->seen,
        .published = article->published,
        .quality = json_get_int(object, "quality", 0),
        .heat = json_get_int(object, "heat", SCORE_FOLLOWER),
        .arrived = press->number,
        /* It was touched since it came; the facts that did so are not known any more. */
        .changed = press->number + json_get_bool(object, "touched", false),
        .provider = article->provider_domain,
        .topics = arena_array(&press->scratch, json_size(topics), struct str),
        .data = press_article_json(press, article),
        .score = text_of(press, object, "score"),
        .reasons = text_of(press, object, "reasons"),
    };
    memcpy(row.id, article->id, sizeof row.id);
    copy_id(object, "story", row.story);
    copy_id(object, "copyOf", row.copy_of);
    if (row.topics == NULL)
        return arena_status(&press->scratch, error);
    for (const struct json_value *topic = json_first(topics); topic; topic = topic->next)
        if (!str_empty(json_as_str(topic)))
            row.topics[row.topic_count++] = json_as_str(topic);
    enum status status = arena_status(&press->scratch, error);
    return status != STATUS_OK ? status : store_articles_put(press->store, &row, 1, error);
}

static enum status put_clicks(struct press *press, const struct json_value *days, struct str id,
                              struct error *error) {
    enum status status = STATUS_OK;
    for (const struct json_value *day = json_first(days); status == STATUS_OK && day;
         day = day->next) {
        struct store_clicks clicks = {.count = -1};
        const struct json_value *number = json_first(day);
        snprintf(clicks.article, sizeof clicks.article, "%.*s", STR_ARG(id));
        if (number != NULL && json_as_int(number, &clicks.day) &&
            json_as_int(number->next, &clicks.count) && clicks.count >= 0 &&
            clicks.count <= INT32_MAX)
            status = store_clicks_put(press->store, &clicks, 1, error);
    }
    return status;
}

static enum status put_addresses(struct press *press, const struct json_value *first, struct str id,
                                 struct error *error) {
    enum status status = STATUS_OK;
    for (const struct json_value *key = first; status == STATUS_OK && key; key = key->next)
        if (!str_empty(json_as_str(key)))
            status = put(press, KEYS_ADDRESS, json_as_str(key), id, error);
    return status;
}

static enum status put_events(struct press *press, const struct json_value *led, struct str story,
                              struct error *error) {
    enum status status = STATUS_OK;
    unsigned n = 0;
    for (const struct json_value *event = json_first(json_get_array(led, "events"));
         status == STATUS_OK && event; event = event->next) {
        struct str key = arena_format(&press->scratch, "%.*s %012lld %04u", STR_ARG(story),
                                      (long long)press->number, n++);
        struct str text = press_json(press, render_value, event);
        status = arena_status(&press->scratch, error);
        if (status == STATUS_OK)
            status = put(press, KEYS_EVENT, key, text, error);
    }
    return status;
}

/* The story that the article leads. */
static enum status put_led(struct press *press, const struct json_value *led, struct str lead,
                           struct str id, struct error *error) {
    struct store_story story = {
        .shown = json_get_bool(led, "shown", false),
        .heat = json_get_int(led, "heat", 0),
        .newest = json_get_int(led, "newest", 0),
        .members = json_get_int(led, "members", 1),
        .changed = press->number,
        .score = text_of(press, led, "score"),
    };
    if (led == NULL || !id_valid(id))
        return STATUS_OK;
    snprintf(story.id, sizeof story.id, "%.*s", STR_ARG(id));
    snprintf(story.lead, sizeof story.lead, "%.*s", STR_ARG(lead));
    struct str again = arena_format(&press->scratch, "again/%.*s", STR_ARG(id));
    enum status status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = store_stories_put(press->store, &story, 1, error);
    if (status == STATUS_OK)
        status = put(press, KEYS_SLUG, id, json_get_str(led, "slug"), error);
    if (status == STATUS_OK)
        status = put(press, KEYS_SHOWN, id, json_get_str(led, "since"), error);
    if (status == STATUS_OK)
        status = put(press, KEYS_EARLIER, id, json_get_str(led, "earlier"), error);
    if (status == STATUS_OK)
        status = put(press, KEYS_LATER, id, json_get_str(led, "later"), error);
    if (status == STATUS_OK)
        status = put(press, KEYS_ANNOUNCED, again, json_get_str(led, "again"), error);
    return status != STATUS_OK ? status : put_events(press, led, id, error);
}

static enum status put_announced(struct press *press, const struct json_value *object,
                                 struct str id, struct error *error) {
    struct str story = json_get_str(object, "announced");
    if (!id_valid(story))
        return STATUS_OK;
    struct str back = press_announced_story(&press->scratch, story);
    enum status status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = put(press, KEYS_ANNOUNCED, id, story, error);
    return status != STATUS_OK ? status : put(press, KEYS_ANNOUNCED, back, id, error);
}

static enum status restore_article(struct press *press, const struct record *record,
                                   struct str path, const struct json_value *object,
                                   struct error *error) {
    struct article article;
    struct str id = json_get_str(object, "id");
    enum status status = private_apply(&press->scratch, record, path, object, &article, error);
    if (status == STATUS_OK)
        status = put_row(press, object, &article, error);
    if (status == STATUS_OK)
        status = press_index_terms(press, &article, STR_NONE, error);
    if (status == STATUS_OK)
        status = press_note_until(press, &article, error);
    if (status == STATUS_OK)
        status = put_led(press, json_get_object(object, "led"), id, json_get_str(object, "story"),
                         error);
    if (status == STATUS_OK)
        status = put_announced(press, object, id, error);
    if (status == STATUS_OK)
        status = put_addresses(press, json_first(json_get_array(object, "addresses")), id, error);
    press->index_stale = true;
    return status != STATUS_OK ? status
                               : put_clicks(press, json_get_array(object, "clicks"), id, error);
}

/* A record that has its article back, or is a further one of an article that has. */
static enum status restore_record(struct press *press, struct str path, struct str hash,
                                  const struct json_value *object, struct error *error) {
    struct record record;
    struct str bytes;
    bool own = private_kind(object) == PRIVATE_ARTICLE;
    struct str id = json_get_str(object, own ? "id" : "of");
    struct store_article *there;
    struct store_key owner = {.key = path};
    enum status status = store_keys_get(press->store, &press->scratch, KEYS_PATH, &owner, 1, error);
    if (status != STATUS_OK || !str_absent(owner.value))
        return status;
    status = press_text(press, hash, &bytes, error);
    if (status == STATUS_OK)
        status = store_articles_get(press->store, &press->scratch, &id, 1, &there, error);
    if (status != STATUS_OK || str_absent(bytes)) /* erased since */
        return status;
    if (own && there->id[0] == '\0') {
        status = record_read(&press->scratch, bytes, &record, error);
        if (status == STATUS_OK)
            status = restore_article(press, &record, path, object, error);
    }
    if (status == STATUS_OK)
        status = press_attach_record(press, path, id, error);
    if (status == STATUS_OK && json_get_bool(object, "recorded", false))
        status = put(press, KEYS_IMPORTED, path, hash, error);
    press->report->imported++;
    return status;
}

/* ---- the edition ---- */

static enum status restore_front(struct press *press, const struct json_value *object,
                                 struct error *error) {
    char look[HASH_HEX + 1];
    struct front front;
    if (json_get_object(object, "front") == NULL)
        return STATUS_OK;
    struct str text = text_of(press, object, "front");
    enum status status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = front_read(&press->scratch, text, &front, error);
    if (status != STATUS_OK)
        return status;
    text = press_json(press, render_front, &front);
    press->front = front.report;
    status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = store_front_put(press->store, text, error);
    if (status == STATUS_OK)
        status = front_look(&front, look, error);
    return status != STATUS_OK ? status
                               : put(press, KEYS_STATE, STR("look"), str_from(look), error);
}

/* As private_edition.c writes them. */
static enum status restore_entry(struct press *press, const struct json_value *entry,
                                 struct error *error) {
    struct str what = json_as_str(json_first(entry));
    const struct json_value *first = str_empty(what) ? NULL : json_first(entry)->next;
    const struct json_value *second = first != NULL ? first->next : NULL;
    struct str from = json_as_str(first), into = json_as_str(second);
    enum status status = STATUS_OK;
    if (!id_valid(from) || str_empty(into))
        return STATUS_OK;
    if (str_eq(what, STR("article"))) {
        status = put(press, KEYS_ALIAS, from, into, error);
        return status != STATUS_OK ? status : put_addresses(press, second->next, from, error);
    }
    if (str_eq(what, STR("sponsor"))) {
        status = put(press, KEYS_SPONSOR, from, into, error);
        return status != STATUS_OK ? status : put_clicks(press, second->next, from, error);
    }
    const struct json_value *slug = second->next;
    if (str_eq(what, STR("story")))
        status = put(press, KEYS_STORY, from, into, error);
    if (status == STATUS_OK && slug != NULL)
        status = put(press, KEYS_SLUG, from, json_as_str(slug), error);
    if (status == STATUS_OK && slug != NULL)
        status = put(press, KEYS_SHOWN, from, json_as_str(slug->next), error);
    return status;
}

static enum status restore_edition(struct press *press, const struct json_value *object,
                                   struct error *error) {
    const struct json_value *entries = json_get_array(object, "entries");
    enum status status = restore_front(press, object, error);
    int64_t sponsored = json_get_int(object, "sponsored", INT64_MIN);
    if (status == STATUS_OK && json_get_bool(object, "rescored", false))
        status = press_set_number(press, STR("rescored"), press->number, error);
    if (status == STATUS_OK && sponsored != INT64_MIN)
        status = press_set_number(press, STR("sponsored"), sponsored, error);
    for (const struct json_value *entry = json_first(entries); status == STATUS_OK && entry;
         entry = entry->next)
        status = restore_entry(press, entry, error);
    return status;
}

/* ---- the end ---- */

/* Stories whose lead could not be restored are settled by our rules. */
static enum status settle_lost(struct press *press, struct error *error) {
    enum { AT_ONCE = 256 };
    struct store_query query = {.order = STORE_BY_ID, .most = AT_ONCE};
    enum status status = STATUS_OK;
    size_t count = AT_ONCE;
    while (status == STATUS_OK && count == AT_ONCE) {
        struct arena page;
        struct store_article *rows;
        arena_init(&page, 1 << 28);
        status = store_articles_list(press->store, &page, &query, &rows, &count, error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            struct store_story *story;
            struct str id = str_from(rows[i].story);
            memcpy(query.after_id, rows[i].id, sizeof query.after_id);
            arena_clear(&press->scratch);
            if (str_empty(id))
                continue;
            status = store_stories_get(press->store, &press->scratch, &id, 1, &story, error);
            if (status == STATUS_OK && story->id[0] == '\0')
                status = press_settle_story(press, id, error);
        }
        arena_release(&page);
    }
    return status;
}

enum status fold_restored(struct press *press, const struct json_value *body, struct error *error) {
    const struct json_value *object;
    struct str plain;
    struct str path = json_get_str(body, "path");
    if (json_get_bool(body, "end", false))
        return settle_lost(press, error);
    enum status status = press_text(press, json_get_str(body, "private"), &plain, error);
    if (status != STATUS_OK || str_absent(plain))
        return status;
    status = json_read(&press->scratch, plain, &object, error);
    if (status != STATUS_OK)
        return status;
    if (private_kind(object) == PRIVATE_EDITION)
        return restore_edition(press, object, error);
    return private_kind(object) != PRIVATE_OTHER
               ? restore_record(press, path, json_get_str(body, "text"), object, error)
               : STATUS_OK;
}
