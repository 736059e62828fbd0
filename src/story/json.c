#include "story/json.h"

static const struct {
    enum story_reason_kind kind;
    const char *word;
} kinds[] = {
    {STORY_SAME_TEXT, "text"},  {STORY_SAME_WORDS, "words"}, {STORY_SAME_TITLE, "title"},
    {STORY_FOUNDED, "founded"}, {STORY_DECIDED, "decided"},  {STORY_NEAR, "near"},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

void story_decision_write(const struct story_decision *decision, struct json *json) {
    json_begin_object(json);
    json_field_text(json, "story", decision->story);
    json_field_text(json, "copyOf", decision->copy_of);
    json_field_int(json, "similarity", decision->similarity);
    json_key(json, "reasons");
    json_begin_array(json);
    for (size_t i = 0; i < decision->reason_count; i++) {
        const struct story_reason *reason = &decision->reasons[i];
        json_begin_object(json);
        for (size_t k = 0; k < KINDS; k++)
            if (kinds[k].kind == reason->kind)
                json_field_str(json, "kind", str_from(kinds[k].word));
        json_field_int(json, "value", reason->value);
        json_field_text(json, "other", reason->other);
        json_field_text(json, "detail", reason->detail);
        json_end_object(json);
    }
    json_end_array(json);
    json_end_object(json);
}

static void read_reason(const struct json_value *object, struct story_reason *reason) {
    struct str kind = json_get_str(object, "kind");
    *reason = (struct story_reason){
        .kind = STORY_FOUNDED,
        .value = json_get_int(object, "value", 0),
        .other = json_get_str(object, "other"),
        .detail = json_get_str(object, "detail"),
    };
    for (size_t k = 0; k < KINDS; k++)
        if (str_eq(kind, str_from(kinds[k].word)))
            reason->kind = kinds[k].kind;
}

enum status story_decision_read(struct arena *arena, struct str text,
                                struct story_decision *decision, struct error *error) {
    const struct json_value *object;
    *decision = (struct story_decision){0};
    enum status status = json_read(arena, text, &object, error);
    if (status != STATUS_OK)
        return status;
    decision->story = json_get_str(object, "story");
    decision->copy_of = json_get_str(object, "copyOf");
    decision->similarity = json_get_int(object, "similarity", 0);
    for (const struct json_value *reason = json_first(json_get_array(object, "reasons"));
         reason != NULL && decision->reason_count < STORY_REASONS_MOST; reason = reason->next)
        read_reason(reason, &decision->reasons[decision->reason_count++]);
    return STATUS_OK;
}
