/* Models that an edition learnt. Each is a fact, a text by its hash; the last one counts from then
 * on, and only where the configuration asks for it (topics.model). */
#ifndef PRESS_LEARNED_H
#define PRESS_LEARNED_H

#include "press/facts.h"
#include "topic/topic.h"

/* Adds the fact that a model of topics was learnt from articles published before `day`. */
enum status learned_add(struct facts *facts, struct str model, int64_t day, int64_t at,
                        struct error *error);

/* The hash of the model of a fact; absent when it is of something else. */
struct str learned_hash(const struct json_value *body);

/* The model with this hash, checked, in the arena. INVALID when the store does not have it. */
enum status learned_read(struct store *store, struct arena *arena, struct str hash,
                         const struct topic_model **model, struct error *error);

/* The hash of the last model that was learnt, folded or not; absent when there is none. */
enum status learned_last(struct store *store, struct arena *arena, struct str *hash,
                         struct error *error);

/* Gives the classifier the model that counts in derived state, if the edition asks for one and
 * there is one. It lies in the arena. */
enum status learned_apply(struct store *store, const struct edition *edition, struct arena *arena,
                          struct topic_classifier *classifier, struct error *error);

#define LEARNED_KEY STR("topicModel") /* in KEYS_STATE: the hash of the model that counts */

#endif
