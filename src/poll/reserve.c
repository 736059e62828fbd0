#include "poll/reserve.h"

#include "base/json.h"
#include "base/json_read.h"
#include "poll/robots.h"

static bool is_printable(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] > '~')
            return false;
    return true;
}

static struct str policy_of(const struct json_value *rule) {
    struct str policy = str_trim(json_get_str(rule, "tdm-policy"));
    bool web = str_starts_case(policy, STR("https://")) || str_starts_case(policy, STR("http://"));
    return web && policy.n <= RESERVE_POLICY_MOST && is_printable(policy) ? policy : STR_NONE;
}

/* 1 and 0; some write them as texts. */
static bool read_reservation(const struct json_value *rule, bool *reserved) {
    struct str text = json_get_str(rule, "tdm-reservation");
    int64_t number = json_get_int(rule, "tdm-reservation", -1);
    *reserved = number == 1 || str_eq(text, STR("1"));
    return *reserved || number == 0 || str_eq(text, STR("0"));
}

enum status reserve_read(struct arena *arena, struct str text, struct reserve *reserve,
                         struct error *error) {
    const struct json_value *top;
    size_t capacity = 0;
    *reserve = (struct reserve){0};
    if (text.n > RESERVE_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "longer than %d bytes", RESERVE_BYTES_MOST);
    enum status status = json_read(arena, text, &top, error);
    if (status != STATUS_OK)
        return status;
    if (!json_is(top, JSON_ARRAY))
        return error_set(error, STATUS_INVALID, "it is no list of rules");
    for (const struct json_value *item = json_first(top);
         item != NULL && reserve->count < RESERVE_RULES_MOST; item = item->next) {
        struct str location = str_trim(json_get_str(item, "location"));
        struct reserve_rule rule = {.policy = policy_of(item)};
        if (!read_reservation(item, &rule.reserved) || location.n == 0 ||
            (location.p[0] != '/' && location.p[0] != '*'))
            continue;
        rule.pattern = robots_plain(arena, location, false);
        if (arena_grow(arena, &reserve->rules, &capacity, reserve->count + 1, sizeof rule) !=
            STATUS_OK)
            break;
        reserve->rules[reserve->count++] = rule;
    }
    return arena_status(arena, error);
}

void reserve_write(const struct reserve *reserve, struct buf *out) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_array(&json);
    for (size_t i = 0; i < reserve->count; i++) {
        const struct reserve_rule *rule = &reserve->rules[i];
        json_begin_object(&json);
        json_field_str(&json, "location", rule->pattern);
        json_field_int(&json, "tdm-reservation", rule->reserved);
        json_field_text(&json, "tdm-policy", rule->policy);
        json_end_object(&json);
    }
    json_end_array(&json);
}

const struct reserve_rule *reserve_find(const struct reserve *reserve, struct arena *arena,
                                        struct str path) {
    const struct reserve_rule *found = NULL;
    struct str plain = reserve->count > 0 ? robots_plain(arena, path, true) : STR_NONE;
    if (str_absent(plain))
        return NULL;
    for (size_t i = 0; i < reserve->count; i++) {
        const struct reserve_rule *rule = &reserve->rules[i];
        if (!robots_match(rule->pattern, plain) ||
            (found != NULL && rule->pattern.n < found->pattern.n))
            continue;
        if (found == NULL || rule->pattern.n > found->pattern.n || rule->reserved)
            found = rule;
    }
    return found != NULL && found->reserved ? found : NULL;
}
