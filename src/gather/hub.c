#include "gather/hub.h"

#include "base/json.h"
#include "base/json_read.h"

enum { NOTE_MOST = 16 * 1024, SOONEST = POLL_SHORTEST };

enum status hub_read(struct arena *arena, struct str note, struct hub *hub, struct error *error) {
    const struct json_value *top;
    enum status status = json_read(arena, note, &top, error);
    if (status != STATUS_OK)
        return status;
    *hub = (struct hub){
        .hub = json_get_str(top, "hub"),
        .topic = json_get_str(top, "topic"),
        .secret = json_get_str(top, "secret"),
        .token = json_get_str(top, "token"),
        .asked = json_get_int(top, "asked", 0),
        .tries = json_get_int(top, "tries", 0),
        .leaving = json_get_bool(top, "leaving", false),
    };
    if (str_empty(hub->hub) || str_empty(hub->topic) || hub->secret.n != 2 * HUB_SECRET_BYTES ||
        hub->token.n != 2 * HUB_TOKEN_BYTES)
        return error_set(error, STATUS_INVALID, "a subscription's note is not whole");
    return STATUS_OK;
}

struct str hub_write(struct arena *arena, const struct hub *hub) {
    struct buf text;
    struct json json;
    struct str copy = STR_NONE;
    buf_init(&text, NOTE_MOST);
    json_init(&json, &text, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "hub", hub->hub);
    json_field_str(&json, "topic", hub->topic);
    json_field_str(&json, "secret", hub->secret);
    json_field_str(&json, "token", hub->token);
    json_field_int(&json, "asked", hub->asked);
    json_field_int(&json, "tries", hub->tries);
    json_field_bool(&json, "leaving", hub->leaving);
    json_end_object(&json);
    if (text.status == STATUS_OK)
        copy = arena_copy(arena, buf_str(&text));
    else
        arena->failed = true;
    buf_release(&text);
    return copy;
}

struct hub_lease hub_lease_read(struct str note) {
    struct hub_lease lease = {0};
    struct str token, at;
    if (!str_next(&note, ' ', &token) || !str_next(&note, ' ', &at) || !str_to_i64(at, &lease.at) ||
        !str_to_i64(note, &lease.until))
        return (struct hub_lease){0};
    lease.token = token;
    return lease;
}

struct str hub_lease_write(struct arena *arena, const struct hub_lease *lease) {
    return arena_format(arena, "%.*s %lld %lld", STR_ARG(lease->token), (long long)lease->at,
                        (long long)lease->until);
}

/* Never more often than the shortest interval there is, and not where somebody asked for a pause.
 */
bool hub_has_news(struct str told, const struct store_source *state, int64_t now) {
    int64_t at;
    if (!str_to_i64(told, &at) || state->reason == POLL_BY_PAUSE || state->failures > 0)
        return false;
    return at > state->last_try && now - SOONEST >= state->last_try;
}
