#include "press/events.h"

#include "base/json.h"
#include "base/json_read.h"

enum { EVENT_MOST = 1 << 20, EVENTS_MOST = 1000 };

static const struct str kinds[EVENT_KINDS] = {
    [EVENT_UNITED] = STR_INIT("united"),
    [EVENT_LEFT] = STR_INIT("left"),
    [EVENT_CAME] = STR_INIT("came"),
};

enum status event_put(struct store *store, struct arena *arena, struct str story, int64_t number,
                      size_t n, const struct event *event, struct error *error) {
    struct buf body;
    struct json json;
    buf_init(&body, EVENT_MOST);
    json_init(&json, &body, JSON_COMPACT);
    json_begin_object(&json);
    json_field_time(&json, "at", event->at);
    json_field_str(&json, "what", kinds[event->kind]);
    json_field_str(&json, "other", event->other);
    json_key(&json, "articles");
    json_begin_array(&json);
    for (size_t i = 0; i < event->count; i++)
        json_str(&json, event->articles[i]);
    json_end_array(&json);
    json_field_int(&json, "margin", event->margin);
    json_field_bool(&json, "bond", event->bond);
    json_end_object(&json);
    struct store_key key = {
        .key = arena_format(arena, "%.*s %012lld %04zu", STR_ARG(story), (long long)number, n),
        .value = buf_str(&body),
    };
    enum status status = buf_check(&body, error);
    if (status == STATUS_OK)
        status = arena_status(arena, error);
    if (status == STATUS_OK)
        status = store_keys_put(store, KEYS_EVENT, &key, 1, error);
    buf_release(&body);
    return status;
}

static enum status read_event(struct arena *arena, struct str text, struct event *event,
                              struct error *error) {
    const struct json_value *object;
    enum status status = json_read(arena, text, &object, error);
    if (status != STATUS_OK)
        return status;
    const struct json_value *articles = json_get_array(object, "articles");
    struct str what = json_get_str(object, "what");
    *event = (struct event){
        .at = json_get_time(object, "at"),
        .other = json_get_str(object, "other"),
        .articles = arena_array(arena, json_size(articles), struct str),
        .margin = json_get_int(object, "margin", 0),
        .bond = json_get_bool(object, "bond", false),
    };
    while (event->kind < EVENT_KINDS - 1 && !str_eq(kinds[event->kind], what))
        event->kind++;
    if (event->articles == NULL)
        return arena_status(arena, error);
    for (const struct json_value *id = json_first(articles); id != NULL; id = id->next)
        event->articles[event->count++] = json_as_str(id);
    return STATUS_OK;
}

enum status events_list(struct store *store, struct arena *arena, struct str story,
                        struct event **events, size_t *count, struct error *error) {
    struct store_key *keys;
    size_t found;
    struct str prefix = arena_format(arena, "%.*s ", STR_ARG(story));
    *count = 0;
    *events = NULL;
    if (str_absent(prefix))
        return arena_status(arena, error);
    enum status status =
        store_keys_list(store, arena, KEYS_EVENT, prefix, EVENTS_MOST, &keys, &found, error);
    if (status == STATUS_OK && (*events = arena_array(arena, found, struct event)) == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; status == STATUS_OK && i < found && str_starts(keys[i].key, prefix); i++)
        status = read_event(arena, keys[i].value, &(*events)[(*count)++], error);
    return status;
}
