#include "topic/learning.h"

#include "base/grow.h"
#include "base/hash.h"

#include <stdlib.h>

enum {
    NAMES_MEMORY = 16 << 20,
    ARTICLE_MEMORY = 64 << 20,
    ENTRIES_MOST = 1 << 27,
};

enum status topic_trainer_open(struct topic_trainer **trainer, struct error *error) {
    *trainer = calloc(1, sizeof **trainer);
    if (*trainer == NULL)
        return error_memory(error);
    arena_init(&(*trainer)->names, NAMES_MEMORY);
    arena_init(&(*trainer)->scratch, ARTICLE_MEMORY);
    map_init(&(*trainer)->topics, 0);
    return STATUS_OK;
}

void topic_trainer_close(struct topic_trainer *trainer) {
    if (trainer == NULL)
        return;
    arena_release(&trainer->names);
    arena_release(&trainer->scratch);
    map_release(&trainer->topics);
    free(trainer->entries);
    free(trainer->labels);
    free(trainer->signs);
    free(trainer->articles);
    free(trainer);
}

/* ---- taking in ---- */

static enum status check_topics(const struct topic_trainer *trainer, const struct str *topics,
                                size_t count, struct error *error) {
    for (size_t i = 0; i < count; i++)
        if (str_empty(topics[i]) || topics[i].n > TOPIC_MODEL_NAME_MOST)
            return error_set(error, STATUS_INVALID, "a topic's name must have 1 to %d bytes",
                             TOPIC_MODEL_NAME_MOST);
    if (trainer->count >= TOPIC_TRAIN_MOST)
        return error_set(error, STATUS_LIMIT, "more than %d articles to learn from",
                         TOPIC_TRAIN_MOST);
    return STATUS_OK;
}

/* The place of a topic's name, which is a new one when the name is new. */
static enum status find_topic(struct topic_trainer *trainer, struct str name, uint32_t *place,
                              struct error *error) {
    size_t topic;
    if (!map_get(&trainer->topics, name, &topic)) {
        topic = trainer->topics.n;
        if (topic >= TOPIC_MODEL_TOPICS_MOST)
            return error_set(error, STATUS_LIMIT, "more than %d topics", TOPIC_MODEL_TOPICS_MOST);
        name = arena_copy(&trainer->names, name);
        if (str_absent(name) || map_put(&trainer->topics, name, topic) != STATUS_OK)
            return error_memory(error);
    }
    *place = (uint32_t)topic;
    return STATUS_OK;
}

static enum status add_label(struct topic_trainer *trainer, struct str name, size_t first,
                             struct error *error) {
    uint32_t topic;
    enum status status = find_topic(trainer, name, &topic, error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = first; i < trainer->label_count; i++)
        if (trainer->labels[i] == topic)
            return STATUS_OK;
    if (grow(&trainer->labels, &trainer->label_room, trainer->label_count + 1,
             sizeof *trainer->labels) != STATUS_OK)
        return error_memory(error);
    trainer->labels[trainer->label_count++] = topic;
    return STATUS_OK;
}

static enum status add_sign(struct topic_trainer *trainer, const struct topic_signal *signal,
                            struct error *error) {
    uint32_t topic;
    enum status status = find_topic(trainer, signal->topic, &topic, error);
    if (status != STATUS_OK)
        return status;
    if (grow(&trainer->signs, &trainer->sign_room, trainer->sign_count + 1,
             sizeof *trainer->signs) != STATUS_OK)
        return error_memory(error);
    trainer->signs[trainer->sign_count++] = (struct sign){topic, signal->in_title};
    return STATUS_OK;
}

static enum status add_entries(struct topic_trainer *trainer, const struct topic_features *features,
                               struct error *error) {
    size_t need = trainer->entry_count + features->n;
    if (need > ENTRIES_MOST)
        return error_set(error, STATUS_LIMIT, "there are too many words to learn from at once");
    if (grow(&trainer->entries, &trainer->entry_room, need, sizeof *trainer->entries) != STATUS_OK)
        return error_memory(error);
    for (size_t i = 0; i < features->n; i++) {
        const struct topic_feature *feature = &features->items[i];
        trainer->entries[trainer->entry_count++] = (struct entry){
            feature->key,
            feature->count < UINT16_MAX ? (uint16_t)feature->count : UINT16_MAX,
        };
    }
    return STATUS_OK;
}

enum status topic_trainer_add(struct topic_trainer *trainer, const struct topic_article *article,
                              const struct topic_signal *signals, size_t signal_count,
                              const struct str *topics, size_t topic_count, struct error *error) {
    struct topic_features features;
    const struct known known = {trainer->entry_count, trainer->label_count, trainer->sign_count,
                                (uint8_t)(hash_fast(article->title, 0) % TOPIC_FOLDS)};
    arena_reset(&trainer->scratch);
    enum status status = check_topics(trainer, topics, topic_count, error);
    if (status == STATUS_OK)
        status = topic_features_make(&trainer->scratch, article, &features, error);
    if (status == STATUS_OK)
        status = add_entries(trainer, &features, error);
    for (size_t i = 0; status == STATUS_OK && i < topic_count; i++)
        status = add_label(trainer, topics[i], known.labels, error);
    for (size_t i = 0; status == STATUS_OK && i < signal_count; i++)
        status = add_sign(trainer, &signals[i], error);
    if (status == STATUS_OK && grow(&trainer->articles, &trainer->room, trainer->count + 2,
                                    sizeof *trainer->articles) != STATUS_OK)
        status = error_memory(error);
    if (status != STATUS_OK) {
        trainer->entry_count = known.first;
        trainer->label_count = known.labels;
        trainer->sign_count = known.signs;
        return status;
    }
    trainer->articles[trainer->count++] = known;
    trainer->articles[trainer->count] =
        (struct known){trainer->entry_count, trainer->label_count, trainer->sign_count, 0};
    return STATUS_OK;
}
