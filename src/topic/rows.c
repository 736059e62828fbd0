#include "topic/learning.h"
#include "topic/numbers.h"

#include <stdlib.h>

enum { LEAST_ARTICLES = 2 }; /* that a feature stands in */

static int compare_keys(const void *a, const void *b) {
    const uint32_t *left = a;
    const uint32_t *right = b;
    return *left < *right ? -1 : *left > *right;
}

static uint16_t rarity_of(size_t articles, size_t with) {
    double rarity = 1 + topic_log(((double)articles + 1) / ((double)with + 1));
    return (uint16_t)topic_round(rarity * TOPIC_UNITS);
}

/* The features that stand in enough articles, by key. */
static enum status find_features(struct learning *learning, struct error *error) {
    const struct topic_trainer *trainer = learning->trainer;
    struct topic_model *model = &learning->model;
    uint32_t *keys = malloc((trainer->entry_count + 1) * sizeof *keys);
    size_t count = 0;
    if (keys == NULL)
        return error_memory(error);
    for (size_t i = 0; i < trainer->entry_count; i++)
        keys[i] = trainer->entries[i].key;
    qsort(keys, trainer->entry_count, sizeof *keys, compare_keys);
    for (size_t i = 0, end; i < trainer->entry_count; i = end) {
        for (end = i + 1; end < trainer->entry_count && keys[end] == keys[i];)
            end++;
        count += end - i >= LEAST_ARTICLES;
    }
    model->keys = arena_array(&learning->arena, count, uint32_t);
    model->rarity = arena_array(&learning->arena, count, uint16_t);
    for (size_t i = 0, end; !arena_failed(&learning->arena) && i < trainer->entry_count; i = end) {
        for (end = i + 1; end < trainer->entry_count && keys[end] == keys[i];)
            end++;
        if (end - i < LEAST_ARTICLES)
            continue;
        model->keys[model->feature_count] = keys[i];
        model->rarity[model->feature_count++] = rarity_of(trainer->count, end - i);
    }
    free(keys);
    if (count > TOPIC_MODEL_FEATURES_MOST)
        return error_set(error, STATUS_LIMIT, "there are too many words to learn from at once");
    if (arena_failed(&learning->arena))
        return arena_status(&learning->arena, error);
    return topic_model_index(&learning->arena, model, error);
}

/* One article as the model will see it: the same code measures both. */
static enum status make_row(struct learning *learning, size_t article, struct arena *scratch,
                            uint32_t *used) {
    const struct topic_trainer *trainer = learning->trainer;
    size_t from = trainer->articles[article].first, to = trainer->articles[article + 1].first;
    struct topic_features features = {arena_array(scratch, to - from, struct topic_feature),
                                      to - from};
    struct topic_measure *measures = arena_array(scratch, to - from, struct topic_measure);
    size_t count;
    if (arena_failed(scratch))
        return STATUS_MEMORY;
    for (size_t i = from; i < to; i++) {
        const struct entry *entry = &trainer->entries[i];
        features.items[i - from] =
            (struct topic_feature){entry->key, entry->count, FEATURE_WORD, STR_NONE};
    }
    topic_model_measure(&learning->model, &features, measures, &count);
    learning->first[article] = *used;
    for (size_t i = 0; i < count; i++) {
        learning->columns[*used] = (uint32_t)measures[i].feature;
        learning->values[(*used)++] = (float)measures[i].value / TOPIC_LENGTH;
    }
    learning->first[article + 1] = *used;
    return STATUS_OK;
}

static enum status take_room(struct learning *learning, struct error *error) {
    const struct topic_trainer *trainer = learning->trainer;
    struct arena *arena = &learning->arena;
    learning->first = arena_array(arena, trainer->count + 1, uint32_t);
    learning->columns = arena_array(arena, trainer->entry_count, uint32_t);
    learning->values = arena_array(arena, trainer->entry_count, float);
    return arena_status(arena, error);
}

enum status topic_learning_make_rows(struct learning *learning, struct error *error) {
    struct topic_trainer *trainer = learning->trainer;
    uint32_t used = 0;
    enum status status = find_features(learning, error);
    if (status == STATUS_OK)
        status = take_room(learning, error);
    for (size_t i = 0; status == STATUS_OK && i < trainer->count; i++) {
        arena_reset(&trainer->scratch);
        if (make_row(learning, i, &trainer->scratch, &used) != STATUS_OK)
            status = arena_status(&trainer->scratch, error);
    }
    learning->rows =
        (struct solver_rows){learning->first, learning->columns, learning->values,
                             (uint32_t)trainer->count, (uint32_t)learning->model.feature_count};
    return status;
}
