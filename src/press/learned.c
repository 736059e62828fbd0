#include "press/learned.h"

#include "base/json_read.h"

enum status learned_add(struct facts *facts, struct str model, int64_t day, int64_t at,
                        struct error *error) {
    return facts_add_model(facts, FACT_LEARNED, STR("topics"), model, day, at, error);
}

struct str learned_hash(const struct json_value *body) {
    return str_eq(json_get_str(body, "what"), STR("topics")) ? json_get_str(body, "text")
                                                             : STR_NONE;
}

enum status learned_read(struct store *store, struct arena *arena, struct str hash,
                         const struct topic_model **model, struct error *error) {
    struct arena scratch;
    struct str text = STR_NONE;
    struct topic_model *made = arena_new(arena, struct topic_model);
    *model = made;
    if (made == NULL)
        return arena_status(arena, error);
    arena_init(&scratch, 2 * (size_t)TOPIC_MODEL_BYTES_MOST);
    enum status status = facts_model(store, &scratch, hash, &text, error);
    if (status == STATUS_OK)
        status = topic_model_read(arena, text, made, error);
    arena_release(&scratch);
    return status;
}

enum status learned_last(struct store *store, struct arena *arena, struct str *hash,
                         struct error *error) {
    const struct json_value *body;
    enum status status = facts_last_body(store, arena, FACT_LEARNED, &body, error);
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
