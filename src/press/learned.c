#include "press/learned.h"

#include "base/json_read.h"

enum { BODY_MOST = 1 << 12 };

enum status learned_add(struct facts *facts, struct str model, int64_t day, int64_t at,
                        struct error *error) {
    char hash[HASH_HEX + 1];
    struct buf body;
    struct json json;
    buf_init(&body, BODY_MOST);
    enum status status = facts_add_text(facts, model, hash, error);
    json_init(&json, &body, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "what", STR("topics"));
    json_field_str(&json, "text", str_from(hash));
    json_field_time(&json, "before", day);
    json_end_object(&json);
    if (status == STATUS_OK)
        status = buf_check(&body, error);
    if (status == STATUS_OK)
        status = facts_add(facts, FACT_LEARNED, at, buf_str(&body), error);
    buf_release(&body);
    return status;
}

struct str learned_hash(const struct json_value *body) {
    return str_eq(json_get_str(body, "what"), STR("topics")) ? json_get_str(body, "text")
                                                             : STR_NONE;
}

enum status learned_read(struct store *store, struct arena *arena, struct str hash,
                         const struct topic_model **model, struct error *error) {
    struct arena scratch;
    struct store_text text = {.hash = hash};
    struct topic_model *made = arena_new(arena, struct topic_model);
    *model = made;
    if (made == NULL)
        return arena_status(arena, error);
    arena_init(&scratch, 2 * (size_t)TOPIC_MODEL_BYTES_MOST);
    enum status status = store_texts_read(store, &scratch, &text, 1, error);
    if (status == STATUS_OK && str_absent(text.text))
        status = error_set(error, STATUS_INVALID, "the facts lack a model that they name");
    if (status == STATUS_OK)
        status = topic_model_read(arena, text.text, made, error);
    arena_release(&scratch);
    return status;
}

enum status learned_last(struct store *store, struct arena *arena, struct str *hash,
                         struct error *error) {
    const struct json_value *body;
    struct fact last;
    bool found = false;
    *hash = STR_NONE;
    enum status status = store_facts_last_of(store, arena, FACT_LEARNED, &last, &found, error);
    if (status != STATUS_OK || !found)
        return status;
    status = json_read(arena, last.body, &body, error);
    if (status == STATUS_OK)
        *hash = learned_hash(body);
    return status;
}

enum status learned_apply(struct store *store, const struct edition *edition, struct arena *arena,
                          struct topic_classifier *classifier, struct error *error) {
    const struct topic_model *model;
    struct store_key key = {.key = LEARNED_KEY};
    if (edition->topics_model != TOPICS_LEARNED)
        return STATUS_OK;
    enum status status = store_keys_get(store, arena, KEYS_STATE, &key, 1, error);
    if (status != STATUS_OK || str_absent(key.value))
        return status;
    status = learned_read(store, arena, key.value, &model, error);
    if (status != STATUS_OK)
        return status;
    return topic_classifier_learn(classifier, arena, model, edition->topics_least, error);
}
