/* What a learned model sees of an article: its words, those of its title once more, and pairs of
 * neighbouring words. */
#ifndef TOPIC_FEATURES_H
#define TOPIC_FEATURES_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum {
    TOPIC_FEATURES_VERSION = 1,     /* of these rules; a model made by others is refused */
    TOPIC_TEXT_BYTES = 16 * 1024,   /* of the text that are looked at */
    TOPIC_TITLE_BYTES = 4 * 1024,   /* of the title */
    TOPIC_EXCERPT_BYTES = 8 * 1024, /* of the excerpt */
    TOPIC_UNITS = 1 << 10,          /* a frequency or a weight of a word of 1 */
};

/* Absent views are fine; all of them together are nothing that can be told from another. */
struct topic_article {
    struct str title, excerpt, text;
};

enum topic_feature_kind { FEATURE_WORD, FEATURE_PAIR, FEATURE_TITLE_WORD };

struct topic_feature {
    uint32_t key; /* of its kind and folded words (XXH3, mixed); what others share it with, counts
                     as the same */
    uint32_t count;
    enum topic_feature_kind kind;
    struct str words; /* as the article has them: borrowed from it */
};

struct topic_features {
    struct topic_feature *items; /* by key, ascending, each once */
    size_t n;
};

/* In the arena. Time goes with the length of what is looked at. */
enum status topic_features_make(struct arena *arena, const struct topic_article *article,
                                struct topic_features *features, struct error *error);

/* The weight of a feature that stands `count` times, before it meets its rarity: 1 + ln count, in
 * TOPIC_UNITS. */
uint32_t topic_frequency(uint32_t count);

#endif
